#include "src/json/value.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

#include "src/base/limits.h"
#include "src/base/secret.h"
#include "src/json/check.h"

G_DEFINE_QUARK(myroles - json - error - quark, json_error)

/* A JsonValue is a cJSON item under another name. */
static const cJSON *item_of(const JsonValue *value)
{
	return (const cJSON *)(const void *)value;
}

static const JsonValue *value_of(const cJSON *item)
{
	return (const JsonValue *)(const void *)item;
}

void json_init(void)
{
	cJSON_Hooks hooks = { .malloc_fn = secret_malloc, .free_fn = secret_free_block };
	cJSON_InitHooks(&hooks);
}

/* cJSON makes an infinity of 1e999. The depth is bounded by json_check. */
static bool are_numbers_finite(const cJSON *item)
{
	if (cJSON_IsNumber(item))
		return isfinite(item->valuedouble);
	for (const cJSON *child = item->child; child != NULL; child = child->next) {
		if (!are_numbers_finite(child))
			return false;
	}
	return true;
}

static bool is_blank(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (strchr(" \t\r\n", text[i]) == NULL)
			return false;
	}
	return true;
}

JsonValue *json_parse(const char *text, size_t length, GError **error)
{
	const char *end = NULL;
	cJSON *item;
	json_init();
	if (!json_check(text, length, error))
		return NULL;
	item = cJSON_ParseWithLengthOpts(text, length, &end, false);
	if (item == NULL) {
		size_t at = end != NULL ? (size_t)(end - text) : 0;
		g_set_error(error, JSON_ERROR, JSON_ERROR_SYNTAX, "not JSON at byte %zu",
			    MIN(at, length));
		return NULL;
	}
	if (!is_blank(end, length - (size_t)(end - text))) {
		g_set_error_literal(error, JSON_ERROR, JSON_ERROR_SYNTAX,
				    "something follows the value");
		cJSON_Delete(item);
		return NULL;
	}
	if (!are_numbers_finite(item)) {
		g_set_error_literal(error, JSON_ERROR, JSON_ERROR_RANGE, "a number is too large");
		cJSON_Delete(item);
		return NULL;
	}
	return (JsonValue *)(void *)item;
}

void json_value_free(JsonValue *value)
{
	cJSON_Delete((cJSON *)(void *)value);
}

char *json_print(const JsonValue *value)
{
	char *printed = cJSON_PrintUnformatted(item_of(value));
	char *text = g_strdup(printed);
	cJSON_free(printed);
	return text;
}

static bool is_name(const cJSON *child, const char *name, size_t length)
{
	return child->string != NULL && strncmp(child->string, name, length) == 0 &&
	       child->string[length] == '\0';
}

static bool is_name_in_any_case(const cJSON *child, const char *name, size_t length)
{
	return child->string != NULL && g_ascii_strncasecmp(child->string, name, length) == 0 &&
	       child->string[length] == '\0';
}

static const cJSON *find_member(const cJSON *object, const char *name, size_t length)
{
	const cJSON *child;
	cJSON_ArrayForEach(child, object)
	{
		if (is_name(child, name, length))
			return child;
	}
	cJSON_ArrayForEach(child, object)
	{
		if (is_name_in_any_case(child, name, length))
			return child;
	}
	return NULL;
}

const JsonValue *json_get(const JsonValue *object, const char *path)
{
	const cJSON *item = item_of(object);
	while (*path != '\0') {
		const cJSON *member;
		size_t length = strlen(path);
		if (!cJSON_IsObject(item))
			return NULL;
		/* A name may hold dots itself: "@odata.nextLink". */
		member = find_member(item, path, length);
		if (member == NULL) {
			length = strcspn(path, ".");
			member = find_member(item, path, length);
		}
		if (member == NULL || cJSON_IsNull(member))
			return NULL;
		item = member;
		path += length;
		path += *path == '.';
	}
	return value_of(item);
}

const char *json_text(const JsonValue *value)
{
	return cJSON_GetStringValue(item_of(value));
}

bool json_number(const JsonValue *value, double *out)
{
	if (!cJSON_IsNumber(item_of(value)))
		return false;
	*out = item_of(value)->valuedouble;
	return true;
}

bool json_is_true(const JsonValue *value)
{
	return cJSON_IsTrue(item_of(value));
}

bool json_is_object(const JsonValue *value)
{
	return cJSON_IsObject(item_of(value));
}

JsonType json_type(const JsonValue *value)
{
	const cJSON *item = item_of(value);
	if (cJSON_IsString(item))
		return JSON_TYPE_TEXT;
	if (cJSON_IsNumber(item))
		return JSON_TYPE_NUMBER;
	if (cJSON_IsBool(item))
		return JSON_TYPE_BOOL;
	if (cJSON_IsArray(item))
		return JSON_TYPE_LIST;
	if (cJSON_IsObject(item))
		return JSON_TYPE_OBJECT;
	return JSON_TYPE_NULL;
}

size_t json_array_length(const JsonValue *value)
{
	return cJSON_IsArray(item_of(value)) ? (size_t)cJSON_GetArraySize(item_of(value)) : 0;
}

const JsonValue *json_array_at(const JsonValue *value, size_t index)
{
	if (!cJSON_IsArray(item_of(value)) || index > G_MAXINT)
		return NULL;
	return value_of(cJSON_GetArrayItem(item_of(value), (int)index));
}

const JsonValue *json_first(const JsonValue *value)
{
	return value != NULL ? value_of(item_of(value)->child) : NULL;
}

const JsonValue *json_next(const JsonValue *value)
{
	return value_of(item_of(value)->next);
}
