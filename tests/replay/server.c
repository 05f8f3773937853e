#include "tests/replay/server.h"

#include <gio/gio.h>
#include <string.h>

#define CHUNK 16000

struct ReplayServer {
	GSocketService *service;
	char *url;
	const ReplayExchange *exchanges;
	size_t count;
	bool *is_used;
	GPtrArray *connections; /* Connection*, owned */
	size_t connections_seen;
	GPtrArray *requests; /* char*: request lines without a version */
	GPtrArray *unexpected;
	GString *received;
};

typedef struct Connection {
	ReplayServer *server;
	GSocketConnection *stream;
	GSource *readable;
	GCancellable *cancellable;
	GString *in;
	GString *out;
	size_t written;
	size_t step; /* bytes per write: 0: all */
	bool closes;
	guint drip;
} Connection;

static void write_on(Connection *connection);

static void connection_free(gpointer data)
{
	Connection *connection = data;
	g_cancellable_cancel(connection->cancellable);
	g_object_unref(connection->cancellable);
	if (connection->readable != NULL) {
		g_source_destroy(connection->readable);
		g_source_unref(connection->readable);
	}
	g_clear_handle_id(&connection->drip, g_source_remove);
	g_io_stream_close(G_IO_STREAM(connection->stream), NULL, NULL);
	g_object_unref(connection->stream);
	g_string_free(connection->in, TRUE);
	g_string_free(connection->out, TRUE);
	g_free(connection);
}

static void drop(Connection *connection)
{
	g_ptr_array_remove_fast(connection->server->connections, connection);
}

/* ---- answers ---- */

static gboolean on_drip(gpointer data)
{
	Connection *connection = data;
	connection->drip = 0;
	write_on(connection);
	return G_SOURCE_REMOVE;
}

static void on_written(GObject *source, GAsyncResult *result, gpointer data)
{
	Connection *connection = data;
	g_autoptr(GError) error = NULL;
	gssize length = g_output_stream_write_finish(G_OUTPUT_STREAM(source), result, &error);
	if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
		return; /* the connection is freed */
	if (length < 0) {
		drop(connection);
		return;
	}
	connection->written += (size_t)length;
	if (connection->step > 0)
		connection->drip = g_idle_add(on_drip, connection);
	else
		write_on(connection);
}

static void write_on(Connection *connection)
{
	GOutputStream *stream = g_io_stream_get_output_stream(G_IO_STREAM(connection->stream));
	size_t left = connection->out->len - connection->written;
	if (left == 0) {
		g_string_truncate(connection->out, 0);
		connection->written = 0;
		if (connection->closes)
			drop(connection);
		return;
	}
	if (connection->step > 0)
		left = MIN(left, connection->step);
	g_output_stream_write_async(stream, connection->out->str + connection->written, left,
				    G_PRIORITY_DEFAULT, connection->cancellable, on_written,
				    connection);
}

static char *fill_in(const ReplayServer *server, const char *text)
{
	GString *filled = g_string_new(text);
	g_string_replace(filled, "@URL@", server->url, 0);
	return g_string_free(filled, FALSE);
}

static GString *make_body(const ReplayServer *server, const ReplayExchange *exchange)
{
	g_autofree char *head = fill_in(server, exchange->body != NULL ? exchange->body : "");
	GString *body = g_string_new(head);
	for (size_t i = 0; i < exchange->times; i++)
		g_string_append(body, exchange->repeat);
	g_string_append(body, exchange->tail != NULL ? exchange->tail : "");
	return body;
}

static GString *compress(GString *body)
{
	g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable();
	g_autoptr(GConverter) converter =
		G_CONVERTER(g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6));
	g_autoptr(GOutputStream) stream = g_converter_output_stream_new(memory, converter);
	GMemoryOutputStream *result = G_MEMORY_OUTPUT_STREAM(memory);
	GString *compressed;
	if (!g_output_stream_write_all(stream, body->str, body->len, NULL, NULL, NULL) ||
	    !g_output_stream_close(stream, NULL, NULL))
		g_error("no compression");
	compressed = g_string_new_len(g_memory_output_stream_get_data(result),
				      (gssize)g_memory_output_stream_get_data_size(result));
	g_string_free(body, TRUE);
	return compressed;
}

static void append_chunks(GString *out, const GString *body)
{
	for (size_t at = 0; at < body->len; at += CHUNK) {
		size_t length = MIN((size_t)CHUNK, body->len - at);
		g_string_append_printf(out, "%zx\r\n", length);
		g_string_append_len(out, body->str + at, (gssize)length);
		g_string_append(out, "\r\n");
	}
	g_string_append(out, "0\r\n\r\n");
}

static void answer(Connection *connection, const ReplayExchange *exchange)
{
	g_autofree char *headers =
		fill_in(connection->server, exchange->headers != NULL ? exchange->headers : "");
	GString *body = make_body(connection->server, exchange);
	GString *out = connection->out;
	if (exchange->is_gzip)
		body = compress(body);
	connection->step = exchange->manner == REPLAY_DRIP ? 1 : 0;
	connection->closes = exchange->manner == REPLAY_CUT || exchange->manner == REPLAY_RAW;
	if (exchange->manner == REPLAY_RAW) {
		g_string_append_len(out, body->str, (gssize)body->len);
	} else {
		g_string_append_printf(out, "HTTP/1.1 %u Status\r\n",
				       exchange->status != 0 ? exchange->status : 200);
		if (strcasestr(headers, "content-type:") == NULL)
			g_string_append(out, "Content-Type: application/json\r\n");
		g_string_append(out, headers);
		if (exchange->is_gzip)
			g_string_append(out, "Content-Encoding: gzip\r\n");
		if (exchange->manner == REPLAY_CHUNKED) {
			g_string_append(out, "Transfer-Encoding: chunked\r\n\r\n");
			append_chunks(out, body);
		} else {
			g_string_append_printf(out, "Content-Length: %zu\r\n\r\n", body->len);
			g_string_append_len(out, body->str, (gssize)body->len);
		}
		if (exchange->manner == REPLAY_CUT)
			g_string_truncate(out, out->len - body->len / 2);
	}
	g_string_free(body, TRUE);
	write_on(connection);
}

/* ---- requests ---- */

static const ReplayExchange *find_exchange(ReplayServer *server, const char *line)
{
	for (size_t i = 0; i < server->count; i++) {
		if (!server->is_used[i] && strcmp(server->exchanges[i].request, line) == 0) {
			server->is_used[i] = true;
			return &server->exchanges[i];
		}
	}
	return NULL;
}

static void take_request(Connection *connection, const char *head)
{
	static const ReplayExchange refusal = { .status = 599, .body = "{}" };
	ReplayServer *server = connection->server;
	const char *version = strstr(head, " HTTP/1.1");
	char *line = g_strndup(head, version != NULL ? (size_t)(version - head) : strlen(head));
	const ReplayExchange *exchange = find_exchange(server, line);
	g_ptr_array_add(server->requests, line);
	if (exchange == NULL)
		g_ptr_array_add(server->unexpected, g_strdup(line));
	if (exchange == NULL)
		exchange = &refusal;
	if (exchange->manner == REPLAY_CLOSE)
		drop(connection);
	else if (exchange->manner != REPLAY_HANG)
		answer(connection, exchange);
}

/* True when a whole request was there. The connection may be gone afterwards. */
static bool take_input(Connection *connection)
{
	GString *in = connection->in;
	const char *end = strstr(in->str, "\r\n\r\n");
	const char *length_line;
	size_t length = 0, head_length;
	g_autofree char *head = NULL;
	if (end == NULL)
		return false;
	head_length = (size_t)(end - in->str) + 4;
	head = g_strndup(in->str, head_length);
	length_line = strcasestr(head, "\r\ncontent-length:");
	if (length_line != NULL)
		length = (size_t)g_ascii_strtoull(length_line + 17, NULL, 10);
	if (in->len < head_length + length)
		return false;
	g_string_erase(in, 0, (gssize)(head_length + length));
	take_request(connection, head);
	return true;
}

static gboolean on_readable(GSocket *socket, GIOCondition condition, gpointer data)
{
	Connection *connection = data;
	char bytes[4096];
	gssize length = g_socket_receive(socket, bytes, sizeof bytes, NULL, NULL);
	(void)condition;
	if (length <= 0) {
		drop(connection);
		return G_SOURCE_REMOVE;
	}
	g_string_append_len(connection->server->received, bytes, length);
	g_string_append_len(connection->in, bytes, length);
	take_input(connection);
	return G_SOURCE_CONTINUE;
}

static gboolean on_incoming(GSocketService *service, GSocketConnection *stream, GObject *source,
			    gpointer data)
{
	ReplayServer *server = data;
	Connection *connection = g_new0(Connection, 1);
	GSocket *socket = g_socket_connection_get_socket(stream);
	(void)service;
	(void)source;
	connection->server = server;
	connection->stream = g_object_ref(stream);
	connection->cancellable = g_cancellable_new();
	connection->in = g_string_new(NULL);
	connection->out = g_string_new(NULL);
	g_socket_set_blocking(socket, FALSE);
	connection->readable = g_socket_create_source(socket, G_IO_IN | G_IO_HUP, NULL);
	g_source_set_callback(connection->readable, G_SOURCE_FUNC(on_readable), connection, NULL);
	g_source_attach(connection->readable, NULL);
	server->connections_seen++;
	g_ptr_array_add(server->connections, connection);
	return TRUE;
}

/* ---- the server ---- */

ReplayServer *replay_server_new(const ReplayExchange *exchanges, size_t count)
{
	ReplayServer *server = g_new0(ReplayServer, 1);
	g_autoptr(GSocketAddress) any = g_inet_socket_address_new_from_string("127.0.0.1", 0);
	g_autoptr(GSocketAddress) address = NULL;
	g_autoptr(GError) error = NULL;
	server->exchanges = exchanges;
	server->count = count;
	server->is_used = g_new0(bool, count + 1);
	server->connections = g_ptr_array_new_with_free_func(connection_free);
	server->requests = g_ptr_array_new_with_free_func(g_free);
	server->unexpected = g_ptr_array_new_with_free_func(g_free);
	server->received = g_string_new(NULL);
	server->service = g_socket_service_new();
	if (!g_socket_listener_add_address(G_SOCKET_LISTENER(server->service), any,
					   G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
					   &address, &error))
		g_error("%s", error->message);
	server->url =
		g_strdup_printf("http://127.0.0.1:%u",
				g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(address)));
	g_signal_connect(server->service, "incoming", G_CALLBACK(on_incoming), server);
	g_socket_service_start(server->service);
	return server;
}

void replay_server_free(ReplayServer *server)
{
	if (server == NULL)
		return;
	g_socket_service_stop(server->service);
	g_socket_listener_close(G_SOCKET_LISTENER(server->service));
	g_object_unref(server->service);
	g_ptr_array_unref(server->connections);
	/* Canceled calls report once more. */
	replay_settle();
	g_ptr_array_unref(server->requests);
	g_ptr_array_unref(server->unexpected);
	g_string_free(server->received, TRUE);
	g_free(server->is_used);
	g_free(server->url);
	g_free(server);
}

const char *replay_server_url(const ReplayServer *server)
{
	return server->url;
}

const char *replay_server_received(const ReplayServer *server)
{
	return server->received->str;
}

size_t replay_server_requests(const ReplayServer *server)
{
	return server->requests->len;
}

size_t replay_server_connections(const ReplayServer *server)
{
	return server->connections_seen;
}

bool replay_server_is_done(const ReplayServer *server, char **why)
{
	GString *text = g_string_new(NULL);
	for (size_t i = 0; i < server->count; i++) {
		if (!server->is_used[i])
			g_string_append_printf(text, "missing: %s\n", server->exchanges[i].request);
	}
	for (guint i = 0; i < server->unexpected->len; i++)
		g_string_append_printf(text, "unexpected: %s\n",
				       (char *)g_ptr_array_index(server->unexpected, i));
	*why = g_string_free(text, FALSE);
	return **why == '\0';
}

static gboolean on_too_late(gpointer data)
{
	*(bool *)data = true;
	return G_SOURCE_CONTINUE;
}

bool replay_run_until(const bool *is_over)
{
	bool is_late = false;
	guint timer = g_timeout_add_seconds(60, on_too_late, &is_late);
	while (!*is_over && !is_late)
		g_main_context_iteration(NULL, TRUE);
	g_source_remove(timer);
	return *is_over;
}

void replay_settle(void)
{
	while (g_main_context_iteration(NULL, FALSE))
		;
}
