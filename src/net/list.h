/*
 * A whole list: pages followed to the end, elements handed over one by one. nextLinks may be relative; each is
 * checked (host, loop, number of pages).
 */
#ifndef MYROLES_NET_LIST_H
#define MYROLES_NET_LIST_H

#include "src/json/value.h"
#include "src/net/http.h"

/* What became of a list. */
typedef struct HttpListResult {
	size_t elements;
	size_t skipped;              /* elements that could not be read */
	const GError *first_skipped; /* why the first of them; borrowed */
	Instant as_of;               /* Date of the first page, 0 unknown */
} HttpListResult;

/* One element, borrowed. Return false with error set to count it as skipped (it is then reported, not fatal). */
typedef bool (*HttpListElement)(const JsonValue *element, gpointer data, GError **error);

/* The end: `refusal` is the answer of a page that was no 2xx (borrowed); `error` any other failure; both NULL: done. */
typedef void (*HttpListDone)(const HttpListResult *result, const HttpResponse *refusal,
			     const GError *error, gpointer data);

typedef struct HttpList HttpList;

/* GETs `url` (or POSTs body there) and its pages. Returns a handle that stays valid until `done` was called. */
HttpList *http_list(Http *http, Audience audience, const char *url, HttpListElement element,
		    HttpListDone done, gpointer data);

/* `done` comes with HTTP_ERROR_CANCELLED. */
void http_list_cancel(HttpList *list);

#endif
