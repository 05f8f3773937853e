/* One page of a list answer: {"value":[…],"nextLink":"…"}.
 *
 * Rows are printed one by one into the answer, so that a long list never stands in memory as a
 * tree. The token of the next page is an offset; the lists are short-lived enough for that. */
#pragma once

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "tenant/http.h"
#include "tenant/settings.h"

typedef struct Page {
	GString *out; /* the answer's body */
	int64_t skip;
	int64_t size;
	int64_t seen;
	int64_t written;
	bool counts; /* $count=true: every row is counted, and told */
} Page;

/* head: members before "value", e.g. "\"@odata.context\":\"…\","; NULL: none. */
void page_begin(Page *page, const Settings *settings, const HttpRequest *request,
		HttpResponse *response, const char *head);
/* Counts one row; true when it belongs on this page and is to be added. */
bool page_wants(Page *page);
/* True once it is certain that another page follows: the rest need not be counted. */
bool page_is_over(const Page *page);
/* Takes the row. */
void page_add(Page *page, cJSON *row);
/* link: "nextLink" or "@odata.nextLink". A relative link leaves out scheme and host. */
void page_end(Page *page, const HttpRequest *request, const char *link, bool is_relative);
