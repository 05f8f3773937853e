#include "src/auth/child.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "src/base/limits.h"
#include "src/base/secret.h"

/* What the Azure CLI needs to find itself, its sign-in and the way out; nothing else is handed down. */
static const char *const kept_variables[] = {
	"PATH",
	"HOME",
	"USER",
	"LOGNAME",
	"LANG",
	"LC_ALL",
	"LC_CTYPE",
	"TMPDIR",
	"AZURE_CONFIG_DIR",
	"REQUESTS_CA_BUNDLE",
	"SSL_CERT_FILE",
	"SSL_CERT_DIR",
	"HTTPS_PROXY",
	"https_proxy",
	"HTTP_PROXY",
	"http_proxy",
	"NO_PROXY",
	"no_proxy",
	"ALL_PROXY",
	"all_proxy",
	"XDG_RUNTIME_DIR",
	"DBUS_SESSION_BUS_ADDRESS",
};

#define FIRST_BYTES 4096

typedef struct Pipe {
	Child *child;
	GInputStream *stream;
	char *bytes; /* `size` long, and longer than `length` at any time */
	size_t length, size;
} Pipe;

struct Child {
	GSubprocess *process;
	GPid pid;
	GCancellable *cancellable;
	Pipe output, errors;
	guint deadline;
	bool has_ended;
	int pending; /* calls that still report */
	ChildResult result;
	ChildDone done; /* NULL: nobody waits any more */
	gpointer data;
};

static void read_on(Pipe *pipe);

static void pipe_clear(Pipe *pipe)
{
	secret_wipe(pipe->bytes, pipe->size);
	g_free(pipe->bytes);
}

static void destroy(Child *child)
{
	g_clear_handle_id(&child->deadline, g_source_remove);
	pipe_clear(&child->output);
	pipe_clear(&child->errors);
	g_object_unref(child->process);
	g_object_unref(child->cancellable);
	g_free(child);
}

static void end_process(Child *child)
{
	/* The whole group: `az` is a script that starts Python. */
	if (!child->has_ended && child->pid > 0)
		kill(-child->pid, SIGKILL);
	g_cancellable_cancel(child->cancellable);
}

/* Every call of Gio has reported: the outcome is complete, or nobody wants it. */
static void settle(Child *child)
{
	if (--child->pending > 0)
		return;
	if (child->done != NULL) {
		/* Now only: the next piece may be there before a read has returned. */
		child->output.bytes[child->output.length] = '\0';
		child->errors.bytes[child->errors.length] = '\0';
		child->result.output = child->output.bytes;
		child->result.output_length = child->output.length;
		child->result.errors = child->errors.bytes;
		child->done(&child->result, child->data);
	}
	destroy(child);
}

static void grow(Pipe *pipe)
{
	size_t size = 2 * pipe->size;
	char *bytes = g_malloc(size);
	memcpy(bytes, pipe->bytes, pipe->length);
	secret_wipe(pipe->bytes, pipe->size);
	g_free(pipe->bytes);
	pipe->bytes = bytes;
	pipe->size = size;
}

static void on_read(GObject *source, GAsyncResult *result, gpointer data)
{
	Pipe *pipe = data;
	Child *child = pipe->child;
	gssize length = g_input_stream_read_finish(G_INPUT_STREAM(source), result, NULL);
	if (length > 0) {
		pipe->length += (size_t)length;
		if (pipe->length > LIMIT_CHILD_OUTPUT) {
			child->result.is_too_long = true;
			end_process(child);
		} else {
			read_on(pipe);
		}
	}
	settle(child);
}

static void read_on(Pipe *pipe)
{
	if (pipe->size - pipe->length < FIRST_BYTES / 2)
		grow(pipe);
	pipe->child->pending++;
	g_input_stream_read_async(pipe->stream, pipe->bytes + pipe->length,
				  pipe->size - pipe->length - 1, G_PRIORITY_DEFAULT,
				  pipe->child->cancellable, on_read, pipe);
}

static void on_ended(GObject *source, GAsyncResult *result, gpointer data)
{
	Child *child = data;
	GSubprocess *process = G_SUBPROCESS(source);
	child->has_ended = g_subprocess_wait_finish(process, result, NULL);
	child->result.exit_status = child->has_ended && g_subprocess_get_if_exited(process)
					    ? g_subprocess_get_exit_status(process)
					    : -1;
	settle(child);
}

static gboolean on_deadline(gpointer data)
{
	Child *child = data;
	child->deadline = 0;
	child->result.is_late = true;
	end_process(child);
	return G_SOURCE_REMOVE;
}

static void pipe_init(Pipe *pipe, Child *child, GInputStream *stream)
{
	pipe->child = child;
	pipe->stream = stream;
	pipe->size = FIRST_BYTES;
	pipe->bytes = g_malloc0(pipe->size);
}

static GStrv make_environment(void)
{
	GStrv environment = g_new0(char *, 1);
	for (size_t i = 0; i < G_N_ELEMENTS(kept_variables); i++) {
		const char *value = g_getenv(kept_variables[i]);
		if (value != NULL)
			environment = g_environ_setenv(environment, kept_variables[i], value, TRUE);
	}
	environment = g_environ_setenv(environment, "AZURE_CORE_NO_COLOR", "1", TRUE);
	environment = g_environ_setenv(environment, "AZURE_CORE_ONLY_SHOW_ERRORS", "1", TRUE);
	return environment;
}

static void make_group(gpointer data)
{
	(void)data;
	setpgid(0, 0);
}

Child *child_run(const char *const *argv, unsigned deadline_ms, ChildDone done, gpointer data,
		 GError **error)
{
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
		G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
	g_auto(GStrv) environment = make_environment();
	GSubprocess *process;
	const char *identifier;
	Child *child;
	g_subprocess_launcher_set_environ(launcher, environment);
	g_subprocess_launcher_set_child_setup(launcher, make_group, NULL, NULL);
	process = g_subprocess_launcher_spawnv(launcher, argv, error);
	if (process == NULL)
		return NULL;
	child = g_new0(Child, 1);
	child->process = process;
	/* NULL when it has ended already. */
	identifier = g_subprocess_get_identifier(process);
	child->pid = identifier != NULL ? (GPid)g_ascii_strtoll(identifier, NULL, 10) : 0;
	child->cancellable = g_cancellable_new();
	child->done = done;
	child->data = data;
	pipe_init(&child->output, child, g_subprocess_get_stdout_pipe(process));
	pipe_init(&child->errors, child, g_subprocess_get_stderr_pipe(process));
	child->deadline = g_timeout_add(deadline_ms, on_deadline, child);
	child->pending = 1;
	g_subprocess_wait_async(process, child->cancellable, on_ended, child);
	read_on(&child->output);
	read_on(&child->errors);
	return child;
}

void child_free(Child *child)
{
	if (child == NULL)
		return;
	child->done = NULL;
	g_clear_handle_id(&child->deadline, g_source_remove);
	/* Gio's calls report from the main loop; the last one frees. */
	end_process(child);
}
