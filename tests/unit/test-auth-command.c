/* Tokens kept by a program of the person's own: stand-ins that behave, and those that do not. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

#include "src/auth/command-store.h"
#include "tests/replay/server.h"
#include "tests/unit/store-got.h"

static const StoreKey shared = { "public", "https://login", "client", "oid", "tid", "refresh" };
static const StoreKey access_key = {
	"public", "https://login", "client", "oid", "tid", "access:arm"
};
static const StoreKey subject_key = {
	"public", "https://login", "client", "oid", "tid", "subject"
};
static const StoreKey other = { "public", "https://login", "client", "oid", "tid2", "refresh" };
static const StoreKey everything = { "public", "https://login", "client", "oid", "tid", NULL };

#define TOKEN "0123456789abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ"

typedef struct Fixture {
	char *folder, *program;
	unsigned lent, taken_back;
	TerminalUse terminal;
} Fixture;

static void on_lend(gpointer data)
{
	Fixture *fixture = data;
	fixture->lent++;
}

static void on_take_back(gpointer data)
{
	Fixture *fixture = data;
	fixture->taken_back++;
	assert_int_equal(fixture->lent, fixture->taken_back);
}

static int set_up(void **state)
{
	Fixture *fixture = g_new0(Fixture, 1);
	fixture->folder = g_dir_make_tmp("myroles-test-XXXXXX", NULL);
	fixture->program = g_build_filename(fixture->folder, "keeper", NULL);
	fixture->terminal = (TerminalUse){ on_lend, on_take_back, fixture };
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	Fixture *fixture = *state;
	const char *const argv[] = { "rm", "-rf", fixture->folder, NULL };
	g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
		     NULL);
	g_free(fixture->folder);
	g_free(fixture->program);
	g_free(fixture);
	return 0;
}

/* A script in place of the program; $F is its folder. */
static TokenStore *open_store(Fixture *fixture, const char *script, unsigned deadline_ms)
{
	g_autofree char *text = g_strdup_printf("#!/bin/sh\nF='%s'\n%s\n", fixture->folder, script);
	g_autofree char *command = g_strdup_printf("'%s' --of 'me and you'", fixture->program);
	assert_true(g_file_set_contents(fixture->program, text, -1, NULL));
	g_chmod(fixture->program, 0700);
	fixture->lent = fixture->taken_back = 0;
	return token_store_new_command(command, &fixture->terminal, deadline_ms);
}

static void erase(TokenStore *store, const StoreKey *key, StoreGot *got)
{
	store_got_clear(got);
	store->erase(store, key, store_got_done, got);
	assert_true(replay_run_until(&got->is_there));
}

static void assert_holds(TokenStore *store, const StoreKey *key, const char *text)
{
	g_auto(StoreGot) got = { 0 };
	store_got_load(store, key, &got);
	if (got.error != NULL || g_strcmp0(got.value, text) != 0)
		fail_msg("%s: %s", key->item, got.error != NULL ? got.error->message : got.value);
}

static void assert_done(const StoreGot *got)
{
	if (got->error != NULL)
		fail_msg("%s", got->error->message);
}

static void assert_failed(const StoreGot *got, const char *words)
{
	if (!g_error_matches(got->error, AUTH_ERROR, AUTH_ERROR_STORE_COMMAND) ||
	    strstr(got->error->message, words) == NULL)
		fail_msg("not “%s”: %s", words,
			 got->error != NULL ? got->error->message : got->value);
	assert_null(strstr(got->error->message, TOKEN));
}

/* Keeps each name in a file, and writes down how it was called and what it saw. */
#define KEEPER                                                        \
	"echo \"$*\" >>\"$F/calls\"; env >>\"$F/calls\"\n"            \
	"[ \"$1 $2\" = '--of me and you' ] && [ $# = 4 ] || exit 9\n" \
	"file=$F/$(echo \"$4\" | tr / _)\n"                           \
	"case $3 in\n"                                                \
	"get) [ ! -f \"$file\" ] || cat \"$file\" ;;\n"               \
	"store) cat >\"$file\" ;;\n"                                  \
	"erase) rm -f \"$file\" ;;\n"                                 \
	"*) exit 8 ;;\n"                                              \
	"esac"

static void command__keeps__by_account_and_item(void **state)
{
	Fixture *fixture = *state;
	TokenStore *store = open_store(fixture, KEEPER, 10000);
	g_auto(StoreGot) got = { 0 };
	assert_holds(store, &shared, NULL);
	store_got_save(store, &shared, "first", &got);
	assert_done(&got);
	store_got_save(store, &shared, TOKEN, &got);
	store_got_save(store, &access_key, "access", &got);
	store_got_save(store, &other, "other", &got);
	assert_holds(store, &shared, TOKEN);
	assert_holds(store, &access_key, "access");
	erase(store, &access_key, &got);
	assert_done(&got);
	assert_holds(store, &access_key, NULL);
	store_got_save(store, &access_key, "again", &got);
	store_got_save(store, &subject_key, "subject", &got);
	erase(store, &everything, &got);
	assert_done(&got);
	assert_holds(store, &shared, NULL);
	assert_holds(store, &access_key, NULL);
	assert_holds(store, &subject_key, NULL);
	assert_holds(store, &other, "other");
	assert_true(fixture->lent > 0);
	assert_int_equal(fixture->lent, fixture->taken_back);
	token_store_free(store);
}

/* A secret goes by the streams alone, and no variable but a few comes along. */
static void command__is_told_no_secret__but_by_its_input(void **state)
{
	Fixture *fixture = *state;
	g_setenv("MYROLES_TEST_SECRET", "leak", TRUE);
	g_setenv("GPG_TTY", "/dev/pts/77", TRUE);
	TokenStore *store = open_store(fixture, KEEPER, 10000);
	g_auto(StoreGot) got = { 0 };
	store_got_save(store, &shared, TOKEN, &got);
	assert_done(&got);
	assert_holds(store, &shared, TOKEN);
	token_store_free(store);
	g_unsetenv("MYROLES_TEST_SECRET");
	g_unsetenv("GPG_TTY");
	g_autofree char *path = g_build_filename(fixture->folder, "calls", NULL);
	g_autofree char *calls = NULL;
	assert_true(g_file_get_contents(path, &calls, NULL, NULL));
	assert_null(strstr(calls, TOKEN));
	assert_null(strstr(calls, "leak"));
	assert_null(strstr(calls, "oid"));
	assert_non_null(strstr(calls, "GPG_TTY=/dev/pts/77\n"));
}

/* Several at once: one program at a time, in their order, and the terminal is given up once. */
static void commands__run__one_after_the_other(void **state)
{
	Fixture *fixture = *state;
	TokenStore *store = open_store(
		fixture, "mkdir \"$F/running\" || exit 7\n" KEEPER "\nrmdir \"$F/running\"", 10000);
	g_autoptr(Secret) value = secret_new("token", -1);
	g_auto(StoreGot) saved = { 0 };
	g_auto(StoreGot) loaded = { 0 };
	g_auto(StoreGot) erased = { 0 };
	store->save(store, &shared, value, store_got_done, &saved);
	store->load(store, &shared, store_got_loaded, &loaded);
	store->erase(store, &shared, store_got_done, &erased);
	assert_true(replay_run_until(&erased.is_there));
	assert_done(&saved);
	assert_done(&loaded);
	assert_done(&erased);
	assert_string_equal(loaded.value, "token");
	assert_int_equal(fixture->lent, 1);
	assert_int_equal(fixture->taken_back, 1);
	token_store_free(store);
}

static void bad_commands__are_told__in_words(void **state)
{
	static const struct {
		const char *script, *words;
	} cases[] = {
		{ "exit 1", "failed with 1 (get)" },
		{ "echo oops >&2; exit 42", "failed with 42 (get): oops" },
		{ "echo first >&2; echo '" TOKEN " is bad' >&2; exit 2", "(get): ... is bad" },
		{ "printf 'a\\033[2Jb\\007' >&2; exit 2", "(get): ab\xEF\xBF\xBD" },
		{ "printf '\\033]0;title\\007a' >&2; exit 2", "(get): a" },
		{ "kill -9 $$", "ended by a signal (get)" },
		{ "echo " TOKEN "; exit 3", "failed with 3 (get)" },
		{ "echo a; echo b", "more than one line" },
		{ "printf 'a\\0b'", "more than one line" },
		{ "printf 'token\\r\\n'", "printed control characters (get)" },
		{ "printf '\\033[0mtoken'", "printed control characters (get)" },
		{ "yes", "printed more than a token (get)" },
		{ "yes >&2", "printed more than a token (get)" },
		{ "sleep 1000 & sleep 1000", "did not end within 0 s (get)" },
		{ "cat; read line; sleep 1000", "did not end within 0 s (get)" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(StoreGot) got = { 0 };
		const bool is_slow = strstr(cases[i].words, "within") != NULL;
		TokenStore *store = open_store(*state, cases[i].script, is_slow ? 300 : 20000);
		store_got_load(store, &shared, &got);
		assert_failed(&got, cases[i].words);
		token_store_free(store);
	}
}

/* What it does beside is nobody's concern, as long as it ends well. */
static void odd_commands__are_taken__as_they_end(void **state)
{
	static const char *const scripts[] = {
		"echo token",
		"printf token",
		"echo noise >&2; echo token",
		"sleep 1000 & echo token",
		"setsid sleep 3 & echo token",
		"trap '' HUP; (trap '' TERM; sleep 1000) & echo token",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(scripts); i++) {
		TokenStore *store = open_store(*state, scripts[i], 20000);
		const gint64 began = g_get_monotonic_time();
		assert_holds(store, &shared, "token");
		/* Whatever it left behind keeps nobody waiting. */
		assert_true(g_get_monotonic_time() - began < 15000000);
		token_store_free(store);
	}
}

/* Nobody waits twice for one that hangs; what is to be kept is tried all the same. */
static void commands__that_wait_behind_one_that_hangs__are_told(void **state)
{
	TokenStore *store = open_store(
		*state, "echo \"$3\" >>\"$F/calls\"; [ \"$3\" = store ] || sleep 1000", 300);
	g_autoptr(Secret) value = secret_new("token", -1);
	g_auto(StoreGot) first = { 0 };
	g_auto(StoreGot) saved = { 0 };
	g_auto(StoreGot) second = { 0 };
	store->load(store, &shared, store_got_loaded, &first);
	store->save(store, &shared, value, store_got_done, &saved);
	store->load(store, &access_key, store_got_loaded, &second);
	assert_true(replay_run_until(&second.is_there));
	assert_failed(&first, "did not end within");
	assert_true(saved.is_there);
	assert_failed(&second, "did not end within");
	assert_done(&saved);
	token_store_free(store);
	const Fixture *fixture = *state;
	g_autofree char *path = g_build_filename(fixture->folder, "calls", NULL);
	g_autofree char *calls = NULL;
	assert_true(g_file_get_contents(path, &calls, NULL, NULL));
	assert_string_equal(calls, "get\nstore\n");
}

static void input__may_be_left_unread__or_be_as_long_as_a_token(void **state)
{
	g_autofree char *most = g_strnfill(32768, 'x');
	g_auto(StoreGot) got = { 0 };
	TokenStore *store = open_store(*state, "exit 0", 20000);
	store_got_save(store, &shared, most, &got);
	assert_done(&got);
	token_store_free(store);
	store = open_store(*state, KEEPER, 20000);
	store_got_save(store, &shared, most, &got);
	assert_done(&got);
	assert_holds(store, &shared, most);
	token_store_free(store);
}

static void command__that_cannot_be_started__is_told(void **state)
{
	Fixture *fixture = *state;
	static const char *const commands[] = { "/nowhere/at/all", "'", "/dev/null" };
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
		g_auto(StoreGot) got = { 0 };
		TokenStore *store = token_store_new_command(commands[i], &fixture->terminal, 10000);
		store_got_load(store, &shared, &got);
		assert_failed(&got, "cannot be started");
		erase(store, &everything, &got);
		assert_failed(&got, "cannot be started");
		token_store_free(store);
	}
}

/* Each call answers once, also when nobody waits for the program any more. */
static void calls__are_canceled__with_the_store(void **state)
{
	TokenStore *store = open_store(*state, "sleep 1000", 20000);
	g_autoptr(Secret) value = secret_new("token", -1);
	g_auto(StoreGot) first = { 0 };
	g_auto(StoreGot) second = { 0 };
	g_auto(StoreGot) third = { 0 };
	store->load(store, &shared, store_got_loaded, &first);
	assert_false(store->is_busy(store));
	replay_settle();
	store->save(store, &shared, value, store_got_done, &second);
	store->unlock(store, store_got_done, &third);
	assert_true(store->is_busy(store));
	token_store_free(store);
	assert_true(g_error_matches(first.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
	assert_true(g_error_matches(second.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
	assert_true(third.is_there);
	replay_settle();
}

#define COMMAND_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	signal(SIGPIPE, SIG_IGN); /* as the program has it: a stand-in may end before it has read */
	const struct CMUnitTest tests[] = {
		COMMAND_TEST(command__keeps__by_account_and_item),
		COMMAND_TEST(command__is_told_no_secret__but_by_its_input),
		COMMAND_TEST(commands__run__one_after_the_other),
		COMMAND_TEST(bad_commands__are_told__in_words),
		COMMAND_TEST(odd_commands__are_taken__as_they_end),
		COMMAND_TEST(commands__that_wait_behind_one_that_hangs__are_told),
		COMMAND_TEST(input__may_be_left_unread__or_be_as_long_as_a_token),
		COMMAND_TEST(command__that_cannot_be_started__is_told),
		COMMAND_TEST(calls__are_canceled__with_the_store),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
