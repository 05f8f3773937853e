/*
 * JSON as this program reads it: one element at a time, through decode tables. A JsonValue is a parsed
 * element; only this room knows that cJSON is behind it.
 */
#ifndef MYROLES_JSON_VALUE_H
#define MYROLES_JSON_VALUE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_ERROR (json_error_quark())
GQuark json_error_quark(void);

typedef enum {
	JSON_ERROR_SYNTAX = 1, /* not JSON, or ends early, or bad UTF-8, or a \u0000 */
	JSON_ERROR_LIMIT,      /* too deep, too large */
	JSON_ERROR_TYPE,       /* a member has another type; the message names its path */
	JSON_ERROR_MISSING,    /* a required member is not there */
	JSON_ERROR_RANGE,      /* a number, time or duration out of range */
} JsonError;

typedef struct JsonValue JsonValue;

typedef enum {
	JSON_TYPE_NULL, /* also what is absent */
	JSON_TYPE_BOOL,
	JSON_TYPE_NUMBER,
	JSON_TYPE_TEXT,
	JSON_TYPE_LIST,
	JSON_TYPE_OBJECT,
} JsonType;

/*
 * Gives cJSON the wiping allocator. This room calls it before it uses cJSON; a program that uses cJSON
 * itself calls it first, so that no block changes allocators.
 */
void json_init(void);

/* Parses one whole document, with all checks of this room (depth, size, UTF-8, \u0000, nothing after it). */
JsonValue *json_parse(const char *text, size_t length, GError **error);
void json_value_free(JsonValue *value);

/* Compact text of a value; for error messages and round trips. Caller frees. */
char *json_print(const JsonValue *value);

/*
 * The member at `path` ("properties.scheduleInfo.expiration"), exact letter case first, then any; NULL when it is
 * absent or null. A member whose own name holds dots ("@odata.nextLink") is found too. Borrowed.
 */
const JsonValue *json_get(const JsonValue *object, const char *path);
const char *json_text(const JsonValue *value);         /* NULL when not a string; borrowed */
bool json_number(const JsonValue *value, double *out); /* false when not a number */
bool json_is_true(const JsonValue *value);
JsonType json_type(const JsonValue *value);
bool json_is_object(const JsonValue *value);
size_t json_array_length(const JsonValue *value); /* 0 when not an array */
const JsonValue *json_array_at(const JsonValue *value, size_t index);

/* Walks the elements of an array or the members of an object. Borrowed; NULL at the end. */
const JsonValue *json_first(const JsonValue *value);
const JsonValue *json_next(const JsonValue *value);

/* ---- decode tables ---- */

typedef enum {
	JSON_FIELD_TEXT,      /* char *, owned by the struct */
	JSON_FIELD_INSTANT,   /* Instant; null or absent is 0 */
	JSON_FIELD_DURATION,  /* int64_t seconds from ISO 8601 */
	JSON_FIELD_BOOL,      /* bool */
	JSON_FIELD_INT,       /* int64_t; also a number written as text ("expires_in":"3599") */
	JSON_FIELD_WORD,      /* int (an enum) through `word`: its from_word function */
	JSON_FIELD_TEXT_LIST, /* GPtrArray * of char *, created */
} JsonFieldType;

typedef struct JsonField {
	const char *path;
	JsonFieldType type;
	size_t offset; /* into the struct */
	bool is_required;
	int (*word)(const char *text); /* JSON_FIELD_WORD */
} JsonField;

/*
 * Fills a zeroed struct from `object`. Unknown members are skipped. On an error, which names the path, the struct
 * may be partly filled: clear it as usual.
 */
bool json_decode(const JsonValue *object, const JsonField *fields, size_t count, void *out,
		 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(JsonValue, json_value_free)

#endif
