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

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST_SIGNED_OUT(kernel__keeps_a_sign_in__until_it_is_signed_out),
	};
	return stage_run_tests(tests);
}
