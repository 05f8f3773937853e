#include "cli/paste.h"

#include <errno.h>
#include <glib-unix.h>
#include <stdbool.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "src/base/limits.h"

struct Paste {
	PasteLine taken;
	gpointer data;
	guint source;
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

static gboolean on_readable(gint fd, GIOCondition condition, gpointer data)
{
	Paste *paste = data;
	char bytes[512];
	const ssize_t count = read(fd, bytes, sizeof bytes);
	(void)condition;
	if (count < 0 && (errno == EINTR || errno == EAGAIN))
		return G_SOURCE_CONTINUE;
	if (count <= 0) {
		take_byte(paste, '\n'); /* a last line may lack its end */
		paste->source = 0;
		return G_SOURCE_REMOVE;
	}
	for (ssize_t i = 0; i < count; i++)
		take_byte(paste, bytes[i]);
	explicit_bzero(bytes, sizeof bytes);
	return G_SOURCE_CONTINUE;
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
	paste->source =
		g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, paste);
	return paste;
}

void paste_free(Paste *paste)
{
	if (paste == NULL)
		return;
	g_clear_handle_id(&paste->source, g_source_remove);
	if (paste->is_terminal)
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &paste->before);
	explicit_bzero(paste, sizeof *paste);
	g_free(paste);
}
