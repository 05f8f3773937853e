/*
 * A queue of HTTP requests on the main loop, over one curl multi handle. Independent calls run at once, up to
 * LIMIT_CONNECTIONS_HOST connections a host; answers come in callbacks from the main loop. A bearer token goes only to the
 * base URL of its audience. Redirects are errors.
 *
 * What is sent again by itself: a GET after a lost connection, 408, 429, 500, 502, 503 or 504, up to LIMIT_TRIES times and
 * within the deadline (after Retry-After, else after an exponential back-off with jitter); any request once more after a 401,
 * with another token, since a refused request had no effect. Nothing else is.
 */
#ifndef MYROLES_NET_HTTP_H
#define MYROLES_NET_HTTP_H

#include <gio/gio.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/base/clock.h"
#include "src/net/token.h"

#define HTTP_ERROR (http_error_quark())
GQuark http_error_quark(void);

typedef enum {
	HTTP_ERROR_UNREACHABLE = 1, /* sent, but the connection broke before any answer */
	HTTP_ERROR_TLS,             /* nobody here trusts the certificate's issuer */
	HTTP_ERROR_TIMED_OUT,       /* no whole answer within the deadline */
	HTTP_ERROR_THROTTLED,       /* a GET got 429 to the end */
	HTTP_ERROR_REDIRECT,        /* a 3xx answer */
	HTTP_ERROR_TOO_LARGE,       /* body, headers, pages or rows past their limit */
	HTTP_ERROR_FOREIGN_HOST, /* a URL that may not get the token, or plain http to another machine */
	HTTP_ERROR_BAD_URL,      /* no URL, or no base URL is known for it */
	HTTP_ERROR_LOOP,         /* a nextLink to a page that was read already */
	HTTP_ERROR_INTERRUPTED, /* the answer ended early */
	HTTP_ERROR_CANCELED,
	HTTP_ERROR_NOT_JSON, /* a 2xx answer with HTML or the like */
	HTTP_ERROR_NOT_HTTP, /* garbage, or a status outside 200 to 599, where an answer should be */
	HTTP_ERROR_NOT_SENT,    /* no connection came about: the service saw nothing */
	HTTP_ERROR_CERTIFICATE, /* of another time or name, or too weak: nothing was sent */
	HTTP_ERROR_HANDSHAKE,   /* no TLS, or none that both sides take: nothing was sent */
	HTTP_ERROR_WAIT, /* a GET got 429 and has to wait for longer than anybody wants: the message says until when */
	HTTP_ERROR_PROXY, /* the environment's proxy is wrong, mute, or wants a sign-in: nothing was sent */
	HTTP_ERROR_PROXY_TICKET,  /* it takes a Kerberos ticket alone, and there is none */
	HTTP_ERROR_PROXY_REFUSES, /* it lets nothing through to this host */
	HTTP_ERROR_CA_FILE, /* the configuration's file of certificates is none: nothing was sent */
} HttpError;

typedef struct Http Http;

/* Base URLs without a trailing slash: https, or http on a loopback address. */
typedef struct HttpHost {
	const char *arm, *graph;
	const char *ca_file; /* certificates to trust; NULL: the system's */
} HttpHost;

/*
 * Did the request leave, so that the service may have carried it out although no answer is known? False when
 * nothing was sent (HTTP_ERROR_NOT_SENT, a refused URL, no token) and for other domains.
 */
bool http_error_was_sent(const GError *error);

/*
 * Initializes libcurl with the wiping allocator; the first request of a queue does it too. A program that uses libcurl
 * elsewhere calls it first: only the first one counts.
 */
void http_global_init(void);

/*
 * `clock` and `tokens` are borrowed and outlive the queue. A base URL that is NULL: no requests to that audience;
 * `tokens` NULL: AUDIENCE_NONE only. Errors: a base URL that is refused.
 */
Http *http_new(const HttpHost *hosts, Clock *clock, TokenProvider *tokens, GError **error);

/* Cancels every request as http_cancel does, and calls back first. Not from a sink. */
void http_free(Http *http);

/*
 * The first pause before a retry, doubled each time (default 500 ms), and where jitter comes from: numbers
 * in [0, 1) (NULL: GLib's). For tests.
 */
void http_set_backoff(Http *http, unsigned first_ms, double (*random)(void));

/* A host that cannot be reached is not tried again: who asks has another answer at hand, and a person waits. */
void http_set_hasty(Http *http, bool is_hasty);

/*
 * A host to which a request has gone says nothing: told once, after `milliseconds` (0: never), until it answers. The request goes
 * on. `mute` is called from the main loop and must not free the queue.
 */
typedef void (*HttpMute)(const char *host, unsigned seconds, gpointer data);
void http_set_mute(Http *http, unsigned milliseconds, HttpMute mute, gpointer data);

/* The deadline of what changes something, where its request names none (default 60 s). For tests. */
void http_set_change_deadline(Http *http, unsigned milliseconds);

/* How long a connection may take, a proxy's answer included (default 10 s). For tests. */
void http_set_connect_limit(Http *http, unsigned milliseconds);

typedef enum { HTTP_GET, HTTP_PUT, HTTP_POST, HTTP_PATCH, HTTP_DELETE } HttpMethod;

typedef struct HttpResponse HttpResponse;
long http_response_status(const HttpResponse *response);
/* First header of that name, any letter case, or NULL; borrowed. */
const char *http_response_header(const HttpResponse *response, const char *name);
/* All values of a header (several WWW-Authenticate lines); the caller frees with g_strfreev. */
char **http_response_headers(const HttpResponse *response, const char *name);
/* Borrowed, NUL-terminated; "" when none or when a sink took it. `length` may be NULL. */
const char *http_response_body(const HttpResponse *response, size_t *length);
/*
 * The claims that the service wants a token to hold (challenge.h), from its WWW-Authenticate headers; NULL: none in a known
 * shape. The caller frees.
 */
char *http_response_claims(const HttpResponse *response);
/* An answer made by hand: `headers` are "Name: value" lines, NULL-terminated, or NULL. For tests and replays. */
HttpResponse *http_response_new(long status, const char *const *headers, const char *body);
void http_response_free(HttpResponse *response);
/* x-ms-request-id, else request-id, else x-ms-correlation-request-id; NULL: none. Borrowed. */
const char *http_response_request_id(const HttpResponse *response);

/*
 * Exactly one of response and error is not NULL; both are borrowed. A status is a response, 4xx and 5xx too, but for 3xx
 * (REDIRECT) and the 429 of a GET that is not `is_single_try` (THROTTLED, WAIT). Errors of HTTP_ERROR, and those of the token provider and of the sink.
 */
typedef void (*HttpDone)(const HttpResponse *response, const GError *error, gpointer data);

/*
 * Gets the body of a 2xx answer as it comes; false with error set ends the transfer with that error. `is_restart` (without
 * bytes): a retry begins, forget what came.
 */
typedef bool (*HttpSink)(const char *bytes, size_t length, bool is_restart, gpointer data,
			 GError **error);

typedef struct HttpRequest {
	HttpMethod method;
	Audience audience;
	const char *url;          /* absolute, or beginning with '/': then on the audience's host */
	const char *body;         /* JSON, or NULL; the copy is wiped afterwards */
	const char *content_type; /* of the body; NULL: application/json */
	const char *claims;       /* claims for the token, or NULL */
	unsigned deadline_ms;     /* all tries together; 0: 60 s */
	bool is_single_try;       /* nothing is sent again, whatever the method and the answer */
	HttpSink sink;            /* NULL: the body is kept, up to LIMIT_BODY_SINGLE */
	gpointer sink_data;
} HttpRequest;

/* Copies what it needs. Returns an id, never 0; `done` is called exactly once, never from inside this call. */
uint64_t http_send(Http *http, const HttpRequest *request, HttpDone done, gpointer data);

/*
 * `done` is called from the main loop with HTTP_ERROR_CANCELED, or with an outcome that was known already and only waited to
 * be told. Unknown ids are ignored.
 */
void http_cancel(Http *http, uint64_t id);

/* The absolute form of `url` as http_send would send it; not checked. The caller frees. */
char *http_absolute_url(const Http *http, Audience audience, const char *url);

/* Figures for tests and benchmarks. */
typedef struct HttpCounts {
	uint64_t requests, retries, connections;
} HttpCounts;
HttpCounts http_counts(const Http *http);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Http, http_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HttpResponse, http_response_free)

#endif
