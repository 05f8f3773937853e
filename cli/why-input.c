#include "cli/why-input.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

#include "cli/wait.h"
#include "src/base/limits.h"
#include "src/base/secret-buffer.h"

/* A text that comes in pieces; what is logged there may hold a token. */
typedef struct Input {
	SecretBuffer text;
	bool is_over;
	int problem; /* errno; 0: none */
} Input;

static gboolean on_readable(gint fd, GIOCondition condition, gpointer data)
{
	Input *input = data;
	char bytes[4096];
	const ssize_t count = read(fd, bytes, sizeof bytes);
	(void)condition;
	if (count < 0 && (errno == EINTR || errno == EAGAIN))
		return G_SOURCE_CONTINUE;
	input->problem = count < 0 ? errno : 0;
	input->is_over = count <= 0;
	/* What is beyond the limit is not looked at; it is read, so that who writes it ends well; one byte
	 * tells that it is there. */
	if (count > 0 && input->text.length <= LIMIT_DENIAL)
		secret_buffer_append(&input->text, bytes,
				     MIN((size_t)count, LIMIT_DENIAL + 1 - input->text.length));
	explicit_bzero(bytes, sizeof bytes);
	return input->is_over ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static Denial *read_all(const Session *session, int fd, const char *name)
{
	Input input = { 0 };
	guint source = g_unix_fd_add(fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, &input);
	while (!input.is_over && !session->is_interrupted)
		wait_once();
	if (!input.is_over)
		g_source_remove(source);
	Denial *denial = NULL;
	if (input.problem != 0)
		tell_format("%s cannot be read: %s.", name, g_strerror(input.problem));
	else if (input.is_over)
		denial = denial_parse(secret_buffer_peek(&input.text), (gssize)input.text.length);
	secret_buffer_clear(&input.text);
	return denial;
}

static Denial *read_file(const Session *session, const char *path)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		tell_format("%s cannot be read: %s. Give an operation and a scope, the text of a "
			    "denial, a file with it, or - for standard input.",
			    path, g_strerror(errno));
		return NULL;
	}
	Denial *denial = read_all(session, fd, path);
	close(fd);
	return denial;
}

static Denial *take_operation(const char *operation, bool is_data)
{
	Denial *denial = denial_parse("", 0);
	Need *need = need_new(operation, is_data ? PLANE_DATA : PLANE_CONTROL, NULL);
	need->is_plane_known = is_data || need->is_plane_known;
	denial_add(denial, need);
	return denial;
}

Denial *why_read_input(Session *session, const char *words, bool is_data)
{
	if (strcmp(words, "-") == 0) {
		if (isatty(STDIN_FILENO))
			tell_progress("Paste what was said, and end it with Ctrl-D.");
		return read_all(session, STDIN_FILENO, "Standard input");
	}
	if (operation_is_valid(words))
		return take_operation(words, is_data);
	if (strpbrk(words, " \n") != NULL && !g_file_test(words, G_FILE_TEST_EXISTS))
		return denial_parse(words, -1);
	return read_file(session, words);
}
