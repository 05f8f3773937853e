#include "tenant/page.h"

#include <string.h>

#include "tenant/json.h"
#include "tenant/jwt.h"

static int64_t read_token(const HttpRequest *request)
{
	const char *token = http_query(request, "$skiptoken");
	size_t length = 0;
	if (token == NULL)
		return 0;
	g_autofree guchar *plain = jwt_unbase64(token, strlen(token), &length);
	g_autofree char *text = g_strndup((const char *)plain, length);
	return g_ascii_strtoll(text, NULL, 10);
}

/* Graph's $top and $count; other values than these were refused before. */
static void read_options(Page *page, const HttpRequest *request)
{
	const char *top = http_query(request, "$top");
	const char *count = http_query(request, "$count");
	if (request->host != HOST_GRAPH)
		return;
	if (top != NULL)
		page->size = CLAMP(g_ascii_strtoll(top, NULL, 10), 1, page->size);
	page->counts = count != NULL && g_ascii_strcasecmp(count, "true") == 0;
}

void page_begin(Page *page, const Settings *settings, const HttpRequest *request,
		HttpResponse *response, const char *head)
{
	*page = (Page){ .out = response->body, .skip = read_token(request) };
	page->size = MAX(settings->page_size, 1);
	read_options(page, request);
	response->status = 200;
	g_free(response->content_type);
	response->content_type = g_strdup("application/json; charset=utf-8");
	g_string_assign(page->out, "{");
	g_string_append(page->out, head != NULL ? head : "");
	g_string_append(page->out, "\"value\":[");
}

bool page_wants(Page *page)
{
	int64_t at = page->seen++;
	return at >= page->skip && at < page->skip + page->size;
}

static bool has_next(const Page *page)
{
	return page->seen > page->skip + page->size;
}

bool page_is_over(const Page *page)
{
	return !page->counts && has_next(page);
}

void page_add(Page *page, cJSON *row)
{
	if (page->written++ > 0)
		g_string_append_c(page->out, ',');
	json_append(page->out, row);
	cJSON_Delete(row);
}

static char *next_target(const HttpRequest *request, int64_t offset)
{
	g_autofree char *plain = g_strdup_printf("%" G_GINT64_FORMAT, offset);
	g_autofree char *token = jwt_base64url(plain, strlen(plain));
	g_auto(GStrv) halves = g_strsplit(request->target, "?", 2);
	g_autoptr(GString) target = g_string_new(halves[0]);
	g_string_append_c(target, '?');
	g_auto(GStrv) pairs =
		g_strsplit(halves[0] != NULL && halves[1] != NULL ? halves[1] : "", "&", -1);
	for (char **pair = pairs; *pair != NULL; pair++) {
		if (**pair && !g_str_has_prefix(*pair, "$skiptoken=") &&
		    !g_str_has_prefix(*pair, "%24skiptoken="))
			g_string_append_printf(target, "%s&", *pair);
	}
	g_string_append_printf(target, "%%24skiptoken=%s", token);
	return g_string_free(g_steal_pointer(&target), FALSE);
}

void page_end(Page *page, const HttpRequest *request, const char *link, bool is_relative)
{
	g_string_append_c(page->out, ']');
	if (page->counts)
		g_string_append_printf(page->out, ",\"@odata.count\":%" G_GINT64_FORMAT,
				       page->seen);
	if (has_next(page)) {
		g_autofree char *target = next_target(request, page->skip + page->size);
		g_autoptr(cJSON) text = NULL;
		g_autofree char *url = g_strconcat(is_relative ? "" : request->base, target, NULL);
		text = cJSON_CreateString(url);
		g_string_append_printf(page->out, ",\"%s\":", link);
		json_append(page->out, text);
	}
	g_string_append_c(page->out, '}');
}
