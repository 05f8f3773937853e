#include "src/json/build.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "src/json/value.h"

struct JsonBuilder {
	cJSON *root;
	GPtrArray *open; /* cJSON*, borrowed from the tree; the innermost last */
};

JsonBuilder *json_builder_new(void)
{
	JsonBuilder *builder = g_new0(JsonBuilder, 1);
	json_init();
	builder->root = cJSON_CreateObject();
	builder->open = g_ptr_array_new();
	g_ptr_array_add(builder->open, builder->root);
	return builder;
}

void json_builder_free(JsonBuilder *builder)
{
	if (builder == NULL)
		return;
	cJSON_Delete(builder->root);
	g_ptr_array_unref(builder->open);
	g_free(builder);
}

static void add(JsonBuilder *builder, const char *name, cJSON *item)
{
	cJSON *parent = g_ptr_array_index(builder->open, builder->open->len - 1);
	/* Members have names, elements have none. */
	g_assert(cJSON_IsObject(parent) == (name != NULL));
	if (name != NULL)
		cJSON_AddItemToObject(parent, name, item);
	else
		cJSON_AddItemToArray(parent, item);
}

void json_builder_begin(JsonBuilder *builder, const char *name)
{
	cJSON *item = cJSON_CreateObject();
	add(builder, name, item);
	g_ptr_array_add(builder->open, item);
}

void json_builder_begin_list(JsonBuilder *builder, const char *name)
{
	cJSON *item = cJSON_CreateArray();
	add(builder, name, item);
	g_ptr_array_add(builder->open, item);
}

void json_builder_end(JsonBuilder *builder)
{
	g_assert(builder->open->len > 1);
	g_ptr_array_remove_index(builder->open, builder->open->len - 1);
}

void json_builder_text(JsonBuilder *builder, const char *name, const char *value)
{
	g_autofree char *valid = NULL;
	if (value == NULL)
		return;
	if (!g_utf8_validate(value, -1, NULL))
		value = valid = g_utf8_make_valid(value, -1);
	add(builder, name, cJSON_CreateString(value));
}

void json_builder_bool(JsonBuilder *builder, const char *name, bool value)
{
	add(builder, name, cJSON_CreateBool(value));
}

void json_builder_int(JsonBuilder *builder, const char *name, int64_t value)
{
	g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, (gint64)value);
	/* A cJSON number is a double, which cannot hold every int64_t. */
	add(builder, name, cJSON_CreateRaw(digits));
}

void json_builder_null(JsonBuilder *builder, const char *name)
{
	add(builder, name, cJSON_CreateNull());
}

bool json_builder_value(JsonBuilder *builder, const char *name, const char *json, GError **error)
{
	g_autoptr(JsonValue) value = json_parse(json, strlen(json), error);
	if (value == NULL)
		return false;
	add(builder, name, (cJSON *)(void *)g_steal_pointer(&value));
	return true;
}

char *json_builder_finish(JsonBuilder *builder)
{
	return json_print((const JsonValue *)(const void *)builder->root);
}
