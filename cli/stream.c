#include "cli/stream.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

struct Stream {
	StreamBytes bytes;
	StreamEnd end;
	gpointer data;
	guint source; /* 0: it is over */
};

static gboolean on_readable(gint fd, GIOCondition condition, gpointer data)
{
	Stream *stream = data;
	char bytes[16384];
	const ssize_t count = read(fd, bytes, sizeof bytes);
	const int problem = count < 0 ? errno : 0;
	(void)condition;
	if (problem == EINTR || problem == EAGAIN)
		return G_SOURCE_CONTINUE;
	if (count > 0) {
		stream->bytes(bytes, (size_t)count, stream->data);
		explicit_bzero(bytes, (size_t)count);
		return G_SOURCE_CONTINUE;
	}
	stream->source = 0;
	stream->end(problem, stream->data);
	return G_SOURCE_REMOVE;
}

Stream *stream_new(int fd, StreamBytes bytes, StreamEnd end, gpointer data)
{
	Stream *stream = g_new0(Stream, 1);
	*stream = (Stream){ .bytes = bytes, .end = end, .data = data };
	stream->source = g_unix_fd_add(fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, stream);
	return stream;
}

void stream_free(Stream *stream)
{
	if (stream == NULL)
		return;
	g_clear_handle_id(&stream->source, g_source_remove);
	g_free(stream);
}
