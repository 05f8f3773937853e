/*
 * One request, and its tries over libcurl. The queue (http.c) decides about tokens and retries; a transfer knows
 * how to send and what came back. Only this room includes this file.
 */
#ifndef MYROLES_NET_TRANSFER_H
#define MYROLES_NET_TRANSFER_H

#include <curl/curl.h>

#include "src/net/http.h"
#include "src/net/multi.h"
#include "src/net/response.h"
#include "src/net/turns.h"
#include "src/net/url.h"

typedef struct Transfer Transfer;

/* What all transfers of a queue share. */
typedef struct TransferShared {
	Multi *multi;
	Clock *clock;
	char *ca_file;
	GHashTable *http1_hosts; /* names of those that HTTP/2 breaks on the way to */
	unsigned connect_ms;     /* how long a connection may take, a proxy's answer included */
	HttpCounts counts;
	Turns turns;      /* of Transfer* */
	unsigned mute_ms; /* after so long without a byte of an answer it is told; 0: never */
	HttpMute mute;    /* … to whom, with */
	gpointer mute_data;
	GHashTable *mute_hosts; /* names of those of whom it was told, until they answer */
	GHashTable *
		shut_hosts; /* name → Ticks*: when the proxy left without an answer who asked for it */
} TransferShared;

struct Transfer {
	/* The request. */
	TransferShared *shared;
	Http *http;
	uint64_t id;
	HttpMethod method;
	Audience audience;
	Url url;
	char *body, *content_type, *claims;
	bool is_single_try;
	HttpSink sink;
	gpointer sink_data;
	HttpDone done;
	gpointer data;

	/* Over all tries. */
	unsigned tries;
	bool is_renewed;    /* the token was asked for again after a 401 */
	bool is_challenged; /* … with the claims that it named */
	Secret *token;
	unsigned deadline_ms;
	Ticks deadline;
	guint deadline_source, wait_source, deliver_source, mute_source;
	struct TokenWait *token_wait;
	bool has_fed_sink;
	bool is_over; /* only waits to be delivered */

	/* The present try. */
	CURL *easy;
	bool is_running; /* in the multi handle */
	bool is_http1;   /* over HTTP/1.1, since HTTP/2 may be what breaks */
	Held held;
	bool has_ended; /* with `code`, but something is still held */
	CURLcode code;
	struct curl_slist *headers;
	char message[CURL_ERROR_SIZE];
	HttpResponse *response;
	GError *error; /* why a callback ended the try; afterwards the outcome to deliver */
	bool was_sent;
	bool is_body_checked; /* the body's first byte was looked at */
	size_t body_bytes;
	Ticks started, sent, answered;
};

Transfer *transfer_new(TransferShared *shared, const HttpRequest *request);
void transfer_free(Transfer *transfer);

/* Begins a try with `transfer->token` (NULL: none). Not from inside a callback of libcurl. */
void transfer_start(Transfer *transfer);

/* Takes the try out of the multi handle, wherever it stands. Not from inside a callback of libcurl. */
void transfer_stop(Transfer *transfer);

/* The error of a try that ended with `code`, or NULL when an answer is there. */
GError *transfer_take_error(Transfer *transfer, CURLcode code);

/* What came back is no answer; whatever was asked for may have been done. */
GError *transfer_not_http(const Transfer *transfer, const char *why);

/*
 * After a try that was lost: does the next one avoid HTTP/2? Some ways there break it, and answer in HTTP/1.1 only.
 */
bool transfer_avoids_http2(const Transfer *transfer, CURLcode code);

/* Lost connections and the like: another try may do better. */
bool transfer_is_lost(const GError *error);

/* One line for the log, and the figures. */
void transfer_note(const Transfer *transfer, const GError *error);

/* A TurnTake: the next bytes of the body. */
bool transfer_take_body(gpointer transfer, const char *bytes, size_t length);

void transfer_shared_clear(TransferShared *shared);

#endif
