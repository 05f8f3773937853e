#include "tests/e2e/browser.h"

#include <curl/curl.h>
#include <stdarg.h>
#include <string.h>

typedef struct Page {
	long status;
	GString *text;
	char *location; /* NULL: it sends nobody elsewhere */
} Page;

static size_t take(char *bytes, size_t size, size_t count, void *data)
{
	g_string_append_len(data, bytes, (gssize)(size * count));
	return size * count;
}

static Page fetch(const char *url)
{
	Page page = { .text = g_string_new(NULL) };
	CURL *handle = curl_easy_init();
	const char *location = NULL;
	curl_easy_setopt(handle, CURLOPT_URL, url);
	curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(handle, CURLOPT_PROXY, "");
	curl_easy_setopt(handle, CURLOPT_TIMEOUT, 20L);
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(handle, CURLOPT_WRITEDATA, page.text);
	if (curl_easy_perform(handle) == CURLE_OK)
		curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &page.status);
	curl_easy_getinfo(handle, CURLINFO_REDIRECT_URL, &location);
	page.location = g_strdup(location);
	curl_easy_cleanup(handle);
	return page;
}

static void page_clear(Page *page)
{
	g_string_free(page->text, TRUE);
	g_free(page->location);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Page, page_clear)

/* Where the link of this text leads; links of the tenant begin at its root. */
static char *find_link(const Page *page, const char *url, const char *text)
{
	g_autofree char *end = g_strdup_printf("\">%s</a>", text);
	const char *stop = strstr(page->text->str, end);
	if (stop == NULL)
		g_error("no link %s: %ld %s", text, page->status, page->text->str);
	const char *start = g_strrstr_len(page->text->str, stop - page->text->str, "href=\"") +
			    strlen("href=\"");
	g_autofree char *escaped = g_strndup(start, (gsize)(stop - start));
	g_auto(GStrv) parts = g_strsplit(escaped, "&amp;", -1);
	g_autofree char *link = g_strjoinv("&", parts);
	return g_uri_resolve_relative(url, link, G_URI_FLAGS_ENCODED, NULL);
}

char *browser_sign_in(const char *url, ...)
{
	va_list links;
	g_autofree char *place = g_strdup(url);
	char *back = NULL;
	va_start(links, url);
	while (back == NULL) {
		g_auto(Page) page = fetch(place);
		const char *text = page.location == NULL ? va_arg(links, const char *) : NULL;
		if (page.location == NULL && text == NULL)
			g_error("the page does not end: %ld %s", page.status, page.text->str);
		back = g_strdup(page.location);
		if (text != NULL) {
			char *next = find_link(&page, place, text);
			g_free(place);
			place = next;
		}
	}
	va_end(links);
	return back;
}

typedef struct Visit {
	const char *address;
	long status;
	gint is_over;
} Visit;

static gpointer visit(gpointer data)
{
	Visit *visit = data;
	g_auto(Page) page = fetch(visit->address);
	visit->status = page.status;
	g_atomic_int_set(&visit->is_over, 1);
	g_main_context_wakeup(NULL);
	return NULL;
}

long browser_visit(const char *address)
{
	Visit where = { .address = address };
	GThread *thread = g_thread_new("browser", visit, &where);
	while (!g_atomic_int_get(&where.is_over))
		g_main_context_iteration(NULL, TRUE);
	g_thread_join(thread);
	return where.status;
}
