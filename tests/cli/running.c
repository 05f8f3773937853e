#include "tests/cli/running.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/cli/run.h"

gint64 running_deadline(void)
{
	return g_get_monotonic_time() + RUNNING_DEADLINE_MS * INT64_C(1000);
}

void running_go_on(gint64 deadline, const char *what)
{
	g_main_context_iteration(NULL, FALSE);
	if (g_get_monotonic_time() > deadline)
		fail_msg("in vain: %s", what);
}

static void on_ended(GPid pid, gint status, gpointer data)
{
	(void)pid;
	((Running *)data)->status = status;
}

/* A test that fails leaves nothing behind that would keep its output open. */
static void die_with_parent(gpointer data)
{
	(void)data;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
}

void running_begin(Running *running, const char *line)
{
	g_auto(GStrv) argv = verb_argv(line);
	const char *const further[] = { running->variable, NULL };
	g_auto(GStrv) environment = stage_environment(running->stage, further);
	running->status = -1;
	assert_true(g_spawn_async(NULL, argv, environment,
				  G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL |
					  G_SPAWN_STDERR_TO_DEV_NULL,
				  die_with_parent, NULL, &running->pid, NULL));
	g_child_watch_add(running->pid, on_ended, running);
}

void running_start(Running *running, const char *options)
{
	g_autofree char *began = stage_path(running->stage, "began");
	g_free(running->gate);
	running->gate = stage_path(running->stage, running->is_second ? "gate-2" : "gate");
	g_unlink(running->gate);
	g_unlink(began);
	assert_int_equal(mkfifo(running->gate, 0600), 0);
	g_autofree char *line =
		g_strdup_printf("%s -- sh -c 'touch \"%s\"; read x < \"%s\"; exit 3'", options,
				began, running->gate);
	running_begin(running, line);
	const gint64 deadline = running_deadline();
	while (!g_file_test(began, G_FILE_TEST_EXISTS) && running->status == -1)
		running_go_on(deadline, "the command begins");
	assert_int_equal(running->status, -1);
}

static gboolean on_late(gpointer data)
{
	*(bool *)data = true;
	return G_SOURCE_REMOVE;
}

int running_wait(Running *running)
{
	bool is_late = false;
	const guint timer = g_timeout_add(RUNNING_DEADLINE_MS, on_late, &is_late);
	while (running->status == -1 && !is_late)
		g_main_context_iteration(NULL, TRUE);
	if (is_late)
		fail_msg("it does not end");
	g_source_remove(timer);
	return running->status;
}

void running_finish(Running *running)
{
	const int fd = open(running->gate, O_WRONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	close(fd);
	g_clear_pointer(&running->gate, g_free);
}

void running_kill(Running *running)
{
	kill(running->pid, SIGKILL);
	assert_true(WIFSIGNALED(running_wait(running)));
}

void await_requests(Stage *stage, size_t count)
{
	const gint64 deadline = running_deadline();
	while (count_requests(stage) < count)
		running_go_on(deadline, "the requests come");
}

bool is_active(Stage *stage, const char *what)
{
	g_auto(Verb) result = { .stage = stage };
	g_autofree char *line = g_strconcat("myroles has ", what, NULL);
	verb_run(&result, line);
	return result.code == 0;
}
