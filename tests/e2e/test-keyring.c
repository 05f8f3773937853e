/* Signing in by a verb, with tokens in a real keyring daemon: what is kept, shared, said and wiped. */
#include "tests/e2e/dashboard.h"
#include "tests/e2e/keyring.h"
#include "tests/e2e/login.h"

#include <string.h>

#define KEYS "client_id=0d4f6f4e-9c3b-4a57-8a0b-3f1e2d4c5b6a\n"

static Stage *stage;
static Keyring *keyring; /* NULL: none is installed */

static int set_up(void **state)
{
	(void)state;
	stage = stage_new(NULL);
	stage_write_sign_in_config(stage, KEYS);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	stage_free(stage);
	return 0;
}

static int reset(void **state)
{
	(void)state;
	stage_reset(stage);
	keyring = keyring_new();
	if (keyring != NULL)
		keyring_start(keyring, "--unlock");
	return 0;
}

static int end(void **state)
{
	(void)state;
	g_clear_pointer(&keyring, keyring_free);
	return 0;
}

static void assert_said(const Verb *verb, int code, const char *words)
{
	if (verb->code != code || strstr(verb->errors, words) == NULL)
		fail_msg("%d instead of %d, “%s” not in: %s%s", verb->code, code, words,
			 verb->output, verb->errors);
}

static void run(Verb *verb, const char *line)
{
	verb_run(verb, stage, keyring_address(keyring), line);
}

static void login(void)
{
	g_auto(Verb) verb = { 0 };

	verb_login(&verb, stage, keyring_address(keyring), 1, false);
	assert_said(&verb, 0, "No browser is opened: ");
	/* By its name or, as long as that is not known, by its id. */
	assert_true(g_str_has_prefix(verb.output, "Signed in as you@contoso.com in tenant "));
}

static void list_to(int code, const char *words)
{
	g_auto(Verb) verb = { 0 };

	run(&verb, "myroles list eligible");
	assert_said(&verb, code, words);
	if (code == 0)
		assert_non_null(strstr(verb.output, "Contributor"));
}

static size_t count_tokens(void)
{
	return tenant_count(stage->tenant, "POST", "/token");
}

#define NEEDS_KEYRING()      \
	if (keyring == NULL) \
	skip()

static void login__is_kept__for_the_next_run(void **state)
{
	(void)state;
	NEEDS_KEYRING();
	login();
	/* A refresh token, and an access token for each service. */
	assert_int_equal(keyring_count(keyring), 3);
	const size_t before = count_tokens();
	list_to(0, "");
	assert_int_equal(count_tokens(), before);
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT2H\"}");
	list_to(0, "");
	assert_int_equal(count_tokens(), before + 2);
}

static void login__takes_the_address__on_standard_input(void **state)
{
	g_auto(Verb) verb = { 0 };

	(void)state;
	NEEDS_KEYRING();
	verb_login(&verb, stage, keyring_address(keyring), 1, true);
	assert_said(&verb, 0, "paste the address of that page here");
	list_to(0, "");
}

static gpointer list_in_thread(gpointer data)
{
	run(data, "myroles list eligible");
	return NULL;
}

static void login__takes_a_code__that_is_typed_elsewhere(void **state)
{
	g_auto(Verb) verb = { 0 };

	(void)state;
	NEEDS_KEYRING();
	verb_login_by_code(&verb, stage, keyring_address(keyring), true);
	assert_said(&verb, 3, "The sign-in was declined (AADSTS70016).");
	verb_login_by_code(&verb, stage, keyring_address(keyring), false);
	assert_said(&verb, 0, "sign in without --device");
	assert_true(g_str_has_prefix(verb.output, "Signed in as you@contoso.com in tenant "));
	assert_int_equal(keyring_count(keyring), 3);
	list_to(0, "");
}

/* A used refresh token ends all: whoever comes second must take what the first one got. */
static void verbs__stay_signed_in__when_several_renew_at_once(void **state)
{
	g_auto(Verb) verb = { 0 };

	(void)state;
	NEEDS_KEYRING();
	tenant_tell(stage->tenant, "/settings", "{\"login_strict\":true}");
	verb_login(&verb, stage, keyring_address(keyring), 3, false);
	assert_said(&verb, 0, "");
	for (int round = 0; round < 2; round++) {
		Verb verbs[3] = { 0 };
		GThread *threads[3];
		const size_t before = count_tokens();

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
		assert_int_equal(count_tokens(), before + 2);
	}
}

static void list__says_that_the_keyring_is_locked__not_that_nobody_is_signed_in(void **state)
{
	(void)state;
	NEEDS_KEYRING();
	login();
	keyring_lock(keyring);
	list_to(1, "The keyring is locked. Unlock it and try again: you are still signed in.");
	keyring_end(keyring);
	keyring_start(keyring, "--unlock");
	list_to(0, "");
}

static void list__says_why_there_is_no_keyring(void **state)
{
	g_auto(Verb) verb = { 0 };

	(void)state;
	NEEDS_KEYRING();
	login();
	verb_run(&verb, stage, NULL, "myroles list eligible");
	assert_said(&verb, 1, "token_store=memory");
	assert_null(strstr(verb.errors, "signed out"));
	assert_null(strstr(verb.errors, "Nobody is signed in"));
}

static void list__says_that_the_keyring_hangs__within_its_deadline(void **state)
{
	(void)state;
	NEEDS_KEYRING();
	login();
	keyring_hang(keyring);
	list_to(1, "The keyring does not answer.");
	keyring_go_on(keyring);
	list_to(0, "");
}

/* The dashboard on this keyring. */
static Pty *open_dashboard(void)
{
	g_autofree char *bus =
		g_strconcat("DBUS_SESSION_BUS_ADDRESS=", keyring_address(keyring), NULL);
	const char *const environment[] = { bus, NULL };
	const StageRun run = { .rows = 40, .columns = 120, .environment = environment };

	return stage_run(stage, &run);
}

static void dashboard__paints_the_last_lists__before_the_keyring_answers(void **state)
{
	(void)state;
	NEEDS_KEYRING();
	login();
	g_autoptr(Pty) first = open_dashboard();
	expect_match(first, "you@contoso.com +Contoso");
	expect_match(first, "azure fresh +entra fresh +groups fresh");
	dashboard_quit(first);
	keyring_hang(keyring);
	g_autoptr(Pty) second = open_dashboard();
	expect_match(second, "you@contoso.com +Contoso");
	expect_match(second, "Contributor +Platform");
	expect_text(second, "The keyring does not answer.");
	expect_match(second, "azure .*failed.* entra .*failed.* groups .*failed");
	expect_match(second, "Contributor +Platform");
	keyring_go_on(keyring);
	dashboard_refresh(second, "azure fresh");
	dashboard_quit(second);
}

static void login__serves_this_run__without_a_keyring(void **state)
{
	g_auto(Verb) verb = { 0 };

	(void)state;
	NEEDS_KEYRING();
	verb_login(&verb, stage, NULL, 1, false);
	assert_said(&verb, 6, "token_store=memory");
	assert_non_null(strstr(verb.output, "Signed in as you@contoso.com"));
}

/* A daemon that was never given a password. */
static void login__says_that_the_keyring_was_never_set_up(void **state)
{
	g_auto(Verb) verb = { 0 };

	(void)state;
	NEEDS_KEYRING();
	keyring_free(keyring);
	keyring = keyring_new();
	keyring_start(keyring, NULL);
	verb_login(&verb, stage, keyring_address(keyring), 1, false);
	assert_said(&verb, 6, "The keyring has not been set up. Set up a default keyring");
}

static void list__says_sign_in_again__when_the_grant_was_revoked(void **state)
{
	(void)state;
	NEEDS_KEYRING();
	login();
	tenant_tell(stage->tenant, "/revoke/tokens", "{}");
	list_to(3, "The sign-in was revoked (AADSTS50173).");
	login();
	list_to(0, "");
}

static void doctor_to(const char *bus, int code, const char *words)
{
	g_auto(Verb) verb = { 0 };

	verb_run(&verb, stage, bus, "myroles doctor");
	if (verb.code != code || strstr(verb.output, words) == NULL)
		fail_msg("%d instead of %d, “%s” not in: %s", verb.code, code, words, verb.output);
}

static void doctor__tells_how_the_keyring_is(void **state)
{
	(void)state;
	NEEDS_KEYRING();
	login();
	doctor_to(keyring_address(keyring), 0,
		  "ok\tkeyring\tSecret Service\tIt is there and unlocked.\t\n");
	doctor_to(NULL, 1, "failed\tkeyring\tSecret Service\tNo keyring can be reached");
	keyring_lock(keyring);
	doctor_to(keyring_address(keyring), 1,
		  "failed\tkeyring\tSecret Service\tThe keyring is locked.\tUnlock it");
}

/* Signed in, but not as the role asks. */
static void login_before_a_context(void)
{
	login();
	tenant_tell(stage->tenant, "/policy",
		    "{\"role\":\"Monitoring Contributor\",\"max\":\"PT8H\",\"context\":\"c1\"}");
}

#define ACTIVATE "myroles activate --role Monitoring~Contributor --scope rg-payments -m why"

static void activate__signs_in_as_the_role_asks__where_that_is_wanted(void **state)
{
	g_auto(Verb) verb = { 0 };

	(void)state;
	NEEDS_KEYRING();
	login_before_a_context();
	/* In a pipe nobody is there to sign in, unless it is said. */
	run(&verb, ACTIVATE);
	assert_said(&verb, 3, "stronger sign-in");
	assert_said(&verb, 3, "--step-up");
	assert_int_equal(tenant_count(stage->tenant, "PUT", "ScheduleRequests"), 0);
	verb_login_as(&verb, stage, keyring_address(keyring), ACTIVATE " --step-up --wait",
		      LOGIN_ACCOUNT);
	assert_said(&verb, 0, "Open this page");
	assert_non_null(strstr(verb.output, "\tactive\t"));
	assert_int_equal(tenant_count(stage->tenant, "PUT", "ScheduleRequests"), 1);
}

/* Whoever signs in, but as somebody else, has not activated anything. */
static void activate__sends_nothing__when_another_person_signed_in(void **state)
{
	g_auto(Verb) verb = { 0 };

	(void)state;
	NEEDS_KEYRING();
	login_before_a_context();
	verb_login_as(&verb, stage, keyring_address(keyring), ACTIVATE " --step-up",
		      "sara@contoso.com");
	assert_said(&verb, 3, "Another account signed in: sara@contoso.com.");
	assert_int_equal(tenant_count(stage->tenant, "PUT", "ScheduleRequests"), 0);
	list_to(0, "");
}

static void logout__wipes_all(void **state)
{
	g_auto(Verb) verb = { 0 };

	(void)state;
	NEEDS_KEYRING();
	login();
	run(&verb, "myroles accounts");
	assert_int_equal(verb.code, 0);
	assert_non_null(strstr(verb.output, "test\tyou@contoso.com\t"));
	run(&verb, "myroles logout");
	assert_int_equal(verb.code, 0);
	assert_non_null(strstr(verb.output, "Signed out you@contoso.com"));
	assert_int_equal(keyring_count(keyring), 0);
	list_to(3, "Nobody is signed in.");
	run(&verb, "myroles accounts");
	assert_non_null(strstr(verb.output, "test\tnot signed in\t"));
	run(&verb, "myroles logout");
	assert_said(&verb, 3, "Nobody is signed in.");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, reset, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(login__is_kept__for_the_next_run),
		TEST(login__takes_the_address__on_standard_input),
		TEST(login__takes_a_code__that_is_typed_elsewhere),
		TEST(verbs__stay_signed_in__when_several_renew_at_once),
		TEST(list__says_that_the_keyring_is_locked__not_that_nobody_is_signed_in),
		TEST(list__says_why_there_is_no_keyring),
		TEST(list__says_that_the_keyring_hangs__within_its_deadline),
		TEST(dashboard__paints_the_last_lists__before_the_keyring_answers),
		TEST(login__serves_this_run__without_a_keyring),
		TEST(login__says_that_the_keyring_was_never_set_up),
		TEST(list__says_sign_in_again__when_the_grant_was_revoked),
		TEST(doctor__tells_how_the_keyring_is),
		TEST(activate__signs_in_as_the_role_asks__where_that_is_wanted),
		TEST(activate__sends_nothing__when_another_person_signed_in),
		TEST(logout__wipes_all),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
