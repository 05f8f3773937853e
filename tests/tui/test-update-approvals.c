/* Approvals by keys and events: what is asked for, sent, told and shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/desk.h"

#define FIRST  "88888888-8888-4888-8888-000000000001"
#define SECOND "88888888-8888-4888-8888-000000000002"

static Request *make_approval(const char *id, const char *who)
{
	Request *request = request_new();
	request->workload = WORKLOAD_AZURE;
	request->id = g_strdup(id);
	request->approval_id = g_strdup(id);
	request->kind = REQUEST_ACTIVATE;
	request->state = REQUEST_STATE_WAITING;
	request->role.id = g_strdup("Owner");
	request->role.name = g_strdup("Owner");
	scope_init(&request->scope, SCOPE_SUBSCRIPTION, SUB_DEV, "sub-dev");
	request->requester_id = g_strdup(who);
	request->requester_name = g_strdup(who);
	request->created = DESK_NOW - HOUR;
	request->duration = HOUR;
	return request;
}

static void load(Desk *desk, bool has_second)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	g_ptr_array_add(rows, make_approval(FIRST, "Minh"));
	if (has_second)
		g_ptr_array_add(rows, make_approval(SECOND, "Hanako"));
	desk_event(desk, list_event(EVENT_APPROVALS, WORKLOAD_AZURE, rows));
}

static Desk *desk_with_two(void)
{
	Desk *desk = desk_new(80, 24);
	load(desk, true);
	desk_keys(desk, "3");
	return desk;
}

static void finish(Desk *desk, const char *id, RequestState state, Problem *problem)
{
	Event *event = event_new(EVENT_FINISHED, desk_intent(desk, INTENT_DECIDE)->id);
	event->workload = WORKLOAD_AZURE;
	event->eligibility_id = g_strdup(id);
	event->request = make_approval("99999999-9999-4999-8999-999999999999", "Minh");
	event->request->kind = REQUEST_APPROVE;
	event->request->state = state;
	event->problem = problem;
	desk_event(desk, event);
}

static void approvals__are_asked_for__at_the_start_and_each_five_minutes(void **state)
{
	(void)state;
	g_autoptr(Desk) desk = desk_new(80, 24);
	const unsigned bit = 1u << LIST_APPROVALS;
	const Intent *first = desk_intent(desk, INTENT_REFRESH);
	assert_true((first->lists & bit) != 0 && (first->lists & 1u << LIST_ELIGIBILITIES) != 0);
	unsigned asked = 0;
	for (int minute = 1; minute <= 6; minute++) {
		desk_event(desk,
			   event_new(EVENT_INTENT_DONE, desk_intent(desk, INTENT_REFRESH)->id));
		desk_wait(desk, 61);
		asked += (desk_intent(desk, INTENT_REFRESH)->lists & bit) != 0;
	}
	assert_int_equal(asked, 1);
	/* The screen asks by itself, for nothing else. */
	desk_keys(desk, "3");
	assert_int_equal(desk_intent(desk, INTENT_REFRESH)->lists, bit);
}

/* Were they asked for alone since? */
static bool was_looked_at(Desk *desk)
{
	const Intent *intent;
	bool was = false;
	while ((intent = desk_next_intent(desk)) != NULL)
		was |= intent->kind == INTENT_REFRESH && intent->lists == 1u << LIST_APPROVALS;
	return was;
}

/* Whoever looks at the screen sees what is asked within seconds; left open, or behind another, it costs no more than any. */
static void approvals__are_looked_at_again__while_somebody_may_wait(void **state)
{
	(void)state;
	g_autoptr(Desk) desk = desk_with_two();
	assert_true(was_looked_at(desk));
	assert_true(desk_next_wake(desk) <= desk_now(desk) + 15);
	desk_wait(desk, 14);
	assert_false(was_looked_at(desk));
	desk_wait(desk, 1);
	assert_true(was_looked_at(desk));
	desk_keys(desk, "1");
	was_looked_at(desk);
	desk_wait(desk, 30);
	assert_false(was_looked_at(desk));
	desk_keys(desk, "3");
	assert_true(was_looked_at(desk));
	desk_wait(desk, 10 * 60);
	was_looked_at(desk);
	desk_wait(desk, 30);
	assert_false(was_looked_at(desk));
	desk_keys(desk, "R");
	was_looked_at(desk);
	desk_wait(desk, 15);
	assert_true(was_looked_at(desk));
}

static void approve__sends_what_was_shown__with_the_reason(void **state)
{
	(void)state;
	g_autoptr(Desk) desk = desk_with_two();
	assert_int_equal(desk_rows(desk, "approvals"), 2);
	desk_keys(desk, "a");
	assert_string_equal(desk_dialog(desk), "Approve?");
	desk_type(desk, "fine");
	/* A list that comes meanwhile changes nothing of it. */
	load(desk, false);
	desk_keys(desk, "enter");
	const Intent *intent = desk_intent(desk, INTENT_DECIDE);
	assert_int_equal(intent->requests->len, 1);
	assert_false(intent->is_denial);
	assert_string_equal(intent->text, "fine");
	assert_string_equal(desk_dialog(desk), "Outcome");
}

static void deny__sends_the_marked__and_wants_a_reason(void **state)
{
	(void)state;
	g_autoptr(Desk) desk = desk_with_two();
	desk_keys(desk, "space space d enter");
	assert_null(desk_intent(desk, INTENT_DECIDE));
	assert_string_equal(desk_dialog(desk), "Deny?");
	desk_type(desk, "too wide");
	desk_keys(desk, "enter");
	const Intent *intent = desk_intent(desk, INTENT_DECIDE);
	assert_int_equal(intent->requests->len, 2);
	assert_true(intent->is_denial);
}

/* ---- the brief -------------------------------------------------------------------------------- */

static Brief *make_brief(ApproverReason reason)
{
	Brief *brief = brief_new();
	brief->children = g_ptr_array_new_with_free_func((GDestroyNotify)scope_free);
	Scope *scope = g_new0(Scope, 1);
	scope_init(scope, SCOPE_RESOURCE_GROUP, SUB_DEV "/resourceGroups/rg-edge", "rg-edge");
	g_ptr_array_add(brief->children, scope);
	brief->policy = policy_new();
	brief->policy->is_known = true;
	brief->policy->approver_reason = reason;
	return brief;
}

static void tell_brief(Desk *desk, uint64_t intent_id, ApproverReason reason)
{
	Event *event = event_new(EVENT_BRIEF, intent_id);
	event->brief = make_brief(reason);
	desk_event(desk, event);
}

static void brief__is_read__for_a_single_request_in_whole(void **state)
{
	(void)state;
	g_autoptr(Desk) desk = desk_with_two();
	desk_keys(desk, "a");
	const Intent *intent = desk_intent(desk, INTENT_READ_BRIEF);
	assert_true(intent->is_deep);
	assert_string_equal(intent->request->id, FIRST);
	g_autofree char *before = desk_screen_text(desk);
	assert_non_null(strstr(before, "more      loading"));
	tell_brief(desk, intent->id + 7, APPROVER_REASON_FREE); /* none of ours */
	tell_brief(desk, intent->id, APPROVER_REASON_FREE);
	g_autofree char *text = desk_screen_text(desk);
	assert_non_null(strstr(text, "covers    1 resource group"));
	assert_non_null(strstr(text, "optional"));
	assert_null(strstr(text, "loading"));
}

/* What the policy says is the rule, for each of several. */
static void approve__wants_a_reason__where_a_policy_says_so(void **state)
{
	(void)state;
	g_autoptr(Desk) desk = desk_with_two();
	desk_keys(desk, "space space a");
	assert_int_equal(desk_count_intents(desk, INTENT_READ_BRIEF), 2);
	const Intent *last = desk_intent(desk, INTENT_READ_BRIEF);
	assert_false(last->is_deep);
	tell_brief(desk, last->id - 1, APPROVER_REASON_NEEDED);
	tell_brief(desk, last->id, APPROVER_REASON_FREE);
	desk_keys(desk, "enter");
	assert_int_equal(desk_count_intents(desk, INTENT_DECIDE), 0);
	g_autofree char *text = desk_screen_text(desk);
	assert_non_null(strstr(text, "The policy asks for a reason"));
	desk_type(desk, "seen");
	desk_keys(desk, "enter");
	assert_int_equal(desk_count_intents(desk, INTENT_DECIDE), 1);
}

static void deny__offers_less__with_the_command(void **state)
{
	(void)state;
	g_autoptr(Desk) desk = desk_with_two();
	desk_keys(desk, "O");
	tell_brief(desk, desk_intent(desk, INTENT_READ_BRIEF)->id, APPROVER_REASON_NEEDED);
	desk_type(desk, "too wide");
	desk_keys(desk, "enter"); /* nothing is offered yet */
	assert_int_equal(desk_count_intents(desk, INTENT_DECIDE), 0);
	desk_keys(desk, "shift-tab shift-tab");
	desk_type(desk, "rg-edge");
	desk_keys(desk, "tab tab");
	desk_type(desk, "2h");
	desk_keys(desk, "enter"); /* longer than the hour that was asked for */
	assert_int_equal(desk_count_intents(desk, INTENT_DECIDE), 0);
	desk_keys(desk, "backspace backspace");
	desk_type(desk, "30m");
	desk_keys(desk, "enter");
	const Intent *intent = desk_intent(desk, INTENT_DECIDE);
	assert_true(intent->is_denial);
	assert_string_equal(intent->text,
			    "too wide. Ask for Owner on rg-edge for 30m instead: myroles activate "
			    "--role=Owner --scope=" SUB_DEV
			    "/resourceGroups/rg-edge --duration=30m");
}

static void deny__without_the_offer__sends_the_reason_alone(void **state)
{
	(void)state;
	g_autoptr(Desk) desk = desk_with_two();
	desk_keys(desk, "O alt-o");
	desk_type(desk, "no");
	desk_keys(desk, "enter");
	assert_string_equal(desk_intent(desk, INTENT_DECIDE)->text, "no");
	/* Not of several. */
	g_autoptr(Desk) both = desk_with_two();
	desk_keys(both, "space space d alt-o");
	desk_type(both, "no");
	desk_keys(both, "enter");
	assert_string_equal(desk_intent(both, INTENT_DECIDE)->text, "no");
}

static void decided__leaves_the_list__also_one_that_is_late(void **state)
{
	(void)state;
	g_autoptr(Desk) desk = desk_with_two();
	desk_keys(desk, "space a");
	desk_type(desk, "fine");
	desk_keys(desk, "enter");
	const Request *asked = desk_intent(desk, INTENT_DECIDE)->requests->pdata[0];
	g_autofree char *id = g_strdup(asked->id);
	finish(desk, id, REQUEST_STATE_DECIDED, NULL);
	assert_int_equal(desk_rows(desk, "approvals"), 1);
	load(desk, true);
	assert_int_equal(desk_rows(desk, "approvals"), 1);
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "Approved for Minh"));
}

static void decided_elsewhere__is_news_and_no_failure(void **state)
{
	(void)state;
	g_autoptr(Desk) desk = desk_with_two();
	desk_keys(desk, "a");
	desk_type(desk, "fine");
	desk_keys(desk, "enter");
	const Request *asked = desk_intent(desk, INTENT_DECIDE)->requests->pdata[0];
	g_autofree char *id = g_strdup(asked->id);
	finish(desk, id, REQUEST_STATE_REFUSED,
	       problem_new(PROBLEM_REFUSED, "decided-otherwise", "Already denied by Sara.", NULL));
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "Already denied by Sara."));
	assert_null(strstr(text, "Refused"));
	assert_int_equal(desk_rows(desk, "approvals"), 1);
}

static void refused__stays_in_the_list(void **state)
{
	(void)state;
	g_autoptr(Desk) desk = desk_with_two();
	desk_keys(desk, "a enter");
	const Request *asked = desk_intent(desk, INTENT_DECIDE)->requests->pdata[0];
	assert_null(desk_intent(desk, INTENT_DECIDE)->text);
	g_autofree char *id = g_strdup(asked->id);
	finish(desk, id, REQUEST_STATE_REFUSED,
	       problem_new(PROBLEM_REFUSED, "policy", "The role asks for a reason.", NULL));
	assert_int_equal(desk_rows(desk, "approvals"), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(approvals__are_asked_for__at_the_start_and_each_five_minutes),
		cmocka_unit_test(approvals__are_looked_at_again__while_somebody_may_wait),
		cmocka_unit_test(approve__sends_what_was_shown__with_the_reason),
		cmocka_unit_test(deny__sends_the_marked__and_wants_a_reason),
		cmocka_unit_test(brief__is_read__for_a_single_request_in_whole),
		cmocka_unit_test(approve__wants_a_reason__where_a_policy_says_so),
		cmocka_unit_test(deny__offers_less__with_the_command),
		cmocka_unit_test(deny__without_the_offer__sends_the_reason_alone),
		cmocka_unit_test(decided__leaves_the_list__also_one_that_is_late),
		cmocka_unit_test(decided_elsewhere__is_news_and_no_failure),
		cmocka_unit_test(refused__stays_in_the_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
