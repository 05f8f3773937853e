/*
 * A whole list: pages are followed to the end, and elements handed over one by one. A nextLink may be relative. It may not
 * leave the host of the audience, nor lead to a page that was read; pages and rows have a limit. A page that broke off is
 * read again, and an element that has an "id" is handed over once.
 */
#ifndef MYROLES_NET_LIST_H
#define MYROLES_NET_LIST_H

#include "src/json/value.h"
#include "src/net/http.h"

/* What became of a list. */
typedef struct HttpListResult {
	size_t elements;             /* that were handed over */
	size_t skipped;              /* that could not be read, or that HttpListElement refused */
	const GError *first_skipped; /* why the first of them; borrowed; NULL: none */
	Instant as_of;               /* Date of the first page that has one; 0: none has */
} HttpListResult;

/* One element, borrowed. False with error set: it is counted as skipped, and the list goes on. */
typedef bool (*HttpListElement)(const JsonValue *element, gpointer data, GError **error);

/*
 * The end, from the main loop. `refusal`: the answer of a page that was no 2xx; `error`: any other failure, as of http_send or
 * of reading; both NULL: the list is whole. All are borrowed. What was handed over before a failure is not taken back.
 */
typedef void (*HttpListDone)(const HttpListResult *result, const HttpResponse *refusal,
			     const GError *error, gpointer data);

typedef struct HttpList HttpList;

/* GETs `url` (as in HttpRequest) and its pages. The handle is valid until `done` is called, which is never from inside this call. */
HttpList *http_list(Http *http, Audience audience, const char *url, HttpListElement element,
		    HttpListDone done, gpointer data);

/*
 * No element is handed over any more, and `done` comes with HTTP_ERROR_CANCELED, or with a failure that was known already.
 * May be called from inside HttpListElement.
 */
void http_list_cancel(HttpList *list);

#endif
