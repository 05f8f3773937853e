#include "src/auth/loopback.h"

#include <stdbool.h>
#include <string.h>

#include "src/base/limits.h"

#define PATIENCE_MS 5000

/* Browsers open a few connections ahead; when there are more, the oldest silent one goes. */
#define VISITORS 8

typedef struct Visitor {
	Loopback *loopback;
	GSocketConnection *stream;
	GCancellable *cancellable;
	char request[LIMIT_REDIRECT + 1]; /* holds the code: wiped */
	size_t length;
	char *answer;
	guint timer;
	bool is_last;    /* the one that we waited for */
	bool is_dropped; /* its last call has not reported yet */
} Visitor;

struct Loopback {
	GSocketService *service;
	guint16 port;
	char *url;
	Secret *state;
	char *issuer;
	bool names_issuer;
	unsigned patience_ms;
	GPtrArray *visitors; /* Visitor*, the oldest first */
	bool is_decided;     /* the answer came: nothing else counts */
	Secret *code;
	GError *error;
	guint report; /* source */
	LoopbackDone done;
	LoopbackRefused refused; /* NULL: told already, or nobody wants to know */
	gpointer data;
};

static void read_on(Visitor *visitor);

static void visitor_free(Visitor *visitor)
{
	g_clear_handle_id(&visitor->timer, g_source_remove);
	g_io_stream_close(G_IO_STREAM(visitor->stream), NULL, NULL);
	g_object_unref(visitor->stream);
	g_object_unref(visitor->cancellable);
	secret_wipe(visitor->request, sizeof visitor->request);
	g_free(visitor->answer);
	g_free(visitor);
}

static gboolean on_report(gpointer data)
{
	Loopback *loopback = data;
	loopback->report = 0;
	/* The listener may be gone after this. */
	loopback->done(loopback->code, loopback->error, loopback->data);
	return G_SOURCE_REMOVE;
}

/* No call of Gio is under way for it. */
static void dismiss(Visitor *visitor)
{
	Loopback *loopback = visitor->loopback;
	if (loopback != NULL) {
		g_ptr_array_remove(loopback->visitors, visitor);
		/* The page is with the browser: now tell. */
		if (visitor->is_last && loopback->report == 0)
			loopback->report =
				g_idle_add_full(G_PRIORITY_DEFAULT, on_report, loopback, NULL);
	}
	visitor_free(visitor);
}

/* ---- answers ---- */

/* No script, nothing from elsewhere, nothing of the request. */
static const char page_format[] = "HTTP/1.1 %s\r\n"
				  "Content-Type: text/html; charset=utf-8\r\n"
				  "Content-Length: %zu\r\n"
				  "Content-Security-Policy: default-src 'none'\r\n"
				  "X-Content-Type-Options: nosniff\r\n"
				  "Referrer-Policy: no-referrer\r\n"
				  "Cache-Control: no-store\r\n"
				  "Connection: close\r\n"
				  "\r\n%s";

static const char welcome[] =
	"<!doctype html><title>myroles</title>"
	"<p>You are signed in. Close this page and go back to the terminal.\n";
static const char regret[] =
	"<!doctype html><title>myroles</title>"
	"<p>The sign-in did not succeed. Close this page; the terminal says why.\n";
static const char refusal[] = "<!doctype html><title>myroles</title><p>This is not the answer that "
			      "the sign-in waits for: it goes on in the terminal.\n";

static void on_written(GObject *source, GAsyncResult *result, gpointer data)
{
	g_output_stream_write_all_finish(G_OUTPUT_STREAM(source), result, NULL, NULL);
	dismiss(data);
}

static void answer(Visitor *visitor, const char *status, const char *page)
{
	GOutputStream *stream = g_io_stream_get_output_stream(G_IO_STREAM(visitor->stream));
	visitor->answer = g_strdup_printf(page_format, status, strlen(page), page);
	g_output_stream_write_all_async(stream, visitor->answer, strlen(visitor->answer),
					G_PRIORITY_DEFAULT, visitor->cancellable, on_written,
					visitor);
}

/* ---- requests ---- */

/* Is the one Host header ours? A page of another site that resolves its name to us has another one. */
static bool is_our_host(const Loopback *loopback, char **lines)
{
	g_autofree char *name = g_strdup_printf("localhost:%u", loopback->port);
	g_autofree char *address = g_strdup_printf("127.0.0.1:%u", loopback->port);
	const char *host = NULL;
	for (; *lines != NULL; lines++) {
		if (g_ascii_strncasecmp(*lines, "Host:", 5) != 0)
			continue;
		if (host != NULL)
			return false;
		host = g_strstrip(*lines + 5);
	}
	return host != NULL && (g_ascii_strcasecmp(host, name) == 0 || strcmp(host, address) == 0);
}

/* The query of "GET /?query HTTP/1.1"; NULL for any other request line. */
static char *query_of_line(const char *line)
{
	static const char start[] = "GET /?";
	const char *end = strchr(line + MIN(strlen(line), 4), ' ');
	if (!g_str_has_prefix(line, start) || end == NULL || !g_str_has_prefix(end, " HTTP/1."))
		return NULL;
	return g_strndup(line + strlen(start), (size_t)(end - line) - strlen(start));
}

/* Browsers ask for more than that: only what looks like an answer of a sign-in page is worth a word. */
static bool is_answer(const char *query)
{
	return strstr(query, "state=") != NULL || strstr(query, "code=") != NULL;
}

/* `is_strange`: what came looks like an answer, but is none to our request. */
static RedirectOutcome judge(Loopback *loopback, char **lines, bool *is_strange)
{
	RedirectOutcome outcome;
	char *query;
	if (loopback->is_decided || !is_our_host(loopback, lines + 1))
		return REDIRECT_FOREIGN;
	query = query_of_line(lines[0]);
	if (query == NULL)
		return REDIRECT_FOREIGN;
	const RedirectExpected expected = {
		.state = loopback->state,
		.issuer = loopback->issuer,
		.names_issuer = loopback->names_issuer,
	};

	outcome = redirect_read(query, &expected, &loopback->code, &loopback->error);
	*is_strange = outcome == REDIRECT_FOREIGN && is_answer(query);
	secret_wipe_string(query);
	return outcome;
}

static void wipe_lines(char **lines)
{
	for (char **line = lines; *line != NULL; line++)
		secret_wipe_string(*line);
	g_free(lines);
}

/* Once: whoever can reach the port could go on for ever. */
static void tell_refused(Loopback *loopback)
{
	const LoopbackRefused refused = loopback->refused;
	loopback->refused = NULL;
	if (refused != NULL)
		refused(loopback->data);
}

/* The head of a request is there. */
static void take_request(Visitor *visitor)
{
	Loopback *loopback = visitor->loopback;
	char **lines = g_strsplit(visitor->request, "\r\n", -1);
	bool is_strange = false;
	RedirectOutcome outcome = judge(loopback, lines, &is_strange);
	wipe_lines(lines);
	if (outcome == REDIRECT_FOREIGN) {
		answer(visitor, "404 Not Found", refusal);
		if (is_strange)
			tell_refused(loopback);
		return;
	}
	loopback->is_decided = true;
	visitor->is_last = true;
	g_socket_service_stop(loopback->service);
	g_socket_listener_close(G_SOCKET_LISTENER(loopback->service));
	answer(visitor, "200 OK", outcome == REDIRECT_CODE ? welcome : regret);
}

static void on_read(GObject *source, GAsyncResult *result, gpointer data)
{
	Visitor *visitor = data;
	gssize length = g_input_stream_read_finish(G_INPUT_STREAM(source), result, NULL);
	if (length <= 0 || visitor->loopback == NULL) {
		dismiss(visitor);
		return;
	}
	visitor->length += (size_t)length;
	visitor->request[visitor->length] = '\0';
	if (strlen(visitor->request) < visitor->length)
		dismiss(visitor);
	else if (strstr(visitor->request, "\r\n\r\n") != NULL)
		take_request(visitor);
	else if (visitor->length == LIMIT_REDIRECT)
		answer(visitor, "431 Request Header Fields Too Large", refusal);
	else
		read_on(visitor);
}

static void read_on(Visitor *visitor)
{
	GInputStream *stream = g_io_stream_get_input_stream(G_IO_STREAM(visitor->stream));
	g_input_stream_read_async(stream, visitor->request + visitor->length,
				  LIMIT_REDIRECT - visitor->length, G_PRIORITY_DEFAULT,
				  visitor->cancellable, on_read, visitor);
}

/* The call under way reports, and dismisses. */
static void drop(Visitor *visitor)
{
	visitor->is_dropped = true;
	g_cancellable_cancel(visitor->cancellable);
}

static gboolean on_late(gpointer data)
{
	Visitor *visitor = data;
	visitor->timer = 0;
	drop(visitor);
	return G_SOURCE_REMOVE;
}

/*
 * Anybody here can hold connections open, and the browser comes last: the oldest that has said nothing makes room, else the
 * oldest that has not said all.
 */
static void make_room(const Loopback *loopback)
{
	Visitor *silent = NULL, *unfinished = NULL;
	unsigned count = 0;
	for (guint i = 0; i < loopback->visitors->len; i++) {
		Visitor *visitor = g_ptr_array_index(loopback->visitors, i);
		if (visitor->is_dropped)
			continue;
		count++;
		if (silent == NULL && visitor->length == 0)
			silent = visitor;
		if (unfinished == NULL && visitor->answer == NULL)
			unfinished = visitor;
	}
	if (count >= VISITORS && unfinished != NULL)
		drop(silent != NULL ? silent : unfinished);
}

static gboolean on_visit(GSocketService *service, GSocketConnection *stream, GObject *source,
			 gpointer data)
{
	Loopback *loopback = data;
	Visitor *visitor;
	(void)service;
	(void)source;
	make_room(loopback);
	visitor = g_new0(Visitor, 1);
	visitor->loopback = loopback;
	visitor->stream = g_object_ref(stream);
	visitor->cancellable = g_cancellable_new();
	visitor->timer = g_timeout_add(loopback->patience_ms, on_late, visitor);
	g_ptr_array_add(loopback->visitors, visitor);
	read_on(visitor);
	return TRUE;
}

/* ---- the listener ---- */

/* Without SO_REUSEADDR, which GSocketListener would set: nobody else shares the port. */
static GSocket *open_socket(const char *ip, guint16 port, GError **error)
{
	g_autoptr(GSocketAddress) address = g_inet_socket_address_new_from_string(ip, port);
	g_autoptr(GSocket) socket =
		g_socket_new(g_socket_address_get_family(address), G_SOCKET_TYPE_STREAM,
			     G_SOCKET_PROTOCOL_TCP, error);
	if (socket == NULL || !g_socket_bind(socket, address, FALSE, error) ||
	    !g_socket_listen(socket, error))
		return NULL;
	return g_steal_pointer(&socket);
}

static bool listen_on(Loopback *loopback, guint16 port, GError **error)
{
	GSocketListener *listener = G_SOCKET_LISTENER(loopback->service);
	g_autoptr(GSocket) socket = open_socket("127.0.0.1", port, error);
	g_autoptr(GSocket) second = NULL;
	g_autoptr(GSocketAddress) address = NULL;
	if (socket == NULL)
		return false;
	address = g_socket_get_local_address(socket, error);
	if (address == NULL || !g_socket_listener_add_socket(listener, socket, NULL, error))
		return false;
	loopback->port = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(address));
	/* Browsers may try ::1 first; where it cannot be had they go on to 127.0.0.1. */
	second = open_socket("::1", loopback->port, NULL);
	if (second != NULL)
		g_socket_listener_add_socket(listener, second, NULL, NULL);
	return true;
}

Loopback *loopback_new(guint16 port, const RedirectExpected *expected, LoopbackDone done,
		       gpointer data, GError **error)
{
	g_autoptr(Loopback) loopback = g_new0(Loopback, 1);
	loopback->service = g_socket_service_new();
	/* It begins active; a socket added then makes it lose the first visitor. */
	g_socket_service_stop(loopback->service);
	loopback->state = secret_copy(expected->state);
	loopback->issuer = g_strdup(expected->issuer);
	loopback->names_issuer = expected->names_issuer;
	loopback->patience_ms = PATIENCE_MS;
	loopback->visitors = g_ptr_array_new();
	loopback->done = done;
	loopback->data = data;
	if (!listen_on(loopback, port, error))
		return NULL;
	loopback->url = g_strdup_printf("http://localhost:%u", loopback->port);
	g_signal_connect(loopback->service, "incoming", G_CALLBACK(on_visit), loopback);
	g_socket_service_start(loopback->service);
	return g_steal_pointer(&loopback);
}

void loopback_listen_refused(Loopback *loopback, LoopbackRefused refused)
{
	loopback->refused = refused;
}

void loopback_free(Loopback *loopback)
{
	if (loopback == NULL)
		return;
	g_socket_service_stop(loopback->service);
	g_socket_listener_close(G_SOCKET_LISTENER(loopback->service));
	g_signal_handlers_disconnect_by_data(loopback->service, loopback);
	g_object_unref(loopback->service);
	for (guint i = 0; i < loopback->visitors->len; i++) {
		Visitor *visitor = g_ptr_array_index(loopback->visitors, i);
		/* Its call reports from the main loop and frees it. */
		visitor->loopback = NULL;
		g_cancellable_cancel(visitor->cancellable);
	}
	g_clear_handle_id(&loopback->report, g_source_remove);
	g_ptr_array_unref(loopback->visitors);
	secret_free(loopback->state);
	secret_free(loopback->code);
	g_clear_error(&loopback->error);
	g_free(loopback->issuer);
	g_free(loopback->url);
	g_free(loopback);
}

const char *loopback_url(const Loopback *loopback)
{
	return loopback->url;
}

void loopback_set_patience(Loopback *loopback, unsigned ms)
{
	loopback->patience_ms = ms;
}
