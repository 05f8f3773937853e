/* Update scripts of more time for an eligibility: extended before its end, renewed after it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/tui/desk.h"

#define DAY INT64_C(86400)

/* One that ends in five days, one that is another's, and one that ended yesterday. */
static Desk *at_roles(void)
{
	Desk *desk = desk_new(80, 24);
	Eligibility *near = make_eligible(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge");
	near->grant.member_type = MEMBER_DIRECT;
	near->grant.start = DESK_NOW - 85 * DAY;
	near->grant.end = DESK_NOW + 5 * DAY;
	Eligibility *group = make_eligible(WORKLOAD_AZURE, "Reader", EDGE, "rg-edge");
	group->grant.member_type = MEMBER_GROUP;
	group->grant.end = DESK_NOW + 5 * DAY;
	desk_event(desk, eligible_event(WORKLOAD_AZURE, near, group, NULL));
	GPtrArray *rows = make_eligible_rows();
	Eligibility *ended = make_eligible(WORKLOAD_AZURE, "Contributor", EDGE, "rg-edge");
	ended->grant.member_type = MEMBER_DIRECT;
	ended->grant.start = DESK_NOW - 31 * DAY;
	ended->grant.end = DESK_NOW - DAY;
	g_ptr_array_add(rows, ended);
	desk_event(desk, list_event(EVENT_DORMANT, WORKLOAD_AZURE, rows));
	return desk;
}

static void extend__asks_for_as_long_as_before__with_a_reason(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_roles();
	desk_select(desk, "Owner");
	assert_null(desk_reason(desk, "extend"));
	desk_keys(desk, "E");
	assert_string_equal(desk_dialog(desk), "More time for it?");
	g_autofree char *asked = desk_screen_text(desk);
	assert_non_null(strstr(asked, "90d"));
	desk_keys(desk, "enter");
	g_autofree char *wrong = desk_screen_text(desk);
	assert_non_null(strstr(wrong, "Say why"));
	assert_int_equal(desk_count_intents(desk, INTENT_EXTEND), 0);
	desk_type(desk, "still on call");
	desk_keys(desk, "enter");
	const Intent *intent = desk_intent(desk, INTENT_EXTEND);
	assert_non_null(intent);
	assert_false(intent->is_renewal);
	assert_int_equal(intent->duration, 90 * DAY);
	assert_string_equal(intent->text, "still on call");
	assert_string_equal(intent->eligibility->grant.role.name, "Owner");
}

static void refuse_for_permission(Desk *desk)
{
	Event *event = event_new(EVENT_FINISHED, desk_intent(desk, INTENT_EXTEND)->id);
	event->request = request_new();
	event->request->id = g_strdup("asked");
	event->request->kind = REQUEST_EXTEND;
	event->request->state = REQUEST_STATE_REFUSED;
	event->problem = problem_new(PROBLEM_NOT_ALLOWED, "no-consent",
				     "The program lacks the permission More.", NULL);
	event->problem->permission = g_strdup("More");
	desk_event(desk, event);
}

static void extend__is_sent_again__after_a_sign_in_for_its_permission(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_roles();
	desk_select(desk, "Owner");
	desk_keys(desk, "E");
	desk_type(desk, "still on call");
	desk_keys(desk, "enter");
	refuse_for_permission(desk);
	assert_int_equal(desk_count_intents(desk, INTENT_SIGN_IN), 0);
	g_autofree char *outcome = desk_screen_text(desk);
	assert_non_null(strstr(outcome, "shell: myroles extend --role=Owner"));
	desk_keys(desk, "s");
	const Intent *sign_in = desk_intent(desk, INTENT_SIGN_IN);
	assert_string_equal(sign_in->permission, "More");
	assert_null(sign_in->claims);
	g_autofree char *asked = desk_screen_text(desk);
	assert_non_null(strstr(asked, "It takes the permission More."));
	desk_event(desk, sign_in_event(desk, SIGN_IN_DONE, NULL));
	assert_int_equal(desk_count_intents(desk, INTENT_EXTEND), 2);
	const Intent *again = desk_intent(desk, INTENT_EXTEND);
	assert_string_equal(again->text, "still on call");
	assert_int_equal(again->duration, 90 * DAY);
	/* It was not given after all: there is no second sign-in for it. */
	refuse_for_permission(desk);
	assert_non_null(desk_reason(desk, "step-up"));
	desk_keys(desk, "s");
	assert_int_equal(desk_count_intents(desk, INTENT_SIGN_IN), 1);
	assert_int_equal(desk_count_intents(desk, INTENT_EXTEND), 2);
}

/* The settings come late: what was proposed is bound by them, and what is typed is told of. */
static void extend__is_bound__by_what_the_settings_allow(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_roles();
	desk_select(desk, "Owner");
	desk_keys(desk, "E");
	Policy *policy = make_policy(8 * HOUR, true, false);
	policy->eligible_maximum = 30 * DAY;
	desk_event(desk, policy_event(desk_selected(desk), EDGE, policy));
	g_autofree char *bound = desk_screen_text(desk);
	assert_non_null(strstr(bound, "30d"));
	assert_non_null(strstr(bound, "up to 30d"));
	desk_type(desk, "still on call");
	desk_keys(desk, "tab ctrl-u");
	desk_type(desk, "60d");
	desk_keys(desk, "enter");
	g_autofree char *refused = desk_screen_text(desk);
	assert_non_null(strstr(refused, "At most 30d"));
	assert_int_equal(desk_count_intents(desk, INTENT_EXTEND), 0);
	desk_keys(desk, "ctrl-u");
	desk_type(desk, "20d");
	desk_keys(desk, "enter");
	assert_int_equal(desk_intent(desk, INTENT_EXTEND)->duration, 20 * DAY);
}

static void extend__is_refused_in_a_sentence__where_it_is_not_ones_own(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_roles();
	desk_select(desk, "Reader");
	assert_non_null(strstr(desk_reason(desk, "extend"), "through a group"));
	desk_keys(desk, "E");
	assert_null(desk_dialog(desk));
	desk_focus_on(desk, "active");
	assert_non_null(desk_reason(desk, "extend"));
}

static void renew__asks_for_what_has_ended__and_nothing_else_can_be_done_with_it(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_roles();
	desk_select(desk, "Owner");
	desk_keys(desk, "tab tab");
	assert_non_null(strstr(desk_reason(desk, "activate"), "may not be activated now"));
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Ask for it again?");
	desk_type(desk, "again");
	desk_keys(desk, "enter");
	const Intent *intent = desk_intent(desk, INTENT_EXTEND);
	assert_true(intent->is_renewal);
	assert_string_equal(intent->eligibility->grant.role.name, "Contributor");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
}

static Request *make_asked(RequestKind kind, const char *role)
{
	Request *request = request_new();
	request->id = g_strdup(role);
	request->kind = kind;
	request->workload = WORKLOAD_AZURE;
	request->state = REQUEST_STATE_WAITING;
	request->created = DESK_NOW - 60;
	g_autoptr(Eligibility) like = make_eligible(WORKLOAD_AZURE, role, EDGE, "rg-edge");
	request->is_own = true;
	request->role.id = g_strdup(like->grant.role.id);
	request->role.name = g_strdup(role);
	scope_copy(&request->scope, &like->grant.scope);
	return request;
}

/* What was asked for is told as asked for, and not offered as if nobody had. */
static void words__tell_of_what_is_asked_for(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_roles();
	desk_select(desk, "Owner");
	desk_answer_policies(desk, 3600, false, false);
	g_autofree char *near = desk_screen_text(desk);
	assert_non_null(strstr(near, "more with E"));
	desk_keys(desk, "tab tab");
	g_autofree char *ended = desk_screen_text(desk);
	assert_non_null(strstr(ended, "Ask an administrator for it again"));
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	g_ptr_array_add(rows, make_asked(REQUEST_EXTEND, "Owner"));
	g_ptr_array_add(rows, make_asked(REQUEST_RENEW, "Contributor"));
	desk_event(desk, list_event(EVENT_REQUESTS, WORKLOAD_AZURE, rows));
	g_autofree char *asked = desk_screen_text(desk);
	assert_null(strstr(asked, "Ask an administrator for it again"));
	assert_non_null(strstr(asked, "asked for again: waiting"));
	desk_select(desk, "Owner");
	g_autofree char *more = desk_screen_text(desk);
	assert_null(strstr(more, "more with E"));
	assert_non_null(strstr(more, "more is asked for"));
}

/* Its last row is gone: the focus is where rows are. */
static void dormant__gives_the_focus_back__when_its_last_row_goes(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_roles();
	desk_keys(desk, "tab tab");
	desk_event(desk, list_event(EVENT_DORMANT, WORKLOAD_AZURE, make_eligible_rows()));
	assert_string_equal(desk_focus(desk), "eligible");
	desk_keys(desk, "tab tab");
	assert_string_equal(desk_focus(desk), "active");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(extend__asks_for_as_long_as_before__with_a_reason),
		cmocka_unit_test(extend__is_sent_again__after_a_sign_in_for_its_permission),
		cmocka_unit_test(extend__is_bound__by_what_the_settings_allow),
		cmocka_unit_test(extend__is_refused_in_a_sentence__where_it_is_not_ones_own),
		cmocka_unit_test(
			renew__asks_for_what_has_ended__and_nothing_else_can_be_done_with_it),
		cmocka_unit_test(words__tell_of_what_is_asked_for),
		cmocka_unit_test(dormant__gives_the_focus_back__when_its_last_row_goes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
