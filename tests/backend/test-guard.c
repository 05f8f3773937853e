/* An account that is only to look with: everything is read, nothing is changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/backend/fixture.h"

#define REQUESTS "roleAssignmentScheduleRequests"

static void make_read_only(Fixture *fixture)
{
	AccountSettings *account = g_ptr_array_index(fixture->settings->accounts, 0);
	account->guard.is_read_only = true;
	fixture_restart(fixture);
}

static void assert_refused(Fixture *fixture, Intent *intent)
{
	const uint64_t id = fixture_send(fixture, intent);
	const Event *refused = fixture_await(fixture, EVENT_REFUSED);
	assert_int_equal(refused->intent_id, id);
	assert_int_equal(refused->problem->kind, PROBLEM_NOT_ALLOWED);
	assert_string_equal(refused->problem->code, "read-only");
	fixture_await_intent(fixture, id);
}

static void backend_send__refuses_what_changes__of_a_read_only_account(void **state)
{
	Fixture *fixture = *state;
	make_read_only(fixture);
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	Intent *deactivate = intent_new(0, INTENT_DEACTIVATE);
	Intent *cancel = intent_new(0, INTENT_CANCEL);
	deactivate->assignment =
		assignment_copy(fixture_find_active(fixture, "Reader", "rg-payments"));
	cancel->request = request_new();
	cancel->request->id = g_strdup("00000000-0000-4000-8000-000000000001");
	assert_non_null(deactivate->assignment);
	assert_refused(fixture, fixture_new_activation(row, NULL));
	assert_refused(fixture, deactivate);
	assert_refused(fixture, cancel);
	Intent *decide = intent_new(0, INTENT_DECIDE);
	decide->request = request_new();
	decide->request->id = g_strdup("00000000-0000-4000-8000-000000000002");
	assert_refused(fixture, decide);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", REQUESTS), 0);
	assert_int_equal(tenant_count(fixture->tenant, "POST", REQUESTS), 0);
}

static void backend_send__reads__with_a_read_only_account(void **state)
{
	Fixture *fixture = *state;
	make_read_only(fixture);
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	Intent *policy = intent_new(0, INTENT_READ_POLICY);
	policy->workload = row->grant.workload;
	policy->eligibility = eligibility_copy(row);
	scope_copy(&policy->scope, &row->grant.scope);
	fixture_send(fixture, policy);
	assert_null(fixture_await(fixture, EVENT_POLICY)->problem);
	assert_true(fixture_latest(fixture, EVENT_ASSIGNMENTS, WORKLOAD_AZURE) != NULL);
}

static void backend__says_how_careful_to_be__with_the_account(void **state)
{
	Fixture *fixture = *state;
	AccountSettings *account = g_ptr_array_index(fixture->settings->accounts, 0);
	account->guard.is_production = true;
	fixture_restart(fixture);
	fixture_refresh(fixture);
	const Event *event = fixture_await(fixture, EVENT_ACCOUNT);
	assert_true(event->account->guard.is_production);
	assert_false(event->account->guard.is_read_only);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			backend_send__refuses_what_changes__of_a_read_only_account, fixture_setup,
			fixture_teardown),
		cmocka_unit_test_setup_teardown(backend_send__reads__with_a_read_only_account,
						fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(backend__says_how_careful_to_be__with_the_account,
						fixture_setup, fixture_teardown),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
