/* Signing in and out through the backend, at the login host of the built-in tenant. */
#include "tests/backend/sign-in-steps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/e2e/browser.h"

#define CLIENT_OF_AZ "04b07795-8ddb-461a-bbee-02f9e1bf7b46"

static int setup_with_az(void **state)
{
	fixture_setup(state);
	fixture_use_sign_in(*state, CLIENT_OF_AZ);
	return 0;
}

static int setup_without_client(void **state)
{
	fixture_setup(state);
	fixture_use_sign_in(*state, NULL);
	return 0;
}

/* ---- steps ---- */

static uint64_t begin(Fixture *fixture)
{
	return fixture_send(fixture, intent_new(0, INTENT_SIGN_IN));
}

static void paste(Fixture *fixture, const char *text)
{
	Intent *intent = intent_new(0, INTENT_PASTE);
	intent->text = g_strdup(text);
	fixture_send(fixture, intent);
}

static void sign_in(Fixture *fixture)
{
	steps_sign_in(fixture, intent_new(0, INTENT_SIGN_IN), YOU);
}

static void settings(Fixture *fixture, const char *members)
{
	tenant_tell(fixture->tenant, "/settings", members);
}

/* ---- signing in ---- */

static void sign_in__takes_one_page__with_a_client_of_ones_own(void **state)
{
	Fixture *fixture = *state;
	begin(fixture);
	const SignInProgress *page = steps_await_page(fixture);
	assert_int_equal(page->steps, 1);
	assert_null(page->what);
	assert_non_null(strstr(page->url, "&prompt=select_account&"));
	assert_non_null(strstr(page->url, "%22xms_cc%22%3A%7B%22values%22%3A%5B%22cp1%22%5D"));
	g_autofree char *back = browser_sign_in(page->url, YOU, NULL);
	assert_int_equal(browser_visit(back), 200);
	const Event *done = steps_await_stage(fixture, SIGN_IN_DONE);
	assert_null(done->problem);
	assert_string_equal(done->account->upn, YOU);
	assert_string_equal(fixture_latest(fixture, EVENT_ACCOUNT, 0)->account->upn, YOU);
	steps_assert_lists_come(fixture);
}

static void sign_in__takes_two_pages__with_clients_of_microsoft(void **state)
{
	Fixture *fixture = *state;
	begin(fixture);
	const SignInProgress *page = steps_await_page(fixture);
	assert_int_equal(page->step, 1);
	assert_int_equal(page->steps, 2);
	assert_string_equal(page->what, "Azure roles");
	g_autofree char *first = browser_sign_in(page->url, YOU, NULL);
	browser_visit(first);
	page = steps_await_page(fixture);
	assert_int_equal(page->step, 2);
	assert_string_equal(page->what, "Entra roles and groups");
	/* The page is for whoever came back from the first. */
	assert_non_null(strstr(page->url, "login_hint=you%40contoso.com"));
	g_autofree char *second = browser_sign_in(page->url, YOU, NULL);
	browser_visit(second);
	assert_null(steps_await_stage(fixture, SIGN_IN_DONE)->problem);
	steps_assert_lists_come(fixture);
}

static void sign_in__finds_out__that_a_grant_is_for_one_resource(void **state)
{
	Fixture *fixture = *state;
	settings(fixture, "{\"login_strict\":true,\"token_seconds\":600}");
	begin(fixture);
	steps_follow(fixture, YOU); /* for both, as it was hoped */
	steps_follow(fixture, YOU);
	steps_follow(fixture, YOU);
	assert_null(steps_await_stage(fixture, SIGN_IN_DONE)->problem);
	steps_assert_lists_come(fixture);
	/* Each refresh token serves once, and its use again would end all. */
	for (int i = 0; i < 3; i++) {
		tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT15M\"}");
		steps_assert_lists_come(fixture);
	}
}

static void sign_in__takes_the_address__that_is_pasted(void **state)
{
	Fixture *fixture = *state;
	const uint64_t intent = begin(fixture);
	g_autofree char *back = browser_sign_in(steps_await_page(fixture)->url, YOU, NULL);
	paste(fixture, "http://localhost/?code=x&state=wrong");
	const Event *refused = fixture_await(fixture, EVENT_SIGN_IN);
	assert_int_equal(refused->sign_in->stage, SIGN_IN_PAGE);
	assert_non_null(refused->problem);
	assert_int_equal(refused->intent_id, intent);
	paste(fixture, back);
	assert_null(steps_await_stage(fixture, SIGN_IN_DONE)->problem);
}

/* Told once, however many come; then the right one is taken. */
static void sign_in__goes_on_and_tells__when_the_browser_brings_a_strange_answer(void **state)
{
	Fixture *fixture = *state;
	const uint64_t intent = begin(fixture);
	g_autofree char *back = browser_sign_in(steps_await_page(fixture)->url, YOU, NULL);
	g_autofree char *start = g_strndup(back, strcspn(back, "?"));
	g_autofree char *strange = g_strconcat(start, "?code=x&state=wrong", NULL);
	g_autofree char *picture = g_strconcat(start, "?favicon", NULL);
	assert_int_equal(browser_visit(picture), 404);
	assert_int_equal(browser_visit(strange), 404);
	assert_int_equal(browser_visit(strange), 404);
	const guint from = fixture->seen->len;
	const Event *told = fixture_await(fixture, EVENT_SIGN_IN);
	assert_int_equal(told->intent_id, intent);
	assert_int_equal(told->sign_in->stage, SIGN_IN_PAGE);
	assert_non_null(told->sign_in->url);
	assert_string_equal(told->problem->code, "strange-answer");
	assert_int_equal(browser_visit(back), 200);
	assert_null(steps_await_stage(fixture, SIGN_IN_DONE)->problem);
	guint problems = 0;
	for (guint i = from; i < fixture->seen->len; i++)
		problems += ((const Event *)fixture->seen->pdata[i])->problem != NULL;
	assert_int_equal(problems, 1);
}

/* A page for each, where one sign-in cannot serve both; its end is told as that. */
static void sign_in__takes_two_pages__without_a_refresh_token(void **state)
{
	Fixture *fixture = *state;
	settings(fixture, "{\"login_without_refresh\":true,\"token_seconds\":600}");
	begin(fixture);
	steps_follow(fixture, YOU);
	steps_follow(fixture, YOU);
	assert_null(steps_await_stage(fixture, SIGN_IN_DONE)->problem);
	steps_assert_lists_come(fixture);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT15M\"}");
	const Problem *problem = steps_list_problem(fixture, WORKLOAD_ENTRA);
	assert_int_equal(problem->kind, PROBLEM_SIGN_IN);
	assert_non_null(strstr(problem->message, "has ended"));
}

static void sign_in__asks_for_what_the_one_before_lacked(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(
		fixture->tenant, "/login/error",
		"{\"on\":\"token\",\"error\":\"interaction_required\",\"number\":50076,"
		"\"claims\":\"{\\\"access_token\\\":{\\\"acrs\\\":{\\\"value\\\":\\\"c1\\\"}}}\"}");
	begin(fixture);
	steps_follow(fixture, YOU);
	const Problem *problem = fixture_await(fixture, EVENT_SIGN_IN_FAILED)->problem;
	Intent *again = intent_new(0, INTENT_SIGN_IN);
	again->claims = g_strdup(problem->claims);
	fixture_send(fixture, again);
	const char *url = steps_await_page(fixture)->url;
	assert_non_null(strstr(url, "%22acrs%22%3A%7B%22value%22%3A%22c1%22%7D"));
	assert_non_null(strstr(url, "%22xms_cc%22"));
}

/* Whether the browser comes back by itself or by hand, a refusal is the end. */
static void sign_in__ends__with_a_refusal_that_is_pasted(void **state)
{
	Fixture *fixture = *state;
	const uint64_t intent = begin(fixture);
	g_autofree char *back = browser_sign_in(steps_await_page(fixture)->url, "Cancel", NULL);
	paste(fixture, back);
	const Event *failed = fixture_await(fixture, EVENT_SIGN_IN_FAILED);
	assert_int_equal(failed->intent_id, intent);
	assert_string_equal(failed->problem->code, "declined");
	fixture_await_intent(fixture, intent);
}

static void sign_in__tells__that_the_person_declined(void **state)
{
	Fixture *fixture = *state;
	const uint64_t intent = begin(fixture);
	steps_follow(fixture, "Cancel");
	const Event *failed = fixture_await(fixture, EVENT_SIGN_IN_FAILED);
	assert_int_equal(failed->problem->kind, PROBLEM_SIGN_IN);
	assert_string_equal(failed->problem->code, "declined");
	fixture_await_intent(fixture, intent);
}

static void sign_in__ends__when_it_is_dropped(void **state)
{
	Fixture *fixture = *state;
	const uint64_t intent = begin(fixture);
	steps_await_page(fixture);
	backend_drop(fixture->backend, intent);
	assert_int_equal(fixture_await(fixture, EVENT_SIGN_IN_FAILED)->problem->kind,
			 PROBLEM_CANCELED);
	fixture_await_intent(fixture, intent);
	sign_in(fixture); /* another goes through */
}

static void sign_in__ends_the_one_before__when_another_begins(void **state)
{
	Fixture *fixture = *state;
	const uint64_t first = begin(fixture);
	steps_await_page(fixture);
	begin(fixture);
	assert_int_equal(fixture_await(fixture, EVENT_SIGN_IN_FAILED)->intent_id, first);
	steps_follow(fixture, YOU);
	assert_null(steps_await_stage(fixture, SIGN_IN_DONE)->problem);
}

static void sign_in__tells__whom_to_ask_for_consent(void **state)
{
	Fixture *fixture = *state;
	settings(fixture, "{\"login_admin_consent\":true}");
	begin(fixture);
	steps_follow(fixture, YOU);
	const Problem *problem = fixture_await(fixture, EVENT_SIGN_IN_FAILED)->problem;
	assert_string_equal(problem->code, "no-consent");
	assert_non_null(strstr(problem->message, "AADSTS90094"));
	assert_non_null(strstr(problem->hint, "/adminconsent?client_id=" OWN_CLIENT));
}

/* Which permission lacks is said where it lacks, with the page that gives it. */
static void lists__tell_where_to_consent__for_the_workload_that_lacks_it(void **state)
{
	Fixture *fixture = *state;
	const char *page = "/adminconsent?client_id=" CLIENT_OF_AZ;
	sign_in(fixture);
	const guint from = fixture->seen->len;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_false(fixture_has_seen(fixture, EVENT_LIST_FAILED, WORKLOAD_AZURE, from));
	for (int workload = WORKLOAD_ENTRA; workload <= WORKLOAD_GROUP; workload++) {
		const Event *failed = fixture_latest(fixture, EVENT_LIST_FAILED, workload);
		assert_non_null(failed);
		assert_int_equal(failed->problem->kind, PROBLEM_NOT_ALLOWED);
		assert_non_null(strstr(failed->problem->hint, page));
		assert_non_null(strstr(failed->problem->hint, "/8f3c1f0a-5f0e-4a53-9d0e-"));
	}
}

static void sign_in__goes_on__after_the_person_consented(void **state)
{
	Fixture *fixture = *state;
	settings(fixture, "{\"login_consent\":true}");
	begin(fixture);
	g_autofree char *back =
		browser_sign_in(steps_await_page(fixture)->url, YOU, "Accept", NULL);
	browser_visit(back);
	assert_null(steps_await_stage(fixture, SIGN_IN_DONE)->problem);
}

static void sign_in__tells__what_the_platform_said(void **state)
{
	static const struct {
		const char *error;
		int number;
		ProblemKind kind;
		const char *code;
	} cases[] = {
		{ "invalid_grant", 50173, PROBLEM_SIGN_IN, "sign-in-again" },
		{ "invalid_grant", 50076, PROBLEM_SIGN_IN, "sign-in-again" },
		{ "invalid_grant", 65001, PROBLEM_NOT_ALLOWED, "no-consent" },
		{ "access_denied", 53003, PROBLEM_SIGN_IN, "blocked" },
		{ "unauthorized_client", 700016, PROBLEM_USAGE, "client" },
		{ "invalid_request", 90002, PROBLEM_USAGE, "client" },
		{ "invalid_grant", 50020, PROBLEM_SIGN_IN, "wrong-account" },
		{ "invalid_client", 7000218, PROBLEM_USAGE, "client" },
		{ "invalid_request", 900144, PROBLEM_SIGN_IN, "sign-in-refused" },
		{ "temporarily_unavailable", 90033, PROBLEM_UNREACHABLE, "busy" },
	};
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *body =
			g_strdup_printf("{\"on\":\"token\",\"error\":\"%s\",\"number\":%d}",
					cases[i].error, cases[i].number);
		g_autofree char *number = g_strdup_printf("AADSTS%d", cases[i].number);
		tenant_tell(fixture->tenant, "/login/error", body);
		begin(fixture);
		steps_follow(fixture, YOU);
		const Problem *problem = fixture_await(fixture, EVENT_SIGN_IN_FAILED)->problem;
		if (problem->kind != cases[i].kind || strcmp(problem->code, cases[i].code) != 0)
			fail_msg("%s: %s", cases[i].error, problem->code);
		assert_non_null(strstr(problem->message, number));
		assert_true(g_uuid_string_is_valid(problem->request_id));
		assert_non_null(problem->hint);
	}
}

static void sign_in__keeps_the_first_half__when_another_person_comes_back(void **state)
{
	Fixture *fixture = *state;
	begin(fixture);
	steps_follow(fixture, YOU);
	steps_follow(fixture, "sara@contoso.com");
	const Event *done = steps_await_stage(fixture, SIGN_IN_DONE);
	assert_string_equal(done->problem->code, "wrong-account");
	assert_string_equal(done->account->upn, YOU);
	const guint from = fixture->seen->len;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_true(fixture_has_seen(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE, from));
	assert_true(fixture_has_seen(fixture, EVENT_LIST_FAILED, WORKLOAD_ENTRA, from));
	assert_true(fixture_has_seen(fixture, EVENT_LIST_FAILED, WORKLOAD_GROUP, from));
}

static uint64_t begin_with_code(Fixture *fixture)
{
	/* The tenant's clock does not care how fast a test is. */
	settings(fixture, "{\"device_interval_s\":0}");
	Intent *intent = intent_new(0, INTENT_SIGN_IN);
	intent->method = SIGN_IN_DEVICE;
	return fixture_send(fixture, intent);
}

static void decide(Fixture *fixture, const char *members)
{
	tenant_tell(fixture->tenant, "/login/device", members);
}

static void code__signs_in__once_for_everything(void **state)
{
	Fixture *fixture = *state;
	begin_with_code(fixture);
	const SignInProgress *page = steps_await_page(fixture);
	assert_int_equal(page->method, SIGN_IN_DEVICE);
	assert_int_equal(strlen(page->user_code), 9);
	assert_true(g_str_has_suffix(page->url, "/device"));
	assert_true(page->expires > 0);
	decide(fixture, "{\"account\":\"" YOU "\"}");
	const Event *done = steps_await_stage(fixture, SIGN_IN_DONE);
	assert_null(done->problem);
	assert_string_equal(done->account->upn, YOU);
	steps_assert_lists_come(fixture);
}

static void code__ends__declined_or_too_late(void **state)
{
	Fixture *fixture = *state;
	begin_with_code(fixture);
	steps_await_page(fixture);
	decide(fixture, "{\"decline\":true}");
	assert_string_equal(fixture_await(fixture, EVENT_SIGN_IN_FAILED)->problem->code,
			    "declined");
	settings(fixture, "{\"device_dies_after_s\":1}");
	begin_with_code(fixture);
	steps_await_page(fixture);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT1M\"}");
	const Problem *problem = fixture_await(fixture, EVENT_SIGN_IN_FAILED)->problem;
	assert_string_equal(problem->code, "code-expired");
	assert_non_null(strstr(problem->hint, "by browser"));
}

static void code__can_be_a_new_one(void **state)
{
	Fixture *fixture = *state;
	const uint64_t first = begin_with_code(fixture);
	g_autofree char *code = g_strdup(steps_await_page(fixture)->user_code);
	backend_drop(fixture->backend, first);
	begin_with_code(fixture);
	assert_string_not_equal(steps_await_page(fixture)->user_code, code);
	decide(fixture, "{\"account\":\"" YOU "\"}");
	assert_null(steps_await_stage(fixture, SIGN_IN_DONE)->problem);
}

/* Any issuer that publishes its metadata; each service gets a grant of its own. */
static void sign_in__works__with_an_issuer_that_is_named(void **state)
{
	Fixture *fixture = *state;
	AccountSettings *account = fixture->settings->accounts->pdata[0];
	account->authority = g_strdup_printf("%s/8f3c1f0a-5f0e-4a53-9d0e-6d1a4c0f7b21/v2.0",
					     tenant_url(fixture->tenant, "login"));
	settings(fixture, "{\"login_strict\":true}");
	fixture_restart(fixture);
	begin(fixture);
	/* OpenID Connect Core §11: else an issuer may leave the refresh token out. */
	const char *page = steps_await_page(fixture)->url;
	assert_non_null(strstr(page, "offline_access"));
	assert_non_null(strstr(page, "&prompt=consent"));
	g_autofree char *back = browser_sign_in(page, YOU, NULL);
	browser_visit(back);
	steps_follow(fixture, YOU);
	assert_null(steps_await_stage(fixture, SIGN_IN_DONE)->problem);
	steps_assert_lists_come(fixture);
}

static void sign_in__is_told__when_the_issuer_is_none(void **state)
{
	Fixture *fixture = *state;
	AccountSettings *account = fixture->settings->accounts->pdata[0];
	account->authority = g_strdup_printf("%s/nowhere", tenant_url(fixture->tenant, "arm"));
	fixture_restart(fixture);
	begin(fixture);
	const Problem *problem = fixture_await(fixture, EVENT_SIGN_IN_FAILED)->problem;
	assert_non_null(problem->message);
	assert_non_null(problem->hint);
}

#define TEST(name)         cmocka_unit_test_setup_teardown(name, steps_setup, fixture_teardown)
#define TEST_WITH_AZ(name) cmocka_unit_test_setup_teardown(name, setup_with_az, fixture_teardown)
#define TEST_WITHOUT_CLIENT(name) \
	cmocka_unit_test_setup_teardown(name, setup_without_client, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sign_in__takes_one_page__with_a_client_of_ones_own),
		TEST_WITHOUT_CLIENT(sign_in__takes_two_pages__with_clients_of_microsoft),
		TEST(sign_in__finds_out__that_a_grant_is_for_one_resource),
		TEST(sign_in__takes_the_address__that_is_pasted),
		TEST(sign_in__goes_on_and_tells__when_the_browser_brings_a_strange_answer),
		TEST(sign_in__takes_two_pages__without_a_refresh_token),
		TEST(sign_in__ends__with_a_refusal_that_is_pasted),
		TEST(sign_in__asks_for_what_the_one_before_lacked),
		TEST(sign_in__tells__that_the_person_declined),
		TEST(sign_in__ends__when_it_is_dropped),
		TEST(sign_in__ends_the_one_before__when_another_begins),
		TEST(sign_in__tells__whom_to_ask_for_consent),
		TEST_WITH_AZ(lists__tell_where_to_consent__for_the_workload_that_lacks_it),
		TEST(sign_in__goes_on__after_the_person_consented),
		TEST(sign_in__tells__what_the_platform_said),
		TEST_WITHOUT_CLIENT(sign_in__keeps_the_first_half__when_another_person_comes_back),
		TEST(code__signs_in__once_for_everything),
		TEST(code__ends__declined_or_too_late),
		TEST(code__can_be_a_new_one),
		TEST(sign_in__works__with_an_issuer_that_is_named),
		TEST(sign_in__is_told__when_the_issuer_is_none),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
