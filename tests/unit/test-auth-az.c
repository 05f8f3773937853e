/* Tokens from the Azure CLI: one run for many calls, deadlines, and what went wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "src/auth/child.h"
#include "src/auth/token-az.h"
#include "src/backend.h"
#include "src/base/limits.h"
#include "tests/replay/server.h"
#include "tests/unit/auth-fixture.h"

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

/* ---- whole answers ---- */

typedef struct Heard {
	bool is_there;
	char *output, *errors;
	size_t length;
} Heard;

static void on_heard(const ChildResult *result, gpointer data)
{
	Heard *heard = data;
	assert_int_equal(result->exit_status, 0);
	heard->is_there = true;
	heard->output = g_strdup(result->output);
	heard->errors = g_strdup(result->errors);
	heard->length = result->output_length;
}

/* More say nothing new: the longest answer byte by byte takes seconds. */
#define MANY_PIECES 8192

/* `size` bytes that differ from their neighbours, on both streams, `piece` at a time. */
static Heard hear(size_t size, size_t piece)
{
	g_autofree char *script = g_strdup_printf(
		"make() { yes 0123456789abcde | tr -d '\\n' | head -c %zu | dd bs=%zu status=none; "
		"}\n"
		"make; make >&2",
		size, piece);
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	g_autoptr(GError) error = NULL;
	Heard heard = { 0 };
	static const char *const names[] = { "PATH" };
	g_auto(GStrv) environment = child_environment(names, G_N_ELEMENTS(names));
	const ChildCall call = { .argv = argv,
				 .environment = environment,
				 .limit = LIMIT_CHILD_OUTPUT,
				 .deadline_ms = 60000 };
	assert_non_null(child_run(&call, on_heard, &heard, &error));
	assert_true(replay_run_until(&heard.is_there));
	return heard;
}

static void child__loses_no_byte__whatever_the_size_and_the_pieces(void **state)
{
	static const size_t sizes[] = { 0,    1,    2047,  2048,  4095,  4096,  4097,
					8191, 8192, 65535, 65536, 65537, 100000 };
	static const size_t pieces[] = { 1, 200, 4096, 65536 };
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		g_autofree char *expected = g_malloc0(sizes[i] + 1);
		for (size_t j = 0; j < sizes[i]; j++)
			expected[j] = "0123456789abcde"[j % 15];
		for (size_t j = 0; j < G_N_ELEMENTS(pieces); j++) {
			if (sizes[i] > MANY_PIECES * pieces[j])
				continue;
			Heard heard = hear(sizes[i], pieces[j]);
			assert_int_equal(heard.length, sizes[i]);
			assert_string_equal(heard.output, expected);
			assert_string_equal(heard.errors, expected);
			g_free(heard.output);
			g_free(heard.errors);
		}
	}
}

static void token_az__takes_a_token__of_any_length(void **state)
{
	static const unsigned lengths[] = { 1, 3900, 4095, 4096, 16000 };
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
		g_autofree char *token = g_strnfill(lengths[i], 'x');
		g_autofree char *script = g_strdup_printf(
			"echo '{\"accessToken\":\"%s\",\"expires_on\":1767258000}'\n", token);
		g_auto(Got) got = { 0 };
		use_az(fixture, script, 10000);
		got = get(fixture, AUDIENCE_ARM);
		assert_null(got.error);
		assert_string_equal(got.token, token);
		g_clear_pointer(&fixture->provider, token_provider_free);
	}
}

/* Where the pieces end that pipes and readers have, with so much beside it that both streams are full at once. */
static void token_az__takes_an_answer__of_exactly_one_piece(void **state)
{
#define HEAD  "{\"expires_on\":1767258000,\"accessToken\":\"tok\",\"subscription\":\""
#define NOISE "yes WARNING: old | head -c 70000 >&2\n"
	static const size_t sizes[] = { 4095, 4096, 4097, 65535, 65536, 65537, 100000 };
	Fixture *fixture = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		const size_t length = sizes[i] - strlen(HEAD "\"}");
		g_autofree char *script = g_strdup_printf(
			NOISE "printf '%%s' '" HEAD "'; yes x | tr -d '\\n' | head -c %zu; "
			      "printf '%%s' '\"}'\n" NOISE,
			length);
		g_auto(Got) got = { 0 };
		use_az(fixture, script, 60000);
		got = get(fixture, AUDIENCE_ARM);
		assert_null(got.error);
		assert_string_equal(got.token, "tok");
		g_clear_pointer(&fixture->provider, token_provider_free);
	}
}

/* ---- failures ---- */

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
		{ "printf '\\033[91mERROR: no network\\033[0m\\n' >&2; exit 1\n",
		  AUTH_ERROR_AZ_FAILED, "failed: no network" },
		{ "printf '\\033[K\\033]0;title\\aERROR: time is\\033(B up\\n' >&2; exit 1\n",
		  AUTH_ERROR_AZ_FAILED, "failed: time is up" },
		{ "echo 'WARNING: run az login again some day' >&2\n"
		  "echo '/opt/az/lib/x.py:20: UserWarning: old' >&2; echo '  import old' >&2\n"
		  "echo 'You have 2 updates available.' >&2\n"
		  "echo 'ERROR: Error loading command module x' >&2\n"
		  "echo 'ERROR: the subscription is gone' >&2; echo 'Try again.' >&2; exit 1\n",
		  AUTH_ERROR_AZ_FAILED, "failed: the subscription is gone" },
		{ "echo 'ERROR: The command failed with an unexpected error. Here is the "
		  "traceback:' >&2\n"
		  "echo 'ERROR: no route' >&2; echo 'Traceback (most recent call last):' >&2\n"
		  "echo '  File \"x\"' >&2; echo 'OSError: no route to it' >&2; exit 1\n",
		  AUTH_ERROR_AZ_FAILED, "failed: no route" },
		{ "echo '/opt/az/lib/x.py:20: UserWarning: old' >&2; echo '  import old' >&2\n"
		  "echo 'az: python3: not found' >&2; exit 127\n",
		  AUTH_ERROR_AZ_FAILED, "failed: az: python3: not found" },
		{ "echo 'Traceback (most recent call last):' >&2; echo '  File \"x\"' >&2\n"
		  "echo 'ModuleNotFoundError: azure' >&2; exit 1\n",
		  AUTH_ERROR_AZ_FAILED, "failed: ModuleNotFoundError: azure" },
		{ "echo 'Notice of an extension' >&2\n"
		  "echo 'ERROR: AADSTS70043: The token has expired. Trace ID: 1 Corr' >&2\n"
		  "echo 'Please run:' >&2; echo 'az login --scope x' >&2; exit 1\n",
		  AUTH_ERROR_AZ_SIGNED_OUT, "sign-in: AADSTS70043: The token has expired." },
		/* The reason stands at the end, whatever comes before. */
		{ "yes 'WARNING: old' | head -n 60000 >&2\n"
		  "echo 'ERROR: the last line' >&2; exit 1\n",
		  AUTH_ERROR_AZ_FAILED, "failed: the last line" },
		{ "kill -9 $$\n", AUTH_ERROR_AZ_FAILED, "no reason" },
		{ "echo hello\n", AUTH_ERROR_AZ_FAILED, "did not answer with a token" },
		{ "echo '{\"tenant\":\"x\"}'\n", AUTH_ERROR_AZ_FAILED, "accessToken" },
		{ "head -c 400000 /dev/zero\n", AUTH_ERROR_AZ_FAILED, "too much" },
		{ "echo '{\"accessToken\":\"a b\"}'\n", AUTH_ERROR_BAD_TOKEN, "not a token" },
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

static void token_az__takes_the_token__among_notices(void **state)
{
	Fixture *fixture = *state;
	g_auto(Got) got = { 0 };
	use_az(fixture,
	       "echo 'Extension {x} is new.'\n" ANSWER("tok", "1767258000") "echo 'See you.'\n",
	       10000);
	got = get(fixture, AUDIENCE_ARM);
	assert_string_equal(got.token, "tok");
}

static void token_az__names_the_tenant__in_the_next_step(void **state)
{
	static const struct {
		const char *tenant, *script, *hint;
	} cases[] = {
		{ TENANT, "echo \"ERROR: Please run 'az login'\" >&2; exit 1\n",
		  "Sign in with: az login --tenant " TENANT },
		{ NULL, "echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1\n",
		  "Sign in with: az login" },
		{ NULL,
		  "echo 'ERROR: AADSTS50076: MFA' >&2\n"
		  "echo 'az login --tenant \"contoso.com\" --scope \"x\"' >&2; exit 1\n",
		  "Sign in with: az login --tenant contoso.com" },
		{ NULL, "echo 'ERROR: az login --tenant ;rm' >&2; exit 1\n",
		  "Sign in with: az login" },
		{ TENANT, "echo hello\n", "Try: az account get-access-token --tenant " TENANT },
		{ TENANT, "exit 1\n", "Try: az account get-access-token --tenant " TENANT },
	};
	Fixture *fixture = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Got) got = { 0 };
		g_autoptr(Problem) problem = NULL;
		use_az(fixture, cases[i].script, 10000);
		token_provider_free(fixture->provider);
		fixture->provider =
			token_cache_new(token_az_new(fixture->cloud, cases[i].tenant, 10000),
					fixture->cloud, NULL, fixture->clock);
		got = get(fixture, AUDIENCE_ARM);
		problem = backend_explain(got.error);
		assert_string_equal(problem->hint, cases[i].hint);
		g_clear_pointer(&fixture->provider, token_provider_free);
	}
}

/* The shell writes its own process id; 0: it did not come to it. */
static pid_t find_shell(const Fixture *fixture)
{
	g_autofree char *path = g_build_filename(fixture->folder, "pid", NULL);
	g_autofree char *text = NULL;
	return g_file_get_contents(path, &text, NULL, NULL) ? (pid_t)g_ascii_strtoll(text, NULL, 10)
							    : 0;
}

static bool is_gone(pid_t pid)
{
	return kill(pid, 0) != 0 && errno == ESRCH;
}

static void token_az__is_ended__at_its_deadline(void **state)
{
	Fixture *fixture = *state;
	pid_t shell = 0;
	/* On a busy machine it may be ended before it has said who it is: it gets longer then. */
	for (unsigned deadline = 100; shell == 0; deadline *= 2) {
		g_auto(Got) got = { 0 };
		g_clear_pointer(&fixture->provider, token_provider_free);
		use_az(fixture,
		       "(echo $$ >\"$(dirname \"$0\")/pid\"; tail -f /dev/null)\necho never\n",
		       deadline);
		got = get(fixture, AUDIENCE_ARM);
		assert_true(g_error_matches(got.error, AUTH_ERROR, AUTH_ERROR_TIMED_OUT));
		shell = find_shell(fixture);
	}
	const gint64 end = g_get_monotonic_time() + 60 * G_USEC_PER_SEC;
	while (!is_gone(shell) && g_get_monotonic_time() < end)
		g_main_context_iteration(NULL, FALSE);
	assert_true(is_gone(shell));
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

static void assert_told(Fixture *fixture, AuthError code, const char *words)
{
	g_auto(Got) got = get(fixture, AUDIENCE_ARM);
	if (!g_error_matches(got.error, AUTH_ERROR, (int)code) ||
	    strstr(got.error->message, words) == NULL)
		fail_msg("%s", got.error != NULL ? got.error->message : "a token");
}

/* It is there: to install it again would not help. */
static void token_az__is_told_as_there__when_it_cannot_be_run(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *path = g_build_filename(fixture->folder, "az", NULL);
	use_az(fixture, "", 1000);
	g_setenv("PATH", fixture->folder, TRUE);
	assert_int_equal(g_chmod(path, 0644), 0);
	assert_told(fixture, AUTH_ERROR_AZ_LOCKED, path);
	assert_true(g_file_set_contents_full(path, "#!/nowhere/python\n", -1,
					     G_FILE_SET_CONTENTS_CONSISTENT, 0700, NULL));
	assert_told(fixture, AUTH_ERROR_AZ_FAILED, "the program that its first line names");
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		AUTH_TEST(token_az__runs_once__for_calls_at_the_same_time),
		AUTH_TEST(token_az__keeps_the_environment__to_itself),
		cmocka_unit_test(child__loses_no_byte__whatever_the_size_and_the_pieces),
		AUTH_TEST(token_az__takes_a_token__of_any_length),
		AUTH_TEST(token_az__takes_an_answer__of_exactly_one_piece),
		AUTH_TEST(token_az__tells__what_went_wrong),
		AUTH_TEST(token_az__takes_the_token__among_notices),
		AUTH_TEST(token_az__names_the_tenant__in_the_next_step),
		AUTH_TEST(token_az__is_ended__at_its_deadline),
		AUTH_TEST(token_az__is_named__when_it_is_missing),
		AUTH_TEST(token_az__is_told_as_there__when_it_cannot_be_run),
		AUTH_TEST(token_az__keeps_the_old_token__when_a_renewal_fails),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
