/*
 * Ctrl-C for the verbs that ask nobody for long: it is pressed at their first wait, in a process of their own, so that no quick
 * answer comes before it. The verbs that wait for a service are in test-interrupt.c.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib-unix.h>
#include <glib/gstdio.h>

#include "cli/command.h"
#include "cli/verbs.h"

typedef struct Place {
	char *folder, *config, *output;
} Place;

static int open_place(void **state)
{
	Place *place = g_new0(Place, 1);
	place->folder = g_dir_make_tmp("myroles-test-XXXXXX", NULL);
	place->config = g_build_filename(place->folder, "myroles.conf", NULL);
	place->output = g_build_filename(place->folder, "output", NULL);
	*state = place;
	return g_file_set_contents(place->config, "[account test]\ntoken_store=memory\n", -1, NULL)
		       ? 0
		       : 1;
}

static int close_place(void **state)
{
	Place *place = *state;
	const char *const argv[] = { "rm", "-rf", place->folder, NULL };
	g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
		     NULL);
	g_free(place->folder);
	g_free(place->config);
	g_free(place->output);
	g_free(place);
	return 0;
}

/* ---- In the child ----------------------------------------------------------------------------- */

static gboolean on_seen(gpointer data)
{
	*(bool *)data = true;
	return G_SOURCE_REMOVE;
}

/* Whoever listens hears of a signal at once with the others: once this source does, the verb will. */
static gboolean press(gpointer data)
{
	GSource *source = data;
	g_autoptr(GMainContext) own = g_main_context_new();
	bool is_seen = false;
	g_source_set_callback(source, on_seen, &is_seen, NULL);
	g_source_attach(source, own);
	kill(getpid(), SIGINT);
	while (!is_seen)
		g_main_context_iteration(own, TRUE);
	return G_SOURCE_REMOVE;
}

static _Noreturn void run_child(const Place *place, char **argv)
{
	/* Made first: those that listen last are told first. */
	g_autoptr(GSource) source = g_unix_signal_source_new(SIGINT);
	const CommandPlace there = { place->config, place->folder, place->folder, NULL };
	const bool is_open = freopen(place->output, "w", stdout) != NULL &&
			     dup2(STDOUT_FILENO, STDERR_FILENO) >= 0;
	g_idle_add_full(G_PRIORITY_HIGH, press, source, NULL);
	const ExitCode code = command_run(verb_table, &there, (int)g_strv_length(argv), argv);
	fflush(stdout);
	_exit(is_open ? (int)code : 99);
}

/* ---- The tests -------------------------------------------------------------------------------- */

/* How it ended; what it said is in *said. */
static int interrupt(const Place *place, const char *line, char **said)
{
	g_auto(GStrv) argv = g_strsplit(line, " ", -1);
	int status = 0;
	const pid_t pid = fork();
	if (pid == 0)
		run_child(place, argv);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(g_file_get_contents(place->output, said, NULL, NULL));
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void quick_verbs__end_with_130__when_interrupted(void **state)
{
	static const char *const lines[] = {
		"myroles status",
		"myroles status --json",
		"myroles has --cached Owner",
		"myroles list active --cached --json",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *said = NULL;
		const int code = interrupt(*state, lines[i], &said);
		if (code != EXIT_INTERRUPTED)
			fail_msg("`%s` ended with %d: %s", lines[i], code, said);
		/* Nothing that could be taken for an answer. */
		const bool is_document = strstr(lines[i], "--json") != NULL;
		assert_int_equal(strstr(said, "\"code\":\"interrupted\"") != NULL, is_document);
		if (!is_document)
			assert_string_equal(said, "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quick_verbs__end_with_130__when_interrupted),
	};
	return cmocka_run_group_tests(tests, open_place, close_place);
}
