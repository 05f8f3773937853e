/* A stronger sign-in that a role asks for: each form that the service says it in, and who comes back. */
#include "tests/backend/sign-in-steps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/e2e/browser.h"

static void sign_in(Fixture *fixture)
{
	steps_sign_in(fixture, intent_new(0, INTENT_SIGN_IN), YOU);
}

static void settings(Fixture *fixture, const char *members)
{
	tenant_tell(fixture->tenant, "/settings", members);
}

static const Event *activate(Fixture *fixture, const Eligibility *row)
{
	fixture_send(fixture, fixture_new_activation(row, NULL));
	return fixture_await(fixture, EVENT_FINISHED);
}

static void step_up(Fixture *fixture, const Eligibility *row, const char *claims)
{
	Intent *intent = intent_new(0, INTENT_SIGN_IN);
	intent->is_step_up = true;
	intent->workload = row->grant.workload;
	intent->claims = g_strdup(claims);
	fixture_send(fixture, intent);
}

static void step_up_to_the_end(Fixture *fixture, const char *role, const char *scope)
{
	const Eligibility *row = fixture_find_eligible(fixture, role, scope);
	const Event *refused = activate(fixture, row);
	assert_int_equal(refused->problem->kind, PROBLEM_STEP_UP);
	step_up(fixture, row, refused->problem->claims);
	const SignInProgress *page = steps_await_page(fixture);
	assert_int_equal(page->steps, 1);
	assert_non_null(strstr(page->url, "claims="));
	g_autofree char *back = browser_sign_in(page->url, YOU, NULL);
	browser_visit(back);
	assert_null(steps_await_stage(fixture, SIGN_IN_DONE)->problem);
	const Event *finished = activate(fixture, row);
	if (finished->problem != NULL)
		fail_msg("%s: %s", role, finished->problem->message);
	assert_int_equal(finished->request->state, REQUEST_STATE_ACTIVE);
}

static void step_up__opens_a_role__that_asks_for_a_context(void **state)
{
	Fixture *fixture = *state;
	sign_in(fixture);
	step_up_to_the_end(fixture, "Owner", "rg-edge");
	step_up_to_the_end(fixture, "Privileged Role Administrator", "directory");
}

/* What the policy asks for is known: nothing is sent to be refused. */
static void step_up__comes_before_the_first_try__when_the_policy_is_known(void **state)
{
	Fixture *fixture = *state;
	sign_in(fixture);
	const Eligibility *row = fixture_find_eligible(fixture, "Owner", "rg-edge");
	Intent *read = intent_new(0, INTENT_READ_POLICY);
	read->workload = row->grant.workload;
	read->eligibility = eligibility_copy(row);
	scope_copy(&read->scope, &row->grant.scope);
	fixture_send(fixture, read);
	const Policy *policy = fixture_await(fixture, EVENT_POLICY)->policy;
	assert_string_equal(policy->context, "c1");
	for (int try = 0; try < 2; try++) {
		Intent *intent = fixture_new_activation(row, NULL);
		fixture_activation(intent)->policy = policy_copy(policy);
		fixture_send(fixture, intent);
		if (try == 1)
			break;
		const Event *refused = fixture_await(fixture, EVENT_REFUSED);
		assert_int_equal(refused->problem->kind, PROBLEM_STEP_UP);
		assert_string_equal(
			refused->problem->claims,
			"{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}");
		assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 0);
		step_up(fixture, row, refused->problem->claims);
		steps_follow(fixture, YOU);
		assert_null(steps_await_stage(fixture, SIGN_IN_DONE)->problem);
	}
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "Requests"), 1);
}

/* The forms that services put a challenge in. */
static void step_up__understands__each_form_of_the_challenge(void **state)
{
	static const char *const forms[] = {
		"{\"claims_escaped\":true}",
		"{\"claims_in_403\":true}",
		"{\"claims_escaped\":true,\"claims_in_403\":true}",
	};
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		fixture_reset_tenant(fixture);
		settings(fixture, forms[i]);
		fixture_restart(fixture);
		sign_in(fixture);
		step_up_to_the_end(fixture, "Owner", "rg-edge");
	}
}

/* The same in a header, before the request itself was looked at. */
static void step_up__understands__each_form_of_the_header(void **state)
{
	static const char *const forms[] = {
		"{\"writes_need_mfa\":true}",
		"{\"writes_need_mfa\":true,\"claims_several_headers\":true}",
		"{\"writes_need_mfa\":true,\"claims_base64url\":true}",
	};
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		fixture_reset_tenant(fixture);
		settings(fixture, forms[i]);
		tenant_tell(fixture->tenant, "/account",
			    "{\"account\":\"" YOU "\",\"amr\":[\"pwd\"]}");
		fixture_restart(fixture);
		sign_in(fixture);
		step_up_to_the_end(fixture, "Monitoring Contributor", "Platform");
	}
}

/* The refusal names no claims: a second factor is asked for. */
static void step_up__opens_a_role__that_asks_for_a_second_factor(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/account", "{\"account\":\"" YOU "\",\"amr\":[\"pwd\"]}");
	sign_in(fixture);
	step_up_to_the_end(fixture, "User Access Administrator", "Landing Zones");
}

static void step_up__asks__by_the_claims_of_the_configuration(void **state)
{
	Fixture *fixture = *state;
	AccountSettings *account = fixture->settings->accounts->pdata[0];
	account->mfa_claims = g_strdup("{\"access_token\":{\"acrs\":{\"values\":[\"p1\"]}}}");
	fixture_restart(fixture);
	sign_in(fixture);
	const Eligibility *row =
		fixture_find_eligible(fixture, "User Access Administrator", "Landing Zones");
	step_up(fixture, row, NULL);
	const char *url = steps_await_page(fixture)->url;
	assert_non_null(strstr(url, "%22acrs%22%3A%7B%22values%22%3A%5B%22p1%22%5D"));
	assert_non_null(strstr(url, "%22xms_cc%22"));
	assert_null(strstr(url, "amr"));
}

static void step_up__notices__that_another_person_came_back(void **state)
{
	Fixture *fixture = *state;
	sign_in(fixture);
	const Eligibility *row = fixture_find_eligible(fixture, "Owner", "rg-edge");
	const Event *refused = activate(fixture, row);
	step_up(fixture, row, refused->problem->claims);
	steps_follow(fixture, "sara@contoso.com");
	assert_string_equal(fixture_await(fixture, EVENT_SIGN_IN_FAILED)->problem->code,
			    "wrong-account");
	assert_string_equal(fixture_latest(fixture, EVENT_ACCOUNT, 0)->account->upn, YOU);
	steps_assert_lists_come(fixture); /* by the tokens that were there */
}

/* ---- a permission more ---- */

static int setup_microsofts(void **state)
{
	fixture_setup(state);
	fixture_use_sign_in(*state, NULL);
	return 0;
}

/* Microsoft's clients: a page for each service, and the permissions of Graph by name. */
static void sign_in_twice(Fixture *fixture)
{
	const uint64_t id = fixture_send(fixture, intent_new(0, INTENT_SIGN_IN));
	for (int page = 0; page < 2; page++) {
		const SignInProgress *progress = steps_await_page(fixture);
		assert_null(strstr(progress->url, "EligibilitySchedule.ReadWrite"));
		g_autofree char *back = browser_sign_in(progress->url, YOU, NULL);
		browser_visit(back);
	}
	assert_null(steps_await_stage(fixture, SIGN_IN_DONE)->problem);
	fixture_await_intent(fixture, id);
}

/* More of the directory role that ends soon: refused, until a sign-in brought the permission. */
static const Event *extend(Fixture *fixture)
{
	Intent *intent = intent_new(0, INTENT_EXTEND);
	intent->workload = WORKLOAD_ENTRA;
	intent->eligibility = eligibility_copy(
		fixture_find_eligible(fixture, "Helpdesk Administrator", "東京支社"));
	intent->duration = 30 * 24 * 3600;
	intent->text = g_strdup("still on call");
	return fixture_run_to_end(fixture, intent);
}

#define EXTENDS "RoleEligibilitySchedule.ReadWrite.Directory"

static const char *ask_for_it(Fixture *fixture, const char *permission)
{
	Intent *intent = intent_new(0, INTENT_SIGN_IN);
	intent->is_step_up = true;
	intent->workload = WORKLOAD_ENTRA;
	intent->permission = g_strdup(permission);
	fixture_send(fixture, intent);
	const char *url = steps_await_page(fixture)->url;
	assert_non_null(strstr(url, EXTENDS));
	assert_null(strstr(url, "mfa"));
	return url;
}

static void permission__is_asked_for__only_when_it_is_used(void **state)
{
	Fixture *fixture = *state;
	sign_in_twice(fixture);
	const Event *refused = extend(fixture);
	assert_int_equal(refused->problem->kind, PROBLEM_NOT_ALLOWED);
	assert_string_equal(refused->problem->permission, EXTENDS);
	assert_string_equal(refused->problem->message,
			    "The program lacks the permission " EXTENDS ".");
	g_autofree char *back =
		browser_sign_in(ask_for_it(fixture, refused->problem->permission), YOU, NULL);
	browser_visit(back);
	assert_null(steps_await_stage(fixture, SIGN_IN_DONE)->problem);
	const Event *asked = extend(fixture);
	if (asked->problem != NULL)
		fail_msg("%s", asked->problem->message);
	assert_int_equal(asked->request->state, REQUEST_STATE_WAITING);
	steps_assert_lists_come(fixture);
}

/* It may be an administrator's to give, or the person's own mind may change: all else goes on as before. */
static void permission__is_named_with_the_portals_page__when_it_is_not_given(void **state)
{
	Fixture *fixture = *state;
	Cloud *cloud = fixture->settings->clouds->pdata[0];
	g_free(cloud->portal);
	cloud->portal = g_strdup("https://portal.test");
	fixture_restart(fixture);
	sign_in_twice(fixture);
	const Event *refused = extend(fixture);
	assert_non_null(strstr(refused->problem->hint, "https://portal.test/"));
	settings(fixture, "{\"login_admin_consent\":true}");
	g_autofree char *back =
		browser_sign_in(ask_for_it(fixture, refused->problem->permission), YOU, NULL);
	browser_visit(back);
	const Event *failed = fixture_await(fixture, EVENT_SIGN_IN_FAILED);
	assert_int_equal(failed->problem->kind, PROBLEM_NOT_ALLOWED);
	assert_string_equal(failed->problem->message, "The permission " EXTENDS " was not given.");
	assert_non_null(strstr(failed->problem->hint, "https://portal.test/"));
	steps_assert_lists_come(fixture);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, steps_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(step_up__opens_a_role__that_asks_for_a_context),
		TEST(step_up__comes_before_the_first_try__when_the_policy_is_known),
		TEST(step_up__understands__each_form_of_the_challenge),
		TEST(step_up__understands__each_form_of_the_header),
		TEST(step_up__opens_a_role__that_asks_for_a_second_factor),
		TEST(step_up__asks__by_the_claims_of_the_configuration),
		TEST(step_up__notices__that_another_person_came_back),
		cmocka_unit_test_setup_teardown(permission__is_asked_for__only_when_it_is_used,
						setup_microsofts, fixture_teardown),
		cmocka_unit_test_setup_teardown(
			permission__is_named_with_the_portals_page__when_it_is_not_given,
			setup_microsofts, fixture_teardown),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
