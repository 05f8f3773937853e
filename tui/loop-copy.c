/*
 * Copying. Where there is a desktop its own tool says whether it took the text, and tmux says so of its buffer. A terminal takes
 * OSC 52 or drops it without a word. Copied is said only where it is known.
 */
#include <gio/gio.h>
#include <string.h>

#include "tui/loop.h"
#include "tui/terminal/clipboard.h"

#define TOOL_MILLISECONDS 2000

/* Who can take a text by standard input, in order. -w: to the clipboard of the terminal around tmux, too, where tmux may. */
static const struct {
	const char *variable; /* of the environment: without it, it is of no use */
	bool is_desktop;      /* the clipboard is that of whoever sits before the display */
	const char *argv[5];
} tools[] = {
	{ "WAYLAND_DISPLAY", true, { "wl-copy", NULL } },
	{ "DISPLAY", true, { "xclip", "-in", "-selection", "clipboard", NULL } },
	{ "DISPLAY", true, { "xsel", "--input", "--clipboard", NULL } },
	{ "TMUX", false, { "tmux", "load-buffer", "-w", "-", NULL } },
};

typedef struct Copying {
	Loop *loop; /* gone once `cancellable` is canceled */
	GCancellable *cancellable;
	GSubprocess *process;
	char *text;  /* as it is copied: clean */
	size_t tool; /* the one that is asked */
	guint timer;
} Copying;

static void copying_free(Copying *copying)
{
	g_clear_handle_id(&copying->timer, g_source_remove);
	g_object_unref(copying->cancellable);
	g_clear_object(&copying->process);
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

static bool has_variable(const char *name)
{
	const char *value = g_getenv(name);
	return value != NULL && *value != '\0';
}

/*
 * Over SSH the person sits elsewhere: only a display that was forwarded, which has a host in its name ("localhost:10.0"), is
 * before them. One of this machine comes from a session that was begun here, and nobody may look at it.
 */
static bool is_before_the_person(size_t tool)
{
	if (!tools[tool].is_desktop ||
	    (!has_variable("SSH_CONNECTION") && !has_variable("SSH_TTY")))
		return true;
	return strcmp(tools[tool].variable, "DISPLAY") == 0 &&
	       strchr(":/", *g_getenv("DISPLAY")) == NULL;
}

static bool is_there(size_t tool)
{
	return has_variable(tools[tool].variable) && is_before_the_person(tool);
}

/* It inherits no descriptor but its input, and of the environment only what leads to the clipboard. NULL: it is not here. */
static GSubprocess *start_tool(size_t tool)
{
	static const char *const kept[] = { "TMUX",
					    "WAYLAND_DISPLAY",
					    "DISPLAY",
					    "XAUTHORITY",
					    "XDG_RUNTIME_DIR",
					    "PATH",
					    "HOME",
					    "LANG",
					    "LC_ALL",
					    "LC_CTYPE" };
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
	return g_subprocess_launcher_spawnv(launcher, tools[tool].argv, NULL);
}

static gboolean on_late(gpointer data)
{
	Copying *copying = data;
	copying->timer = 0;
	g_subprocess_force_exit(copying->process);
	return G_SOURCE_REMOVE;
}

static void ask_next(Copying *copying);

static void on_answer(GObject *process, GAsyncResult *result, gpointer data)
{
	Copying *copying = data;
	const bool is_taken =
		g_subprocess_communicate_finish(G_SUBPROCESS(process), result, NULL, NULL, NULL) &&
		g_subprocess_get_successful(copying->process);
	g_clear_handle_id(&copying->timer, g_source_remove);
	g_clear_object(&copying->process);
	if (g_cancellable_is_cancelled(copying->cancellable)) {
		copying_free(copying);
	} else if (is_taken) {
		tell(copying->loop, copying->text, true);
		copying_free(copying);
	} else {
		copying->tool++;
		ask_next(copying);
	}
}

/* Takes what is copied: to the next tool that is there, or else to the terminal. */
static void ask_next(Copying *copying)
{
	while (copying->process == NULL && copying->tool < G_N_ELEMENTS(tools)) {
		copying->process = is_there(copying->tool) ? start_tool(copying->tool) : NULL;
		copying->tool += copying->process == NULL;
	}
	if (copying->process == NULL) {
		send_to_terminal(copying->loop, copying->text);
		copying_free(copying);
		return;
	}
	g_autoptr(GBytes) bytes = g_bytes_new(copying->text, strlen(copying->text));
	copying->timer = g_timeout_add(TOOL_MILLISECONDS, on_late, copying);
	g_subprocess_communicate_async(copying->process, bytes, copying->cancellable, on_answer,
				       copying);
}

void loop_copy(Loop *loop, const char *text)
{
	char *clean = clipboard_clean(text);
	if (clean == NULL) {
		loop_push_notice(loop, PROBLEM_FAILED, "not-copied",
				 "That is too long to be copied.", NULL);
		return;
	}
	if (loop->copies == NULL)
		loop->copies = g_cancellable_new();
	Copying *copying = g_new0(Copying, 1);
	copying->loop = loop;
	copying->cancellable = g_object_ref(loop->copies);
	copying->text = clean;
	ask_next(copying);
}

void loop_stop_copies(Loop *loop)
{
	if (loop->copies != NULL)
		g_cancellable_cancel(loop->copies);
	g_clear_object(&loop->copies);
}
