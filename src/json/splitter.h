/*
 * Cuts a list answer `{"value":[{…},{…}],"nextLink":"…"}` into elements as it streams in. Memory is bounded by
 * one element, whatever the list's length; each element is checked (depth, size, UTF-8, \u0000) and parsed
 * alone, so that one bad row is reported and skipped instead of losing the list.
 */
#ifndef MYROLES_JSON_SPLITTER_H
#define MYROLES_JSON_SPLITTER_H

#include "src/json/value.h"

typedef struct JsonSplitter JsonSplitter;

/* One element of the list, borrowed; or NULL with the error why this one could not be read. */
typedef void (*JsonElement)(const JsonValue *element, const GError *error, gpointer data);

JsonSplitter *json_splitter_new(const char *list_member, JsonElement element, gpointer data);
void json_splitter_free(JsonSplitter *splitter);

/* False, with error set, when the document itself is broken: elements that came before it were delivered. */
bool json_splitter_feed(JsonSplitter *splitter, const char *bytes, size_t length, GError **error);

/* After the last byte: false when the document ended early or had no such list. */
bool json_splitter_finish(JsonSplitter *splitter, GError **error);

/* A text member beside the list ("nextLink", "@odata.nextLink"), or NULL. Borrowed; valid after finish. */
const char *json_splitter_member(const JsonSplitter *splitter, const char *name);

/* Forgets everything: a retry begins. */
void json_splitter_reset(JsonSplitter *splitter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(JsonSplitter, json_splitter_free)

#endif
