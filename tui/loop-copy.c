/*
 * Copying. A terminal takes OSC 52 or drops it without a word, and tmux drops it as it comes: there tmux itself is asked, which
 * says whether it did. Copied is said only then.
 */
#include <gio/gio.h>
#include <string.h>

#include "tui/loop.h"

#define TMUX_MILLISECONDS 1000

typedef struct Copying {
	Loop *loop; /* gone once `cancellable` is canceled */
	GCancellable *cancellable;
	GSubprocess *process;
	char *text;
	guint timer;
} Copying;

static void copying_free(Copying *copying)
{
	g_clear_handle_id(&copying->timer, g_source_remove);
	g_object_unref(copying->cancellable);
	g_object_unref(copying->process);
	g_free(copying->text);
	g_free(copying);
}

static void tell(Loop *loop, const char *text, bool is_known)
{
	Item *item = loop_push(loop, MESSAGE_COPIED);
	item->text = g_strdup(text);
	item->message.text = item->text;
	item->message.is_known = is_known;
}

static void send_to_terminal(Loop *loop, const char *text)
{
	GError *error = NULL;
	if (term_copy(loop->term, text, &error))
		tell(loop, text, false);
	else if (error != NULL)
		loop_fail(loop, error);
	else
		loop_push_notice(loop, PROBLEM_FAILED, "not-copied",
				 "This terminal cannot copy that.", NULL);
}

static void on_tmux(GObject *process, GAsyncResult *result, gpointer data)
{
	Copying *copying = data;
	const bool is_taken =
		g_subprocess_communicate_finish(G_SUBPROCESS(process), result, NULL, NULL, NULL) &&
		g_subprocess_get_successful(copying->process);
	if (!g_cancellable_is_cancelled(copying->cancellable)) {
		if (is_taken)
			tell(copying->loop, copying->text, true);
		else
			send_to_terminal(copying->loop, copying->text);
	}
	copying_free(copying);
}

static gboolean on_late(gpointer data)
{
	Copying *copying = data;
	copying->timer = 0;
	g_subprocess_force_exit(copying->process);
	return G_SOURCE_REMOVE;
}

/* -w: to the clipboard of the terminal around tmux, too, where tmux may. */
static GSubprocess *start_tmux(void)
{
	static const char *const kept[] = { "TMUX", "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE" };
	static const char *const argv[] = { "tmux", "load-buffer", "-w", "-", NULL };
	g_auto(GStrv) environment = g_new0(char *, 1);
	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++) {
		const char *value = g_getenv(kept[i]);
		if (value != NULL)
			environment = g_environ_setenv(environment, kept[i], value, TRUE);
	}
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
		G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
		G_SUBPROCESS_FLAGS_STDERR_SILENCE);
	g_subprocess_launcher_set_environ(launcher, environment);
	return g_subprocess_launcher_spawnv(launcher, argv, NULL);
}

void loop_copy(Loop *loop, const char *text)
{
	g_autofree char *clean = term_clean_copy(text);
	const char *tmux = g_getenv("TMUX");
	GSubprocess *process = clean != NULL && tmux != NULL && *tmux != '\0' ? start_tmux() : NULL;
	if (process == NULL) {
		send_to_terminal(loop, text);
		return;
	}
	Copying *copying = g_new0(Copying, 1);
	g_autoptr(GBytes) bytes = g_bytes_new(clean, strlen(clean));
	if (loop->copies == NULL)
		loop->copies = g_cancellable_new();
	copying->loop = loop;
	copying->cancellable = g_object_ref(loop->copies);
	copying->process = process;
	copying->text = g_steal_pointer(&clean);
	copying->timer = g_timeout_add(TMUX_MILLISECONDS, on_late, copying);
	g_subprocess_communicate_async(process, bytes, copying->cancellable, on_tmux, copying);
}

void loop_stop_copies(Loop *loop)
{
	if (loop->copies != NULL)
		g_cancellable_cancel(loop->copies);
	g_clear_object(&loop->copies);
}
