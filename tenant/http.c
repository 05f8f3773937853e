#include "tenant/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "tenant/http-wire.h"
#include "tenant/ids.h"
#include "tenant/tenant-error.h"

#define BODY_LIMIT (4 * 1024 * 1024)

typedef struct HttpHost {
	HttpServer *server;
	Host host;
	struct MHD_Daemon *daemon;
	GSource *source;
	char *url;
} HttpHost;

struct HttpServer {
	HttpHost hosts[HOST_COUNT];
	GMainContext *context;
	const Clock *clock;
	HttpHandler handle;
	void *data;
	GHashTable *waiting; /* exchanges whose connection is suspended */
};

/* One request and its answer. */
typedef struct Exchange {
	HttpHost *host;
	char *target;
	HttpRequest *request;
	HttpResponse response;
	struct MHD_Connection *connection;
	GSource *timer;
	size_t sent;
	bool is_handled;
	bool has_waited;
	bool is_too_large;
} Exchange;

/* ---- the daemon as a source of the main context ---------------------------------------------- */

typedef struct HostSource {
	GSource source;
	struct MHD_Daemon *daemon;
	gpointer tag;
} HostSource;

static gboolean source_prepare(GSource *source, gint *timeout)
{
	MHD_UNSIGNED_LONG_LONG milliseconds = 0;
	*timeout = -1;
	if (MHD_get_timeout(((HostSource *)source)->daemon, &milliseconds) == MHD_YES) {
		*timeout = (gint)MIN(milliseconds, 3600000);
		return milliseconds == 0;
	}
	return FALSE;
}

static gboolean source_check(GSource *source)
{
	HostSource *self = (HostSource *)source;
	MHD_UNSIGNED_LONG_LONG milliseconds = 1;
	return g_source_query_unix_fd(source, self->tag) != 0 ||
	       (MHD_get_timeout(self->daemon, &milliseconds) == MHD_YES && milliseconds == 0);
}

static gboolean source_dispatch(GSource *source, GSourceFunc callback, gpointer data)
{
	(void)callback;
	(void)data;
	g_source_set_ready_time(source, -1);
	MHD_run(((HostSource *)source)->daemon);
	return G_SOURCE_CONTINUE;
}

static GSource *source_new(struct MHD_Daemon *daemon)
{
	static const GSourceFuncs functions = { .prepare = source_prepare,
						.check = source_check,
						.dispatch = source_dispatch };
	/* GLib only reads them. */
	GSource *source = g_source_new((GSourceFuncs *)(uintptr_t)&functions, sizeof(HostSource));
	HostSource *self = (HostSource *)source;
	self->daemon = daemon;
	int fd = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	self->tag = g_source_add_unix_fd(source, fd, G_IO_IN);
	return source;
}

/* ---- waiting --------------------------------------------------------------------------------- */

static gboolean on_wait_over(gpointer data)
{
	Exchange *exchange = data;
	g_clear_pointer(&exchange->timer, g_source_unref);
	g_hash_table_remove(exchange->host->server->waiting, exchange);
	MHD_resume_connection(exchange->connection);
	/* Resuming does not make the epoll descriptor readable. */
	g_source_set_ready_time(exchange->host->source, 0);
	return G_SOURCE_REMOVE;
}

static void wait_for(Exchange *exchange, int64_t milliseconds)
{
	MHD_suspend_connection(exchange->connection);
	g_hash_table_add(exchange->host->server->waiting, exchange);
	exchange->timer = g_timeout_source_new((guint)CLAMP(milliseconds, 0, 86400000));
	g_source_set_callback(exchange->timer, on_wait_over, exchange, NULL);
	g_source_attach(exchange->timer, exchange->host->server->context);
}

/* ---- sending --------------------------------------------------------------------------------- */

static uint64_t announced_size(const HttpResponse *response)
{
	uint64_t size = response->body->len;
	if (response->delivery == DELIVER_FILL)
		size += response->fill * strlen(response->unit) + strlen(response->tail);
	return size;
}

/* The body, then the unit again and again, then the tail. */
static size_t read_fill(const HttpResponse *response, uint64_t position, char *buffer, size_t max)
{
	size_t unit = strlen(response->unit);
	uint64_t filled = response->body->len + response->fill * unit;
	size_t count = 0;
	for (uint64_t at = position; count < max && at < announced_size(response); at++) {
		if (at < response->body->len)
			buffer[count++] = response->body->str[at];
		else if (at < filled)
			buffer[count++] = response->unit[(at - response->body->len) % unit];
		else
			buffer[count++] = response->tail[at - filled];
	}
	return count;
}

static ssize_t read_body(void *data, uint64_t position, char *buffer, size_t max)
{
	Exchange *exchange = data;
	const HttpResponse *response = &exchange->response;
	if (response->delivery == DELIVER_FILL)
		return (ssize_t)read_fill(response, position, buffer, max);
	size_t end = response->body->len;
	if (response->delivery == DELIVER_TRUNCATE) {
		end /= 2;
		if (position >= end)
			return MHD_CONTENT_READER_END_WITH_ERROR;
	}
	size_t count = MIN(max, end - (size_t)position);
	if (response->delivery == DELIVER_DRIP) {
		if (!exchange->has_waited) {
			exchange->has_waited = true;
			wait_for(exchange, response->interval_ms);
			return 0;
		}
		exchange->has_waited = false;
		count = MIN(count, MAX(response->chunk, 1));
	}
	memcpy(buffer, response->body->str + position, count);
	return (ssize_t)count;
}

static enum MHD_Result send_answer(Exchange *exchange)
{
	HttpResponse *response = &exchange->response;
	if (response->delivery == DELIVER_RESET)
		http_wire_reset(exchange->connection);
	if (response->delivery == DELIVER_RAW)
		http_wire_send(exchange->connection, response->body->str, response->body->len);
	if (response->delivery == DELIVER_DROP || response->delivery == DELIVER_RESET ||
	    response->delivery == DELIVER_RAW)
		return MHD_NO;
	struct MHD_Response *answer;
	if (response->delivery == DELIVER_WHOLE)
		answer = MHD_create_response_from_buffer(response->body->len, response->body->str,
							 MHD_RESPMEM_PERSISTENT);
	else
		answer = MHD_create_response_from_callback(announced_size(response), 16384,
							   read_body, exchange, NULL);
	g_autofree char *date =
		times_format_http(clock_now(exchange->host->server->clock) + response->date_offset);
	MHD_add_response_header(answer, "Date", date);
	if (response->content_type != NULL)
		MHD_add_response_header(answer, "Content-Type", response->content_type);
	for (guint i = 0; i + 1 < response->headers->len; i += 2)
		MHD_add_response_header(answer, g_ptr_array_index(response->headers, i),
					g_ptr_array_index(response->headers, i + 1));
	enum MHD_Result result = MHD_queue_response(exchange->connection, response->status, answer);
	MHD_destroy_response(answer);
	return result;
}

/* ---- receiving ------------------------------------------------------------------------------- */

static enum MHD_Result take_header(void *data, enum MHD_ValueKind kind, const char *name,
				   const char *value)
{
	(void)kind;
	HttpRequest *request = data;
	if (!g_hash_table_contains(request->headers, name))
		g_hash_table_insert(request->headers, g_strdup(name),
				    g_strdup(value != NULL ? value : ""));
	return MHD_YES;
}

static void begin(Exchange *exchange, struct MHD_Connection *connection, const char *method)
{
	exchange->connection = connection;
	exchange->request = http_request_new(exchange->host->host, method, exchange->target, NULL);
	http_response_init(&exchange->response);
	MHD_get_connection_values(connection, MHD_HEADER_KIND, take_header, exchange->request);
	exchange->request->base = http_client_base(exchange->host->url, exchange->request->headers);
}

/* As MHD_AccessHandlerCallback wants it. */
/* NOLINTNEXTLINE(readability-function-size) */
static enum MHD_Result on_request(void *data, struct MHD_Connection *connection, const char *url,
				  const char *method, const char *version, const char *upload,
				  size_t *upload_size, void **state)
{
	(void)data;
	(void)url;
	(void)version;
	Exchange *exchange = *state;
	if (exchange->request == NULL) {
		begin(exchange, connection, method);
		return MHD_YES;
	}
	if (*upload_size > 0) {
		if (exchange->request->body->len + *upload_size > BODY_LIMIT)
			exchange->is_too_large = true;
		else
			g_string_append_len(exchange->request->body, upload, (gssize)*upload_size);
		*upload_size = 0;
		return MHD_YES;
	}
	if (!exchange->is_handled) {
		HttpServer *server = exchange->host->server;
		exchange->is_handled = true;
		if (exchange->is_too_large)
			exchange->response.status = 413;
		else
			server->handle(server->data, exchange->request, &exchange->response);
		if (exchange->response.delay_ms > 0) {
			wait_for(exchange, exchange->response.delay_ms);
			return MHD_YES;
		}
	}
	return send_answer(exchange);
}

static void *on_target(void *data, const char *target, struct MHD_Connection *connection)
{
	(void)connection;
	Exchange *exchange = g_new0(Exchange, 1);
	exchange->host = data;
	exchange->target = g_strdup(target);
	return exchange;
}

static void on_completed(void *data, struct MHD_Connection *connection, void **state,
			 enum MHD_RequestTerminationCode why)
{
	(void)data;
	(void)connection;
	(void)why;
	Exchange *exchange = *state;
	if (exchange == NULL)
		return;
	*state = NULL;
	if (exchange->timer != NULL) {
		g_source_destroy(exchange->timer);
		g_source_unref(exchange->timer);
	}
	g_hash_table_remove(exchange->host->server->waiting, exchange);
	http_request_free(exchange->request);
	http_response_clear(&exchange->response);
	g_free(exchange->target);
	g_free(exchange);
}

static void on_connection(void *data, struct MHD_Connection *connection, void **state,
			  enum MHD_ConnectionNotificationCode what)
{
	(void)data;
	(void)state;
	if (what != MHD_CONNECTION_NOTIFY_STARTED)
		return;
	int on = 1;
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	setsockopt(info->connect_fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/* ---- the server ------------------------------------------------------------------------------ */

static bool start_host(HttpHost *host, const HttpOptions *options, GError **error)
{
	bool is_tls = options->cert != NULL && host->host != HOST_CONTROL;
	struct sockaddr_in address = { .sin_family = AF_INET };
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (options->port)
		address.sin_port = htons((uint16_t)(options->port + host->host));
	struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)options->cert },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)options->key },
		{ MHD_OPTION_END, 0, NULL },
	};
	unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_SUPPRESS_DATE_NO_CLOCK;
	host->daemon = MHD_start_daemon(
		is_tls ? flags | MHD_USE_TLS : flags, 0, NULL, NULL, on_request, host,
		MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_URI_LOG_CALLBACK, on_target, host,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, host, MHD_OPTION_NOTIFY_CONNECTION,
		on_connection, host, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)(64 * 1024),
		MHD_OPTION_ARRAY, is_tls ? tls : tls + 2, MHD_OPTION_END);
	if (host->daemon == NULL) {
		g_set_error(error, TENANT_ERROR, TENANT_ERROR_SYSTEM, "cannot listen for %s: %s",
			    host_name(host->host), g_strerror(errno));
		return false;
	}
	uint16_t port = MHD_get_daemon_info(host->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
	host->url = g_strdup_printf("%s://127.0.0.1:%u", is_tls ? "https" : "http", port);
	host->source = source_new(host->daemon);
	g_source_attach(host->source, host->server->context);
	return true;
}

HttpServer *http_server_new(const HttpOptions *options, GError **error)
{
	HttpServer *server = g_new0(HttpServer, 1);
	server->context = g_main_context_ref_thread_default();
	server->clock = options->clock;
	server->handle = options->handle;
	server->data = options->data;
	server->waiting = g_hash_table_new(NULL, NULL);
	for (int i = 0; i < HOST_COUNT; i++) {
		server->hosts[i].server = server;
		server->hosts[i].host = (Host)i;
		if (!start_host(&server->hosts[i], options, error)) {
			http_server_free(server);
			return NULL;
		}
	}
	return server;
}

void http_server_free(HttpServer *server)
{
	if (server == NULL)
		return;
	/* libmicrohttpd wants every connection awake before its daemon stops. */
	g_autoptr(GList) waiting = g_hash_table_get_keys(server->waiting);
	for (GList *at = waiting; at != NULL; at = at->next) {
		Exchange *exchange = at->data;
		g_source_destroy(exchange->timer);
		on_wait_over(exchange);
	}
	for (int i = 0; i < HOST_COUNT; i++) {
		HttpHost *host = &server->hosts[i];
		if (host->source != NULL) {
			g_source_destroy(host->source);
			g_source_unref(host->source);
		}
		if (host->daemon != NULL)
			MHD_stop_daemon(host->daemon);
		g_free(host->url);
	}
	g_hash_table_unref(server->waiting);
	g_main_context_unref(server->context);
	g_free(server);
}

const char *http_server_url(const HttpServer *server, Host host)
{
	return server->hosts[host].url;
}
