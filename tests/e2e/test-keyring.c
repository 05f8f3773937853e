/* Signing in by a verb, with tokens in a real keyring daemon: what is kept, shared, said and wiped. */
#include <string.h>

#include "tests/e2e/dashboard.h"
#include "tests/e2e/verb.h"

static void assert_said(const Verb *verb, int code, const char *words)
{
	if (verb->code != code || strstr(verb->errors, words) == NULL)
		fail_msg("%d instead of %d, “%s” not in: %s%s", verb->code, code, words,
			 verb->output, verb->errors);
}

static void login(Stage *stage)
{
	g_auto(Verb) verb = { .stage = stage };
	verb_login(&verb, 1, false);
	assert_said(&verb, 0, "No browser is opened: ");
	/* By its name or, as long as that is not known, by its id. */
	assert_true(g_str_has_prefix(verb.output, "Signed in as you@contoso.com in tenant "));
}

static void list_to(Stage *stage, int code, const char *words)
{
	g_auto(Verb) verb = { .stage = stage };
	verb_run(&verb, "myroles list eligible");
	assert_said(&verb, code, words);
	if (code == 0)
		assert_non_null(strstr(verb.output, "Contributor"));
}

static size_t count_tokens(Stage *stage)
{
	return tenant_count(stage->tenant, "POST", "/token");
}

static void login__is_kept__for_the_next_run(void **state)
{
	Stage *stage = *state;
	stage_needs_keyring(stage);
	login(stage);
	/* A refresh token, an access token for each service, and whose they are. */
	assert_int_equal(keyring_count(stage->keyring), 4);
	const size_t before = count_tokens(stage);
	list_to(stage, 0, "");
	assert_int_equal(count_tokens(stage), before);
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT2H\"}");
	list_to(stage, 0, "");
	assert_int_equal(count_tokens(stage), before + 2);
}

static void login__takes_the_address__on_standard_input(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) verb = { .stage = stage };
	stage_needs_keyring(stage);
	verb_login(&verb, 1, true);
	assert_said(&verb, 0, "paste the address of that page here");
	list_to(stage, 0, "");
}

static gpointer list_in_thread(gpointer data)
{
	verb_run(data, "myroles list eligible");
	return NULL;
}

static void login__takes_a_code__that_is_typed_elsewhere(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) verb = { .stage = stage };
	stage_needs_keyring(stage);
	verb_login_by_code(&verb, true);
	assert_said(&verb, 3, "The sign-in was declined (AADSTS70016).");
	verb_login_by_code(&verb, false);
	assert_said(&verb, 0, "sign in without --device");
	assert_true(g_str_has_prefix(verb.output, "Signed in as you@contoso.com in tenant "));
	assert_int_equal(keyring_count(stage->keyring), 4);
	list_to(stage, 0, "");
}

/* A used refresh token ends all: whoever comes second must take what the first one got. */
static void verbs__stay_signed_in__when_several_renew_at_once(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) verb = { .stage = stage };
	stage_needs_keyring(stage);
	tenant_tell(stage->tenant, "/settings", "{\"login_strict\":true}");
	verb_login(&verb, 3, false);
	assert_said(&verb, 0, "");
	for (int round = 0; round < 2; round++) {
		Verb verbs[] = { { .stage = stage }, { .stage = stage }, { .stage = stage } };
		GThread *threads[G_N_ELEMENTS(verbs)];
		const size_t before = count_tokens(stage);
		tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT2H\"}");
		for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
			threads[i] = g_thread_new("verb", list_in_thread, &verbs[i]);
		for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
			g_thread_join(threads[i]);
		for (size_t i = 0; i < G_N_ELEMENTS(threads); i++) {
			assert_said(&verbs[i], 0, "");
			verb_clear(&verbs[i]);
		}
		/* One for each service, however many want it. */
		assert_int_equal(count_tokens(stage), before + 2);
	}
}

static void list__says_that_the_keyring_is_locked__not_that_nobody_is_signed_in(void **state)
{
	Stage *stage = *state;
	stage_needs_keyring(stage);
	login(stage);
	keyring_lock(stage->keyring);
	list_to(stage, 1,
		"The keyring is locked. Unlock it and try again: you are still signed in.");
	keyring_end(stage->keyring);
	keyring_start(stage->keyring, "--unlock");
	list_to(stage, 0, "");
}

static void list__says_why_there_is_no_keyring(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) verb = { .stage = stage };
	stage_needs_keyring(stage);
	login(stage);
	stage->is_bus_cut = true;
	verb_run(&verb, "myroles list eligible");
	assert_said(&verb, 1, "token_store=memory");
	assert_null(strstr(verb.errors, "signed out"));
	assert_null(strstr(verb.errors, "Nobody is signed in"));
}

static void list__says_that_the_keyring_hangs__within_its_deadline(void **state)
{
	Stage *stage = *state;
	stage_needs_keyring(stage);
	login(stage);
	keyring_hang(stage->keyring);
	list_to(stage, 1, "The keyring does not answer.");
	keyring_go_on(stage->keyring);
	list_to(stage, 0, "");
}

/* The dashboard on this keyring. */
static Pty *open_dashboard(Stage *stage)
{
	const StageRun run = { .rows = 40, .columns = 120 };
	return stage_run(stage, &run);
}

static void dashboard__paints_the_last_lists__before_the_keyring_answers(void **state)
{
	Stage *stage = *state;
	stage_needs_keyring(stage);
	login(stage);
	g_autoptr(Pty) first = open_dashboard(stage);
	expect_match(first, "you@contoso.com +Contoso");
	expect_match(first, "azure fresh +entra fresh +groups fresh");
	dashboard_quit(first);
	keyring_hang(stage->keyring);
	g_autoptr(Pty) second = open_dashboard(stage);
	expect_match(second, "you@contoso.com +Contoso");
	expect_match(second, "Contributor +Platform");
	expect_text(second, "The keyring does not answer.");
	expect_match(second, "azure .*failed.* entra .*failed.* groups .*failed");
	expect_match(second, "Contributor +Platform");
	keyring_go_on(stage->keyring);
	dashboard_refresh(second, "azure fresh");
	dashboard_quit(second);
}

static void login__serves_this_run__without_a_keyring(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) verb = { .stage = stage };
	stage_needs_keyring(stage);
	stage->is_bus_cut = true;
	verb_login(&verb, 1, false);
	assert_said(&verb, 6, "token_store=memory");
	assert_non_null(strstr(verb.output, "Signed in as you@contoso.com"));
}

/* A daemon that was never given a password. */
static void login__says_that_the_keyring_was_never_set_up(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) verb = { .stage = stage };
	stage_needs_keyring(stage);
	keyring_free(stage->keyring);
	stage->keyring = keyring_new();
	keyring_start(stage->keyring, NULL);
	verb_login(&verb, 1, false);
	assert_said(&verb, 6, "The keyring has not been set up. Set up a default keyring");
}

static void list__says_sign_in_again__when_the_grant_was_revoked(void **state)
{
	Stage *stage = *state;
	stage_needs_keyring(stage);
	login(stage);
	tenant_tell(stage->tenant, "/revoke/tokens", "{}");
	list_to(stage, 3, "The sign-in was revoked (AADSTS50173).");
	login(stage);
	list_to(stage, 0, "");
}

static void doctor_to(Stage *stage, int code, const char *words)
{
	g_auto(Verb) verb = { .stage = stage };
	verb_run(&verb, "myroles doctor");
	if (verb.code != code || strstr(verb.output, words) == NULL)
		fail_msg("%d instead of %d, “%s” not in: %s", verb.code, code, words, verb.output);
}

static void doctor__tells_how_the_keyring_is(void **state)
{
	Stage *stage = *state;
	stage_needs_keyring(stage);
	login(stage);
	doctor_to(stage, 0, "ok\tkeyring\tSecret Service\tIt is there and unlocked.\t\n");
	stage->is_bus_cut = true;
	doctor_to(stage, 1, "failed\tkeyring\tSecret Service\tNo keyring can be reached");
	stage->is_bus_cut = false;
	keyring_lock(stage->keyring);
	doctor_to(stage, 1, "failed\tkeyring\tSecret Service\tThe keyring is locked.\tUnlock it");
}

/* Signed in, but not as the role asks. */
static void login_before_a_context(Stage *stage)
{
	login(stage);
	tenant_tell(stage->tenant, "/policy",
		    "{\"role\":\"Monitoring Contributor\",\"max\":\"PT8H\",\"context\":\"c1\"}");
}

#define ACTIVATE "myroles activate --role 'Monitoring Contributor' --scope rg-payments -m why"

static void activate__signs_in_as_the_role_asks__where_that_is_wanted(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) verb = { .stage = stage };
	stage_needs_keyring(stage);
	login_before_a_context(stage);
	/* In a pipe nobody is there to sign in, unless it is said. */
	verb_run(&verb, ACTIVATE);
	assert_said(&verb, 3, "stronger sign-in");
	assert_said(&verb, 3, "--step-up");
	assert_int_equal(tenant_count(stage->tenant, "PUT", "ScheduleRequests"), 0);
	verb_login_as(&verb, ACTIVATE " --step-up --wait", VERB_ACCOUNT);
	assert_said(&verb, 0, "Open this page");
	assert_non_null(strstr(verb.output, "\tactive\t"));
	assert_int_equal(tenant_count(stage->tenant, "PUT", "ScheduleRequests"), 1);
}

#define MORE   "RoleEligibilitySchedule.ReadWrite.Directory"
#define EXTEND "myroles extend -r 'Helpdesk Administrator' -m why"

static void extend__signs_in_as_it_is_asked_to__where_that_is_wanted(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) verb = { .stage = stage };
	stage_needs_keyring(stage);
	tenant_tell(stage->tenant, "/account",
		    "{\"account\":\"you@contoso.com\",\"amr\":[\"pwd\"]}");
	login(stage);
	tenant_tell(stage->tenant, "/settings", "{\"writes_need_mfa\":true}");
	verb_run(&verb, "myroles extend -r Owner -s rg-edge -m why");
	assert_said(&verb, 3, "--step-up");
	verb_login_as(&verb, "myroles extend -r Owner -s rg-edge -m why --step-up", VERB_ACCOUNT);
	assert_said(&verb, 5, "Open this page");
	assert_non_null(strstr(verb.output, "\twaiting\t"));
}

/* Microsoft's own client is asked for what everyday use takes, until somebody wants more of an eligibility. */
static void extend__asks_for_its_permission__when_it_is_used(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) verb = { .stage = stage };
	stage_needs_keyring(stage);
	stage_write_sign_in_config(stage, "");
	verb_login(&verb, 2, false);
	assert_said(&verb, 0, "");
	verb_run(&verb, EXTEND);
	assert_said(&verb, 1, "The program lacks the permission " MORE ".");
	assert_said(&verb, 1, "With --step-up you sign in for it");
	assert_said(&verb, 1, "asked for in the portal: https://portal.azure.com/");
	/* Nothing else depends on it. */
	list_to(stage, 0, "");
	verb_run(&verb, "myroles list active");
	assert_said(&verb, 0, "");
	verb_login_as(&verb, EXTEND " --step-up", VERB_ACCOUNT);
	assert_said(&verb, 5, "Open this page");
	assert_non_null(strstr(verb.output, "\twaiting\t"));
	/* What is granted stays so. */
	verb_run(&verb, "myroles list requests");
	assert_non_null(strstr(verb.output, "Helpdesk Administrator"));
}

/* Whoever signs in, but as somebody else, has not activated anything. */
static void activate__sends_nothing__when_another_person_signed_in(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) verb = { .stage = stage };
	stage_needs_keyring(stage);
	login_before_a_context(stage);
	verb_login_as(&verb, ACTIVATE " --step-up", "sara@contoso.com");
	assert_said(&verb, 3, "Another account signed in: sara@contoso.com.");
	assert_int_equal(tenant_count(stage->tenant, "PUT", "ScheduleRequests"), 0);
	list_to(stage, 0, "");
}

static void logout__wipes_all(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) verb = { .stage = stage };
	stage_needs_keyring(stage);
	login(stage);
	verb_run(&verb, "myroles accounts");
	assert_int_equal(verb.code, 0);
	assert_non_null(strstr(verb.output, "test\tyou@contoso.com\t"));
	verb_run(&verb, "myroles logout");
	assert_int_equal(verb.code, 0);
	assert_non_null(strstr(verb.output, "Signed out you@contoso.com"));
	assert_int_equal(keyring_count(stage->keyring), 0);
	list_to(stage, 3, "Nobody is signed in.");
	verb_run(&verb, "myroles accounts");
	assert_non_null(strstr(verb.output, "test\tnot signed in\t"));
	verb_run(&verb, "myroles logout");
	assert_said(&verb, 3, "Nobody is signed in.");
}

static void logout__says__that_a_locked_keyring_is_not_wiped(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) verb = { .stage = stage };
	stage_needs_keyring(stage);
	login(stage);
	keyring_lock(stage->keyring);
	verb_run(&verb, "myroles logout");
	assert_said(&verb, 1, "The keyring is locked.");
	assert_string_equal(verb.output, "");
	keyring_end(stage->keyring);
	keyring_start(stage->keyring, "--unlock");
	list_to(stage, 0, "");
}

static void accounts__says__that_tenants_were_not_told(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) verb = { .stage = stage };
	stage_needs_keyring(stage);
	login(stage);
	tenant_tell(stage->tenant, "/faults",
		    "{\"path\":\"*/tenants*\",\"count\":-1,\"kind\":\"status\",\"status\":403}");
	verb_run(&verb, "myroles accounts --tenants");
	assert_said(&verb, 6, "");
	assert_non_null(strstr(verb.output, "test\tyou@contoso.com\t"));
	verb_run(&verb, "myroles accounts");
	assert_int_equal(verb.code, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST_KEYRING(login__is_kept__for_the_next_run),
		STAGE_TEST_KEYRING(login__takes_the_address__on_standard_input),
		STAGE_TEST_KEYRING(login__takes_a_code__that_is_typed_elsewhere),
		STAGE_TEST_KEYRING(verbs__stay_signed_in__when_several_renew_at_once),
		STAGE_TEST_KEYRING(
			list__says_that_the_keyring_is_locked__not_that_nobody_is_signed_in),
		STAGE_TEST_KEYRING(list__says_why_there_is_no_keyring),
		STAGE_TEST_KEYRING(list__says_that_the_keyring_hangs__within_its_deadline),
		STAGE_TEST_KEYRING(dashboard__paints_the_last_lists__before_the_keyring_answers),
		STAGE_TEST_KEYRING(login__serves_this_run__without_a_keyring),
		STAGE_TEST_KEYRING(login__says_that_the_keyring_was_never_set_up),
		STAGE_TEST_KEYRING(list__says_sign_in_again__when_the_grant_was_revoked),
		STAGE_TEST_KEYRING(doctor__tells_how_the_keyring_is),
		STAGE_TEST_KEYRING(activate__signs_in_as_the_role_asks__where_that_is_wanted),
		STAGE_TEST_KEYRING(extend__signs_in_as_it_is_asked_to__where_that_is_wanted),
		STAGE_TEST_KEYRING(extend__asks_for_its_permission__when_it_is_used),
		STAGE_TEST_KEYRING(activate__sends_nothing__when_another_person_signed_in),
		STAGE_TEST_KEYRING(logout__wipes_all),
		STAGE_TEST_KEYRING(accounts__says__that_tenants_were_not_told),
		STAGE_TEST_KEYRING(logout__says__that_a_locked_keyring_is_not_wiped),
	};
	return stage_run_tests(tests);
}
