#include "src/auth/child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "src/base/limits.h"

/* What still comes out of a child that has ended, and of whatever it left behind. */
#define REST_MS 500

#define FIRST_BYTES 4096

typedef struct Pipe {
	Child *child;
	GInputStream *stream;
	char *bytes; /* `size` long, and longer than `length` at any time */
	size_t length, size;
	size_t dropped;
	bool keeps_end; /* of more than the limit; else more is too much */
} Pipe;

struct Child {
	GSubprocess *process;
	GPid pid;
	GCancellable *cancellable;
	Pipe output, errors;
	Secret *input;
	size_t limit;
	int terminal; /* that the child has; -1: none */
	guint deadline;
	bool is_alone;
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

/* Whoever is behind is stopped when it moves the terminal's foreground, unless it hears nothing of SIGTTOU (tcsetpgrp(3)). */
static void set_foreground(int terminal, pid_t group)
{
	sigset_t all, before;
	sigemptyset(&all);
	sigaddset(&all, SIGTTOU);
	sigprocmask(SIG_BLOCK, &all, &before);
	tcsetpgrp(terminal, group);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

static void take_terminal_back(Child *child)
{
	if (child->terminal < 0)
		return;
	set_foreground(child->terminal, getpgrp());
	close(child->terminal);
	child->terminal = -1;
}

static void destroy(Child *child)
{
	take_terminal_back(child);
	secret_free(child->input);
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

/* Of what a child complains the reason stands at the end: what came first goes, up to a line's end. */
static void drop_first_half(Pipe *pipe)
{
	const size_t half = pipe->length / 2;
	const char *line = memchr(pipe->bytes + half, '\n', pipe->length - half);
	const size_t dropped = line != NULL ? (size_t)(line - pipe->bytes) + 1 : half;
	pipe->length -= dropped;
	pipe->dropped += dropped;
	memmove(pipe->bytes, pipe->bytes + dropped, pipe->length);
}

static void on_read(GObject *source, GAsyncResult *result, gpointer data)
{
	Pipe *pipe = data;
	Child *child = pipe->child;
	gssize length = g_input_stream_read_finish(G_INPUT_STREAM(source), result, NULL);
	if (length > 0) {
		pipe->length += (size_t)length;
		if (pipe->length > child->limit && pipe->keeps_end &&
		    pipe->dropped < LIMIT_CHILD_ERRORS)
			drop_first_half(pipe);
		if (pipe->length > child->limit) {
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

static gboolean on_deadline(gpointer data)
{
	Child *child = data;
	child->deadline = 0;
	child->result.is_late = !child->has_ended || !child->is_alone;
	end_process(child);
	return G_SOURCE_REMOVE;
}

static void on_ended(GObject *source, GAsyncResult *result, gpointer data)
{
	Child *child = data;
	GSubprocess *process = G_SUBPROCESS(source);
	child->has_ended = g_subprocess_wait_finish(process, result, NULL);
	child->result.exit_status = child->has_ended && g_subprocess_get_if_exited(process)
					    ? g_subprocess_get_exit_status(process)
					    : -1;
	take_terminal_back(child);
	if (child->has_ended && child->is_alone) {
		if (child->pid > 0)
			kill(-child->pid, SIGKILL);
		g_clear_handle_id(&child->deadline, g_source_remove);
		child->deadline = g_timeout_add(REST_MS, on_deadline, child);
	}
	settle(child);
}

static void pipe_init(Pipe *pipe, Child *child, GInputStream *stream)
{
	pipe->child = child;
	pipe->stream = stream;
	pipe->size = FIRST_BYTES;
	pipe->bytes = g_malloc0(pipe->size);
}

char **child_environment(const char *const *names, size_t count)
{
	char **environment = g_new0(char *, 1);
	for (size_t i = 0; i < count; i++) {
		const char *value = g_getenv(names[i]);
		if (value != NULL)
			environment = g_environ_setenv(environment, names[i], value, TRUE);
	}
	return environment;
}

/* ---- what it is told ---- */

static void on_written(GObject *source, GAsyncResult *result, gpointer data)
{
	/* A child that does not want all of it says so by how it ends. */
	g_output_stream_write_all_finish(G_OUTPUT_STREAM(source), result, NULL, NULL);
	g_output_stream_close(G_OUTPUT_STREAM(source), NULL, NULL);
	settle(data);
}

static void write_input(Child *child)
{
	if (child->input == NULL)
		return;
	child->pending++;
	g_output_stream_write_all_async(g_subprocess_get_stdin_pipe(child->process),
					secret_peek(child->input), secret_length(child->input),
					G_PRIORITY_DEFAULT, child->cancellable, on_written, child);
}

/* ---- its beginning ---- */

/* The terminal, where this process is in front of it; -1: there is none, or somebody else is. */
static int open_terminal(void)
{
	const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (terminal >= 0 && tcgetpgrp(terminal) == getpgrp())
		return terminal;
	if (terminal >= 0)
		close(terminal);
	return -1;
}

/* In the child, before it is what it is to be. */
static void make_group(gpointer data)
{
	const int terminal = GPOINTER_TO_INT(data);
	setpgid(0, 0);
	if (terminal >= 0)
		set_foreground(terminal, getpid());
}

static GSubprocess *spawn(const ChildCall *call, int terminal, GError **error)
{
	const GSubprocessFlags input =
		call->input != NULL ? G_SUBPROCESS_FLAGS_STDIN_PIPE : G_SUBPROCESS_FLAGS_NONE;
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
		G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE | input);
	g_subprocess_launcher_set_environ(launcher, call->environment);
	g_subprocess_launcher_set_child_setup(launcher, make_group, GINT_TO_POINTER(terminal),
					      NULL);
	return g_subprocess_launcher_spawnv(launcher, call->argv, error);
}

Child *child_run(const ChildCall *call, ChildDone done, gpointer data, GError **error)
{
	const int terminal = call->takes_terminal ? open_terminal() : -1;
	GSubprocess *process = spawn(call, terminal, error);
	if (process == NULL) {
		if (terminal >= 0)
			close(terminal);
		return NULL;
	}
	Child *child = g_new0(Child, 1);
	child->process = process;
	child->terminal = terminal;
	/* NULL when it has ended already. */
	const char *identifier = g_subprocess_get_identifier(process);
	child->pid = identifier != NULL ? (GPid)g_ascii_strtoll(identifier, NULL, 10) : 0;
	child->cancellable = g_cancellable_new();
	child->input = secret_copy(call->input);
	child->limit = call->limit;
	child->is_alone = call->is_alone;
	child->done = done;
	child->data = data;
	pipe_init(&child->output, child, g_subprocess_get_stdout_pipe(process));
	pipe_init(&child->errors, child, g_subprocess_get_stderr_pipe(process));
	child->errors.keeps_end = true;
	child->deadline = g_timeout_add(call->deadline_ms, on_deadline, child);
	child->pending = 1;
	g_subprocess_wait_async(process, child->cancellable, on_ended, child);
	read_on(&child->output);
	read_on(&child->errors);
	write_input(child);
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
