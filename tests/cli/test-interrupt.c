/*
 * Ctrl-C while a service does not answer: each verb that asks one ends with 130, without a terminal, says so in its document, and
 * has sent nothing.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/cli/run.h"
#include "tests/cli/schema.h"

#define INTERRUPTED 130

static const char *const lines[] = {
	"myroles list eligible --json",
	"myroles list requests --json",
	"myroles scopes Contributor --json",
	"myroles show Reader sub-dev --json",
	"myroles policy Reader sub-dev --json",
	"myroles why Microsoft.Web/sites/write rg-payments --json",
	"myroles open Reader sub-dev --print",
	"myroles has Owner",
	"myroles activate -r Reader -s sub-dev --json",
	"myroles deactivate -r Reader -s rg-payments --json",
	"myroles approve 00000000-none -m ok --json",
	"myroles deny 00000000-none -m no --json",
	"myroles extend -r Owner -s rg-edge -m x --json",
	"myroles history --json",
	"myroles changes --json",
	"myroles doctor --json",
	"myroles set day --json",
	"myroles exec -r Reader -s sub-dev -- true",
	"myroles cancel 00000000-none --json",
	"myroles wait 00000000-none --json",
	"myroles brief 00000000-none --json",
	"myroles renew -r Owner -m x --json",
	"myroles watch --once --json",
	"myroles evidence /nowhere/out.tar",
};

/* Those that ask nobody for long, or whom a browser, a keyring or a tenant of its own answers, and the test that interrupts them. */
static const struct {
	const char *verb, *file, *test;
} others[] = {
	{ "status", "tests/cli/test-signals.c", "quick_verbs__end_with_130__when_interrupted" },
	{ "agent", "tests/cli/test-agent.c", "agent__ends_with_130__when_interrupted" },
	{ "login", "tests/e2e/test-sign-in.c", "login__draws_the_page__for_a_camera" },
	{ "accounts", "tests/cli/test-interrupt.c", "accounts__end_with_130__when_interrupted" },
	{ "logout", "tests/cli/test-interrupt.c", "logout__ends_with_130__when_interrupted" },
	{ "demo", "tests/cli/test-interrupt.c",
	  "demo__ends_with_130__when_its_verb_is_interrupted" },
};

static void on_ended(GPid pid, gint status, gpointer data)
{
	(void)pid;
	*(int *)data = status;
}

static char *read_all(int fd)
{
	GString *text = g_string_new(NULL);
	char bytes[4096];
	ssize_t count;
	while ((count = read(fd, bytes, sizeof bytes)) > 0)
		g_string_append_len(text, bytes, count);
	close(fd);
	return g_string_free(text, FALSE);
}

#define SET "[set day]\nreason=x\nreason_unasked=yes\nrole.1=Reader | at sub-dev\n"

typedef struct Run {
	GPid pid;
	int output, errors;
	int status; /* -1: it runs */
} Run;

static void start(Run *run, const Verb *verb, const char *line)
{
	g_auto(GStrv) argv = verb_argv(line);
	g_auto(GStrv) environment = stage_environment(verb->stage, NULL);
	run->status = -1;
	assert_true(g_spawn_async_with_pipes(NULL, argv, environment, G_SPAWN_DO_NOT_REAP_CHILD,
					     NULL, NULL, &run->pid, NULL, &run->output,
					     &run->errors, NULL));
	g_child_watch_add(run->pid, on_ended, &run->status);
}

/* Presses Ctrl-C, and looks at how it ends. */
static void stop(Run *run, Verb *result, const char *line)
{
	if (run->status == -1)
		kill(run->pid, SIGINT);
	while (run->status == -1)
		g_main_context_iteration(NULL, TRUE);
	verb_clear(result);
	result->output = read_all(run->output);
	result->errors = read_all(run->errors);
	if (!WIFEXITED(run->status) || WEXITSTATUS(run->status) != INTERRUPTED)
		fail_msg("`%s` ended with %d: %s%s", line, WEXITSTATUS(run->status), result->output,
			 result->errors);
	if (strstr(line, "--json") != NULL)
		assert_documents(line, result->output);
}

/* Runs it until the service was asked for what `method` and `path` say, and presses Ctrl-C. */
static void interrupt(Verb *result, const char *line, const char *method, const char *path)
{
	Run run = { 0 };
	Tenant *tenant = result->stage->tenant;
	const size_t before = tenant_count(tenant, method, path);
	start(&run, result, line);
	/* It has asked: so it listens to signals. */
	while (tenant_count(tenant, method, path) == before && run.status == -1)
		g_main_context_iteration(NULL, FALSE);
	stop(&run, result, line);
}

static void interrupt_asking(Stage *stage, const char *line)
{
	g_auto(Verb) result = { .stage = stage };
	stage_reset(stage);
	stage_write_config(stage, "portal=https://portal.example.com\n" SET);
	tenant_tell(stage->tenant, "/faults",
		    "{\"path\":\"*\",\"count\":-1,\"kind\":\"delay\",\"delay_ms\":600000}");
	interrupt(&result, line, "GET", "/");
	assert_int_equal(count_requests(stage), 0);
}

static void every_verb_that_asks__ends_with_130__when_interrupted(void **state)
{
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		interrupt_asking(*state, lines[i]);
}

static bool has_test(const char *file, const char *test)
{
	g_autofree char *path = source_file(file);
	g_autofree char *text = NULL;
	g_autofree char *begin = g_strdup_printf("static void %s(", test);
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	return strstr(text, begin) != NULL;
}

static bool is_interrupted_somewhere(const char *verb)
{
	g_autofree char *begin = g_strdup_printf("myroles %s ", verb);
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		if (g_str_has_prefix(lines[i], begin))
			return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		if (strcmp(others[i].verb, verb) == 0)
			return has_test(others[i].file, others[i].test);
	}
	return false;
}

/* Whoever says in `help VERB` that it can be interrupted is, here or where the table says. */
static void every_verb_with_130__is_interrupted_in_a_test(void **state)
{
	g_auto(Verb) help = { .stage = *state };
	run_to(&help, "myroles --help", 0);
	g_auto(GStrv) rows = g_strsplit(strstr(help.output, "Verbs:\n"), "\n", -1);
	for (char **row = rows + 1; g_str_has_prefix(*row, "  "); row++) {
		g_autofree char *verb = g_strndup(*row + 2, strcspn(*row + 2, " "));
		g_autofree char *line = g_strdup_printf("myroles help %s", verb);
		g_auto(Verb) own = { .stage = *state };
		run_to(&own, line, 0);
		if (strstr(own.output, "\n  130 ") != NULL && !is_interrupted_somewhere(verb))
			fail_msg("nothing interrupts %s", verb);
	}
}

/* What left is told as what goes on, is found by the next run, and stays as it is. */
static void activate__leaves_what_it_sent__when_interrupted(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/faults",
		    "{\"method\":\"PUT\",\"path\":\"*\",\"count\":1,\"kind\":\"delay\","
		    "\"delay_ms\":600000}");
	interrupt(&result, "myroles activate -r Reader -s sub-dev -d 30m -w", "PUT",
		  "roleAssignmentScheduleRequests");
	assert_non_null(strstr(result.errors, "Interrupted. A request that was sent goes on: see "
					      "`myroles history`."));
	run_to(&result, "myroles history --limit 1", 0);
	assert_non_null(strstr(result.output, "\tReader\t"));
	assert_non_null(strstr(result.output, "\tactive\t"));
	run_to(&result, "myroles activate -r Reader -s sub-dev -d 30m --json", 0);
	assert_non_null(strstr(result.output, "\"already\":true"));
}

/* Its tenant is its own: nobody but what it prints tells that it has begun. */
static void demo__ends_with_130__when_its_verb_is_interrupted(void **state)
{
	static const char line[] = "myroles demo watch";
	g_auto(Verb) result = { .stage = *state };
	Run run = { 0 };
	char byte = 0;
	start(&run, &result, line);
	assert_int_equal(read(run.output, &byte, 1), 1);
	stop(&run, &result, line);
}

/* ---- Signed in, with a keyring ----------------------------------------------------------------- */

static void accounts__end_with_130__when_interrupted(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	stage_needs_keyring(stage);
	verb_login(&result, 1, false);
	tenant_tell(stage->tenant, "/faults",
		    "{\"path\":\"*/tenants*\",\"count\":-1,\"kind\":\"delay\","
		    "\"delay_ms\":600000}");
	interrupt(&result, "myroles accounts --tenants --json", "GET", "/tenants");
}

static bool listens_to_signals(GPid pid)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/status", (int)pid);
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	const char *caught = strstr(text, "\nSigCgt:\t");
	assert_non_null(caught);
	return (g_ascii_strtoull(strchr(caught, '\t'), NULL, 16) >> (SIGINT - 1) & 1) != 0;
}

/* What is being wiped is wiped to its end; that it may not be is said. */
static void logout__ends_with_130__when_interrupted(void **state)
{
	static const char line[] = "myroles logout";
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	Run run = { 0 };
	stage_needs_keyring(stage);
	verb_login(&result, 1, false);
	keyring_hang(stage->keyring);
	start(&run, &result, line);
	while (run.status == -1 && !listens_to_signals(run.pid))
		g_main_context_iteration(NULL, FALSE);
	stop(&run, &result, line);
	keyring_go_on(stage->keyring);
	assert_string_equal(result.output, "");
	assert_non_null(strstr(result.errors, "Interrupted. Some tokens may still be kept: run "
					      "`myroles logout` again."));
	run_to(&result, "myroles logout", 0);
	assert_int_equal(keyring_count(stage->keyring), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(every_verb_that_asks__ends_with_130__when_interrupted),
		STAGE_TEST(every_verb_with_130__is_interrupted_in_a_test),
		STAGE_TEST(activate__leaves_what_it_sent__when_interrupted),
		STAGE_TEST(demo__ends_with_130__when_its_verb_is_interrupted),
		STAGE_TEST_KEYRING(accounts__end_with_130__when_interrupted),
		STAGE_TEST_KEYRING(logout__ends_with_130__when_interrupted),
	};
	return stage_run_tests(tests);
}
