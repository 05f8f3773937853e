#include "src/net/response.h"

#include <string.h>

#include "src/base/secret.h"
#include "src/net/challenge.h"

/* First size of a body's buffer. Bodies may hold tokens: nothing stays behind when it grows or goes. */
#define BODY_ROOM 4096

HttpResponse *response_new_empty(void)
{
	HttpResponse *response = g_new0(HttpResponse, 1);
	response->headers = g_ptr_array_new_with_free_func(g_free);
	response->body = g_string_sized_new(BODY_ROOM);
	return response;
}

HttpResponse *http_response_new(long status, const char *const *headers, const char *body)
{
	HttpResponse *response = response_new_empty();
	response->status = status;
	for (; headers != NULL && *headers != NULL; headers++)
		response_add_line(response, *headers, strlen(*headers));
	response_add_body(response, body != NULL ? body : "", body != NULL ? strlen(body) : 0);
	return response;
}

static void free_body(GString *body)
{
	secret_wipe(body->str, body->allocated_len);
	g_string_free(body, TRUE);
}

void http_response_free(HttpResponse *response)
{
	if (response == NULL)
		return;
	free_body(response->body);
	g_ptr_array_unref(response->headers);
	g_free(response);
}

void response_add_line(HttpResponse *response, const char *line, size_t length)
{
	g_autofree char *text = g_strchomp(g_strndup(line, length));
	if (g_str_has_prefix(text, "HTTP/")) {
		g_ptr_array_set_size(response->headers, 0);
	} else if (strchr(text, ':') != NULL) {
		g_ptr_array_add(response->headers, g_steal_pointer(&text));
	}
}

void response_add_body(HttpResponse *response, const char *bytes, size_t length)
{
	GString *body = response->body;
	if (body->len + length >= body->allocated_len) {
		response->body = g_string_sized_new(2 * (body->len + length));
		g_string_append_len(response->body, body->str, (gssize)body->len);
		free_body(body);
	}
	g_string_append_len(response->body, bytes, (gssize)length);
}

bool response_is_good(const HttpResponse *response)
{
	return response->status >= 200 && response->status < 300;
}

long http_response_status(const HttpResponse *response)
{
	return response->status;
}

/* The value when `line` is a header of that name, else NULL. */
static const char *match_header(const char *line, const char *name)
{
	size_t length = strlen(name);
	const char *value;
	if (g_ascii_strncasecmp(line, name, length) != 0 || line[length] != ':')
		return NULL;
	value = line + length + 1;
	return value + strspn(value, " \t");
}

const char *http_response_header(const HttpResponse *response, const char *name)
{
	for (guint i = 0; i < response->headers->len; i++) {
		const char *value = match_header(g_ptr_array_index(response->headers, i), name);
		if (value != NULL)
			return value;
	}
	return NULL;
}

char **http_response_headers(const HttpResponse *response, const char *name)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	for (guint i = 0; i < response->headers->len; i++) {
		const char *value = match_header(g_ptr_array_index(response->headers, i), name);
		if (value != NULL)
			g_strv_builder_add(builder, value);
	}
	return g_strv_builder_end(builder);
}

const char *http_response_body(const HttpResponse *response, size_t *length)
{
	if (length != NULL)
		*length = response->body->len;
	return response->body->str;
}

const char *http_response_request_id(const HttpResponse *response)
{
	static const char *const names[] = { "x-ms-request-id", "request-id",
					     "x-ms-correlation-request-id" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *value = http_response_header(response, names[i]);
		if (value != NULL && *value != '\0')
			return value;
	}
	return NULL;
}

char *http_response_claims(const HttpResponse *response)
{
	g_auto(GStrv) values = http_response_headers(response, "WWW-Authenticate");
	for (char **value = values; *value != NULL; value++) {
		char *claims = challenge_from_header(*value);
		if (claims != NULL)
			return claims;
	}
	return NULL;
}
