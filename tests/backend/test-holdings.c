/* Who is active at a scope: everybody where that may be read, one sentence where not, and never a whole list that is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/backend/fixture.h"

#define PROD     "/subscriptions/22222222-2222-4222-8222-222222222222"
#define DATA     "/subscriptions/55555555-5555-4555-8555-555555555555/resourceGroups/rg-データ基盤"
#define PAYMENTS PROD "/resourceGroups/rg-payments"

static const Event *read_at(Fixture *fixture, WorkloadId workload, ScopeType type, const char *id)
{
	Intent *intent = intent_new(0, INTENT_READ_HOLDINGS);
	intent->workload = workload;
	scope_init(&intent->scope, type, id, NULL);
	fixture_send(fixture, intent);
	const Event *event = fixture_await(fixture, EVENT_HOLDINGS);
	assert_string_equal(event->scope.id, id);
	return event;
}

static const Event *read_azure(Fixture *fixture, const char *id)
{
	return read_at(fixture, WORKLOAD_AZURE, scope_type_from_arm_id(id), id);
}

static const Event *read_directory(Fixture *fixture)
{
	return read_at(fixture, WORKLOAD_ENTRA, SCOPE_DIRECTORY, "/");
}

static const Holding *find(const Event *event, const char *who, const char *role)
{
	if (event->problem != NULL)
		fail_msg("%s", event->problem->message);
	for (guint i = 0; i < event->holdings->rows->len; i++) {
		const Holding *row = event->holdings->rows->pdata[i];
		if (strcmp(holding_who(row), who) == 0 &&
		    strcmp(role_label(&row->assignment->grant.role), role) == 0)
			return row;
	}
	return NULL;
}

static void let(Fixture *fixture, const char *upn, const char *role, const char *scope)
{
	g_autofree char *body =
		g_strdup_printf("{\"workload\":\"azure\",\"role\":\"%s\",\"scope\":\"%s\","
				"\"principal\":\"%s\"}",
				role, scope, upn);
	tenant_tell(fixture->tenant, "/assignment", body);
}

static void expect_refusal(const Event *event, const char *permission)
{
	assert_null(event->holdings);
	assert_int_equal(event->problem->kind, PROBLEM_NOT_ALLOWED);
	if (strstr(event->problem->message, permission) == NULL)
		fail_msg("%s", event->problem->message);
}

/* ---- Azure ------------------------------------------------------------------------------------- */

static void holdings__tell_others_and_oneself__with_what_reaches_from_above(void **state)
{
	Fixture *fixture = *state;
	let(fixture, "minh@contoso.com", "Contributor", "sub-prod");
	const Event *event = read_azure(fixture, PAYMENTS);
	const Holding *own = find(event, "Yara Osei", "Reader");
	assert_int_equal(own->assignment->assignment_type, ASSIGNMENT_ACTIVATED);
	assert_string_equal(own->assignment->grant.holder.id, fixture_oid(fixture));
	assert_true(own->assignment->grant.end > own->assignment->grant.start);
	const Holding *above = find(event, "Nguyễn Minh", "Contributor");
	assert_int_equal(above->assignment->assignment_type, ASSIGNMENT_ASSIGNED);
	assert_string_equal(above->assignment->grant.scope.id, PROD);
	assert_false(above->is_of_group);
	assert_true(find(event, "sg-platform-admins", "Reader")->is_of_group);
	assert_true(holdings_is_whole(event->holdings));
	assert_null(event->holdings->no_reasons);
	/* What was activated comes first. */
	assert_ptr_equal(event->holdings->rows->pdata[0], own);
}

static void holdings__tell_why__as_the_request_says(void **state)
{
	Fixture *fixture = *state;
	/* What somebody asked of a group, and then what Minh asked for. */
	tenant_tell(fixture->tenant, "/approve", "{}");
	tenant_tell(fixture->tenant, "/approve", "{}");
	let(fixture, "you@contoso.com", "Reader",
	    "/subscriptions/55555555-5555-4555-8555-555555555555");
	tenant_tell(fixture->tenant, "/settings", "{\"page_size\":1}");
	const Event *event = read_azure(fixture, DATA);
	const Holding *row = find(event, "Nguyễn Minh", "Virtual Machine Contributor");
	assert_non_null(row);
	assert_string_equal(row->justification, "resize the export workers before the nightly run");
	assert_string_equal(row->ticket_number, "CHG0030122");
}

static void holdings__say_which_permission_is_lacking__where_nobody_is_told(void **state)
{
	Fixture *fixture = *state;
	expect_refusal(read_azure(fixture, PROD), "Microsoft.Authorization/roleAssignments/read");
}

static void holdings__are_told_without_reasons__where_requests_are_not(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"arm\",\"path\":\"*roleAssignmentScheduleRequests\",\"kind\":"
		    "\"status\",\"status\":403,\"code\":\"AuthorizationFailed\",\"count\":-1}");
	const Event *event = read_azure(fixture, PAYMENTS);
	const Holding *own = find(event, "Yara Osei", "Reader");
	assert_null(own->justification);
	assert_true(holdings_is_whole(event->holdings));
	assert_int_equal(event->holdings->no_reasons->kind, PROBLEM_NOT_ALLOWED);
}

static void holdings__wait_out__a_service_that_is_busy(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"arm\",\"path\":\"*roleAssignmentScheduleInstances\",\"kind\":"
		    "\"status\",\"status\":429,\"code\":\"TooManyRequests\",\"count\":1}");
	assert_non_null(find(read_azure(fixture, PAYMENTS), "Yara Osei", "Reader"));
}

/* ---- Directory and groups ---------------------------------------------------------------------- */

static void holdings__of_the_directory__are_for_roles_that_read_it(void **state)
{
	Fixture *fixture = *state;
	const Event *event = read_directory(fixture);
	assert_non_null(find(event, "Yara Osei", "Global Reader"));
	assert_string_equal(find(event, "Yara Osei", "Global Reader")->justification,
			    "weekly review");
	assert_true(find(event, "sg-platform-admins", "Groups Administrator")->is_of_group);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT4H\"}");
	expect_refusal(read_directory(fixture), "RoleAssignmentSchedule.Read.Directory");
}

static void holdings__of_a_part_of_it__have_gaps_where_the_whole_is_silent(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row =
		fixture_find_eligible(fixture, "User Administrator", "Munich Branch");
	g_autofree char *unit = g_strdup(row->grant.scope.id);
	const Event *event = read_at(fixture, WORKLOAD_ENTRA, SCOPE_ADMINISTRATIVE_UNIT, unit);
	assert_non_null(find(event, "Yara Osei", "Global Reader"));
	assert_true(holdings_is_whole(event->holdings));
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"graph\",\"path\":\"*roleAssignmentScheduleInstances\",\"kind\":"
		    "\"status\",\"status\":403,\"code\":\"Authorization_RequestDenied\","
		    "\"count\":1}");
	const Event *half = read_at(fixture, WORKLOAD_ENTRA, SCOPE_ADMINISTRATIVE_UNIT, unit);
	assert_null(half->problem);
	assert_false(holdings_is_whole(half->holdings));
}

static void holdings__of_a_group__are_for_its_members(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *foreign =
		fixture_find_eligible(fixture, "sg-finance-break-glass", "sg-finance-break-glass");
	g_autofree char *finance = g_strdup(foreign->grant.scope.id);
	const Assignment *active = fixture_find_active(fixture, "DB-Admins", "DB-Admins");
	g_autofree char *own = g_strdup(active->grant.scope.id);
	const Event *event = read_at(fixture, WORKLOAD_GROUP, SCOPE_GROUP, own);
	assert_int_equal(find(event, "Yara Osei", "DB-Admins")->assignment->grant.access,
			 ACCESS_MEMBER);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT4H\"}");
	expect_refusal(read_at(fixture, WORKLOAD_GROUP, SCOPE_GROUP, finance),
		       "PrivilegedAssignmentSchedule.Read.AzureADGroup");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(holdings__tell_others_and_oneself__with_what_reaches_from_above),
		TEST(holdings__tell_why__as_the_request_says),
		TEST(holdings__say_which_permission_is_lacking__where_nobody_is_told),
		TEST(holdings__are_told_without_reasons__where_requests_are_not),
		TEST(holdings__wait_out__a_service_that_is_busy),
		TEST(holdings__of_the_directory__are_for_roles_that_read_it),
		TEST(holdings__of_a_part_of_it__have_gaps_where_the_whole_is_silent),
		TEST(holdings__of_a_group__are_for_its_members),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
