/* Given back, and taken again: what is held is shown, whatever the journal and a late list say of before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/backend/fixture.h"

static const Event *activate(Fixture *fixture)
{
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	fixture_send(fixture, fixture_new_activation(row, NULL));
	return fixture_await(fixture, EVENT_FINISHED);
}

/* Activated, and given back after six minutes, which the refresh tells. */
static void hold_and_give_back(Fixture *fixture)
{
	assert_null(activate(fixture)->problem);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT6M\"}");
	fixture_await_intent(fixture, fixture_refresh(fixture));
	Intent *intent = intent_new(0, INTENT_DEACTIVATE);
	intent->assignment = assignment_copy(fixture_find_active(fixture, "Reader", "sub-dev"));
	fixture_send(fixture, intent);
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ENDED);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_null(fixture_find_active(fixture, "Reader", "sub-dev"));
}

static void role__is_shown_at_once__when_it_is_activated_again(void **state)
{
	Fixture *fixture = *state;
	hold_and_give_back(fixture);
	/* The list tells of it later: only the request itself is known. */
	tenant_tell(fixture->tenant, "/settings", "{\"list_lag_s\":240}");
	assert_null(activate(fixture)->problem);
	fixture_await(fixture, EVENT_ASSIGNMENTS);
	assert_non_null(fixture_find_active(fixture, "Reader", "sub-dev"));
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_non_null(fixture_find_active(fixture, "Reader", "sub-dev"));
}

/* By the portal, say: this journal's last word is that it was given back. */
static void role__is_shown__when_it_was_activated_elsewhere_since(void **state)
{
	Fixture *fixture = *state;
	hold_and_give_back(fixture);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT10S\"}");
	fixture->state_dir = g_build_filename(fixture->folder, "elsewhere", NULL);
	fixture_restart(fixture);
	assert_null(activate(fixture)->problem);
	g_clear_pointer(&fixture->state_dir, g_free);
	fixture_restart(fixture);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_non_null(fixture_find_active(fixture, "Reader", "sub-dev"));
}

/* While the list has it still it is not: the list is late. */
static void role__is_not_shown__while_a_late_list_has_what_was_given_back(void **state)
{
	Fixture *fixture = *state;
	assert_null(activate(fixture)->problem);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT6M\"}");
	fixture_await_intent(fixture, fixture_refresh(fixture));
	tenant_tell(fixture->tenant, "/settings", "{\"list_lag_s\":120}");
	Intent *intent = intent_new(0, INTENT_DEACTIVATE);
	intent->assignment = assignment_copy(fixture_find_active(fixture, "Reader", "sub-dev"));
	fixture_send(fixture, intent);
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ENDED);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_null(fixture_find_active(fixture, "Reader", "sub-dev"));
	fixture_restart(fixture);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_null(fixture_find_active(fixture, "Reader", "sub-dev"));
}

/* The service does not answer for it: held as far as is known, and said to be no more than that. */
static void role__is_kept_and_marked__while_nobody_confirms_it(void **state)
{
	Fixture *fixture = *state;
	assert_null(activate(fixture)->problem);
	tenant_tell(fixture->tenant, "/settings", "{\"list_hides\":\"Reader\"}");
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const Assignment *row = fixture_find_active(fixture, "Reader", "sub-dev");
	assert_non_null(row);
	assert_false(row->is_unconfirmed);
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"arm\",\"method\":\"GET\",\"path\":"
		    "\"*roleAssignmentScheduleRequests*\",\"kind\":\"status\",\"status\":403,"
		    "\"code\":\"AuthorizationFailed\",\"count\":-1}");
	fixture_await_intent(fixture, fixture_refresh(fixture));
	row = fixture_find_active(fixture, "Reader", "sub-dev");
	assert_non_null(row);
	assert_true(row->is_unconfirmed);
}

/* 45 minutes are left of the eligibility, and an hour is asked for. */
static void role__ends_with_its_eligibility__when_that_ends_first(void **state)
{
	Fixture *fixture = *state;
	const Eligibility *row = fixture_find_eligible(
		fixture, "Azure Kubernetes Service Cluster Admin Role", "aks-payments");
	const Instant end = row->grant.end;
	Intent *intent = fixture_new_activation(row, NULL);
	fixture_activation(intent)->ticket_number = g_strdup("INC1");
	fixture_send(fixture, intent);
	const Request *request =
		fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE)->request;
	assert_int_equal(request->end, end);
	assert_int_equal(request->duration, end - request->start);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(role__is_shown_at_once__when_it_is_activated_again),
		TEST(role__is_shown__when_it_was_activated_elsewhere_since),
		TEST(role__is_not_shown__while_a_late_list_has_what_was_given_back),
		TEST(role__is_kept_and_marked__while_nobody_confirms_it),
		TEST(role__ends_with_its_eligibility__when_that_ends_first),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
