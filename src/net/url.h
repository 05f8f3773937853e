/*
 * URL rules: which address may get a bearer token. Parsed by libcurl's parser, the one that also connects, so
 * that both agree on what the host is. Exact scheme, host (letter case aside), port and path prefix; no user
 * information; plain http on loopback addresses only.
 */
#ifndef MYROLES_NET_URL_H
#define MYROLES_NET_URL_H

#include <glib.h>
#include <stdbool.h>

/* A URL taken apart. Zeroed is empty. */
typedef struct Url {
	char *text;   /* the whole, normalized, without fragment */
	char *scheme; /* "https" or "http" */
	char *host;   /* lower case; IPv6 in brackets */
	char *port;   /* always there */
	char *path;   /* begins with '/' */
} Url;

void url_clear(Url *url);

/* Errors of HTTP_ERROR: BAD_URL. */
bool url_parse(const char *text, Url *out, GError **error);

/* A base URL: no query; `path` is "" or begins with '/' and does not end with one. */
bool url_parse_base(const char *text, Url *out, GError **error);

/* `reference` as a link found on the page `page` (RFC 3986 §5): absolute, "/path", "?query". Errors: BAD_URL. */
char *url_resolve(const char *page, const char *reference, GError **error);

/* Is `url` on the host of `base` and below its path? */
bool url_is_within(const Url *url, const Url *base);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Url, url_clear)

#endif
