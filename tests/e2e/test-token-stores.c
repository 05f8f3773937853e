/*
 * Where tokens are kept without a desktop: sign-in, renewal by several at once, and sign-out by the real program.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "tests/e2e/browser.h"
#include "tests/e2e/dashboard.h"
#include "tests/e2e/verb.h"

static void assert_ends(const Stage *stage, const char *line, int code, const char *words)
{
	g_auto(Verb) verb = { .stage = stage };
	verb_run(&verb, line);
	if (verb.code != code || strstr(verb.errors, words) == NULL)
		fail_msg("`%s` ended with %d: %s%s", line, verb.code, verb.output, verb.errors);
}

/* As in a shell: at once, and each has to renew. */
static void run_at_once(Stage *stage)
{
	GPid pids[4];
	g_auto(GStrv) argv = verb_argv("myroles list active");
	g_auto(GStrv) environment = stage_environment(stage, NULL);
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT2H\"}");
	for (size_t i = 0; i < G_N_ELEMENTS(pids); i++)
		assert_true(g_spawn_async(NULL, argv, environment,
					  G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
					  NULL, NULL, &pids[i], NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(pids); i++) {
		int status = 0;
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
}

/* Another `sub` than the kept one: the first sign-in was another run's. */
static void check_subject(Stage *stage)
{
	tenant_tell(stage->tenant, "/account",
		    "{\"account\":\"" VERB_ACCOUNT "\",\"subject\":\"somebody else\"}");
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT2H\"}");
	assert_ends(stage, "myroles list active", 3, "nothing of what came was kept");
	assert_ends(stage, "myroles list active", 3, "(sub)");
	g_auto(Verb) login = { .stage = stage };
	verb_login(&login, 1, false);
	assert_int_equal(login.code, 0);
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT2H\"}");
	assert_ends(stage, "myroles list active", 0, "");
}

/* What every store does that outlives the program. */
static void check_store(Stage *stage)
{
	g_auto(Verb) login = { .stage = stage };
	verb_login(&login, 1, false);
	if (login.code != 0)
		fail_msg("login ended with %d: %s", login.code, login.errors);
	assert_ends(stage, "myroles list active", 0, "");
	run_at_once(stage);
	assert_ends(stage, "myroles list active", 0, "");
	check_subject(stage);
	assert_ends(stage, "myroles logout", 0, "");
	assert_ends(stage, "myroles list active", 3, "Nobody is signed in.");
}

static void kernel__keeps_a_sign_in__until_it_is_signed_out(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) doctor = { .stage = stage };
	stage_write_sign_in_config(stage, STAGE_CLIENT "token_store=kernel\n");
	verb_run(&doctor, "myroles doctor");
	if (strstr(doctor.output, "ok\tkeyring\tkernel\tIt takes a key, and gives it back.") ==
	    NULL) {
		print_message("skipped: %s\n", doctor.output);
		verb_clear(&doctor);
		skip();
	}
	check_store(stage);
}

/* ---- None ---------------------------------------------------------------------------------------- */

static Pty *start_login(Stage *stage)
{
	static const char *const arguments[] = { "login", "--device", NULL };
	const StageRun run = { .arguments = arguments };
	return stage_run(stage, &run);
}

static void give_up(Pty *pty)
{
	int status = 0;
	expect_text(pty, "type this code");
	pty_press(pty, "ctrl-c");
	assert_true(pty_wait_end(pty, &status));
}

static void assert_config(const Stage *stage, const char *line, bool is_there)
{
	g_autofree char *path = stage_path(stage, "config/myroles/myroles.conf");
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	assert_int_equal(strstr(text, line) != NULL, is_there);
}

/* Enter alone chooses nothing; a choice is written down, and is not asked for again. */
static void login__asks_where_to_keep_it__without_a_keyring(void **state)
{
	Stage *stage = *state;
	stage_write_sign_in_config(stage, STAGE_CLIENT);
	g_autoptr(Pty) undecided = start_login(stage);
	expect_text(undecided, "Where? kernel, memory, or Enter:");
	pty_press(undecided, "enter");
	give_up(undecided);
	assert_config(stage, "token_store", false);

	g_autoptr(Pty) pty = start_login(stage);
	expect_text(pty, "Where? kernel, memory, or Enter:");
	pty_type(pty, "elsewhere");
	pty_press(pty, "enter");
	pty_type(pty, "memory");
	pty_press(pty, "enter");
	give_up(pty);
	assert_config(stage, "\n[account test]\ntoken_store=memory\n", true);

	g_autoptr(Pty) again = start_login(stage);
	give_up(again);
	assert_non_null(strstr(pty_screen(again), "type this code"));
	assert_null(strstr(pty_screen(again), "Where?"));
}

/* What is chosen after signing in holds at once: the next program needs no sign-in. */
static void dashboard__keeps_it__where_it_was_chosen(void **state)
{
	Stage *stage = *state;
	stage_write_sign_in_config(stage, STAGE_CLIENT);
	g_autoptr(Pty) pty = stage_run(stage, NULL);
	expect_text(pty, "S signs in.");
	pty_press(pty, "S");
	expect_text(pty, "p paste address");
	g_autofree char *url = dashboard_read_page(pty);
	g_autofree char *back = browser_sign_in(url, VERB_ACCOUNT, NULL);
	assert_int_equal(browser_visit(back), 200);
	expect_text(pty, "─ Where to keep the sign-in? ─");
	assert_config(stage, "token_store", false);
	pty_press(pty, "1");
	expect_match(pty, "It holds from now on|The sign-in is not kept");
	const bool is_kept = pty_has_text(pty, "It holds from now on");
	assert_config(stage, "\n[account test]\ntoken_store=kernel\n", is_kept);
	dashboard_quit(pty);
	if (!is_kept) {
		print_message("skipped: no keyring of the kernel can be used here\n");
		skip();
	}
	assert_ends(stage, "myroles list active", 0, "");
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT2H\"}");
	assert_ends(stage, "myroles list active", 0, "");
	assert_ends(stage, "myroles logout", 0, "");
}

/* ---- A command ---------------------------------------------------------------------------------- */

/* Writes down how it is called; asks for a passphrase once, where there is a file that says so. */
#define KEEPER                                                                   \
	"#!/bin/sh\n"                                                            \
	"F='%s'\n"                                                               \
	"{ echo \"$*\"; env; tr '\\0' ' ' </proc/$$/cmdline; } >>\"$F/calls\"\n" \
	"if [ -f \"$F/ask\" ]; then\n"                                           \
	"  rm \"$F/ask\"\n"                                                      \
	"  printf 'Passphrase: ' >/dev/tty; read -r word </dev/tty\n"            \
	"  [ \"$word\" = sesame ] || { echo wrong >&2; exit 3; }\n"              \
	"fi\n"                                                                   \
	"file=$F/$(echo \"$2\" | tr / _)\n"                                      \
	"case $1 in\n"                                                           \
	"get) [ ! -f \"$file\" ] || cat \"$file\" ;;\n"                          \
	"store) cat >\"$file\" ;;\n"                                             \
	"erase) rm -f \"$file\" ;;\n"                                            \
	"esac\n"

static void use_keeper(Stage *stage)
{
	g_autofree char *folder = stage_path(stage, "kept");
	g_autofree char *program = g_build_filename(folder, "keeper", NULL);
	g_autofree char *text = g_strdup_printf(KEEPER, folder);
	g_mkdir_with_parents(folder, 0700);
	assert_true(g_file_set_contents(program, text, -1, NULL));
	g_chmod(program, 0700);
	g_autofree char *keys = g_strdup_printf(
		STAGE_CLIENT "token_store=command\ntoken_store_command='%s'\n", program);
	stage_write_sign_in_config(stage, keys);
}

/* What the tenant gave out was kept, and stands in no word, variable or log. */
static void assert_no_secret_was_told(Stage *stage)
{
	g_autofree char *calls_path = stage_path(stage, "kept/calls");
	g_autofree char *log_path = stage_path(stage, "command.log");
	g_autofree char *calls = NULL;
	g_autofree char *log = NULL;
	g_autoptr(cJSON) answer = tenant_call(stage->tenant, "GET", "/secrets", NULL);
	const cJSON *secrets = cJSON_GetObjectItemCaseSensitive(answer, "secrets");
	assert_true(g_file_get_contents(calls_path, &calls, NULL, NULL));
	assert_true(g_file_get_contents(log_path, &log, NULL, NULL));
	assert_true(cJSON_GetArraySize(secrets) > 0);
	const cJSON *item = NULL;
	cJSON_ArrayForEach(item, secrets)
	{
		const char *value =
			cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "value"));
		assert_null(strstr(calls, value));
		assert_null(strstr(log, value));
	}
}

/* The file that the program above keeps it in. The caller frees; NULL: there is none. */
static char *find_subject(const Stage *stage)
{
	g_autofree char *folder = stage_path(stage, "kept");
	g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
	const char *name;
	while ((name = g_dir_read_name(files)) != NULL) {
		if (g_str_has_suffix(name, "_subject"))
			return g_build_filename(folder, name, NULL);
	}
	return NULL;
}

/* An account of an earlier version, which kept no subject. */
static void command__gains_the_subject__with_a_renewal(void **state)
{
	Stage *stage = *state;
	use_keeper(stage);
	g_auto(Verb) login = { .stage = stage };
	verb_login(&login, 1, false);
	g_autofree char *subject = find_subject(stage);
	assert_int_equal(g_unlink(subject), 0);
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT2H\"}");
	assert_ends(stage, "myroles list active", 0, "");
	check_subject(stage);
	assert_ends(stage, "myroles logout", 0, "");
	assert_null(find_subject(stage));
}

static void command__keeps_a_sign_in__until_it_is_signed_out(void **state)
{
	Stage *stage = *state;
	g_autofree char *log = stage_path(stage, "command.log");
	g_autofree char *line = g_strdup_printf("myroles list active --log '%s'", log);
	use_keeper(stage);
	check_store(stage);
	g_auto(Verb) login = { .stage = stage };
	verb_login(&login, 1, false);
	assert_ends(stage, line, 0, "");
	assert_ends(stage, "myroles doctor", 0, "");
	assert_no_secret_was_told(stage);
}

/* The screen is given up while the program asks, and comes back. */
static void dashboard__gives_up_the_terminal__to_a_command_that_asks(void **state)
{
	Stage *stage = *state;
	g_autofree char *ask = stage_path(stage, "kept/ask");
	g_auto(Verb) login = { .stage = stage };
	use_keeper(stage);
	verb_login(&login, 1, false);
	assert_int_equal(login.code, 0);
	assert_true(g_file_set_contents(ask, "", -1, NULL));
	g_autoptr(Pty) pty = stage_run(stage, NULL);
	expect_text(pty, "Passphrase:");
	pty_type(pty, "sesame");
	pty_press(pty, "enter");
	expect_text(pty, "azure fresh");
	dashboard_quit(pty);
}

/* Its exit code. */
static int run_shell(const char *line)
{
	const char *const argv[] = { "/bin/sh", "-c", line, NULL };
	int status = -1;
	g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL,
		     &status, NULL);
	return status;
}

/* The snippet with the real pass and a key of its own. */
static void snippet__keeps_a_sign_in__in_pass(void **state)
{
	Stage *stage = *state;
	g_autofree char *pass = g_find_program_in_path("pass");
	g_autofree char *home = stage_path(stage, "gnupg");
	g_autofree char *folder = stage_path(stage, "pass");
	const char *top = g_getenv("top_srcdir");
	g_autofree char *program =
		g_build_filename(top != NULL ? top : ".", "snippets", "token-store-pass", NULL);
	g_autofree char *whole = g_canonicalize_filename(program, NULL);
	if (pass == NULL)
		skip();
	g_mkdir_with_parents(home, 0700);
	g_autofree char *variables =
		g_strdup_printf("GNUPGHOME=%s PASSWORD_STORE_DIR=%s", home, folder);
	g_autofree char *make = g_strdup_printf(
		"export %s; gpg --batch --quiet --passphrase '' --quick-gen-key myroles default "
		"default never >/dev/null 2>&1 && pass init myroles >/dev/null 2>&1",
		variables);
	g_autofree char *end = g_strdup_printf("%s gpgconf --kill all", variables);
	g_autofree char *keys =
		g_strdup_printf(STAGE_CLIENT "token_store=command\n"
					     "token_store_command=/usr/bin/env %s '%s'\n",
				variables, whole);
	const int is_ready = run_shell(make);
	stage_write_sign_in_config(stage, keys);
	if (is_ready == 0)
		check_store(stage);
	const int is_ended = run_shell(end);
	assert_int_equal(is_ready, 0);
	assert_int_equal(is_ended, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST_SIGNED_OUT(kernel__keeps_a_sign_in__until_it_is_signed_out),
		STAGE_TEST_SIGNED_OUT(login__asks_where_to_keep_it__without_a_keyring),
		STAGE_TEST_SIGNED_OUT(dashboard__keeps_it__where_it_was_chosen),
		STAGE_TEST_SIGNED_OUT(command__keeps_a_sign_in__until_it_is_signed_out),
		STAGE_TEST_SIGNED_OUT(command__gains_the_subject__with_a_renewal),
		STAGE_TEST_SIGNED_OUT(dashboard__gives_up_the_terminal__to_a_command_that_asks),
		STAGE_TEST_SIGNED_OUT(snippet__keeps_a_sign_in__in_pass),
	};
	return stage_run_tests(tests);
}
