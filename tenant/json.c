#include "tenant/json.h"

#include "tenant/times.h"

const cJSON *json_get(const cJSON *object, const char *name)
{
	const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
	return cJSON_IsNull(member) ? NULL : member;
}

const char *json_text(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(json_get(object, name));
}

const char *json_text_or(const cJSON *object, const char *name, const char *otherwise)
{
	const char *text = json_text(object, name);
	return text != NULL ? text : otherwise;
}

bool json_flag(const cJSON *object, const char *name)
{
	return cJSON_IsTrue(json_get(object, name));
}

char *json_text_or_number(const cJSON *object, const char *name)
{
	const cJSON *item = json_get(object, name);
	return cJSON_IsNumber(item) ? g_strdup_printf("%.0f", item->valuedouble)
				    : g_strdup(json_text(object, name));
}

int64_t json_number(const cJSON *object, const char *name, int64_t otherwise)
{
	const cJSON *member = json_get(object, name);
	return cJSON_IsNumber(member) ? (int64_t)member->valuedouble : otherwise;
}

char **json_strings(const cJSON *object, const char *name)
{
	const cJSON *array = json_get(object, name);
	if (!cJSON_IsArray(array))
		return NULL;
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	const cJSON *item;
	cJSON_ArrayForEach(item, array)
	{
		if (cJSON_IsString(item))
			g_strv_builder_add(builder, item->valuestring);
	}
	return g_strv_builder_end(builder);
}

void json_add(cJSON *object, const char *name, const char *text)
{
	cJSON_AddItemToObject(object, name,
			      text != NULL ? cJSON_CreateString(text) : cJSON_CreateNull());
}

void json_add_time(cJSON *object, const char *name, int64_t time, unsigned digits)
{
	g_autofree char *text = time ? times_format(time, digits) : NULL;
	json_add(object, name, text);
}

cJSON *json_add_object(cJSON *object, const char *name)
{
	return cJSON_AddObjectToObject(object, name);
}

cJSON *json_add_array(cJSON *object, const char *name)
{
	return cJSON_AddArrayToObject(object, name);
}

void json_push(cJSON *array, const char *text)
{
	cJSON_AddItemToArray(array, cJSON_CreateString(text));
}

cJSON *json_parse(const char *text, size_t length)
{
	/* A trailing NUL is not part of the text here, so the end is checked by hand. */
	const char *end = NULL;
	cJSON *json = cJSON_ParseWithLengthOpts(text, length, &end, false);
	while (json != NULL && end < text + length && g_ascii_isspace(*end))
		end++;
	if (json != NULL && end != text + length)
		g_clear_pointer(&json, cJSON_Delete);
	return json;
}

char *json_print(const cJSON *json)
{
	return cJSON_PrintUnformatted(json);
}

void json_append(GString *out, const cJSON *json)
{
	char *text = cJSON_PrintUnformatted(json);
	g_string_append(out, text);
	cJSON_free(text);
}
