#include "src/net/challenge.h"

#include <string.h>

#include "src/base/limits.h"
#include "src/json/build.h"
#include "src/json/value.h"

/* What services are known to ask of an access token; nothing else is asked for in the person's name. */
static const char *const members[] = {
	"acrs", "amr", "capolids", "nbf", "polids", "xms_caeerror", "xms_rp_ipaddr",
};

static void add_printed(JsonBuilder *builder, const char *name, const JsonValue *value)
{
	g_autofree char *json = json_print(value);
	json_builder_value(builder, name, json, NULL);
}

static bool is_scalar(const JsonValue *value)
{
	return json_type(value) == JSON_TYPE_TEXT || json_type(value) == JSON_TYPE_NUMBER;
}

/* {"essential":true,"value":…} or {"values":[…]} (OpenID Connect Core §5.5.1); what else is in it is left out. */
static void add_wish(JsonBuilder *builder, const char *name, const JsonValue *wish)
{
	const JsonValue *value = json_get(wish, "value");
	const JsonValue *values = json_get(wish, "values");
	json_builder_begin(builder, name);
	if (json_is_true(json_get(wish, "essential")))
		json_builder_bool(builder, "essential", true);
	if (is_scalar(value))
		add_printed(builder, "value", value);
	if (json_type(values) == JSON_TYPE_LIST) {
		json_builder_begin_list(builder, "values");
		for (const JsonValue *at = json_first(values); at != NULL; at = json_next(at)) {
			if (is_scalar(at))
				add_printed(builder, NULL, at);
		}
		json_builder_end(builder);
	}
	json_builder_end(builder);
}

/* Made anew of what is known: what comes out of here is sent to the sign-in service. */
static char *take_known_shape(const char *text, size_t length)
{
	if (length == 0 || length > LIMIT_CHALLENGE)
		return NULL;
	g_autoptr(JsonValue) value = json_parse(text, length, NULL);
	const JsonValue *wishes = value != NULL ? json_get(value, "access_token") : NULL;
	if (!json_is_object(wishes))
		return NULL;
	g_autoptr(JsonBuilder) builder = json_builder_new();
	bool has_any = false;
	json_builder_begin(builder, "access_token");
	for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
		const JsonValue *wish = json_get(wishes, members[i]);
		if (!json_is_object(wish))
			continue;
		add_wish(builder, members[i], wish);
		has_any = true;
	}
	return has_any ? json_builder_finish(builder) : NULL;
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
