/* HTTP/1.1 on loopback over libmicrohttpd, driven by the GLib main context it was made on.
 *
 * One daemon with its own port per host (ARM, Graph, login, control): a bearer must only ever
 * reach the host it was issued for, and only separate origins can show that it does. Each daemon
 * is polled from outside through its epoll descriptor; an answer that is to come later suspends
 * its connection until a timer resumes it, so that nothing here ever waits. */
#pragma once

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "tenant/times.h"

typedef enum { HOST_ARM, HOST_GRAPH, HOST_LOGIN, HOST_CONTROL, HOST_COUNT } Host;

const char *host_name(Host host);

typedef struct HttpRequest {
	Host host;
	char *method;
	char *target;        /* as received: path?query, still encoded */
	char *path;          /* decoded */
	GHashTable *query;   /* decoded; names compared without regard to case */
	GHashTable *headers; /* names without regard to case; the first of each name */
	GString *body;
	char *base; /* "http://127.0.0.1:1234", as the client sees this host */
} HttpRequest;

/* name=value&… as a table; names without regard to case. */
GHashTable *http_parse_form(const char *text);
/* Scheme, host and port by which the client knows a host; own: as we know it. */
char *http_client_base(const char *own, GHashTable *headers);
const char *http_query(const HttpRequest *request, const char *name);
const char *http_header(const HttpRequest *request, const char *name);

/* How the bytes of an answer leave. */
typedef enum {
	DELIVER_WHOLE,
	DELIVER_DROP,     /* close without a byte */
	DELIVER_RESET,    /* close with RST */
	DELIVER_TRUNCATE, /* announce the whole body, send half, close */
	DELIVER_DRIP,     /* send `chunk` bytes each `interval_ms` */
	DELIVER_RAW,      /* send the body alone, without status and head, and close */
	DELIVER_FILL,     /* the body, then `unit` again and again, then `tail` */
} Delivery;

typedef struct HttpResponse {
	unsigned status;
	GString *body;
	char *content_type;
	GPtrArray *headers; /* name, value, name, value, …; owned */
	int64_t delay_ms;
	int64_t date_offset; /* added to the Date header */
	Delivery delivery;
	size_t chunk;
	unsigned interval_ms;
	uint64_t fill; /* how often `unit` is repeated */
	char *unit;
	char *tail;
} HttpResponse;

void http_response_init(HttpResponse *response);
void http_response_clear(HttpResponse *response);
void http_add_header(HttpResponse *response, const char *name, const char *value);
/* Sets status, body and content type; takes `json`. */
void http_answer_json(HttpResponse *response, unsigned status, cJSON *json);

HttpRequest *http_request_new(Host host, const char *method, const char *target, const char *base);
void http_request_free(HttpRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HttpRequest, http_request_free)

/* Fills `response`. Called on the main context. */
typedef void (*HttpHandler)(void *data, const HttpRequest *request, HttpResponse *response);

typedef struct HttpServer HttpServer;

typedef struct HttpOptions {
	uint16_t port;    /* of ARM; the others follow. 0: any */
	const char *cert; /* PEM; NULL: plain HTTP */
	const char *key;
	const Clock *clock;
	HttpHandler handle;
	void *data;
} HttpOptions;

HttpServer *http_server_new(const HttpOptions *options, GError **error);
void http_server_free(HttpServer *server);
/* "http://127.0.0.1:1234" */
const char *http_server_url(const HttpServer *server, Host host);
