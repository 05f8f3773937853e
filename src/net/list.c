#include "src/net/list.h"

#include <string.h>

#include "src/base/limits.h"
#include "src/json/splitter.h"
#include "src/net/error.h"
#include "src/net/url.h"

struct HttpList {
	Http *http;
	Audience audience;
	uint64_t request; /* of the present page */
	char *page;       /* its URL */
	GHashTable *seen; /* URLs of all pages */
	JsonSplitter *splitter;
	HttpListElement element;
	HttpListDone done;
	gpointer data;
	HttpListResult result;
	GError *first_skipped;
	GError *error; /* why the list ends here */
	bool is_canceled;

	/* A page that is read again after a lost connection: what came before is not handed over twice. */
	GHashTable *page_ids; /* "id" members of its elements */
	bool is_again;
	size_t skipped_before; /* on earlier pages */
	size_t refused;        /* of `page_ids`, by who takes the elements */
};

static void request_page(HttpList *list);

static void list_free(HttpList *list)
{
	g_free(list->page);
	g_hash_table_unref(list->seen);
	g_hash_table_unref(list->page_ids);
	json_splitter_free(list->splitter);
	g_clear_error(&list->first_skipped);
	g_clear_error(&list->error);
	g_free(list);
}

static void finish(HttpList *list, const HttpResponse *refusal, const GError *error)
{
	list->result.first_skipped = list->first_skipped;
	list->done(&list->result, refusal, error, list->data);
	list_free(list);
}

/* ---- elements ---- */

static void skip(HttpList *list, const GError *error)
{
	list->result.skipped++;
	if (list->first_skipped == NULL)
		list->first_skipped = g_error_copy(error);
}

/* True for one that was handed over before this page broke off. */
static bool is_known(HttpList *list, const JsonValue *element)
{
	const char *id = json_text(json_get(element, "id"));
	if (id == NULL)
		return false;
	return !g_hash_table_add(list->page_ids, g_strdup(id)) && list->is_again;
}

static void on_element(const JsonValue *element, const GError *error, gpointer data)
{
	HttpList *list = data;
	g_autoptr(GError) refused = NULL;
	if (list->is_canceled || list->error != NULL)
		return;
	if (element == NULL) {
		skip(list, error);
		return;
	}
	if (is_known(list, element))
		return;
	if (list->result.elements >= LIMIT_ROWS) {
		list->error = error_new(HTTP_ERROR_TOO_LARGE, true, "a list of more than %d rows",
					LIMIT_ROWS);
		return;
	}
	list->result.elements++;
	if (list->element(element, list->data, &refused))
		return;
	skip(list, refused);
	/* One that has an id is not handed over again: it stays counted when the page is read anew. */
	if (json_text(json_get(element, "id")) != NULL)
		list->refused++;
}

static void begin_again(HttpList *list)
{
	json_splitter_reset(list->splitter);
	list->is_again = true;
	list->result.skipped = list->skipped_before + list->refused;
}

static bool on_bytes(const char *bytes, size_t length, bool is_restart, gpointer data,
		     GError **error)
{
	HttpList *list = data;
	if (is_restart) {
		begin_again(list);
		return true;
	}
	if (!json_splitter_feed(list->splitter, bytes, length, error))
		return false;
	if (list->error == NULL)
		return true;
	g_propagate_error(error, g_steal_pointer(&list->error));
	return false;
}

/* ---- pages ---- */

static const char *next_link(const HttpList *list)
{
	const char *link = json_splitter_member(list->splitter, "nextLink");
	if (link == NULL)
		link = json_splitter_member(list->splitter, "@odata.nextLink");
	return link != NULL && *link != '\0' ? link : NULL;
}

/* Goes on to the next page; false without an error when there is none. */
static bool turn_page(HttpList *list, GError **error)
{
	const char *link = next_link(list);
	g_autofree char *next = NULL;
	if (link == NULL)
		return false;
	next = url_resolve(list->page, link, error);
	if (next == NULL)
		return false;
	if (g_hash_table_contains(list->seen, next)) {
		g_set_error_literal(error, HTTP_ERROR, HTTP_ERROR_LOOP,
				    "the list links back to a page that was read already");
		return false;
	}
	if (g_hash_table_size(list->seen) >= LIMIT_PAGES) {
		g_set_error(error, HTTP_ERROR, HTTP_ERROR_TOO_LARGE, "a list of more than %d pages",
			    LIMIT_PAGES);
		return false;
	}
	g_free(list->page);
	list->page = g_steal_pointer(&next);
	json_splitter_reset(list->splitter);
	g_hash_table_remove_all(list->page_ids);
	list->is_again = false;
	list->skipped_before = list->result.skipped;
	list->refused = 0;
	request_page(list);
	return true;
}

static void note_time(HttpList *list, const HttpResponse *response)
{
	const char *date = http_response_header(response, "Date");
	if (list->result.as_of == 0 && date != NULL)
		instant_parse_http(date, &list->result.as_of);
}

static void on_page(const HttpResponse *response, const GError *error, gpointer data)
{
	HttpList *list = data;
	g_autoptr(GError) failure = NULL;
	list->request = 0;
	if (error != NULL) {
		finish(list, NULL, error);
		return;
	}
	/* It came too late for this page: the answer was on its way already. */
	if (list->is_canceled) {
		failure = error_new(HTTP_ERROR_CANCELED, true, "canceled");
		finish(list, NULL, failure);
		return;
	}
	note_time(list, response);
	if (http_response_status(response) < 200 || http_response_status(response) >= 300) {
		finish(list, response, NULL);
		return;
	}
	if (json_splitter_finish(list->splitter, &failure) && turn_page(list, &failure))
		return;
	if (failure != NULL)
		g_prefix_error(&failure, "page %u: ", g_hash_table_size(list->seen));
	finish(list, NULL, failure);
}

static void request_page(HttpList *list)
{
	HttpRequest request = {
		.method = HTTP_GET,
		.audience = list->audience,
		.url = list->page,
		.sink = on_bytes,
		.sink_data = list,
	};
	g_hash_table_add(list->seen, g_strdup(list->page));
	list->request = http_send(list->http, &request, on_page, list);
}

HttpList *http_list(Http *http, Audience audience, const char *url, HttpListElement element,
		    HttpListDone done, gpointer data)
{
	HttpList *list = g_new0(HttpList, 1);
	list->http = http;
	list->audience = audience;
	list->page = http_absolute_url(http, audience, url);
	list->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	list->page_ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	list->splitter = json_splitter_new("value", on_element, list);
	list->element = element;
	list->done = done;
	list->data = data;
	request_page(list);
	return list;
}

void http_list_cancel(HttpList *list)
{
	list->is_canceled = true;
	http_cancel(list->http, list->request);
}
