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

static void interrupt(Stage *stage, const char *line)
{
	g_auto(GStrv) argv = verb_argv(line);
	g_auto(GStrv) environment = stage_environment(stage, NULL);
	GPid pid = 0;
	int output = -1;
	int status = -1;
	stage_reset(stage);
	stage_write_config(stage, "portal=https://portal.example.com\n");
	tenant_tell(stage->tenant, "/faults",
		    "{\"path\":\"*\",\"count\":-1,\"kind\":\"delay\",\"delay_ms\":600000}");
	assert_true(g_spawn_async_with_pipes(NULL, argv, environment,
					     G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL,
					     NULL, NULL, &pid, NULL, &output, NULL, NULL));
	g_child_watch_add(pid, on_ended, &status);
	/* It has asked: so it listens to signals. */
	while (tenant_count(stage->tenant, "GET", "/") == 0 && status == -1)
		g_main_context_iteration(NULL, FALSE);
	if (status == -1)
		kill(pid, SIGINT);
	while (status == -1)
		g_main_context_iteration(NULL, TRUE);
	g_autofree char *printed = read_all(output);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != INTERRUPTED)
		fail_msg("`%s` ended with %d: %s", line, WEXITSTATUS(status), printed);
	if (strstr(line, "--json") != NULL)
		assert_documents(line, printed);
	assert_int_equal(count_requests(stage), 0);
}

static void every_verb_that_asks__ends_with_130__when_interrupted(void **state)
{
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		interrupt(*state, lines[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(every_verb_that_asks__ends_with_130__when_interrupted),
	};
	return stage_run_tests(tests);
}
