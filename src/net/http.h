/*
 * The HTTP queue: one curl multi handle on the one main loop. Independent calls run at once, up to a cap per
 * host; answers come in callbacks from the main loop. A bearer token goes only to the host of its audience.
 * Redirects are errors. GETs are tried again on 429, 5xx and lost connections (Retry-After, else exponential
 * back-off with jitter, within the deadline); anything else is never sent twice by itself.
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
	HTTP_ERROR_TLS,             /* the certificate is not trusted */
	HTTP_ERROR_TIMED_OUT,       /* deadline */
	HTTP_ERROR_THROTTLED,       /* 429 to the end */
	HTTP_ERROR_REDIRECT,        /* a 3xx answer */
	HTTP_ERROR_TOO_LARGE,       /* body, headers, pages or rows past their limit */
	HTTP_ERROR_FOREIGN_HOST,    /* a URL that may not get the token */
	HTTP_ERROR_BAD_URL,
	HTTP_ERROR_LOOP,        /* nextLink that was there already */
	HTTP_ERROR_INTERRUPTED, /* the answer ended early */
	HTTP_ERROR_CANCELLED,
	HTTP_ERROR_NOT_JSON, /* HTML or the like where JSON was expected */
	HTTP_ERROR_NOT_SENT, /* no connection came about (resolve, connect): the service saw nothing */
} HttpError;

typedef struct Http Http;

typedef struct HttpHost {
	const char
		*arm; /* base URLs without a trailing slash: https, or http on a loopback address */
	const char *graph;
	const char *ca_file; /* NULL: the system's */
} HttpHost;

/*
 * Did the request leave, so that the service may have carried it out although no answer is known? False when
 * nothing was sent (HTTP_ERROR_NOT_SENT, a refused URL, no token) and for other domains.
 */
bool http_error_was_sent(const GError *error);

/*
 * Initializes libcurl with the wiping allocator; http_new does it too. A program that uses libcurl elsewhere
 * calls it first.
 */
void http_global_init(void);

/*
 * `clock` and `tokens` are borrowed and outlive the queue. A base URL that is NULL: no requests to that audience;
 * `tokens` NULL: AUDIENCE_NONE only. Errors: a base URL that is refused.
 */
Http *http_new(const HttpHost *hosts, Clock *clock, TokenProvider *tokens, GError **error);
void http_free(
	Http *http); /* cancels everything; callbacks come with HTTP_ERROR_CANCELLED first; not from a sink */

/*
 * The first pause before a retry, doubled each time (default 500 ms), and where jitter comes from: numbers
 * in [0, 1) (NULL: GLib's). For tests.
 */
void http_set_backoff(Http *http, unsigned first_ms, double (*random)(void));

typedef enum { HTTP_GET, HTTP_PUT, HTTP_POST, HTTP_PATCH, HTTP_DELETE } HttpMethod;

typedef struct HttpResponse HttpResponse;
long http_response_status(const HttpResponse *response);
/* First header of that name, any letter case, or NULL; borrowed. */
const char *http_response_header(const HttpResponse *response, const char *name);
/* All values of a header (several WWW-Authenticate lines); the caller frees with g_strfreev. */
char **http_response_headers(const HttpResponse *response, const char *name);
/* Borrowed, NUL-terminated; "" when none or when a sink took it. */
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

/* Exactly one of response and error is not NULL; any status (also 4xx, 5xx) is a response. Both borrowed. */
typedef void (*HttpDone)(const HttpResponse *response, const GError *error, gpointer data);

/* Gets body bytes of a 2xx answer as they come; false with error set ends the transfer with that error.
 * `is_restart`: a retry begins, forget what came. */
typedef bool (*HttpSink)(const char *bytes, size_t length, bool is_restart, gpointer data,
			 GError **error);

typedef struct HttpRequest {
	HttpMethod method;
	Audience audience;
	const char *url;          /* absolute, or beginning with '/': then on the audience's host */
	const char *body;         /* JSON, or NULL; the copy is wiped afterwards */
	const char *content_type; /* of the body; NULL: application/json */
	const char *claims;       /* claims for the token, or NULL */
	const char *if_token;     /* reserved for a stepped-up token's name; NULL */
	unsigned deadline_ms;     /* all tries together; 0: 60 s */
	bool is_single_try;       /* never retry, not even a GET */
	HttpSink sink;            /* NULL: the body is kept, up to LIMIT_BODY_SINGLE */
	gpointer sink_data;
} HttpRequest;

/* Copies what it needs. Returns an id, never 0; `done` is called exactly once, never from inside this call. */
uint64_t http_send(Http *http, const HttpRequest *request, HttpDone done, gpointer data);

/* `done` is called with HTTP_ERROR_CANCELLED from the main loop; unknown ids are ignored. */
void http_cancel(Http *http, uint64_t id);

/* The absolute form of `url` as http_send would send it; not checked. The caller frees. */
char *http_absolute_url(const Http *http, Audience audience, const char *url);

/* Figures for tests and benchmarks. */
typedef struct HttpCounts {
	uint64_t requests, retries, connections, bytes_in;
} HttpCounts;
HttpCounts http_counts(const Http *http);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Http, http_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HttpResponse, http_response_free)

#endif
