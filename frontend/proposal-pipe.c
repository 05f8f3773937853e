#include "frontend/proposal-pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "src/base/limits.h"
#include "src/base/watch.h"

#define HEAD_BYTES sizeof(guint32)

struct ProposalPipe {
	int fd;
	PipeMessage take;
	gpointer data;
	GSource *source; /* NULL: it is over */
	GByteArray *received;
	bool is_broken; /* told by the next turn of the loop, not from within a send */
};

static guint32 length_of(const GByteArray *bytes)
{
	guint32 length = 0;
	memcpy(&length, bytes->data, sizeof length);
	return length;
}

/* A dictionary that is what it says, or NULL. */
static GVariant *read_message(const guint8 *bytes, gsize length)
{
	g_autoptr(GBytes) copy = g_bytes_new(bytes, length);
	g_autoptr(GVariant) message =
		g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE_VARDICT, copy, FALSE));
	return g_variant_is_normal_form(message) ? g_steal_pointer(&message) : NULL;
}

/* All that is whole. False: the other end does not speak this. */
static bool take_messages(ProposalPipe *pipe)
{
	GByteArray *received = pipe->received;
	while (received->len >= HEAD_BYTES) {
		const guint32 length = length_of(received);
		if (length == 0 || length > LIMIT_PROPOSAL_FRAME)
			return false;
		if (received->len - HEAD_BYTES < length)
			return true;
		g_autoptr(GVariant) message = read_message(received->data + HEAD_BYTES, length);
		if (message == NULL)
			return false;
		g_byte_array_remove_range(received, 0, (guint)HEAD_BYTES + length);
		pipe->take(message, pipe->data);
		if (pipe->is_broken)
			return false;
	}
	return true;
}

/* Nothing that is received is kept beyond one message. */
static bool receive(ProposalPipe *pipe)
{
	guint8 bytes[4096];
	const ssize_t count = recv(pipe->fd, bytes, sizeof bytes, 0);
	if (count < 0)
		return errno == EAGAIN || errno == EINTR;
	if (count == 0)
		return false;
	g_byte_array_append(pipe->received, bytes, (guint)count);
	return take_messages(pipe);
}

static gboolean on_ready(gint fd, GIOCondition condition, gpointer data)
{
	ProposalPipe *pipe = data;
	(void)fd;
	if (!pipe->is_broken && (condition & (G_IO_IN | G_IO_HUP)) != 0 && receive(pipe))
		return G_SOURCE_CONTINUE;
	g_clear_pointer(&pipe->source, g_source_unref);
	pipe->take(NULL, pipe->data); /* which may free it */
	return G_SOURCE_REMOVE;
}

ProposalPipe *proposal_pipe_new(int fd, PipeMessage take, gpointer data)
{
	ProposalPipe *pipe = g_new0(ProposalPipe, 1);
	const int flags = fcntl(fd, F_GETFL);
	fcntl(fd, F_SETFL, flags | O_NONBLOCK);
	pipe->fd = fd;
	pipe->take = take;
	pipe->data = data;
	pipe->received = g_byte_array_new();
	pipe->source = watch_fd(fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_ready, pipe);
	return pipe;
}

void proposal_pipe_free(ProposalPipe *pipe)
{
	if (pipe == NULL)
		return;
	if (pipe->source != NULL) {
		g_source_destroy(pipe->source);
		g_source_unref(pipe->source);
	}
	close(pipe->fd);
	g_byte_array_unref(pipe->received);
	g_free(pipe);
}

void proposal_pipe_cut_off(ProposalPipe *pipe)
{
	pipe->is_broken = true;
	shutdown(pipe->fd, SHUT_RDWR);
}

bool proposal_pipe_send(ProposalPipe *pipe, GVariant *message)
{
	g_autoptr(GVariant) own = g_variant_ref_sink(message);
	const gsize length = g_variant_get_size(own);
	if (pipe->is_broken || pipe->source == NULL || length > LIMIT_PROPOSAL_FRAME)
		return false;
	g_autoptr(GByteArray) bytes = g_byte_array_sized_new((guint)(HEAD_BYTES + length));
	const guint32 head = (guint32)length;
	g_byte_array_append(bytes, (const guint8 *)&head, sizeof head);
	g_byte_array_append(bytes, g_variant_get_data(own), (guint)length);
	const ssize_t count = send(pipe->fd, bytes->data, bytes->len, MSG_NOSIGNAL);
	if (count == (ssize_t)bytes->len)
		return true;
	proposal_pipe_cut_off(pipe);
	return false;
}
