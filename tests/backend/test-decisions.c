/* What others asked for: listed once from wherever it is told, decided once whatever goes wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/backend/fixture.h"

#define PROD     "/subscriptions/22222222-2222-4222-8222-222222222222"
#define DEV      "/subscriptions/33333333-3333-4333-8333-333333333333"
#define PAYMENTS PROD "/resourceGroups/rg-payments"

/* ---- the two people -------------------------------------------------------------------------- */

static uint64_t send_load(Fixture *fixture)
{
	Intent *intent = intent_new(0, INTENT_REFRESH);
	intent->lists = 1u << LIST_APPROVALS;
	return fixture_send(fixture, intent);
}

static void become_sara(Fixture *fixture)
{
	fixture_become(fixture, "sara@contoso.com");
}

/* As the first account; the request waits. */
static void ask(Fixture *fixture, const char *role, const char *scope, const char *at)
{
	const Eligibility *row = fixture_find_eligible(fixture, role, scope);
	Intent *intent = fixture_new_activation(row, at);
	Activation *activation = fixture_activation(intent);
	activation->duration = 1800;
	g_free(activation->ticket_number);
	activation->ticket_number = g_strdup("INC1");
	fixture_send(fixture, intent);
	const Event *event = fixture_await(fixture, EVENT_FINISHED);
	assert_null(event->problem);
	assert_int_equal(event->request->state, REQUEST_STATE_WAITING);
}

static void ask_for_payments(Fixture *fixture)
{
	ask(fixture, "Contributor", "Platform", PAYMENTS);
}

static const GPtrArray *rows_of(Fixture *fixture, WorkloadId workload)
{
	const Event *event = fixture_latest(fixture, EVENT_APPROVALS, workload);
	assert_non_null(event);
	assert_true(event->is_complete);
	return event->rows;
}

/* The one that waits in that workload. */
static const Request *the_one(Fixture *fixture, WorkloadId workload)
{
	fixture_load_approvals(fixture);
	const GPtrArray *rows = rows_of(fixture, workload);
	assert_int_equal(rows->len, 1);
	return rows->pdata[0];
}

static void send_decision(Fixture *fixture, const Request *asked, bool is_denial)
{
	Intent *intent = intent_new(0, INTENT_DECIDE);
	intent->requests = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	g_ptr_array_add(intent->requests, request_copy(asked));
	intent->is_denial = is_denial;
	intent->text = g_strdup("seen");
	fixture_send(fixture, intent);
}

static const Event *decide(Fixture *fixture, const Request *asked, bool is_denial)
{
	send_decision(fixture, asked, is_denial);
	return fixture_await(fixture, EVENT_FINISHED);
}

static int counter(Fixture *fixture, const char *name)
{
	g_autoptr(cJSON) state = tenant_call(fixture->tenant, "GET", "/state", NULL);
	const cJSON *counters = cJSON_GetObjectItem(state, "counters");
	return cJSON_GetObjectItem(counters, name)->valueint;
}

static void add_fault(Fixture *fixture, const char *method, const char *members)
{
	g_autofree char *fault = g_strdup_printf("{\"host\":\"arm\",\"method\":\"%s\",\"path\":"
						 "\"*roleAssignmentApprovals*\",%s}",
						 method, members);
	tenant_tell(fixture->tenant, "/faults", fault);
}

/* ---- the list -------------------------------------------------------------------------------- */

static void approvals__tell_who_asked_for_what__in_all_workloads(void **state)
{
	Fixture *fixture = *state;
	ask_for_payments(fixture);
	fixture_become(fixture, "you@contoso.com");
	ask(fixture, "Global Administrator", "directory", NULL);
	ask(fixture, "sg-finance-break-glass", "sg-finance-break-glass", NULL);
	become_sara(fixture);
	fixture_load_approvals(fixture);
	static const char *const roles[] = { "Contributor", "Global Administrator",
					     "sg-finance-break-glass" };
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *rows = rows_of(fixture, (WorkloadId)workload);
		assert_int_equal(rows->len, 1);
		const Request *row = rows->pdata[0];
		assert_string_equal(row->role.name, roles[workload]);
		assert_string_equal(row->requester_name, "Yara Osei");
		assert_non_null(row->justification);
		assert_int_equal(row->duration, 1800);
		assert_false(row->is_own);
		const Event *event = decide(fixture, row, workload == WORKLOAD_GROUP);
		assert_null(event->problem);
		assert_int_equal(event->request->state, REQUEST_STATE_DECIDED);
		assert_string_equal(event->eligibility_id, row->id);
		fixture_await(fixture, EVENT_APPROVALS);
	}
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++)
		assert_int_equal(rows_of(fixture, (WorkloadId)workload)->len, 0);
	assert_int_equal(counter(fixture, "decisions"), 3);
	assert_int_equal(counter(fixture, "late_decisions"), 0);
}

static void approvals__are_not_ones_own(void **state)
{
	Fixture *fixture = *state;
	ask_for_payments(fixture);
	const Request *row = the_one(fixture, WORKLOAD_AZURE);
	assert_string_equal(row->requester_name, "Nguyễn Minh");
}

static void approvals__come_from_known_places__without_doubles(void **state)
{
	Fixture *fixture = *state;
	ask(fixture, "Contributor", "Platform", NULL);
	fixture_restart(fixture);
	ask_for_payments(fixture);
	tenant_tell(fixture->tenant, "/settings", "{\"root_approvals_partial\":true}");
	become_sara(fixture);
	fixture_load_approvals(fixture);
	assert_int_equal(rows_of(fixture, WORKLOAD_AZURE)->len, 1);
	tenant_tell(fixture->tenant, "/eligibility",
		    "{\"role\":\"Reader\",\"scope\":\"Platform\",\"principal\":"
		    "\"sara@contoso.com\"}");
	fixture_await_intent(fixture, fixture_refresh(fixture));
	fixture_load_approvals(fixture);
	const GPtrArray *rows = rows_of(fixture, WORKLOAD_AZURE);
	assert_int_equal(rows->len, 2);
}

static void approvals__of_groups__are_asked_where_the_requests_tell_none(void **state)
{
	Fixture *fixture = *state;
	ask(fixture, "sg-finance-break-glass", "sg-finance-break-glass", NULL);
	tenant_tell(fixture->tenant, "/settings", "{\"approver_requests_empty\":true}");
	become_sara(fixture);
	const Request *row = the_one(fixture, WORKLOAD_GROUP);
	assert_string_equal(row->role.name, "sg-finance-break-glass");
	assert_string_equal(row->requester_name, "Yara Osei");
	assert_null(decide(fixture, row, false)->problem);
	/* The list has the decided ones, too. */
	fixture_load_approvals(fixture);
	assert_int_equal(rows_of(fixture, WORKLOAD_GROUP)->len, 0);
}

static void approvals__are_painted__from_the_last_run(void **state)
{
	Fixture *fixture = *state;
	ask_for_payments(fixture);
	become_sara(fixture);
	g_autofree char *id = g_strdup(the_one(fixture, WORKLOAD_AZURE)->id);
	fixture_restart(fixture);
	const Event *event = fixture_await(fixture, EVENT_APPROVALS);
	assert_true(event->is_stale);
	assert_int_equal(event->rows->len, 1);
	const Request *row = event->rows->pdata[0];
	assert_string_equal(row->id, id);
	assert_string_equal(row->requester_name, "Yara Osei");
}

/* ---- deciding -------------------------------------------------------------------------------- */

static void decide__finds_the_way__that_is_taken(void **state)
{
	Fixture *fixture = *state;
	static const char *const settings[] = {
		"{\"decide_by\":\"patch\"}",
		"{\"decide_by\":\"patch\",\"decided_is_204\":true}",
		"{\"decide_by\":\"put\"}",
		"{\"decide_by\":\"batch\",\"decided_is_204\":false}",
		"{\"decide_by\":\"batch\",\"decided_is_204\":true}",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
		fixture_reset_tenant(fixture);
		fixture_become(fixture, "you@contoso.com");
		ask_for_payments(fixture);
		tenant_tell(fixture->tenant, "/settings", settings[i]);
		become_sara(fixture);
		const Event *event = decide(fixture, the_one(fixture, WORKLOAD_AZURE), false);
		if (event->problem != NULL)
			fail_msg("%s: %s", settings[i], event->problem->message);
		assert_int_equal(event->request->state, REQUEST_STATE_DECIDED);
		assert_int_equal(counter(fixture, "decisions"), 1);
	}
}

static void decide__tells_who_was_first__as_news(void **state)
{
	Fixture *fixture = *state;
	ask_for_payments(fixture);
	become_sara(fixture);
	g_autoptr(Request) row = request_copy(the_one(fixture, WORKLOAD_AZURE));
	tenant_tell(fixture->tenant, "/approve",
		    "{\"account\":\"hanako@contoso.com\",\"reason\":\"ok\"}");
	const Event *same = decide(fixture, row, false);
	assert_int_equal(same->problem->kind, PROBLEM_ALREADY);
	assert_string_equal(same->problem->message, "Already approved by 山田 花子.");
	const Event *other = decide(fixture, row, true);
	assert_int_equal(other->problem->kind, PROBLEM_REFUSED);
	assert_string_equal(other->problem->message, "Already approved by 山田 花子.");
	assert_int_equal(counter(fixture, "decisions"), 1);
}

static void decide__tells_that_it_was_canceled(void **state)
{
	Fixture *fixture = *state;
	ask_for_payments(fixture);
	become_sara(fixture);
	g_autoptr(Request) row = request_copy(the_one(fixture, WORKLOAD_AZURE));
	fixture_become(fixture, "you@contoso.com");
	Intent *cancel = intent_new(0, INTENT_CANCEL);
	cancel->request = request_copy(row);
	fixture_await_intent(fixture, fixture_send(fixture, cancel));
	become_sara(fixture);
	const Event *event = decide(fixture, row, false);
	assert_int_equal(event->problem->kind, PROBLEM_REFUSED);
	assert_string_equal(event->problem->code, "Conflict");
	assert_non_null(strstr(event->problem->message, "canceled meanwhile, or something"));
	assert_int_equal(counter(fixture, "decisions"), 0);
}

static void decide__takes_the_stage_that_is_ones_own(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/policy",
		    "{\"role\":\"Contributor\",\"scope\":\"rg-payments\",\"max\":\"PT8H\","
		    "\"stages\":[{\"approvers\":[\"sara@contoso.com\"]},"
		    "{\"approvers\":[\"hanako@contoso.com\"]}]}");
	ask_for_payments(fixture);
	become_sara(fixture);
	g_autoptr(Request) row = request_copy(the_one(fixture, WORKLOAD_AZURE));
	assert_int_equal(decide(fixture, row, false)->request->stages_left, 1);
	const Event *again = decide(fixture, row, false);
	assert_string_equal(again->problem->message, "You approved it already.");
	fixture_become(fixture, "hanako@contoso.com");
	const Event *last = decide(fixture, the_one(fixture, WORKLOAD_AZURE), false);
	assert_int_equal(last->request->stages_left, 0);
	assert_int_equal(counter(fixture, "decisions"), 2);
	assert_int_equal(counter(fixture, "activations"), 1);
}

/* ---- faults ---------------------------------------------------------------------------------- */

/* Approves a new request while what decides fails so. `row`: the request, which the caller frees. */
static const Event *approve_through(Fixture *fixture, const char *fault, Request **row)
{
	fixture_reset_tenant(fixture);
	fixture_become(fixture, "you@contoso.com");
	ask_for_payments(fixture);
	become_sara(fixture);
	*row = request_copy(the_one(fixture, WORKLOAD_AZURE));
	add_fault(fixture, "PATCH", fault);
	return decide(fixture, *row, false);
}

/* The answer is lost, the decision is not: it is found, and not taken twice. */
static void decide__is_found__after_a_lost_answer(void **state)
{
	Fixture *fixture = *state;
	static const char *const faults[] = {
		"\"kind\":\"drop\"",
		"\"kind\":\"reset\"",
		"\"kind\":\"truncated\"",
		"\"kind\":\"garbage\"",
		"\"kind\":\"status_line\",\"status\":\"000\"",
		"\"kind\":\"status\",\"status\":503,\"when\":\"after\"",
		"\"kind\":\"status\",\"status\":200,\"when\":\"after\",\"body\":\"{}\"",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autoptr(Request) row = NULL;
		const Event *event = approve_through(fixture, faults[i], &row);
		if (event->problem != NULL || event->request->state != REQUEST_STATE_DECIDED)
			fail_msg("%s: %s", faults[i],
				 event->problem != NULL ? event->problem->message
							: event->request->status);
		assert_int_equal(counter(fixture, "decisions"), 1);
		assert_int_equal(counter(fixture, "late_decisions"), 0);
		assert_int_equal(tenant_count(fixture->tenant, "PATCH", "Approvals"), 1);
		assert_int_equal(tenant_count(fixture->tenant, "PUT", "Approvals"), 0);
	}
}

#define ANSWER(body) "\"kind\":\"status\",\"status\":200,\"body\":\"" body "\""

/* It never arrived, whatever answered: that is said, and whoever decides again decides once. */
static void decide__is_unknown__then_sent_again_when_asked(void **state)
{
	Fixture *fixture = *state;
	static const char *const faults[] = {
		"\"kind\":\"status\",\"status\":503",
		ANSWER("[1,2]"),
		ANSWER("{}"),
		ANSWER("{\\\"id\\\":\\\"s\\\",\\\"name\\\":\\\"s\\\",\\\"properties\\\":{"
		       "\\\"reviewResult\\\":\\\"Deny\\\"}}"),
	};
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autoptr(Request) row = NULL;
		const Event *event = approve_through(fixture, faults[i], &row);
		if (event->problem == NULL || event->problem->kind != PROBLEM_UNKNOWN_OUTCOME)
			fail_msg("%s: taken for the decision", faults[i]);
		assert_int_equal(counter(fixture, "decisions"), 0);
		assert_int_equal(tenant_count(fixture->tenant, "PATCH", "Approvals"), 1);
		const Event *again = decide(fixture, row, false);
		assert_null(again->problem);
		assert_int_equal(again->request->state, REQUEST_STATE_DECIDED);
		assert_int_equal(counter(fixture, "decisions"), 1);
	}
}

/* Approved, the answer lost; then denied: what was approved is not denied, and that is said. */
static void decide__is_not_turned__after_a_lost_answer(void **state)
{
	Fixture *fixture = *state;
	ask_for_payments(fixture);
	become_sara(fixture);
	g_autoptr(Request) row = request_copy(the_one(fixture, WORKLOAD_AZURE));
	add_fault(fixture, "PATCH", "\"kind\":\"drop\"");
	add_fault(fixture, "GET", "\"kind\":\"status\",\"status\":503,\"skip\":1,\"count\":-1");
	const Event *lost = decide(fixture, row, false);
	assert_int_equal(lost->problem->kind, PROBLEM_UNKNOWN_OUTCOME);
	cJSON_Delete(tenant_call(fixture->tenant, "DELETE", "/faults", NULL));
	const Event *turned = decide(fixture, row, true);
	if (turned->problem != NULL)
		assert_string_equal(turned->problem->message, "You approved it already.");
	else
		assert_int_equal(turned->request->kind, REQUEST_APPROVE);
	assert_int_equal(counter(fixture, "decisions"), 1);
}

/* Nobody knows what became of the first; the second is about another request, and is none of the first's business. */
static void decide__is_a_decision_of_its_own__beside_a_lost_one(void **state)
{
	Fixture *fixture = *state;
	ask_for_payments(fixture);
	ask(fixture, "Contributor", "Platform", PROD "/resourceGroups/rg-edge");
	become_sara(fixture);
	fixture_load_approvals(fixture);
	const GPtrArray *rows = rows_of(fixture, WORKLOAD_AZURE);
	assert_int_equal(rows->len, 2);
	g_autoptr(Request) first = request_copy(rows->pdata[0]);
	g_autoptr(Request) second = request_copy(rows->pdata[1]);
	add_fault(fixture, "PATCH", "\"kind\":\"drop\"");
	add_fault(fixture, "GET", "\"kind\":\"status\",\"status\":503,\"skip\":1,\"count\":-1");
	const Event *event = decide(fixture, first, false);
	assert_int_equal(event->request->state, REQUEST_STATE_UNKNOWN);
	g_autofree char *lost = g_strdup(event->request->id);
	cJSON_Delete(tenant_call(fixture->tenant, "DELETE", "/faults", NULL));
	event = decide(fixture, second, true);
	assert_string_not_equal(event->request->id, lost);
	assert_string_equal(event->request->scope.id, second->scope.id);
	assert_int_equal(event->request->kind, REQUEST_DENY);
	assert_int_equal(event->request->state, REQUEST_STATE_DECIDED);
}

/* Approved as sara, so that what became of it is not known: the PATCH fails so, and no stage can be read after it. */
static void approve_unheard(Fixture *fixture, const char *fault)
{
	ask_for_payments(fixture);
	become_sara(fixture);
	g_autoptr(Request) row = request_copy(the_one(fixture, WORKLOAD_AZURE));
	add_fault(fixture, "PATCH", fault);
	add_fault(fixture, "GET", "\"kind\":\"status\",\"status\":503,\"skip\":1,\"count\":-1");
	send_decision(fixture, row, false);
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_UNKNOWN);
	cJSON_Delete(tenant_call(fixture->tenant, "DELETE", "/faults", NULL));
}

/* It never arrived: the next start says that it failed, and sends nothing by itself. */
static void decide__that_was_lost__fails_at_the_next_start(void **state)
{
	Fixture *fixture = *state;
	approve_unheard(fixture, "\"kind\":\"status\",\"status\":503");
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT20M\"}");
	fixture_restart(fixture);
	send_load(fixture);
	const Event *event = fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_FAILED);
	assert_int_equal(event->request->kind, REQUEST_APPROVE);
	assert_int_equal(counter(fixture, "decisions"), 0);
	assert_int_equal(tenant_count(fixture->tenant, "PATCH", "Approvals"), 1);
	/* It still waits for her, and she decides once. */
	assert_int_equal(decide(fixture, the_one(fixture, WORKLOAD_AZURE), false)->request->state,
			 REQUEST_STATE_DECIDED);
	assert_int_equal(counter(fixture, "decisions"), 1);
}

static void decide__is_found_at_the_next_start(void **state)
{
	Fixture *fixture = *state;
	approve_unheard(fixture, "\"kind\":\"drop\"");
	fixture_restart(fixture);
	send_load(fixture);
	const Event *event = fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_DECIDED);
	assert_int_equal(event->request->kind, REQUEST_APPROVE);
	assert_int_equal(counter(fixture, "decisions"), 1);
	assert_int_equal(tenant_count(fixture->tenant, "PATCH", "Approvals"), 1);
}

static void decide__sends_nothing__when_the_stages_cannot_be_read(void **state)
{
	Fixture *fixture = *state;
	ask_for_payments(fixture);
	become_sara(fixture);
	g_autoptr(Request) row = request_copy(the_one(fixture, WORKLOAD_AZURE));
	add_fault(fixture, "GET",
		  "\"kind\":\"status\",\"status\":403,\"code\":\"Forbidden\",\"count\":-1");
	const Event *event = decide(fixture, row, false);
	assert_non_null(event->problem);
	if (event->request->state != REQUEST_STATE_REFUSED)
		fail_msg("%s: %s", event->problem->code, event->problem->message);
	assert_int_equal(tenant_count(fixture->tenant, "PATCH", "Approvals"), 0);
}

static void decide__tells_what_the_policy_wants(void **state)
{
	Fixture *fixture = *state;
	ask_for_payments(fixture);
	become_sara(fixture);
	Intent *intent = intent_new(0, INTENT_DECIDE);
	intent->requests = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	g_ptr_array_add(intent->requests, request_copy(the_one(fixture, WORKLOAD_AZURE)));
	fixture_send(fixture, intent);
	const Event *event = fixture_await(fixture, EVENT_FINISHED);
	assert_int_equal(event->problem->kind, PROBLEM_REFUSED);
	assert_string_equal(event->problem->rules[0], "JustificationRule");
	assert_int_equal(counter(fixture, "decisions"), 0);
}

/* ---- the brief ------------------------------------------------------------------------------- */

static const Event *read_brief(Fixture *fixture, const Request *asked, bool is_deep)
{
	Intent *intent = intent_new(0, INTENT_READ_BRIEF);
	intent->workload = asked->workload;
	intent->request = request_copy(asked);
	intent->is_deep = is_deep;
	fixture_send(fixture, intent);
	return fixture_await(fixture, EVENT_BRIEF);
}

static void brief__tells__what_can_be_read(void **state)
{
	Fixture *fixture = *state;
	ask(fixture, "Contributor", "Platform", PROD);
	become_sara(fixture);
	tenant_tell(fixture->tenant, "/eligibility",
		    "{\"role\":\"Reader\",\"scope\":\"Platform\",\"principal\":"
		    "\"sara@contoso.com\"}");
	const Event *event = read_brief(fixture, the_one(fixture, WORKLOAD_AZURE), true);
	const Brief *brief = event->brief;
	for (int part = 0; part < BRIEF_PART_COUNT; part++) {
		assert_true(brief->is_asked[part]);
		assert_null(brief->problems[part]);
	}
	assert_true(brief->children->len > 2);
	assert_string_equal(brief->permissions->pdata[0], "actions: *");
	assert_true(brief->definitions->len > 5);
	assert_int_equal(brief->policy->approver_reason, APPROVER_REASON_NEEDED);
}

/* One part that fails hides no other. */
static void brief__tells_the_rest__where_a_part_cannot_be_read(void **state)
{
	Fixture *fixture = *state;
	ask(fixture, "Contributor", "Platform", PROD);
	become_sara(fixture);
	g_autoptr(Request) row = request_copy(the_one(fixture, WORKLOAD_AZURE));
	tenant_tell(fixture->tenant, "/settings", "{\"policies_forbidden\":true}");
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"arm\",\"path\":\"*roleDefinitions\",\"kind\":\"status\","
		    "\"status\":403,\"code\":\"AuthorizationFailed\",\"count\":-1}");
	const Brief *brief = read_brief(fixture, row, true)->brief;
	assert_non_null(brief->problems[BRIEF_POLICY]);
	assert_non_null(brief->problems[BRIEF_ROLES]);
	assert_null(brief->policy);
	assert_null(brief->definitions);
	assert_non_null(brief->permissions);
	assert_non_null(brief->children);
}

static void brief__of_the_policy_alone__reads_nothing_else(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(
		fixture->tenant, "/policy",
		"{\"workload\":\"entra\",\"role\":\"Global Administrator\",\"max\":\"PT1H\","
		"\"justification\":true,\"approvers\":[\"sara@contoso.com\"],\"reason\":false}");
	ask(fixture, "Global Administrator", "directory", NULL);
	become_sara(fixture);
	g_autoptr(Request) row = request_copy(the_one(fixture, WORKLOAD_ENTRA));
	const size_t before = tenant_count(fixture->tenant, "GET", "roleDefinitions");
	const Brief *brief = read_brief(fixture, row, false)->brief;
	assert_int_equal(brief->policy->approver_reason, APPROVER_REASON_FREE);
	assert_false(brief->is_asked[BRIEF_ROLES]);
	assert_null(brief->permissions);
	assert_int_equal(tenant_count(fixture->tenant, "GET", "roleDefinitions"), before);
	/* … and the directory tells its roles, too. */
	const Brief *whole = read_brief(fixture, row, true)->brief;
	assert_true(whole->definitions->len > 2);
	assert_false(whole->is_asked[BRIEF_WIDTH]);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(approvals__tell_who_asked_for_what__in_all_workloads),
		TEST(approvals__are_not_ones_own),
		TEST(approvals__come_from_known_places__without_doubles),
		TEST(approvals__of_groups__are_asked_where_the_requests_tell_none),
		TEST(approvals__are_painted__from_the_last_run),
		TEST(decide__finds_the_way__that_is_taken),
		TEST(decide__tells_who_was_first__as_news),
		TEST(decide__tells_that_it_was_canceled),
		TEST(decide__takes_the_stage_that_is_ones_own),
		TEST(decide__is_found__after_a_lost_answer),
		TEST(decide__is_unknown__then_sent_again_when_asked),
		TEST(decide__is_not_turned__after_a_lost_answer),
		TEST(decide__is_a_decision_of_its_own__beside_a_lost_one),
		TEST(decide__is_found_at_the_next_start),
		TEST(decide__that_was_lost__fails_at_the_next_start),
		TEST(decide__sends_nothing__when_the_stages_cannot_be_read),
		TEST(decide__tells_what_the_policy_wants),
		TEST(brief__tells__what_can_be_read),
		TEST(brief__tells_the_rest__where_a_part_cannot_be_read),
		TEST(brief__of_the_policy_alone__reads_nothing_else),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
