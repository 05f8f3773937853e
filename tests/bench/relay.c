#include "tests/bench/relay.h"

#include <errno.h>
#include <glib-unix.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHUNK 65536

struct Relay {
	uint16_t port, target;
	int listener;
	int stop[2];
	GThread *thread;
	GPtrArray *links; /* Link*: the thread's own */
	gint one_way_us;  /* atomic, as the next */
	gint connections;
	GMutex mutex;
	gint64 last_byte;
};

typedef struct Chunk {
	gint64 due;
	GBytes *bytes; /* empty: the end */
} Chunk;

/* One direction of a connection. */
typedef struct Way {
	int from, to;
	bool has_ended; /* nothing more to read */
	gint64 opened;  /* no byte is due before this */
	GQueue chunks;
} Way;

typedef struct Link {
	Way ways[2]; /* to the service, to the program */
	int one_way_us;
} Link;

static void chunk_free(Chunk *chunk)
{
	g_bytes_unref(chunk->bytes);
	g_free(chunk);
}

static void link_free(Link *link)
{
	for (int i = 0; i < 2; i++) {
		g_queue_clear_full(&link->ways[i].chunks, (GDestroyNotify)chunk_free);
		close(link->ways[i].from);
	}
	g_free(link);
}

static int connect_to(uint16_t port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons(port),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
		return fd;
	close(fd);
	return -1;
}

static void accept_link(Relay *relay)
{
	int client = accept4(relay->listener, NULL, NULL, SOCK_CLOEXEC);
	int service = client >= 0 ? connect_to(relay->target) : -1;
	const int on = 1;
	if (service < 0) {
		close(client);
		return;
	}
	g_atomic_int_inc(&relay->connections);
	setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	setsockopt(service, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	Link *link = g_new0(Link, 1);
	link->one_way_us = g_atomic_int_get(&relay->one_way_us);
	link->ways[0] = (Way){ .from = client, .to = service };
	link->ways[1] = (Way){ .from = service, .to = client };
	/* What the handshake would have taken. */
	link->ways[0].opened = g_get_monotonic_time() + 3 * (gint64)link->one_way_us;
	g_ptr_array_add(relay->links, link);
}

static void read_way(Way *way, int one_way_us)
{
	static char buffer[CHUNK];
	ssize_t got = recv(way->from, buffer, sizeof buffer, 0);
	Chunk *chunk = g_new0(Chunk, 1);
	way->has_ended = got <= 0;
	chunk->due = MAX(g_get_monotonic_time() + one_way_us, way->opened);
	chunk->bytes = g_bytes_new(buffer, got > 0 ? (gsize)got : 0);
	g_queue_push_tail(&way->chunks, chunk);
}

/* Hands over what is due. */
static void write_way(Relay *relay, Way *way, bool is_answer)
{
	Chunk *chunk;
	while ((chunk = g_queue_peek_head(&way->chunks)) != NULL &&
	       chunk->due <= g_get_monotonic_time()) {
		gsize size = 0;
		const char *bytes = g_bytes_get_data(chunk->bytes, &size);
		if (size == 0)
			shutdown(way->to, SHUT_WR);
		for (gsize at = 0; at < size;) {
			ssize_t sent = send(way->to, bytes + at, size - at, MSG_NOSIGNAL);
			if (sent <= 0)
				break;
			at += (gsize)sent;
		}
		if (is_answer && size > 0) {
			g_mutex_lock(&relay->mutex);
			relay->last_byte = g_get_monotonic_time();
			g_mutex_unlock(&relay->mutex);
		}
		chunk_free(g_queue_pop_head(&way->chunks));
	}
}

static bool is_over(const Link *link)
{
	return link->ways[0].has_ended && link->ways[1].has_ended &&
	       g_queue_is_empty((GQueue *)&link->ways[0].chunks) &&
	       g_queue_is_empty((GQueue *)&link->ways[1].chunks);
}

/* Until the next chunk is due; a second when none waits. */
static struct timespec time_to_wait(const Relay *relay)
{
	gint64 wait = G_USEC_PER_SEC, now = g_get_monotonic_time();
	for (guint i = 0; i < 2 * relay->links->len; i++) {
		Link *link = relay->links->pdata[i / 2];
		const Chunk *chunk = g_queue_peek_head(&link->ways[i % 2].chunks);
		if (chunk != NULL)
			wait = MIN(wait, chunk->due - now);
	}
	return (struct timespec){ .tv_sec = MAX(wait, 0) / G_USEC_PER_SEC,
				  .tv_nsec = MAX(wait, 0) % G_USEC_PER_SEC * 1000 };
}

static void serve(Relay *relay, const struct pollfd *fds, guint count)
{
	for (guint i = 0; i < 2 * count; i++) {
		Link *link = relay->links->pdata[i / 2];
		if (fds[i].revents != 0)
			read_way(&link->ways[i % 2], link->one_way_us);
		write_way(relay, &link->ways[i % 2], i % 2 == 1);
	}
	for (guint i = count; i-- > 0;)
		if (is_over(relay->links->pdata[i]))
			g_ptr_array_remove_index(relay->links, i);
}

static gpointer run(gpointer data)
{
	Relay *relay = data;
	g_autoptr(GArray) fds = g_array_new(FALSE, TRUE, sizeof(struct pollfd));
	for (;;) {
		guint count = relay->links->len;
		struct timespec wait = time_to_wait(relay);
		struct pollfd stop = { .fd = relay->stop[0], .events = POLLIN };
		struct pollfd listener = { .fd = relay->listener, .events = POLLIN };
		g_array_set_size(fds, 0);
		for (guint i = 0; i < 2 * count; i++) {
			Link *link = relay->links->pdata[i / 2];
			Way *way = &link->ways[i % 2];
			struct pollfd fd = { .fd = way->has_ended ? -1 : way->from,
					     .events = POLLIN };
			g_array_append_val(fds, fd);
		}
		g_array_append_val(fds, listener);
		g_array_append_val(fds, stop);
		if (ppoll((struct pollfd *)(void *)fds->data, fds->len, &wait, NULL) < 0)
			continue;
		struct pollfd *polled = (struct pollfd *)(void *)fds->data;
		if (polled[2 * count + 1].revents != 0)
			return NULL;
		serve(relay, polled, count);
		if (polled[2 * count].revents != 0)
			accept_link(relay);
	}
}

Relay *relay_new(uint16_t port)
{
	Relay *relay = g_new0(Relay, 1);
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;
	relay->target = port;
	relay->links = g_ptr_array_new_with_free_func((GDestroyNotify)link_free);
	g_mutex_init(&relay->mutex);
	g_assert_true(g_unix_open_pipe(relay->stop, FD_CLOEXEC, NULL));
	relay->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	g_assert_cmpint(bind(relay->listener, (struct sockaddr *)&address, size), ==, 0);
	g_assert_cmpint(listen(relay->listener, 64), ==, 0);
	getsockname(relay->listener, (struct sockaddr *)&address, &size);
	relay->port = ntohs(address.sin_port);
	relay->thread = g_thread_new("relay", run, relay);
	return relay;
}

void relay_free(Relay *relay)
{
	if (relay == NULL)
		return;
	close(relay->stop[1]);
	g_thread_join(relay->thread);
	close(relay->stop[0]);
	close(relay->listener);
	g_ptr_array_unref(relay->links);
	g_mutex_clear(&relay->mutex);
	g_free(relay);
}

uint16_t relay_port(const Relay *relay)
{
	return relay->port;
}

void relay_set_round_trip(Relay *relay, int milliseconds)
{
	g_atomic_int_set(&relay->one_way_us, milliseconds * 500);
	g_atomic_int_set(&relay->connections, 0);
	g_mutex_lock(&relay->mutex);
	relay->last_byte = 0;
	g_mutex_unlock(&relay->mutex);
}

guint relay_connections(Relay *relay)
{
	return (guint)g_atomic_int_get(&relay->connections);
}

gint64 relay_last_byte(Relay *relay)
{
	g_mutex_lock(&relay->mutex);
	gint64 last = relay->last_byte;
	g_mutex_unlock(&relay->mutex);
	return last;
}
