#include "cli/why-input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli/stream.h"
#include "cli/wait.h"
#include "src/base/limits.h"

/* ---- bytes ---- */

typedef struct Reading {
	WhyReader *reader;
	size_t length;
	bool is_over;
	int problem; /* errno; 0: none */
} Reading;

static void on_bytes(const char *bytes, size_t length, gpointer data)
{
	Reading *reading = data;
	why_reader_feed(reading->reader, bytes, length);
	reading->length += length;
	/* Some have no end: /dev/zero, or yes in a pipe. */
	reading->is_over |= reading->length > LIMIT_PLAN;
}

static void on_end(int problem, gpointer data)
{
	Reading *reading = data;
	reading->problem = problem;
	reading->is_over = true;
}

/* All of it is read, so that who writes it ends well. */
static void read_all(const Session *session, int fd, const char *name, const WhyTerms *terms,
		     WhyInput *input)
{
	g_autoptr(WhyReader) reader = why_reader_new();
	g_autofree char *refusal = NULL;
	Reading reading = { .reader = reader };
	Stream *stream = stream_new(fd, on_bytes, on_end, &reading);
	while (!reading.is_over && !session->is_interrupted)
		wait_once();
	stream_free(stream);
	if (reading.problem != 0)
		tell_format("%s cannot be read: %s.", name, g_strerror(reading.problem));
	else if (reading.is_over)
		refusal = why_reader_finish(reader, name, terms->subscription, input);
	if (refusal != NULL)
		tell(refusal, NULL);
}

static void read_file(const Session *session, const char *path, const WhyTerms *terms,
		      WhyInput *input)
{
	/* Whoever writes into a pipe is waited for later, where a signal is heard. */
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0 && strchr(path, '*') != NULL) {
		tell_format(
			"%s is no operation: a role permits by such a pattern, a service denies "
			"one by its whole name, such as Microsoft.Web/sites/write.",
			path);
		return;
	}
	if (fd < 0) {
		tell_format("%s cannot be read: %s. Give an operation and a scope, the text of a "
			    "denial, a file with it, or - for standard input.",
			    *path != '\0' ? path : "\"\"", g_strerror(errno));
		return;
	}
	read_all(session, fd, path, terms, input);
	close(fd);
}

static Denial *take_operation(const char *operation, bool is_data)
{
	Denial *denial = denial_parse("", 0);
	Need *need = need_new(operation, is_data ? PLANE_DATA : PLANE_CONTROL, NULL);
	need->is_plane_known = is_data || need->is_plane_known;
	denial_add(denial, need);
	return denial;
}

Denial *why_read_text(const char *words)
{
	return operation_is_valid(words) ? take_operation(words, false) : denial_parse(words, -1);
}

void why_read_input(Session *session, const char *words, const WhyTerms *terms, WhyInput *input)
{
	if (strcmp(words, "-") == 0) {
		if (isatty(STDIN_FILENO))
			tell_progress("Paste what was said, and end it with Ctrl-D.");
		read_all(session, STDIN_FILENO, "Standard input", terms, input);
	} else if (operation_is_valid(words)) {
		input->denial = take_operation(words, terms->is_data);
	} else if (strpbrk(words, " \n") != NULL && !g_file_test(words, G_FILE_TEST_EXISTS)) {
		input->denial = denial_parse(words, -1);
	} else {
		read_file(session, words, terms, input);
	}
}
