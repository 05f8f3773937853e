/* What goes wrong between here and the service, and what is told of it: nothing is lost, nothing doubled. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/backend/fixture.h"

#define LIST "*roleEligibilityScheduleInstances*"
#define PUT  "*roleAssignmentScheduleRequests*"

#define EXISTS "\"kind\":\"status\",\"status\":400,\"code\":\"RoleAssignmentRequestExists\""

static void add_fault(Fixture *fixture, const char *method, const char *path, const char *members)
{
	g_autofree char *fault = g_strdup_printf(
		"{\"host\":\"arm\",\"method\":\"%s\",\"path\":\"%s\",%s}", method, path, members);
	tenant_tell(fixture->tenant, "/faults", fault);
}

static void refresh_azure(Fixture *fixture)
{
	Intent *intent = intent_new(0, INTENT_REFRESH);
	intent->workloads = 1u << WORKLOAD_AZURE;
	fixture_await_intent(fixture, fixture_send(fixture, intent));
}

/* A GET is asked again, so what happens once is not even noticed. */
static void list__comes_all_the_same__after_one_fault(void **state)
{
	static const char *const faults[] = {
		"\"kind\":\"drop\"",
		"\"kind\":\"reset\"",
		"\"kind\":\"status\",\"status\":503,\"retry_after\":0",
		"\"kind\":\"status\",\"status\":429,\"retry_after\":0",
		"\"kind\":\"delay\",\"delay_ms\":50",
		"\"kind\":\"drip\",\"bytes\":4000,\"interval_ms\":1",
		"\"kind\":\"date\",\"date_offset_s\":90000",
	};
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		add_fault(fixture, "GET", LIST, faults[i]);
		const guint from = fixture->seen->len;
		refresh_azure(fixture);
		if (fixture_has_seen(fixture, EVENT_LIST_FAILED, WORKLOAD_AZURE, from))
			fail_msg("%s", faults[i]);
		const Event *event = fixture_latest(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE);
		assert_int_equal(event->rows->len, 14);
	}
}

/* What cannot be right is told with a sentence and a next step; the rows known before stay. */
static void list__is_told_failed__when_the_answer_cannot_be_right(void **state)
{
	static const struct {
		const char *members;
		const char *code;
	} faults[] = {
		{ "\"kind\":\"redirect\",\"url\":\"https://evil.example/\"", "redirect" },
		{ "\"kind\":\"foreign_next\",\"url\":\"https://evil.example/next\"",
		  "foreign-host" },
		{ "\"kind\":\"loop_next\"", "loop" },
		{ "\"kind\":\"deep\",\"depth\":5000", "bad-json" },
		{ "\"kind\":\"cut\",\"bytes\":700", "bad-json" },
		{ "\"kind\":\"html\",\"status\":400", "failed" },
	};
	Fixture *fixture = *state;
	refresh_azure(fixture);
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		/* The way around by subscriptions is not to help here. */
		g_autofree char *all = g_strconcat(faults[i].members, ",\"count\":-1", NULL);
		add_fault(fixture, "GET", LIST, all);
		const guint from = fixture->seen->len;
		refresh_azure(fixture);
		cJSON_Delete(tenant_call(fixture->tenant, "DELETE", "/faults", NULL));
		assert_false(fixture_has_seen(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE, from));
		const Event *failed = fixture_latest(fixture, EVENT_LIST_FAILED, WORKLOAD_AZURE);
		assert_non_null(failed);
		assert_int_equal(failed->list, LIST_ELIGIBILITIES);
		if (!g_str_equal(failed->problem->code, faults[i].code))
			fail_msg("%s: %s: %s", faults[i].members, failed->problem->code,
				 failed->problem->message);
		assert_true(strlen(failed->problem->message) > 10);
	}
}

/* The service knows nothing of a fresh request for a while: it is looked at until it does. */
static void activate__is_followed__while_the_request_is_not_found(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	tenant_tell(fixture->tenant, "/settings", "{\"lag_ms\":150}");
	add_fault(fixture, "GET", PUT, "\"kind\":\"not_found\",\"count\":2");
	fixture_send(fixture, fixture_new_activation(row, NULL));
	const Event *finished = fixture_await(fixture, EVENT_FINISHED);
	assert_null(finished->problem);
	assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 1);
}

/* A write that is refused because of too many is not sent again by itself, and the user is told to wait. */
static void activate__says_until_when__where_the_service_asks_for_too_long_a_wait(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	add_fault(fixture, "PUT", PUT, "\"kind\":\"status\",\"status\":429,\"retry_after\":121");
	fixture_send(fixture, fixture_new_activation(row, NULL));
	const Event *finished = fixture_await(fixture, EVENT_FINISHED);
	assert_int_equal(finished->problem->kind, PROBLEM_UNREACHABLE);
	assert_non_null(strstr(finished->problem->message, "asks to wait until "));
	assert_string_equal(finished->problem->hint, "Try again then.");
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 1);
}

/* "until 2094" is no time. */
static void activate__names_no_time__where_nobody_would_wait_for_it(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	add_fault(fixture, "PUT", PUT,
		  "\"kind\":\"status\",\"status\":429,\"retry_after\":2147483647");
	fixture_send(fixture, fixture_new_activation(row, NULL));
	const Event *finished = fixture_await(fixture, EVENT_FINISHED);
	assert_string_equal(finished->problem->message,
			    "The service is busy and asks to wait for more than a day.");
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 1);
}

/* The outcome stays unknown while the network is away; looking again later finds it. */
static void follow__finds_the_outcome__after_the_network_came_back(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	add_fault(fixture, "PUT", PUT, "\"kind\":\"drop\"");
	add_fault(
		fixture, "GET", PUT,
		"\"kind\":\"status\",\"status\":403,\"code\":\"AuthorizationFailed\",\"count\":-1");
	fixture_send(fixture, fixture_new_activation(row, NULL));
	const Event *unknown = fixture_await(fixture, EVENT_FINISHED);
	assert_int_equal(unknown->problem->kind, PROBLEM_UNKNOWN_OUTCOME);
	cJSON_Delete(tenant_call(fixture->tenant, "DELETE", "/faults", NULL));
	Intent *follow = intent_new(0, INTENT_FOLLOW);
	follow->request = request_copy(unknown->request);
	fixture_send(fixture, follow);
	const Event *finished = fixture_await(fixture, EVENT_FINISHED);
	assert_null(finished->problem);
	assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 1);
}

/* Activates Reader on sub-dev, and makes it old enough to be ended. */
static const Assignment *hold_reader(Fixture *fixture)
{
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	fixture_send(fixture, fixture_new_activation(row, NULL));
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT6M\"}");
	fixture_forget_requests(fixture);
	return fixture_find_active(fixture, "Reader", "sub-dev");
}

static const Event *end_it(Fixture *fixture, const Assignment *row)
{
	Intent *intent = intent_new(0, INTENT_DEACTIVATE);
	intent->assignment = assignment_copy(row);
	fixture_send(fixture, intent);
	return fixture_await(fixture, EVENT_FINISHED);
}

/* A service that does not find a fresh activation is asked again; then it is told as what it may be: active. */
static void deactivate__is_sent_again__while_the_service_does_not_find_the_role(void **state)
{
	Fixture *fixture = *state;
	const Assignment *row = hold_reader(fixture);
	add_fault(fixture, "PUT", PUT,
		  "\"kind\":\"status\",\"status\":400,\"code\":\"RoleAssignmentDoesNotExist\","
		  "\"count\":5");
	const Event *failed = end_it(fixture, row);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 3);
	assert_int_equal(failed->problem->kind, PROBLEM_FAILED);
	assert_non_null(strstr(failed->problem->message, "Still active"));
	assert_int_equal(failed->request->state, REQUEST_STATE_FAILED);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	row = fixture_find_active(fixture, "Reader", "sub-dev");
	assert_non_null(row);
	/* Two more of the five are left: the third try ends it. */
	const Event *done = end_it(fixture, row);
	assert_null(done->problem);
	assert_int_equal(done->request->state, REQUEST_STATE_ENDED);
}

/* Soon after a deactivation "exists" is not "active". */
static void activate__is_sent_again__while_the_service_still_has_what_was_ended(void **state)
{
	static const struct {
		const char *count;
		const char *code; /* NULL: it comes true */
	} cases[] = { { "2", NULL }, { "3", "RoleAssignmentExists" } };
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const Assignment *held = hold_reader(fixture);
		assert_null(end_it(fixture, held)->problem);
		g_autofree char *fault = g_strconcat(
			"\"kind\":\"status\",\"status\":400,\"code\":\"RoleAssignmentExists\","
			"\"count\":",
			cases[i].count, NULL);
		add_fault(fixture, "PUT", PUT, fault);
		const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
		fixture_send(fixture, fixture_new_activation(row, NULL));
		const Event *finished = fixture_await(fixture, EVENT_FINISHED);
		if (cases[i].code == NULL) {
			assert_null(finished->problem);
			assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
			fixture_reset_tenant(fixture);
			fixture_restart(fixture);
			continue;
		}
		assert_string_equal(finished->problem->code, cases[i].code);
		assert_int_equal(finished->problem->kind, PROBLEM_FAILED);
		assert_non_null(strstr(finished->problem->message, "Not active"));
	}
}

/* "There is one already": under one's own id it is one's own. */
static void activate__reads_its_own_request__when_the_service_has_it_already(void **state)
{
	static const char *const faults[] = {
		"\"status\":409,\"code\":\"RoleAssignmentRequestExists\"",
		"\"status\":409",
	};
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
		g_autofree char *fault =
			g_strconcat("\"kind\":\"status\",\"when\":\"after\",", faults[i], NULL);
		add_fault(fixture, "PUT", PUT, fault);
		fixture_send(fixture, fixture_new_activation(row, NULL));
		const Event *finished = fixture_await(fixture, EVENT_FINISHED);
		assert_null(finished->problem);
		assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
		assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 1);
		fixture_reset_tenant(fixture);
		fixture_restart(fixture);
	}
}

/* "There is one already", of another's id or none: it is told as what it is, and as not known where nobody tells that. */
static void activate__tells_what_there_is__where_the_service_does_not(void **state)
{
	static const struct {
		const char *before; /* a fault of the look-up; NULL: none */
		bool is_held;
		ProblemKind kind;
		const char *message;
	} cases[] = {
		{ NULL, true, PROBLEM_ALREADY, "The role is already active there." },
		{ NULL, false, PROBLEM_REFUSED, "The service has such a request already." },
		{ "\"kind\":\"status\",\"status\":403,\"count\":-1", true, PROBLEM_REFUSED,
		  "The service has such a request already." },
	};
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		if (cases[i].is_held)
			hold_reader(fixture);
		add_fault(fixture, "PUT", PUT, EXISTS);
		if (cases[i].before != NULL)
			add_fault(fixture, "GET", "*ScheduleRequests", cases[i].before);
		const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
		fixture_send(fixture, fixture_new_activation(row, NULL));
		const Event *finished = fixture_await(fixture, EVENT_FINISHED);
		assert_int_equal(finished->problem->kind, cases[i].kind);
		assert_string_equal(finished->problem->message, cases[i].message);
		assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 1);
		fixture_reset_tenant(fixture);
		fixture_restart(fixture);
	}
}

static const Event *ask_for(Fixture *fixture, const char *role, const char *scope, const char *why)
{
	const Eligibility *row = fixture_find_eligible(fixture, role, scope);
	Intent *intent = fixture_new_activation(row, NULL);
	Activation *activation = fixture_activation(intent);
	activation->ticket_number = g_strdup("INC1");
	g_free(activation->justification);
	activation->justification = g_strdup(why);
	return fixture_run_to_end(fixture, intent);
}

/* An approval is waited for: the role is not on. */
static void activate__tells_what_waits__where_the_service_does_not(void **state)
{
	static const struct {
		const char *role, *scope, *host, *method;
	} cases[] = {
		{ "Contributor", "Platform", "arm", "PUT" },
		{ "Global Administrator", "directory", "graph", "POST" },
	};
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const Event *waits = ask_for(fixture, cases[i].role, cases[i].scope, "the first");
		assert_int_equal(waits->request->state, REQUEST_STATE_WAITING);
		g_autofree char *fault =
			g_strdup_printf("{\"host\":\"%s\",\"method\":\"%s\","
					"\"path\":\"*ScheduleRequests*\"," EXISTS "}",
					cases[i].host, cases[i].method);
		tenant_tell(fixture->tenant, "/faults", fault);
		const Event *told = ask_for(fixture, cases[i].role, cases[i].scope, "the second");
		assert_int_equal(told->problem->kind, PROBLEM_REFUSED);
		assert_string_equal(told->problem->message,
				    "Another request for this role is still pending.");
	}
}

/* What no list shows and the service says has ended is named as it goes; while it says nothing the role is kept. */
static void list__names_the_role__that_has_gone(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	fixture_send(fixture, fixture_new_activation(row, NULL));
	const Event *active = fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	g_autofree char *body = g_strdup_printf(
		"{\\\"name\\\":\\\"%s\\\",\\\"properties\\\":{\\\"status\\\":\\\"Revoked\\\","
		"\\\"requestType\\\":\\\"SelfActivate\\\",\\\"scope\\\":\\\"%s\\\","
		"\\\"roleDefinitionId\\\":\\\"%s\\\",\\\"principalId\\\":\\\"%s\\\"}}",
		active->request->id, active->request->scope.id, active->request->role.id,
		fixture_oid(fixture));
	g_autofree char *fault = g_strdup_printf(
		"\"kind\":\"status\",\"status\":200,\"content_type\":\"application/json\","
		"\"body\":\"%s\",\"count\":-1",
		body);
	tenant_tell(fixture->tenant, "/settings", "{\"list_hides\":\"Reader\"}");
	refresh_azure(fixture);
	assert_non_null(fixture_find_active(fixture, "Reader", "sub-dev"));
	add_fault(fixture, "GET", "*roleAssignmentScheduleRequests/*", fault);
	refresh_azure(fixture);
	assert_null(fixture_find_active(fixture, "Reader", "sub-dev"));
	const Event *notice = fixture_latest(fixture, EVENT_NOTICE, WORKLOAD_AZURE);
	assert_non_null(notice);
	assert_non_null(strstr(notice->problem->message, "Reader on sub-dev is not active"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(list__comes_all_the_same__after_one_fault),
		TEST(list__is_told_failed__when_the_answer_cannot_be_right),
		TEST(activate__is_followed__while_the_request_is_not_found),
		TEST(activate__says_until_when__where_the_service_asks_for_too_long_a_wait),
		TEST(activate__names_no_time__where_nobody_would_wait_for_it),
		TEST(deactivate__is_sent_again__while_the_service_does_not_find_the_role),
		TEST(activate__is_sent_again__while_the_service_still_has_what_was_ended),
		TEST(activate__reads_its_own_request__when_the_service_has_it_already),
		TEST(activate__tells_what_there_is__where_the_service_does_not),
		TEST(activate__tells_what_waits__where_the_service_does_not),
		TEST(list__names_the_role__that_has_gone),
		TEST(follow__finds_the_outcome__after_the_network_came_back),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
