#include "cli/paste.h"

#include <stdbool.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/stream.h"
#include "src/base/limits.h"

struct Paste {
	PasteLine taken;
	gpointer data;
	Stream *stream;
	bool is_terminal;
	struct termios before;
	bool is_too_long; /* the rest of the line is dropped */
	size_t length;
	char line[LIMIT_REDIRECT + 1];
};

static void take_byte(Paste *paste, char byte)
{
	if (byte != '\n' && byte != '\r') {
		paste->is_too_long |= paste->length >= LIMIT_REDIRECT;
		if (!paste->is_too_long)
			paste->line[paste->length++] = byte;
		return;
	}
	paste->line[paste->length] = '\0';
	const bool is_line = paste->length > 0 || paste->is_too_long;
	if (is_line)
		paste->taken(paste->is_too_long ? "" : paste->line, paste->data);
	explicit_bzero(paste->line, sizeof paste->line);
	paste->length = 0;
	paste->is_too_long = false;
}

static void on_bytes(const char *bytes, size_t length, gpointer data)
{
	for (size_t i = 0; i < length; i++)
		take_byte(data, bytes[i]);
}

static void on_end(int problem, gpointer data)
{
	(void)problem;
	take_byte(data, '\n'); /* a last line may lack its end */
}

Paste *paste_new(PasteLine taken, gpointer data)
{
	struct termios quiet;
	const bool is_terminal = tcgetattr(STDIN_FILENO, &quiet) == 0;
	/* A program in the background would be stopped for touching its terminal. */
	if (is_terminal && tcgetpgrp(STDIN_FILENO) != getpgrp())
		return NULL;
	Paste *paste = g_new0(Paste, 1);
	paste->taken = taken;
	paste->data = data;
	paste->is_terminal = is_terminal;
	paste->before = quiet;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
	quiet.c_cc[VMIN] = 1;
	quiet.c_cc[VTIME] = 0;
	if (is_terminal)
		tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
	paste->stream = stream_new(STDIN_FILENO, on_bytes, on_end, paste);
	return paste;
}

void paste_free(Paste *paste)
{
	if (paste == NULL)
		return;
	g_clear_pointer(&paste->stream, stream_free);
	if (paste->is_terminal)
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &paste->before);
	explicit_bzero(paste, sizeof *paste);
	g_free(paste);
}
