#include <errno.h>

#include "src/base/clock.h"
#include "src/json/value.h"
#include "src/model/duration.h"

/* Above 2^53 a double no longer holds every integer. */
#define LARGEST_INT 9007199254740992.0

static const char *const type_names[] = {
	[JSON_TYPE_NULL] = "nothing",    [JSON_TYPE_BOOL] = "a boolean",
	[JSON_TYPE_NUMBER] = "a number", [JSON_TYPE_TEXT] = "text",
	[JSON_TYPE_LIST] = "a list",     [JSON_TYPE_OBJECT] = "an object",
};

typedef bool (*DecodeFunction)(const JsonValue *value, const JsonField *field, void *out,
			       GError **error);

static bool fail_type(const JsonValue *value, const JsonField *field, const char *wanted,
		      GError **error)
{
	g_set_error(error, JSON_ERROR, JSON_ERROR_TYPE, "%s is %s where %s was expected",
		    field->path, type_names[json_type(value)], wanted);
	return false;
}

static bool fail_range(const JsonField *field, const char *what, GError **error)
{
	g_set_error(error, JSON_ERROR, JSON_ERROR_RANGE, "%s is %s", field->path, what);
	return false;
}

static bool decode_text(const JsonValue *value, const JsonField *field, void *out, GError **error)
{
	const char *text = json_text(value);
	if (text == NULL)
		return fail_type(value, field, "text", error);
	g_free(*(char **)out);
	*(char **)out = g_strdup(text);
	return true;
}

static bool decode_instant(const JsonValue *value, const JsonField *field, void *out,
			   GError **error)
{
	const char *text = json_text(value);
	if (text == NULL)
		return fail_type(value, field, "a point in time", error);
	return instant_parse(text, out) || fail_range(field, "not a point in time", error);
}

static bool decode_duration(const JsonValue *value, const JsonField *field, void *out,
			    GError **error)
{
	const char *text = json_text(value);
	if (text == NULL)
		return fail_type(value, field, "a duration", error);
	return duration_parse_iso(text, out, NULL) || fail_range(field, "not a duration", error);
}

static bool decode_bool(const JsonValue *value, const JsonField *field, void *out, GError **error)
{
	if (json_type(value) != JSON_TYPE_BOOL)
		return fail_type(value, field, "a boolean", error);
	*(bool *)out = json_is_true(value);
	return true;
}

static bool decode_int(const JsonValue *value, const JsonField *field, void *out, GError **error)
{
	const char *text = json_text(value);
	double number;
	if (text != NULL) {
		gint64 result;
		if (!g_ascii_string_to_signed(text, 10, G_MININT64, G_MAXINT64, &result, NULL))
			return fail_range(field, "not a whole number", error);
		*(int64_t *)out = result;
		return true;
	}
	if (!json_number(value, &number))
		return fail_type(value, field, "a number", error);
	if (number < -LARGEST_INT || number > LARGEST_INT || (double)(int64_t)number != number)
		return fail_range(field, "not a whole number", error);
	*(int64_t *)out = (int64_t)number;
	return true;
}

static bool decode_word(const JsonValue *value, const JsonField *field, void *out, GError **error)
{
	const char *text = json_text(value);
	if (text == NULL)
		return fail_type(value, field, "text", error);
	*(int *)out = field->word(text);
	return true;
}

static bool decode_text_list(const JsonValue *value, const JsonField *field, void *out,
			     GError **error)
{
	GPtrArray **list = out;
	if (json_type(value) != JSON_TYPE_LIST)
		return fail_type(value, field, "a list", error);
	g_clear_pointer(list, g_ptr_array_unref);
	*list = g_ptr_array_new_with_free_func(g_free);
	for (const JsonValue *item = json_first(value); item != NULL; item = json_next(item)) {
		const char *text = json_text(item);
		if (text == NULL)
			return fail_type(item, field, "a list of text", error);
		g_ptr_array_add(*list, g_strdup(text));
	}
	return true;
}

static const DecodeFunction decoders[] = {
	[JSON_FIELD_TEXT] = decode_text,
	[JSON_FIELD_INSTANT] = decode_instant,
	[JSON_FIELD_DURATION] = decode_duration,
	[JSON_FIELD_BOOL] = decode_bool,
	[JSON_FIELD_INT] = decode_int,
	[JSON_FIELD_WORD] = decode_word,
	[JSON_FIELD_TEXT_LIST] = decode_text_list,
};

bool json_decode(const JsonValue *object, const JsonField *fields, size_t count, void *out,
		 GError **error)
{
	if (!json_is_object(object)) {
		g_set_error(error, JSON_ERROR, JSON_ERROR_TYPE, "%s where an object was expected",
			    type_names[json_type(object)]);
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		const JsonField *field = &fields[i];
		const JsonValue *value = json_get(object, field->path);
		if (value == NULL && field->is_required) {
			g_set_error(error, JSON_ERROR, JSON_ERROR_MISSING, "%s is missing",
				    field->path);
			return false;
		}
		if (value != NULL &&
		    !decoders[field->type](value, field, (char *)out + field->offset, error))
			return false;
	}
	return true;
}
