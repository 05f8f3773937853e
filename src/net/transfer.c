#include "src/net/transfer.h"

#include <string.h>

#include "src/base/host.h"
#include "src/base/limits.h"
#include "src/base/log.h"
#include "src/net/certificate.h"
#include "src/net/error.h"
#include "src/net/options.h"
#include "src/net/proxy.h"

/* ---- life ---- */

Transfer *transfer_new(TransferShared *shared, const HttpRequest *request)
{
	Transfer *transfer = g_new0(Transfer, 1);
	transfer->shared = shared;
	transfer->held.owner = transfer;
	transfer->method = request->method;
	transfer->audience = request->audience;
	transfer->body = g_strdup(request->body);
	transfer->content_type = g_strdup(request->content_type);
	transfer->claims = g_strdup(request->claims);
	transfer->is_single_try = request->is_single_try;
	transfer->deadline_ms = request->deadline_ms;
	transfer->sink = request->sink;
	transfer->sink_data = request->sink_data;
	return transfer;
}

void transfer_stop(Transfer *transfer)
{
	if (transfer->is_running)
		multi_remove(transfer->shared->multi, transfer->easy);
	transfer->is_running = false;
	turns_drop(&transfer->shared->turns, &transfer->held);
	transfer->has_ended = false;
	g_clear_handle_id(&transfer->mute_source, g_source_remove);
	g_clear_pointer(&transfer->easy, curl_easy_cleanup);
	g_clear_pointer(&transfer->headers, curl_slist_free_all);
}

void transfer_free(Transfer *transfer)
{
	transfer_stop(transfer);
	g_clear_handle_id(&transfer->deadline_source, g_source_remove);
	g_clear_handle_id(&transfer->wait_source, g_source_remove);
	g_clear_handle_id(&transfer->deliver_source, g_source_remove);
	url_clear(&transfer->url);
	secret_wipe_string(transfer->body);
	g_free(transfer->content_type);
	g_free(transfer->claims);
	secret_free(transfer->token);
	http_response_free(transfer->response);
	g_clear_error(&transfer->error);
	g_free(transfer);
}

/* ---- callbacks of libcurl ---- */

static bool give_up(Transfer *transfer, GError *error)
{
	if (transfer->error == NULL)
		transfer->error = error;
	else
		g_error_free(error);
	return false;
}

void transfer_shared_clear(TransferShared *shared)
{
	turns_clear(&shared->turns);
	g_clear_pointer(&shared->ca_file, g_free);
	g_clear_pointer(&shared->http1_hosts, g_hash_table_unref);
	g_clear_pointer(&shared->mute_hosts, g_hash_table_unref);
	g_clear_pointer(&shared->shut_hosts, g_hash_table_unref);
}

/*
 * A proxy's or a portal's page is no answer. JSON begins with a bracket; a scalar is only believed with the right
 * type.
 */
static bool check_first_byte(Transfer *transfer, const char *bytes, size_t length)
{
	const char *type = http_response_header(transfer->response, "Content-Type");
	size_t at = 0;
	/* Blanks, and a byte order mark. */
	while (at < length && bytes[at] != '\0' && strchr(" \t\r\n\xEF\xBB\xBF", bytes[at]) != NULL)
		at++;
	if (at == length)
		return true;
	transfer->is_body_checked = true;
	if (bytes[at] == '{' || bytes[at] == '[')
		return true;
	if (bytes[at] != '<' && type != NULL && strcasestr(type, "json") != NULL)
		return true;
	return give_up(transfer, error_new(HTTP_ERROR_NOT_JSON, true,
					   "%s answered with a page that is not JSON (%s)",
					   transfer->url.host, type != NULL ? type : "no type"));
}

static bool is_streamed(const Transfer *transfer)
{
	return transfer->sink != NULL && response_is_good(transfer->response);
}

bool transfer_take_body(gpointer data, const char *bytes, size_t length)
{
	Transfer *transfer = data;
	size_t limit = is_streamed(transfer) ? LIMIT_BODY : LIMIT_BODY_SINGLE;
	GError *error = NULL;
	/* Ended meanwhile, by a cancel from inside a sink. */
	if (transfer->is_over)
		return false;
	transfer->body_bytes += length;
	if (transfer->body_bytes > limit)
		return give_up(transfer, error_new(HTTP_ERROR_TOO_LARGE, true,
						   "the answer of %s is larger than %zu bytes",
						   transfer->url.host, limit));
	if (response_is_good(transfer->response) && !transfer->is_body_checked &&
	    !check_first_byte(transfer, bytes, length))
		return false;
	if (!is_streamed(transfer)) {
		response_add_body(transfer->response, bytes, length);
		return true;
	}
	transfer->has_fed_sink = true;
	if (transfer->sink(bytes, length, false, transfer->sink_data, &error))
		return true;
	return give_up(transfer, error);
}

static size_t on_body(char *bytes, size_t size, size_t count, void *data)
{
	Transfer *transfer = data;
	size_t length = size * count;
	bool is_taken;
	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &transfer->response->status);
	/* What is kept as one piece takes no time. */
	if (is_streamed(transfer))
		is_taken = turns_take(&transfer->shared->turns, &transfer->held, bytes, length);
	else
		is_taken = transfer_take_body(transfer, bytes, length);
	return is_taken ? length : 0;
}

static gboolean on_mute(gpointer data)
{
	Transfer *transfer = data;
	const TransferShared *shared = transfer->shared;
	const char *host = transfer->url.host;
	transfer->mute_source = 0;
	/* Once, however many wait for it. */
	if (g_hash_table_add(shared->mute_hosts, g_strdup(host)))
		shared->mute(host, (shared->mute_ms + 999) / 1000, shared->mute_data);
	return G_SOURCE_REMOVE;
}

/* Not while it waits for a connection: that one has a limit of its own. */
static void expect_answer(Transfer *transfer)
{
	const TransferShared *shared = transfer->shared;
	g_clear_handle_id(&transfer->mute_source, g_source_remove);
	if (shared->mute_ms > 0)
		transfer->mute_source = g_timeout_add(shared->mute_ms, on_mute, transfer);
}

static void hear(Transfer *transfer)
{
	g_clear_handle_id(&transfer->mute_source, g_source_remove);
	g_hash_table_remove(transfer->shared->mute_hosts, transfer->url.host);
}

static size_t on_header(char *line, size_t size, size_t count, void *data)
{
	Transfer *transfer = data;
	size_t length = size * count;
	transfer->answered = clock_ticks(transfer->shared->clock);
	hear(transfer);
	transfer->response->header_bytes += length;
	if (transfer->response->header_bytes > LIMIT_HEADERS) {
		give_up(transfer, error_new(HTTP_ERROR_TOO_LARGE, true,
					    "the headers of %s are larger than %d bytes",
					    transfer->url.host, LIMIT_HEADERS));
		return 0;
	}
	response_add_line(transfer->response, line, length);
	return length;
}

/* A connection is there and the request is about to leave. */
// NOLINTNEXTLINE(readability-non-const-parameter): libcurl's shape
static int on_connected(void *data, char *ip, char *local_ip, int port, int local_port)
{
	Transfer *transfer = data;
	(void)local_ip;
	(void)port;
	(void)local_port;
	if (strcmp(transfer->url.scheme, "http") == 0 && !host_is_loopback(ip)) {
		give_up(transfer, error_new(HTTP_ERROR_FOREIGN_HOST, transfer->was_sent,
					    "%s is not a loopback address", transfer->url.host));
		return CURL_PREREQFUNC_ABORT;
	}
	/*
	 * libcurl sends a request again by itself when a connection that it had kept breaks before the first byte
	 * of an answer. The first one may have been carried out, so a write goes no further.
	 */
	if (transfer->was_sent && transfer->method != HTTP_GET)
		return CURL_PREREQFUNC_ABORT;
	transfer->was_sent = true;
	transfer->sent = clock_ticks(transfer->shared->clock);
	expect_answer(transfer);
	return CURL_PREREQFUNC_OK;
}

/* ---- a try ---- */

static void set_callbacks(Transfer *transfer)
{
	CURL *easy = transfer->easy;
	curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->message);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_connected);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 1L);
}

static void reset_try(Transfer *transfer)
{
	transfer_stop(transfer);
	g_clear_pointer(&transfer->response, http_response_free);
	g_clear_error(&transfer->error);
	transfer->response = response_new_empty();
	transfer->message[0] = '\0';
	transfer->was_sent = false;
	transfer->is_body_checked = false;
	transfer->body_bytes = 0;
	transfer->started = transfer->sent = transfer->answered =
		clock_ticks(transfer->shared->clock);
	if (transfer->has_fed_sink)
		transfer->sink(NULL, 0, true, transfer->sink_data, NULL);
	transfer->has_fed_sink = false;
}

void transfer_start(Transfer *transfer)
{
	reset_try(transfer);
	transfer->tries++;
	transfer->shared->counts.requests++;
	transfer->shared->counts.retries += transfer->tries > 1;
	transfer->easy = curl_easy_init();
	options_set(transfer);
	set_callbacks(transfer);
	transfer->is_running = true;
	multi_add(transfer->shared->multi, transfer->easy);
}

/* ---- what came of it ---- */

GError *transfer_not_http(const Transfer *transfer, const char *why)
{
	return error_new(HTTP_ERROR_NOT_HTTP, transfer->was_sent, "%s answered with no HTTP: %s",
			 transfer->url.host, why);
}

GError *transfer_take_error(Transfer *transfer, CURLcode code)
{
	const char *host = transfer->url.host;
	const char *why =
		transfer->message[0] != '\0' ? transfer->message : curl_easy_strerror(code);
	if (transfer->error != NULL)
		return g_steal_pointer(&transfer->error);
	const char *proxy = transfer->was_sent ? NULL : proxy_variable(host);
	GError *certificate =
		transfer->was_sent ? NULL
				   : certificate_error(code, host, why, transfer->shared->ca_file);
	if (certificate != NULL)
		return certificate;
	switch (code) {
	case CURLE_OK:
		return NULL;
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
		/* libcurl says the same of a URL and of an answer that is no HTTP. */
		if (transfer->was_sent)
			return transfer_not_http(transfer, why);
		if (proxy != NULL)
			break;
		return error_new(HTTP_ERROR_BAD_URL, false, "refused URL: %s", why);
	case CURLE_WEIRD_SERVER_REPLY:
		return transfer_not_http(transfer, why);
	default:
		break;
	}
	/* libcurl's own words may hold the proxy's address, and with it a password. */
	if (proxy != NULL)
		return proxy_error(transfer->easy, code, host, proxy);
	if (!transfer->was_sent)
		return error_new(HTTP_ERROR_NOT_SENT, false, "no connection to %s: %s", host,
				 certificate_passing_words(why));
	if (transfer->response->header_bytes == 0)
		return error_new(HTTP_ERROR_UNREACHABLE, true,
				 "%s broke the connection without an answer: %s", host,
				 certificate_passing_words(why));
	return error_new(HTTP_ERROR_INTERRUPTED, true, "the answer of %s ended early: %s", host,
			 certificate_passing_words(why));
}

bool transfer_avoids_http2(const Transfer *transfer, CURLcode code)
{
	/* The last try may at least be another one. */
	return code == CURLE_HTTP2 || code == CURLE_HTTP2_STREAM || transfer->is_http1 ||
	       transfer->tries + 1 >= LIMIT_TRIES;
}

bool transfer_is_lost(const GError *error)
{
	return g_error_matches(error, HTTP_ERROR, HTTP_ERROR_NOT_SENT) ||
	       g_error_matches(error, HTTP_ERROR, HTTP_ERROR_UNREACHABLE) ||
	       g_error_matches(error, HTTP_ERROR, HTTP_ERROR_INTERRUPTED);
}

void transfer_note(const Transfer *transfer, const GError *error)
{
	TransferShared *shared = transfer->shared;
	const char *request_id = http_response_request_id(transfer->response);
	Ticks now = clock_ticks(shared->clock);
	long connections = 0;
	curl_easy_getinfo(transfer->easy, CURLINFO_NUM_CONNECTS, &connections);
	shared->counts.connections += (uint64_t)connections;
	if (!log_is_open())
		return;
	log_write("http",
		  "%s %s%s: %ld, %zu bytes, %" G_GINT64_FORMAT " ms, try %u, request %s%s%s",
		  options_method_name(transfer->method), transfer->url.host, transfer->url.path,
		  transfer->response->status, transfer->body_bytes,
		  (gint64)((now - transfer->started) / 1000), transfer->tries,
		  request_id != NULL ? request_id : "-", error != NULL ? ": " : "",
		  error != NULL ? error->message : "");
}
