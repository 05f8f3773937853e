#include "src/net/http.h"

#include <string.h>

#include "src/base/limits.h"
#include "src/model/duration.h"
#include "src/net/certificate.h"
#include "src/net/error.h"
#include "src/net/proxy.h"
#include "src/net/retry.h"
#include "src/net/transfer.h"

#define DEADLINE_MS 60000
#define BACKOFF_MS  500
#define CONNECT_MS  10000

#define SHUT_MICROSECONDS \
	(2 * G_USEC_PER_SEC) /* what follows on a failure at once, and no person */

struct Http {
	TransferShared shared;
	Url bases[AUDIENCE_COUNT]; /* zeroed: no requests to that audience */
	TokenProvider *tokens;
	GHashTable *transfers; /* &id → Transfer* */
	uint64_t last_id;
	unsigned backoff_ms;
	double (*random)(void);
	unsigned change_ms; /* of what changes something; 0: as of all else */
	bool is_hasty;
	bool is_closing;
};

/* A transfer that waits for its token; outlives the transfer when that one is canceled. */
typedef struct TokenWait {
	Transfer *transfer; /* NULL: nobody waits any more */
	GCancellable *cancellable;
} TokenWait;

/* ---- the end of a transfer ---- */

static void deliver(Transfer *transfer)
{
	HttpDone done = transfer->done;
	g_hash_table_steal(transfer->http->transfers, &transfer->id);
	if (transfer->error != NULL)
		done(NULL, transfer->error, transfer->data);
	else
		done(transfer->response, NULL, transfer->data);
	/* The queue may be gone now. */
	transfer_free(transfer);
}

static gboolean on_deliver(gpointer data)
{
	Transfer *transfer = data;
	transfer->deliver_source = 0;
	/* Before the callback, which may free the queue. */
	transfer_stop(transfer);
	deliver(transfer);
	return G_SOURCE_REMOVE;
}

/*
 * The outcome is known: `error` (taken), or the answer when it is NULL. It is delivered from the main loop, so that
 * no callback runs inside the caller's or libcurl's frames.
 */
static void finish(Transfer *transfer, GError *error)
{
	if (transfer->is_over) {
		g_clear_error(&error);
		return;
	}
	transfer->is_over = true;
	g_clear_error(&transfer->error);
	transfer->error = error;
	g_clear_handle_id(&transfer->deadline_source, g_source_remove);
	g_clear_handle_id(&transfer->wait_source, g_source_remove);
	if (transfer->token_wait != NULL) {
		GCancellable *cancellable = transfer->token_wait->cancellable;
		transfer->token_wait->transfer = NULL;
		transfer->token_wait = NULL;
		g_cancellable_cancel(cancellable);
	}
	transfer->deliver_source = g_idle_add_full(G_PRIORITY_DEFAULT, on_deliver, transfer, NULL);
}

static gboolean on_deadline(gpointer data)
{
	Transfer *transfer = data;
	unsigned seconds = (transfer->deadline_ms + 999) / 1000;
	GError *silence =
		transfer->was_sent || !transfer->is_running
			? NULL
			: proxy_silence(transfer->easy, proxy_variable(transfer->url.host));
	transfer->deadline_source = 0;
	if (silence != NULL)
		finish(transfer, silence);
	else if (transfer->was_sent || transfer->method == HTTP_GET)
		finish(transfer, error_new(HTTP_ERROR_TIMED_OUT, transfer->was_sent,
					   "no complete answer from %s within %u s",
					   transfer->url.host, seconds));
	else
		finish(transfer,
		       error_new(HTTP_ERROR_NOT_SENT, false, "no connection to %s within %u s",
				 transfer->url.host, seconds));
	transfer_stop(transfer);
	return G_SOURCE_REMOVE;
}

/* ---- a silent proxy ---- */

/* It left without an answer who asked for this host a moment ago: nobody waits for the same once more. */
static bool is_shut(const Transfer *transfer)
{
	const Ticks *since = g_hash_table_lookup(transfer->shared->shut_hosts, transfer->url.host);
	return since != NULL && clock_ticks(transfer->shared->clock) - *since < SHUT_MICROSECONDS;
}

static void begin(Transfer *transfer)
{
	const char *ca_file = transfer->shared->ca_file;
	GError *error =
		is_shut(transfer) ? proxy_silence(NULL, proxy_variable(transfer->url.host)) : NULL;
	if (error == NULL && ca_file != NULL && g_str_equal(transfer->url.scheme, "https"))
		error = certificate_check_file(ca_file);
	if (error != NULL)
		finish(transfer, error);
	else
		transfer_start(transfer);
}

/* Whoever waits for the connection that did not come about would begin the next. */
static void shut_host(const Transfer *transfer, const GError *silence)
{
	const Ticks now = clock_ticks(transfer->shared->clock);
	GHashTableIter iter;
	gpointer value = NULL;
	g_hash_table_replace(transfer->shared->shut_hosts, g_strdup(transfer->url.host),
			     g_memdup2(&now, sizeof now));
	g_hash_table_iter_init(&iter, transfer->http->transfers);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		Transfer *other = value;
		if (other == transfer || !other->is_running || other->was_sent ||
		    !g_str_equal(other->url.host, transfer->url.host))
			continue;
		finish(other, g_error_copy(silence));
		transfer_stop(other);
	}
}

/* ---- tokens ---- */

static void on_token(const Secret *token, const GError *error, gpointer data)
{
	TokenWait *wait = data;
	Transfer *transfer = wait->transfer;
	g_object_unref(wait->cancellable);
	g_free(wait);
	if (transfer == NULL)
		return;
	transfer->token_wait = NULL;
	if (error != NULL) {
		/* A change that wants a stronger sign-in is told so by the 401 itself. */
		const bool is_answer = transfer->is_challenged && transfer->method != HTTP_GET;
		/* What the token's own requests left behind is nothing of this one. */
		finish(transfer, is_answer ? NULL : error_copy_unsent(error));
		return;
	}
	/* Nothing newer than what was refused: the 401 is the answer. */
	if (transfer->is_renewed && secret_equal(token, transfer->token)) {
		finish(transfer, NULL);
		return;
	}
	secret_free(transfer->token);
	transfer->token = secret_copy(token);
	begin(transfer);
}

static void ask_token(Transfer *transfer, const Secret *rejected)
{
	TokenProvider *tokens = transfer->http->tokens;
	TokenWait *wait = g_new0(TokenWait, 1);
	TokenQuery query = {
		.audience = transfer->audience,
		.rejected = rejected,
		.claims = transfer->claims,
	};
	wait->transfer = transfer;
	query.cancellable = wait->cancellable = g_cancellable_new();
	transfer->token_wait = wait;
	tokens->get(tokens, &query, on_token, wait);
}

/* ---- between tries ---- */

static gboolean on_retry(gpointer data)
{
	Transfer *transfer = data;
	transfer->wait_source = 0;
	begin(transfer);
	return G_SOURCE_REMOVE;
}

static bool has_time_for(const Transfer *transfer, int64_t wait_ms)
{
	return clock_ticks(transfer->shared->clock) + wait_ms * 1000 < transfer->deadline;
}

static void start_after(Transfer *transfer, int64_t wait_ms)
{
	/* The handle, and with it its connection, is free for others meanwhile. */
	transfer_stop(transfer);
	transfer->wait_source = g_timeout_add((guint)wait_ms, on_retry, transfer);
}

static bool may_retry(const Transfer *transfer)
{
	return transfer->method == HTTP_GET && !transfer->is_single_try &&
	       transfer->tries < LIMIT_TRIES;
}

static int64_t backoff(const Transfer *transfer)
{
	const Http *http = transfer->http;
	return retry_backoff_ms(http->backoff_ms, transfer->tries, http->random());
}

/* 429 to the end, or a wait that nobody wants: until when, on the clocks of the person. */
static GError *throttled(const Transfer *transfer, int64_t wait_ms)
{
	const char *host = transfer->url.host;
	if (wait_ms == 0)
		return error_new(HTTP_ERROR_THROTTLED, true,
				 "%s accepts no more requests at the moment", host);
	const Instant now = clock_now(transfer->shared->clock);
	g_autofree char *how_long = retry_tell_wait(now, (wait_ms + 999) / 1000);
	return error_new(HTTP_ERROR_WAIT, true, "%s is busy and asks to wait %s", host, how_long);
}

/* An answer that may be better next time. True when it was dealt with. */
static bool try_again(Transfer *transfer)
{
	const HttpResponse *response = transfer->response;
	const char *after = http_response_header(response, "Retry-After");
	bool is_throttled = response->status == 429, is_away = response->status == 503;
	int64_t wait_ms = backoff(transfer), seconds;
	if (transfer->method != HTTP_GET || transfer->is_single_try)
		return false;
	if (after != NULL &&
	    retry_parse_after(after, clock_now(transfer->shared->clock), &seconds)) {
		wait_ms = seconds * 1000;
		/* No shorter wait is any use. */
		if (seconds > LIMIT_RETRY_AFTER || !has_time_for(transfer, wait_ms)) {
			finish(transfer,
			       is_throttled || is_away ? throttled(transfer, wait_ms) : NULL);
			return true;
		}
	}
	if (may_retry(transfer) && has_time_for(transfer, wait_ms)) {
		start_after(transfer, wait_ms);
		return true;
	}
	if (is_throttled)
		finish(transfer, throttled(transfer, 0));
	return is_throttled;
}

static bool can_renew(const Transfer *transfer)
{
	return transfer->audience != AUDIENCE_NONE && !transfer->is_renewed &&
	       !transfer->is_single_try;
}

/* The token is asked for again, once: with the claims that the service wants, if any; no person is needed for some. */
static void renew(Transfer *transfer)
{
	char *claims = http_response_claims(transfer->response);
	transfer->is_renewed = true;
	if (claims != NULL) {
		transfer->is_challenged = true;
		g_free(transfer->claims);
		transfer->claims = claims;
	}
	ask_token(transfer, transfer->token);
}

static void learn_time(const Transfer *transfer)
{
	const char *text = http_response_header(transfer->response, "Date");
	Instant date;
	if (text != NULL && instant_parse_http(text, &date))
		clock_learn(transfer->shared->clock, date, transfer->sent, transfer->answered);
}

/* An answer is there. */
static void judge(Transfer *transfer)
{
	long status = transfer->response->status;
	if (status < 200 || status > 599) {
		g_autofree char *why = g_strdup_printf("status %ld", status);
		finish(transfer, transfer_not_http(transfer, why));
		return;
	}
	learn_time(transfer);
	if (status >= 300 && status < 400) {
		finish(transfer,
		       error_new(HTTP_ERROR_REDIRECT, true, "%s redirects (%ld), which is refused",
				 transfer->url.host, status));
	} else if (status == 401 && can_renew(transfer)) {
		renew(transfer);
	} else if (!retry_is_worthwhile(status) || !try_again(transfer)) {
		finish(transfer, NULL);
	}
}

/* HTTP/1.1 brought an answer where HTTP/2 did not: whatever else goes there, writes above all, begins with it. */
static void learn_version(const Transfer *transfer)
{
	if (transfer->is_http1 && transfer->response->header_bytes > 0)
		g_hash_table_add(transfer->shared->http1_hosts, g_strdup(transfer->url.host));
}

/* A try is over, and all that it brought is handed on. */
static void conclude(Transfer *transfer, CURLcode code)
{
	g_autoptr(GError) error = NULL;
	int64_t wait_ms;
	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &transfer->response->status);
	error = transfer_take_error(transfer, code);
	transfer_note(transfer, error);
	learn_version(transfer);
	if (error == NULL) {
		judge(transfer);
		return;
	}
	if (code == CURLE_OPERATION_TIMEDOUT &&
	    g_error_matches(error, HTTP_ERROR, HTTP_ERROR_PROXY))
		shut_host(transfer, error);
	wait_ms = backoff(transfer);
	transfer->is_http1 = transfer_avoids_http2(transfer, code);
	const bool is_final =
		transfer->http->is_hasty && g_error_matches(error, HTTP_ERROR, HTTP_ERROR_NOT_SENT);
	if (!is_final && transfer_is_lost(error) && may_retry(transfer) &&
	    has_time_for(transfer, wait_ms))
		start_after(transfer, wait_ms);
	else
		finish(transfer, g_steal_pointer(&error));
}

static void on_try_done(CURL *easy, CURLcode code, gpointer data)
{
	Transfer *transfer = NULL;
	(void)data;
	curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&transfer);
	transfer->is_running = false;
	if (transfer->is_over)
		return;
	transfer->has_ended = turns_has_held(&transfer->held);
	transfer->code = code;
	if (!transfer->has_ended)
		conclude(transfer, code);
}

/* A TurnDone: nothing is held for this one any more. */
static void on_handed_on(gpointer data)
{
	Transfer *transfer = data;
	if (transfer->is_over)
		return;
	if (transfer->error != NULL && transfer->is_running) {
		multi_remove(transfer->shared->multi, transfer->easy);
		transfer->is_running = false;
		conclude(transfer, CURLE_WRITE_ERROR);
	} else if (transfer->has_ended) {
		conclude(transfer, transfer->code);
	}
}

static bool is_busy(gpointer data)
{
	const Http *http = data;
	return turns_is_busy(&http->shared.turns);
}

/* ---- requests ---- */

char *http_absolute_url(const Http *http, Audience audience, const char *url)
{
	const Url *base = &http->bases[audience];
	/* "//host/…" would name another host. */
	if (base->text == NULL || url[0] != '/' || url[1] == '/')
		return g_strdup(url);
	return g_strconcat(base->text, url, NULL);
}

static bool resolve_url(const Http *http, const HttpRequest *request, Url *out, GError **error)
{
	const Url *base = &http->bases[request->audience];
	g_autofree char *text = http_absolute_url(http, request->audience, request->url);
	if (request->audience == AUDIENCE_NONE)
		return url_parse(text, out, error);
	if (base->text == NULL || http->tokens == NULL) {
		g_set_error_literal(error, HTTP_ERROR, HTTP_ERROR_BAD_URL,
				    "no address is known for this service");
		return false;
	}
	if (!url_parse(text, out, error))
		return false;
	if (url_is_within(out, base))
		return true;
	g_set_error(error, HTTP_ERROR, HTTP_ERROR_FOREIGN_HOST,
		    "refused to send a token for %s to %s", base->host, out->host);
	url_clear(out);
	return false;
}

/* TLS libraries take milliseconds to get ready, which the first rows on screen need not wait for. */
static void open_network(Http *http)
{
	if (http->shared.multi != NULL)
		return;
	http_global_init();
	http->shared.multi = multi_new(on_try_done, is_busy, http);
}

static gboolean on_start(gpointer data)
{
	Transfer *transfer = data;
	transfer->wait_source = 0;
	open_network(transfer->http);
	if (transfer->audience != AUDIENCE_NONE)
		ask_token(transfer, NULL);
	else
		begin(transfer);
	return G_SOURCE_REMOVE;
}

uint64_t http_send(Http *http, const HttpRequest *request, HttpDone done, gpointer data)
{
	Transfer *transfer = transfer_new(&http->shared, request);
	GError *error = NULL;
	transfer->http = http;
	transfer->id = ++http->last_id;
	transfer->done = done;
	transfer->data = data;
	g_hash_table_insert(http->transfers, &transfer->id, transfer);
	if (transfer->deadline_ms == 0 && transfer->method != HTTP_GET)
		transfer->deadline_ms = http->change_ms;
	if (transfer->deadline_ms == 0)
		transfer->deadline_ms = DEADLINE_MS;
	transfer->deadline = clock_ticks(http->shared.clock) + (Ticks)transfer->deadline_ms * 1000;
	if (!resolve_url(http, request, &transfer->url, &error)) {
		finish(transfer, error);
		return transfer->id;
	}
	transfer->deadline_source = g_timeout_add(transfer->deadline_ms, on_deadline, transfer);
	/* From the main loop: this call may come from inside a sink. */
	transfer->wait_source = g_idle_add_full(G_PRIORITY_DEFAULT, on_start, transfer, NULL);
	return transfer->id;
}

void http_cancel(Http *http, uint64_t id)
{
	Transfer *transfer = g_hash_table_lookup(http->transfers, &id);
	if (transfer != NULL)
		finish(transfer, error_new(HTTP_ERROR_CANCELED, transfer->was_sent, "canceled"));
}

/* ---- the queue ---- */

Http *http_new(const HttpHost *hosts, Clock *clock, TokenProvider *tokens, GError **error)
{
	g_autoptr(Http) http = g_new0(Http, 1);
	http->shared.clock = clock;
	http->shared.ca_file = g_strdup(hosts->ca_file);
	http->shared.http1_hosts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	http->shared.mute_hosts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	http->shared.shut_hosts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	http->shared.turns = (Turns){ .take = transfer_take_body, .done = on_handed_on };
	http->tokens = tokens;
	http->transfers = g_hash_table_new(g_int64_hash, g_int64_equal);
	http_set_backoff(http, BACKOFF_MS, NULL);
	http_set_connect_limit(http, CONNECT_MS);
	if (hosts->arm != NULL && !url_parse_base(hosts->arm, &http->bases[AUDIENCE_ARM], error))
		return NULL;
	if (hosts->graph != NULL &&
	    !url_parse_base(hosts->graph, &http->bases[AUDIENCE_GRAPH], error))
		return NULL;
	return g_steal_pointer(&http);
}

void http_free(Http *http)
{
	GHashTableIter iter;
	gpointer transfer;
	if (http == NULL)
		return;
	/* A callback may send once more: that one is canceled as well. */
	while (g_hash_table_size(http->transfers) > 0) {
		g_hash_table_iter_init(&iter, http->transfers);
		g_hash_table_iter_next(&iter, NULL, &transfer);
		http_cancel(http, ((Transfer *)transfer)->id);
		transfer_stop(transfer);
		deliver(transfer);
	}
	g_hash_table_unref(http->transfers);
	multi_free(http->shared.multi);
	transfer_shared_clear(&http->shared);
	for (size_t i = 0; i < AUDIENCE_COUNT; i++)
		url_clear(&http->bases[i]);
	g_free(http);
}

static double random_double(void)
{
	return g_random_double();
}

void http_set_backoff(Http *http, unsigned first_ms, double (*random)(void))
{
	http->backoff_ms = first_ms;
	http->random = random != NULL ? random : random_double;
}

void http_set_hasty(Http *http, bool is_hasty)
{
	http->is_hasty = is_hasty;
}

void http_set_change_deadline(Http *http, unsigned milliseconds)
{
	http->change_ms = milliseconds;
}

void http_set_mute(Http *http, unsigned milliseconds, HttpMute mute, gpointer data)
{
	http->shared.mute_ms = milliseconds;
	http->shared.mute = mute;
	http->shared.mute_data = data;
}

void http_set_connect_limit(Http *http, unsigned milliseconds)
{
	http->shared.connect_ms = milliseconds;
}

HttpCounts http_counts(const Http *http)
{
	return http->shared.counts;
}
