/*
 * Request bodies. Members whose value is NULL are left out, so that callers need no conditions.
 */
#ifndef MYROLES_JSON_BUILD_H
#define MYROLES_JSON_BUILD_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct JsonBuilder JsonBuilder;

JsonBuilder *json_builder_new(void); /* an open object */
void json_builder_free(JsonBuilder *builder);

void json_builder_begin(JsonBuilder *builder, const char *name); /* object member */
void json_builder_begin_list(JsonBuilder *builder,
			     const char *name); /* array member; name NULL inside an array */
void json_builder_end(JsonBuilder *builder);
void json_builder_text(JsonBuilder *builder, const char *name,
		       const char *value); /* NULL value: left out */
void json_builder_bool(JsonBuilder *builder, const char *name, bool value);
void json_builder_int(JsonBuilder *builder, const char *name, int64_t value);
/* A piece of JSON as it is (a claims request); false when it is not JSON. */
bool json_builder_value(JsonBuilder *builder, const char *name, const char *json, GError **error);
void json_builder_null(JsonBuilder *builder, const char *name);

/* Closes what is open and returns the text, without blanks; the caller frees it. */
char *json_builder_finish(JsonBuilder *builder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(JsonBuilder, json_builder_free)

#endif
