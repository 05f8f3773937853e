/*
 * The environment's proxy. Its address may hold a password: no text of libcurl that could hold a piece of it is ever told,
 * whether the address can be read or not. Only this room includes this file.
 */
#ifndef MYROLES_NET_PROXY_H
#define MYROLES_NET_PROXY_H

#include <curl/curl.h>
#include <stdbool.h>

#include "src/net/http.h"

/* The variable that names a proxy for requests to this host ("https_proxy"); NULL: they go straight. */
const char *proxy_variable(const char *host);

/* How this program may sign in to the proxy of `variable`. */
void proxy_set(CURL *easy, const char *variable);

/* Why a try that ended with `code` did not come through the proxy of `variable`: nothing was sent. */
GError *proxy_error(CURL *easy, CURLcode code, const char *host, const char *variable);

/* Did the try that `easy` is at hear nothing of the proxy of `variable` (NULL: there is none)? Then why, else NULL. */
GError *proxy_silence(CURL *easy, const char *variable);

#endif
