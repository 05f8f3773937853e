#include "tenant/http.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"

const char *host_name(Host host)
{
	static const char *const names[] = { "arm", "graph", "login", "control" };
	return names[host];
}

GHashTable *http_parse_form(const char *text)
{
	GHashTable *table = g_hash_table_new_full(ids_hash, ids_equal, g_free, g_free);
	g_auto(GStrv) pairs = g_strsplit(text != NULL ? text : "", "&", -1);
	for (char **pair = pairs; *pair != NULL; pair++) {
		/* Form encoding: ARM's own samples write spaces as '+'. */
		g_strdelimit(*pair, "+", ' ');
		char *value = strchr(*pair, '=');
		if (value != NULL)
			*value++ = '\0';
		char *name = g_uri_unescape_string(*pair, NULL);
		if (name == NULL || *name == '\0') {
			g_free(name);
			continue;
		}
		char *plain = value != NULL ? g_uri_unescape_string(value, NULL) : NULL;
		g_hash_table_replace(table, name, plain != NULL ? plain : g_strdup(""));
	}
	return table;
}

HttpRequest *http_request_new(Host host, const char *method, const char *target, const char *base)
{
	HttpRequest *request = g_new0(HttpRequest, 1);
	request->host = host;
	request->method = g_strdup(method);
	request->target = g_strdup(target);
	request->base = g_strdup(base);
	request->body = g_string_new(NULL);
	request->headers = g_hash_table_new_full(ids_hash, ids_equal, g_free, g_free);
	const char *mark = strchr(target, '?');
	g_autofree char *path =
		mark != NULL ? g_strndup(target, (size_t)(mark - target)) : g_strdup(target);
	request->path = g_uri_unescape_string(path, NULL);
	if (request->path == NULL)
		request->path = g_strdup(path);
	request->query = http_parse_form(mark != NULL ? mark + 1 : NULL);
	return request;
}

void http_request_free(HttpRequest *request)
{
	if (request == NULL)
		return;
	g_free(request->method);
	g_free(request->target);
	g_free(request->path);
	g_free(request->base);
	g_hash_table_unref(request->query);
	g_hash_table_unref(request->headers);
	g_string_free(request->body, TRUE);
	g_free(request);
}

const char *http_query(const HttpRequest *request, const char *name)
{
	return g_hash_table_lookup(request->query, name);
}

const char *http_header(const HttpRequest *request, const char *name)
{
	return g_hash_table_lookup(request->headers, name);
}

static bool is_authority(const char *text)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789.-_:[]";
	return *text != '\0' && text[strspn(text, allowed)] == '\0';
}

/* Behind a proxy, or by another name, the client knows this host by other words: the links we hand
 * out must be the client's. */
char *http_client_base(const char *own, GHashTable *headers)
{
	const char *name = g_hash_table_lookup(headers, "Host");
	const char *scheme = g_hash_table_lookup(headers, "X-Forwarded-Proto");
	if (name == NULL || !is_authority(name))
		return g_strdup(own);
	if (g_strcmp0(scheme, "https") != 0 && g_strcmp0(scheme, "http") != 0)
		scheme = g_str_has_prefix(own, "https:") ? "https" : "http";
	return g_strconcat(scheme, "://", name, NULL);
}

void http_response_init(HttpResponse *response)
{
	*response = (HttpResponse){ .status = 500 };
	response->body = g_string_new(NULL);
	response->headers = g_ptr_array_new_with_free_func(g_free);
}

void http_response_clear(HttpResponse *response)
{
	if (response->body != NULL)
		g_string_free(response->body, TRUE);
	if (response->headers != NULL)
		g_ptr_array_unref(response->headers);
	g_free(response->content_type);
	g_free(response->unit);
	g_free(response->tail);
	*response = (HttpResponse){ 0 };
}

void http_add_header(HttpResponse *response, const char *name, const char *value)
{
	g_ptr_array_add(response->headers, g_strdup(name));
	g_ptr_array_add(response->headers, g_strdup(value));
}

void http_answer_json(HttpResponse *response, unsigned status, cJSON *json)
{
	response->status = status;
	g_free(response->content_type);
	response->content_type = g_strdup("application/json; charset=utf-8");
	g_string_truncate(response->body, 0);
	if (json != NULL)
		json_append(response->body, json);
	cJSON_Delete(json);
}
