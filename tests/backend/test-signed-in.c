/* Who has signed in: tokens that are renewed or revoked, who that is, where it is kept, and signing out. */
#include "tests/backend/sign-in-steps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/auth/kernel-store.h"

static void sign_in(Fixture *fixture)
{
	steps_sign_in(fixture, intent_new(0, INTENT_SIGN_IN), YOU);
}

static void token__is_renewed__without_notice(void **state)
{
	Fixture *fixture = *state;
	sign_in(fixture);
	steps_assert_lists_come(fixture);
	const size_t before = tenant_count(fixture->tenant, "POST", "/token");
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT2H\"}");
	steps_assert_lists_come(fixture);
	/* However many calls waited for it: one renewal for each audience. */
	assert_int_equal(tenant_count(fixture->tenant, "POST", "/token"), before + 2);
}

/* What a role permits is in the tokens that were issued after it became active, and groups are in those of each service. */
static void token__is_a_fresh_one__after_an_activation(void **state)
{
	Fixture *fixture = *state;
	sign_in(fixture);
	/* What a sign-in brought is used for a while at least. */
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT1M\"}");
	const Eligibility *row =
		fixture_find_eligible(fixture, "Monitoring Contributor", "Platform");
	const size_t before = tenant_count(fixture->tenant, "POST", "/token");
	fixture_send(fixture, fixture_new_activation(row, NULL));
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	steps_assert_lists_come(fixture);
	assert_int_equal(tenant_count(fixture->tenant, "POST", "/token"), before + 2);
}

static void sign_in__is_asked_for_again__when_the_grant_was_revoked(void **state)
{
	Fixture *fixture = *state;
	sign_in(fixture);
	steps_assert_lists_come(fixture);
	tenant_tell(fixture->tenant, "/revoke/tokens", "{}");
	const Problem *problem = steps_list_problem(fixture, WORKLOAD_AZURE);
	assert_int_equal(problem->kind, PROBLEM_SIGN_IN);
	assert_string_equal(problem->code, "sign-in-again");
	assert_non_null(problem->request_id);
	/* A client that declares cp1 is told by the service what the next token must hold. */
	assert_non_null(problem->claims);
	sign_in(fixture);
	steps_assert_lists_come(fixture);
}

/* Between two pages: the list goes on with a new token, and nobody notices. */
static void list__goes_on__when_the_token_ends_in_the_middle(void **state)
{
	static const char *const lists[] = { "*roleEligibilityScheduleInstances*",
					     "*directory/roleEligibilityScheduleInstances*",
					     "*group/eligibilityScheduleInstances*" };
	Fixture *fixture = *state;
	sign_in(fixture);
	tenant_tell(fixture->tenant, "/settings", "{\"page_size\":3}");
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		g_autofree char *fault = g_strdup_printf(
			"{\"method\":\"GET\",\"path\":\"%s\",\"skip\":1,\"kind\":\"status\","
			"\"status\":401,\"code\":\"InvalidAuthenticationToken\"}",
			lists[i]);
		cJSON_Delete(tenant_call(fixture->tenant, "DELETE", "/faults", NULL));
		tenant_tell(fixture->tenant, "/faults", fault);
		const size_t before = tenant_count(fixture->tenant, "POST", "/token");
		steps_assert_lists_come(fixture);
		assert_int_equal(tenant_count(fixture->tenant, "POST", "/token"), before + 1);
	}
	assert_int_equal(fixture_latest(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE)->rows->len,
			 14);
}

static void refresh__says_that_nobody_is_signed_in__at_first(void **state)
{
	Fixture *fixture = *state;
	const Problem *problem = steps_list_problem(fixture, WORKLOAD_AZURE);
	assert_int_equal(problem->kind, PROBLEM_SIGN_IN);
	assert_string_equal(problem->code, "not-signed-in");
	assert_string_equal(problem->message, "Nobody is signed in.");
	assert_string_equal(problem->hint, "Sign in{sign-in}.");
	assert_int_equal(tenant_count(fixture->tenant, "GET", "/"), 0);
}

static void sign_out__leaves_nobody(void **state)
{
	Fixture *fixture = *state;
	sign_in(fixture);
	steps_assert_lists_come(fixture);
	const uint64_t intent = fixture_send(fixture, intent_new(0, INTENT_SIGN_OUT));
	assert_null(fixture_await(fixture, EVENT_ACCOUNT)->account);
	const Event *out = fixture_await(fixture, EVENT_SIGNED_OUT);
	assert_null(out->problem);
	assert_string_equal(out->account->upn, YOU);
	fixture_await_intent(fixture, intent);
	assert_string_equal(steps_list_problem(fixture, WORKLOAD_AZURE)->code, "not-signed-in");
	assert_string_equal(steps_list_problem(fixture, WORKLOAD_GROUP)->code, "not-signed-in");
}

/* The tokens are gone; the next start will name the account all the same. */
static void sign_out__tells_what_stays__where_nothing_can_be_written(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *file = g_build_filename(fixture->folder, "file", NULL);
	assert_true(g_file_set_contents(file, "", 0, NULL));
	fixture->state_dir = g_build_filename(file, "state", NULL);
	fixture_restart(fixture);
	sign_in(fixture);
	fixture_send(fixture, intent_new(0, INTENT_SIGN_OUT));
	assert_null(fixture_await(fixture, EVENT_ACCOUNT)->account);
	const Problem *problem = fixture_await(fixture, EVENT_SIGNED_OUT)->problem;
	assert_non_null(strstr(problem->message, "what is known of the account stays"));
}

static void accounts__tell__who_is_signed_in(void **state)
{
	Fixture *fixture = *state;
	fixture_send(fixture, intent_new(0, INTENT_LIST_ACCOUNTS));
	const Event *event = fixture_await(fixture, EVENT_ACCOUNTS);
	assert_int_equal(event->rows->len, 1);
	const KnownAccount *known = event->rows->pdata[0];
	assert_string_equal(known->name, "test");
	assert_null(known->account);
	assert_true(known->is_current);
	sign_in(fixture);
	fixture_send(fixture, intent_new(0, INTENT_LIST_ACCOUNTS));
	known = fixture_await(fixture, EVENT_ACCOUNTS)->rows->pdata[0];
	assert_string_equal(known->account->upn, YOU);
	assert_true(known->is_current);
}

/* It is written of the account in use, and read there at the next start; a file with mistakes stays as it is. */
static void store__is_written_down__as_it_was_chosen(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *path = g_build_filename(fixture->folder, "own.conf", NULL);
	g_autofree char *text = NULL;
	fixture->settings->path = g_strdup(path);
	assert_true(g_file_set_contents_full(path, "# mine\n[account test]\n", -1,
					     G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
	Intent *kernel = intent_new(0, INTENT_CHOOSE_STORE);
	kernel->store = TOKEN_STORE_KERNEL;
	fixture_send(fixture, kernel);
	/* Containers often forbid its calls: what does not work is not written. */
	const bool is_good = fixture_await(fixture, EVENT_STORE_CHOSEN)->problem == NULL;
	assert_int_equal(is_good, kernel_store_try(&kernel_calls, NULL));
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	assert_string_equal(text, is_good ? "# mine\n[account test]\ntoken_store=kernel\n"
					  : "# mine\n[account test]\n");

	g_autofree char *changed = NULL;
	Intent *memory = intent_new(0, INTENT_CHOOSE_STORE);
	memory->store = TOKEN_STORE_MEMORY;
	fixture_send(fixture, memory);
	assert_null(fixture_await(fixture, EVENT_STORE_CHOSEN)->problem);
	assert_true(g_file_get_contents(path, &changed, NULL, NULL));
	assert_string_equal(changed, "# mine\n[account test]\ntoken_store=memory\n");

	assert_true(g_file_set_contents_full(path, "[acount test]\n", -1,
					     G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
	fixture_send(fixture, intent_new(0, INTENT_CHOOSE_STORE));
	assert_non_null(fixture_await(fixture, EVENT_STORE_CHOSEN)->problem);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, steps_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(token__is_renewed__without_notice),
		TEST(token__is_a_fresh_one__after_an_activation),
		TEST(sign_in__is_asked_for_again__when_the_grant_was_revoked),
		TEST(list__goes_on__when_the_token_ends_in_the_middle),
		TEST(refresh__says_that_nobody_is_signed_in__at_first),
		TEST(sign_out__leaves_nobody),
		TEST(sign_out__tells_what_stays__where_nothing_can_be_written),
		TEST(accounts__tell__who_is_signed_in),
		TEST(store__is_written_down__as_it_was_chosen),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
