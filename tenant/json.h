/* Small helpers over cJSON for reading scenarios and request bodies and for building answers. */
#pragma once

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(cJSON, cJSON_Delete)

/* Member look-up with exact letter case; NULL when absent, null, or of another type. */
const cJSON *json_get(const cJSON *object, const char *name);
const char *json_text(const cJSON *object, const char *name);
const char *json_text_or(const cJSON *object, const char *name, const char *otherwise);
bool json_flag(const cJSON *object, const char *name);
/* Text, or a whole number as text; NULL: neither. The caller frees. */
char *json_text_or_number(const cJSON *object, const char *name);
int64_t json_number(const cJSON *object, const char *name, int64_t otherwise);
/* An array of strings as a strv; NULL when absent. */
char **json_strings(const cJSON *object, const char *name);

/* Adds `text`, or null. */
void json_add(cJSON *object, const char *name, const char *text);
/* Adds a time with that many digits of a fraction, or null for 0. */
void json_add_time(cJSON *object, const char *name, int64_t time, unsigned digits);
cJSON *json_add_object(cJSON *object, const char *name);
cJSON *json_add_array(cJSON *object, const char *name);
void json_push(cJSON *array, const char *text);

/* Whole text or nothing; NULL when it is no JSON. */
cJSON *json_parse(const char *text, size_t length);
char *json_print(const cJSON *json);
void json_append(GString *out, const cJSON *json);
