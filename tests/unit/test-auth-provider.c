/* Token sources: the file, the Azure CLI, and the cache in front of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "src/auth/cache.h"
#include "src/auth/provider.h"
#include "tests/replay/server.h"

#define NOW          INT64_C(1767254400)
#define TENANT       "11111111-2222-3333-4444-555555555555"
#define OTHER_TENANT "99999999-2222-3333-4444-555555555555"
#define ARM          "https://management.azure.com/"
#define GRAPH        "https://graph.microsoft.com"

/* ---- tokens made by hand ---- */

static char *base64url(const char *text)
{
	char *encoded = g_base64_encode((const guchar *)text, strlen(text));

	g_strdelimit(encoded, "+", '-');
	g_strdelimit(encoded, "/", '_');
	g_strdelimit(encoded, "=", '\0');
	return encoded;
}

static char *make_token(const char *audience, const char *tid, const char *oid, int64_t expires)
{
	g_autofree char *claims = g_strdup_printf("{\"aud\":\"%s\",\"tid\":\"%s\",\"oid\":\"%s\","
						  "\"upn\":\"ö@x\",\"exp\":%" G_GINT64_FORMAT "}",
						  audience, tid, oid, (gint64)expires);
	g_autofree char *head = base64url("{\"alg\":\"RS256\"}");
	g_autofree char *payload = base64url(claims);

	return g_strconcat(head, ".", payload, ".c2ln", NULL);
}

/* ---- one provider under test ---- */

typedef struct Fixture {
	char *folder, *file;
	char *old_path;
	Clock *clock;
	Cloud *cloud;
	AccountSettings account;
	TokenProvider *provider;
} Fixture;

static void write_tokens(const Fixture *fixture, const char *arm, const char *graph)
{
	g_autofree char *text = g_strdup_printf("{\"arm\":\"%s\",\"graph\":\"%s\"}", arm, graph);

	assert_true(g_file_set_contents_full(fixture->file, text, -1,
					     G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

static void write_az(const Fixture *fixture, const char *script)
{
	g_autofree char *path = g_build_filename(fixture->folder, "az", NULL);
	g_autofree char *text = g_strconcat("#!/bin/sh\n", script, NULL);

	assert_true(g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0700,
					     NULL));
}

static int set_up(void **state)
{
	Fixture *fixture = g_new0(Fixture, 1);

	fixture->folder = g_dir_make_tmp("myroles-auth-XXXXXX", NULL);
	fixture->file = g_build_filename(fixture->folder, "tokens.json", NULL);
	fixture->old_path = g_strdup(g_getenv("PATH"));
	fixture->clock = clock_new_virtual(NOW);
	fixture->cloud = cloud_new_builtin("public");
	fixture->account.name = (char *)"test";
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GDir) folder = g_dir_open(fixture->folder, 0, NULL);
	const char *name;

	token_provider_free(fixture->provider);
	replay_settle();
	g_setenv("PATH", fixture->old_path, TRUE);
	while ((name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *path = g_build_filename(fixture->folder, name, NULL);

		g_unlink(path);
	}
	g_rmdir(fixture->folder);
	clock_free(fixture->clock);
	cloud_free(fixture->cloud);
	g_free(fixture->folder);
	g_free(fixture->file);
	g_free(fixture->old_path);
	g_free(fixture);
	return 0;
}

static void use_file(Fixture *fixture, unsigned patience_ms)
{
	fixture->provider =
		token_cache_new(token_file_new(fixture->file, fixture->clock, patience_ms),
				fixture->cloud, fixture->account.tenant, fixture->clock);
}

static void use_az(Fixture *fixture, const char *script, unsigned deadline_ms)
{
	g_autofree char *path = g_strconcat(fixture->folder, ":/usr/bin:/bin", NULL);

	write_az(fixture, script);
	g_setenv("PATH", path, TRUE);
	fixture->provider = token_cache_new(token_az_new(fixture->cloud, TENANT, deadline_ms),
					    fixture->cloud, TENANT, fixture->clock);
}

typedef struct Got {
	bool is_there;
	char *token;
	GError *error;
} Got;

static void got_clear(Got *got)
{
	g_clear_pointer(&got->token, g_free);
	g_clear_error(&got->error);
	got->is_there = false;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Got, got_clear)

static void on_token(const Secret *token, const GError *error, gpointer data)
{
	Got *got = data;

	assert_false(got->is_there);
	assert_true((token == NULL) != (error == NULL));
	got->is_there = true;
	got->token = token != NULL ? g_strdup(secret_peek(token)) : NULL;
	got->error = error != NULL ? g_error_copy(error) : NULL;
}

static void ask(Fixture *fixture, TokenQuery query, Got *got)
{
	fixture->provider->get(fixture->provider, &query, on_token, got);
}

static Got get_after(Fixture *fixture, Audience audience, const char *rejected)
{
	g_autoptr(Secret) refused = rejected != NULL ? secret_new(rejected, -1) : NULL;
	Got got = { 0 };

	ask(fixture, (TokenQuery){ audience, refused, NULL, NULL }, &got);
	assert_false(got.is_there);
	assert_true(replay_run_until(&got.is_there));
	return got;
}

static Got get(Fixture *fixture, Audience audience)
{
	return get_after(fixture, audience, NULL);
}

/* ---- the file ---- */

static void token_file__gives_tokens__by_audience(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *arm = make_token(ARM, TENANT, "o", NOW + 3600);
	g_autofree char *graph = make_token(GRAPH, TENANT, "o", NOW + 3600);
	g_auto(Got) first = { 0 };
	g_auto(Got) second = { 0 };
	g_auto(Got) cached = { 0 };

	write_tokens(fixture, arm, graph);
	use_file(fixture, 0);
	first = get(fixture, AUDIENCE_ARM);
	second = get(fixture, AUDIENCE_GRAPH);
	assert_string_equal(first.token, arm);
	assert_string_equal(second.token, graph);
	g_unlink(fixture->file);
	cached = get(fixture, AUDIENCE_ARM);
	assert_string_equal(cached.token, arm);
}

static void token_file__is_read_again__before_the_token_ends(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *first = make_token(ARM, TENANT, "o", NOW + 3600);
	g_autofree char *second = make_token(ARM, TENANT, "o", NOW + 7200);
	g_auto(Got) before = { 0 };
	g_auto(Got) late = { 0 };
	g_auto(Got) after = { 0 };

	write_tokens(fixture, first, "");
	use_file(fixture, 0);
	before = get(fixture, AUDIENCE_ARM);
	clock_advance(fixture->clock, 3400);
	late = get(fixture, AUDIENCE_ARM);
	assert_string_equal(late.token, first);
	write_tokens(fixture, second, "");
	after = get(fixture, AUDIENCE_ARM);
	assert_string_equal(after.token, second);
}

static gboolean replace_file(gpointer data)
{
	Fixture *fixture = data;
	g_autofree char *fresh = make_token(ARM, TENANT, "o", NOW + 7200);

	write_tokens(fixture, fresh, "");
	return G_SOURCE_REMOVE;
}

static void token_file__waits_for_a_new_token__after_a_refusal(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *old = make_token(ARM, TENANT, "o", NOW + 3600);
	g_auto(Got) first = { 0 };
	g_auto(Got) fresh = { 0 };

	write_tokens(fixture, old, "");
	use_file(fixture, 40);
	first = get(fixture, AUDIENCE_ARM);
	g_timeout_add(10, replace_file, fixture);
	fresh = get_after(fixture, AUDIENCE_ARM, old);
	assert_null(fresh.error);
	assert_string_not_equal(fresh.token, old);
}

static void token_file__says_expired__when_nothing_new_comes(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *old = make_token(ARM, TENANT, "o", NOW + 3600);
	g_auto(Got) refused = { 0 };
	g_auto(Got) ended = { 0 };

	write_tokens(fixture, old, "");
	use_file(fixture, 10);
	refused = get_after(fixture, AUDIENCE_ARM, old);
	assert_true(g_error_matches(refused.error, AUTH_ERROR, AUTH_ERROR_EXPIRED));
	clock_advance(fixture->clock, 3600);
	ended = get(fixture, AUDIENCE_ARM);
	assert_true(g_error_matches(ended.error, AUTH_ERROR, AUTH_ERROR_EXPIRED));
}

static void token_file__is_refused__when_it_is_not_as_it_should_be(void **state)
{
	static const struct {
		const char *text;
		int mode;
		AuthError code;
	} cases[] = {
		{ NULL, 0, AUTH_ERROR_FILE_MISSING },
		{ "{\"arm\":\"t\"}", 0644, AUTH_ERROR_FILE_UNSAFE },
		{ "{\"arm\":\"t\"}", 0620, AUTH_ERROR_FILE_UNSAFE },
		{ "{\"arm\":", 0600, AUTH_ERROR_FILE_BAD },
		{ "[]", 0600, AUTH_ERROR_FILE_BAD },
		{ "{\"graph\":\"t\"}", 0600, AUTH_ERROR_FILE_BAD },
		{ "{\"arm\":\"\"}", 0600, AUTH_ERROR_FILE_BAD },
		{ "{\"arm\":\"a b\"}", 0600, AUTH_ERROR_BAD_TOKEN },
		{ "{\"arm\":\"a\\r\\nX: y\"}", 0600, AUTH_ERROR_BAD_TOKEN },
	};
	Fixture *fixture = *state;

	use_file(fixture, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Got) got = { 0 };

		if (cases[i].text != NULL) {
			assert_true(g_file_set_contents(fixture->file, cases[i].text, -1, NULL));
			assert_int_equal(g_chmod(fixture->file, cases[i].mode), 0);
		}
		got = get(fixture, AUDIENCE_ARM);
		if (!g_error_matches(got.error, AUTH_ERROR, (int)cases[i].code))
			fail_msg("%zu: %s", i, got.error->message);
	}
}

static void token_file__takes_an_opaque_token__as_it_is(void **state)
{
	Fixture *fixture = *state;
	g_auto(Got) got = { 0 };

	write_tokens(fixture, "opaque", "");
	use_file(fixture, 0);
	got = get(fixture, AUDIENCE_ARM);
	assert_string_equal(got.token, "opaque");
}

/* ---- what the cache lets pass ---- */

static void token_cache__refuses__tokens_of_others(void **state)
{
	Fixture *fixture = *state;
	const struct {
		const char *audience, *tid, *oid;
		int code; /* 0: fine */
	} cases[] = {
		{ ARM, TENANT, "o", 0 },
		{ "https://management.core.windows.net/", TENANT, "O", 0 },
		{ "797f4846-ba00-4fd7-ba43-dac1f8f63013", TENANT, "o", 0 },
		{ ARM, TENANT, "p", AUTH_ERROR_WRONG_ACCOUNT },
		{ ARM, OTHER_TENANT, "o", AUTH_ERROR_WRONG_ACCOUNT },
		{ GRAPH, TENANT, "o", AUTH_ERROR_WRONG_AUDIENCE },
		{ "https://management.azure.com.evil/", TENANT, "o", AUTH_ERROR_WRONG_AUDIENCE },
		{ "https://management.usgovcloudapi.net/", TENANT, "o", AUTH_ERROR_WRONG_AUDIENCE },
		{ "api://x", TENANT, "o", AUTH_ERROR_WRONG_AUDIENCE },
	};

	fixture->account.tenant = (char *)"11111111-2222-3333-4444-555555555555";
	use_file(fixture, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *token =
			make_token(cases[i].audience, cases[i].tid, cases[i].oid, NOW + 100);
		g_auto(Got) got = { 0 };

		write_tokens(fixture, token, "");
		got = get(fixture, AUDIENCE_ARM);
		if (cases[i].code == 0 ? got.error != NULL
				       : !g_error_matches(got.error, AUTH_ERROR, cases[i].code))
			fail_msg("%zu: %s", i, got.error != NULL ? got.error->message : "passed");
	}
}

static void token_cache__serves_a_cloud_of_ones_own__with_known_names(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *named = make_token(ARM, TENANT, "o", NOW + 100);
	g_autofree char *own = make_token("http://127.0.0.1:8080", TENANT, "o", NOW + 100);
	g_autofree char *other = make_token("http://127.0.0.1:8081", TENANT, "o", NOW + 100);
	g_autofree char *gov =
		make_token("https://management.usgovcloudapi.net/", TENANT, "o", NOW + 100);
	const char *const tokens[] = { named, own, other, gov };

	g_free(fixture->cloud->arm);
	fixture->cloud->arm = g_strdup("http://127.0.0.1:8080");
	fixture->cloud->is_builtin = false;
	use_file(fixture, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(tokens); i++) {
		g_auto(Got) got = { 0 };

		write_tokens(fixture, tokens[i], "");
		got = get(fixture, AUDIENCE_ARM);
		assert_int_equal(got.error == NULL, i < 2);
	}
}

/* A real host of another cloud gets no public token unless the configuration says that it takes them. */
static void token_cache__keeps_public_tokens__from_a_cloud_elsewhere(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *token = make_token(ARM, TENANT, "o", NOW + 100);

	g_free(fixture->cloud->arm);
	fixture->cloud->arm = g_strdup("https://arm.lab.example");
	fixture->cloud->is_builtin = false;
	for (int i = 0; i < 2; i++) {
		g_auto(Got) got = { 0 };

		use_file(fixture, 0);
		write_tokens(fixture, token, "");
		got = get(fixture, AUDIENCE_ARM);
		assert_int_equal(got.error == NULL, i == 1);
		g_clear_pointer(&fixture->provider, token_provider_free);
		g_free(fixture->cloud->arm_audience);
		fixture->cloud->arm_audience = g_strdup(ARM);
	}
}

static void token_cache__cannot_step_up__with_borrowed_tokens(void **state)
{
	Fixture *fixture = *state;
	g_auto(Got) got = { 0 };

	use_file(fixture, 0);
	ask(fixture, (TokenQuery){ AUDIENCE_ARM, NULL, "{}", NULL }, &got);
	assert_true(replay_run_until(&got.is_there));
	assert_true(g_error_matches(got.error, AUTH_ERROR, AUTH_ERROR_CANNOT_STEP_UP));
}

static void token_cache__answers_everybody__when_it_is_freed_or_cancelled(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GCancellable) cancellable = g_cancellable_new();
	g_auto(Got) first = { 0 };
	g_auto(Got) second = { 0 };
	g_auto(Got) third = { 0 };

	use_az(fixture, "read never\nexec tail -f /dev/null\n", 10000);
	ask(fixture, (TokenQuery){ AUDIENCE_ARM, NULL, NULL, cancellable }, &first);
	ask(fixture, (TokenQuery){ AUDIENCE_ARM, NULL, NULL, NULL }, &second);
	g_cancellable_cancel(cancellable);
	assert_true(replay_run_until(&first.is_there));
	assert_true(g_error_matches(first.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
	ask(fixture, (TokenQuery){ AUDIENCE_ARM, NULL, NULL, cancellable }, &third);
	assert_false(second.is_there);
	g_clear_pointer(&fixture->provider, token_provider_free);
	assert_true(g_error_matches(second.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
	assert_true(g_error_matches(third.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

/* ---- the Azure CLI ---- */

#define ANSWER(token, expires)                                                               \
	"echo \"$*\" >>\"$(dirname \"$0\")/calls\"\n"                                        \
	"echo '{\"accessToken\":\"" token "\",\"expiresOn\":\"2026-01-01 10:00:00.000000\"," \
	"\"expires_on\":" expires ",\"tenant\":\"x\",\"tokenType\":\"Bearer\"}'\n"

static char *read_calls(const Fixture *fixture)
{
	g_autofree char *path = g_build_filename(fixture->folder, "calls", NULL);
	char *text = NULL;

	g_file_get_contents(path, &text, NULL, NULL);
	return text;
}

static void token_az__runs_once__for_calls_at_the_same_time(void **state)
{
	Fixture *fixture = *state;
	g_auto(Got) first = { 0 };
	g_auto(Got) second = { 0 };
	g_auto(Got) third = { 0 };
	g_auto(Got) renewed = { 0 };
	g_autofree char *calls = NULL;
	g_autofree char *calls_after = NULL;

	use_az(fixture, ANSWER("tok", "1767258000"), 10000);
	ask(fixture, (TokenQuery){ AUDIENCE_ARM, NULL, NULL, NULL }, &first);
	ask(fixture, (TokenQuery){ AUDIENCE_ARM, NULL, NULL, NULL }, &second);
	assert_true(replay_run_until(&first.is_there));
	assert_true(replay_run_until(&second.is_there));
	assert_string_equal(first.token, "tok");
	assert_string_equal(second.token, "tok");
	clock_advance(fixture->clock, 3299);
	third = get(fixture, AUDIENCE_ARM);
	calls = read_calls(fixture);
	assert_string_equal(calls, "account get-access-token --resource "
				   "https://management.azure.com/ -o json --tenant " TENANT "\n");
	clock_advance(fixture->clock, 1);
	renewed = get(fixture, AUDIENCE_ARM);
	calls_after = read_calls(fixture);
	assert_int_equal(strlen(calls_after), 2 * strlen(calls));
}

static void token_az__keeps_the_environment__to_itself(void **state)
{
	Fixture *fixture = *state;
	g_auto(Got) got = { 0 };

	g_setenv("MYROLES_TEST_SECRET", "leak", TRUE);
	use_az(fixture,
	       "[ -z \"$MYROLES_TEST_SECRET\" ] || exit 3\n"
	       "read line && exit 4\n" ANSWER("tok", "1767258000"),
	       10000);
	got = get(fixture, AUDIENCE_ARM);
	g_unsetenv("MYROLES_TEST_SECRET");
	assert_null(got.error);
}

static void token_az__tells__what_went_wrong(void **state)
{
	static const struct {
		const char *script;
		AuthError code;
		const char *words;
	} cases[] = {
		{ "echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1\n",
		  AUTH_ERROR_AZ_SIGNED_OUT, "Please run 'az login'" },
		{ "echo 'WARNING: old' >&2; printf '\\033[31mERROR: b\\303\\266se\\n' >&2; exit "
		  "2\n",
		  AUTH_ERROR_AZ_FAILED, "böse" },
		{ "exit 7\n", AUTH_ERROR_AZ_FAILED, "no reason" },
		{ "kill -9 $$\n", AUTH_ERROR_AZ_FAILED, "no reason" },
		{ "echo hello\n", AUTH_ERROR_AZ_FAILED, "did not answer with a token" },
		{ "echo '{\"tenant\":\"x\"}'\n", AUTH_ERROR_AZ_FAILED, "accessToken" },
		{ "head -c 400000 /dev/zero\n", AUTH_ERROR_AZ_FAILED, "too much" },
		{ "echo '{\"accessToken\":\"a b\"}'\n", AUTH_ERROR_BAD_TOKEN, "no token" },
	};
	Fixture *fixture = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Got) got = { 0 };

		use_az(fixture, cases[i].script, 10000);
		got = get(fixture, AUDIENCE_ARM);
		if (!g_error_matches(got.error, AUTH_ERROR, (int)cases[i].code) ||
		    strstr(got.error->message, cases[i].words) == NULL ||
		    strchr(got.error->message, '\033') != NULL)
			fail_msg("%zu: %s", i, got.error != NULL ? got.error->message : "a token");
		g_clear_pointer(&fixture->provider, token_provider_free);
	}
}

static bool is_gone(const Fixture *fixture)
{
	g_autofree char *path = g_build_filename(fixture->folder, "pid", NULL);
	g_autofree char *text = NULL;

	/* The shell writes its own process id; the test has ended its group. */
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return false;
	return kill((pid_t)g_ascii_strtoll(text, NULL, 10), 0) != 0 && errno == ESRCH;
}

static void token_az__is_ended__at_its_deadline(void **state)
{
	Fixture *fixture = *state;
	g_auto(Got) got = { 0 };
	gint64 end = g_get_monotonic_time() + 60 * G_USEC_PER_SEC;

	use_az(fixture, "(echo $$ >\"$(dirname \"$0\")/pid\"; tail -f /dev/null)\necho never\n",
	       100);
	got = get(fixture, AUDIENCE_ARM);
	assert_true(g_error_matches(got.error, AUTH_ERROR, AUTH_ERROR_TIMED_OUT));
	while (!is_gone(fixture) && g_get_monotonic_time() < end)
		g_main_context_iteration(NULL, FALSE);
	assert_true(is_gone(fixture));
}

static void token_az__is_named__when_it_is_missing(void **state)
{
	Fixture *fixture = *state;
	g_auto(Got) got = { 0 };

	use_az(fixture, "", 1000);
	g_setenv("PATH", "/nowhere", TRUE);
	got = get(fixture, AUDIENCE_ARM);
	assert_true(g_error_matches(got.error, AUTH_ERROR, AUTH_ERROR_AZ_MISSING));
}

static void token_az__keeps_the_old_token__when_a_renewal_fails(void **state)
{
	Fixture *fixture = *state;
	g_auto(Got) first = { 0 };
	g_auto(Got) kept = { 0 };
	g_auto(Got) ended = { 0 };

	use_az(fixture, ANSWER("tok", "1767258000"), 10000);
	first = get(fixture, AUDIENCE_ARM);
	write_az(fixture, "exit 1\n");
	clock_advance(fixture->clock, 3500);
	kept = get(fixture, AUDIENCE_ARM);
	assert_string_equal(kept.token, "tok");
	clock_advance(fixture->clock, 100);
	ended = get(fixture, AUDIENCE_ARM);
	assert_true(g_error_matches(ended.error, AUTH_ERROR, AUTH_ERROR_AZ_FAILED));
}

/* ---- settings and accounts ---- */

static void auth_provider_new__refuses__what_does_not_go_together(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GError) error = NULL;

	fixture->account.token_source = TOKEN_SOURCE_FILE;
	assert_null(auth_provider_new(&fixture->account, fixture->cloud, NULL, fixture->clock, NULL,
				      &error));
	assert_true(g_error_matches(error, AUTH_ERROR, AUTH_ERROR_UNSUPPORTED));
	g_clear_error(&error);

	fixture->account.token_source = TOKEN_SOURCE_AZ;
	fixture->account.tenant = (char *)"--help";
	assert_null(auth_provider_new(&fixture->account, fixture->cloud, NULL, fixture->clock, NULL,
				      &error));
	g_clear_error(&error);

	fixture->account.tenant = NULL;
	fixture->cloud->is_builtin = false;
	assert_null(auth_provider_new(&fixture->account, fixture->cloud, NULL, fixture->clock, NULL,
				      &error));
	g_clear_error(&error);

	fixture->cloud->is_builtin = true;
	fixture->provider = auth_provider_new(&fixture->account, fixture->cloud, NULL,
					      fixture->clock, NULL, &error);
	assert_non_null(fixture->provider);
}

typedef struct Who {
	bool is_there;
	Account *account;
	GError *error;
} Who;

static void on_identified(const Account *account, const GError *error, gpointer data)
{
	Who *who = data;

	who->is_there = true;
	who->account = account != NULL ? account_copy(account) : NULL;
	who->error = error != NULL ? g_error_copy(error) : NULL;
}

static void auth_identify__reads__the_tokens_claims(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *token = make_token(ARM, TENANT, "my-oid", NOW + 100);
	Who known = { 0 }, opaque = { 0 };

	write_tokens(fixture, token, "");
	use_file(fixture, 0);
	auth_identify(fixture->provider, &fixture->account, fixture->cloud, NULL, on_identified,
		      &known);
	assert_true(replay_run_until(&known.is_there));
	assert_string_equal(known.account->oid, "my-oid");
	assert_string_equal(known.account->tid, TENANT);
	assert_string_equal(known.account->upn, "ö@x");
	assert_string_equal(known.account->cloud, "public");
	account_free(known.account);

	write_tokens(fixture, "opaque", "");
	auth_identify(fixture->provider, &fixture->account, fixture->cloud, NULL, on_identified,
		      &opaque);
	assert_true(replay_run_until(&opaque.is_there));
	assert_true(g_error_matches(opaque.error, AUTH_ERROR, AUTH_ERROR_BAD_TOKEN));
	g_error_free(opaque.error);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(token_file__gives_tokens__by_audience),
		TEST(token_file__is_read_again__before_the_token_ends),
		TEST(token_file__waits_for_a_new_token__after_a_refusal),
		TEST(token_file__says_expired__when_nothing_new_comes),
		TEST(token_file__is_refused__when_it_is_not_as_it_should_be),
		TEST(token_file__takes_an_opaque_token__as_it_is),
		TEST(token_cache__refuses__tokens_of_others),
		TEST(token_cache__serves_a_cloud_of_ones_own__with_known_names),
		TEST(token_cache__keeps_public_tokens__from_a_cloud_elsewhere),
		TEST(token_cache__cannot_step_up__with_borrowed_tokens),
		TEST(token_cache__answers_everybody__when_it_is_freed_or_cancelled),
		TEST(token_az__runs_once__for_calls_at_the_same_time),
		TEST(token_az__keeps_the_environment__to_itself),
		TEST(token_az__tells__what_went_wrong),
		TEST(token_az__is_ended__at_its_deadline),
		TEST(token_az__is_named__when_it_is_missing),
		TEST(token_az__keeps_the_old_token__when_a_renewal_fails),
		TEST(auth_provider_new__refuses__what_does_not_go_together),
		TEST(auth_identify__reads__the_tokens_claims),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
