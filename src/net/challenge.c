#include "src/net/challenge.h"

#include <string.h>

#include "src/base/limits.h"
#include "src/json/value.h"

/* Known shapes only: what comes out of here is sent to the sign-in service in the user's name. */
static char *take_known_shape(const char *text, size_t length)
{
	if (length == 0 || length > LIMIT_CHALLENGE)
		return NULL;
	g_autoptr(JsonValue) value = json_parse(text, length, NULL);
	if (value == NULL || !json_is_object(value))
		return NULL;
	if (!json_is_object(json_get(value, "access_token")) &&
	    !json_is_object(json_get(value, "id_token")))
		return NULL;
	return json_print(value);
}

char *challenge_from_json(const char *json)
{
	return take_known_shape(json, strlen(json));
}

static char *decode_base64(const char *text, size_t length)
{
	g_autoptr(GString) plain = g_string_new_len(text, (gssize)length);
	for (size_t i = 0; i < plain->len; i++) {
		if (plain->str[i] == '-')
			plain->str[i] = '+';
		else if (plain->str[i] == '_')
			plain->str[i] = '/';
	}
	while (plain->len % 4 != 0)
		g_string_append_c(plain, '=');
	gsize size = 0;
	g_autofree guchar *bytes = g_base64_decode(plain->str, &size);
	return bytes == NULL ? NULL : g_strndup((const char *)bytes, size);
}

/* The value of the parameter `claims`, quotes removed, backslash pairs undone (RFC 9110 §5.6.4). */
static char *find_claims_parameter(const char *header)
{
	for (const char *at = header; (at = strcasestr(at, "claims=")) != NULL; at += 7) {
		if (at != header && strchr(" \t,", at[-1]) == NULL)
			continue;
		const char *from = at + 7;
		if (*from != '"')
			return g_strndup(from, strcspn(from, ", \t"));
		g_autoptr(GString) value = g_string_new(NULL);
		for (from++; *from != '\0' && *from != '"'; from++) {
			if (*from == '\\' && from[1] != '\0')
				from++;
			g_string_append_c(value, *from);
		}
		return g_string_free(g_steal_pointer(&value), FALSE);
	}
	return NULL;
}

char *challenge_from_header(const char *www_authenticate)
{
	if (www_authenticate == NULL || strlen(www_authenticate) > LIMIT_HEADERS)
		return NULL;
	g_autofree char *value = find_claims_parameter(www_authenticate);
	if (value == NULL)
		return NULL;
	/* Some services send the JSON itself instead of its base64 form. */
	if (value[0] == '{')
		return take_known_shape(value, strlen(value));
	g_autofree char *json = decode_base64(value, strlen(value));
	return json == NULL ? NULL : take_known_shape(json, strlen(json));
}

/* The JSON object that begins at `text`, to its closing brace; backslash-escaped quotes are undone first. */
static char *cut_object(const char *text)
{
	g_autoptr(GString) plain = g_string_new(text);
	if (strstr(text, "\\\"") != NULL)
		g_string_replace(plain, "\\\"", "\"", 0);
	int depth = 0;
	for (size_t i = 0; i < plain->len; i++) {
		if (plain->str[i] == '{')
			depth++;
		else if (plain->str[i] == '}' && --depth == 0)
			return g_strndup(plain->str, i + 1);
	}
	return NULL;
}

char *challenge_from_message(const char *message)
{
	const char *at = message == NULL ? NULL : strcasestr(message, "claims=");
	if (at == NULL)
		return NULL;
	at += strlen("claims=");
	size_t length = strcspn(at, "& \t\r\n\"'<>");
	if (at[0] == '{' || length == 0) {
		const char *brace = at + strspn(at, " '\"");
		g_autofree char *object = brace[0] == '{' ? cut_object(brace) : NULL;
		return object == NULL ? NULL : take_known_shape(object, strlen(object));
	}
	g_autofree char *json = g_uri_unescape_segment(at, at + length, NULL);
	if (json == NULL)
		return NULL;
	g_autofree char *object =
		json[0] == '{' ? cut_object(json) : decode_base64(json, strlen(json));
	return object == NULL ? NULL : take_known_shape(object, strlen(object));
}
