/* What a request body may hold. One row per member; the checks are those of the service's own
 * deserializer (Newtonsoft's words), put into each host's shape by the caller. */
#pragma once

#include <cjson/cJSON.h>

#include "tenant/refusal.h"

typedef enum { SCHEMA_TEXT, SCHEMA_FLAG, SCHEMA_OBJECT, SCHEMA_WORD, SCHEMA_TIME } SchemaKind;

typedef struct SchemaMember {
	const char *name;
	SchemaKind kind;
	bool is_required;
	const struct SchemaMember *members; /* of an object, ends with a NULL name; NULL: any */
	const char *const *words;           /* of a word; letter case is ignored */
} SchemaMember;

/* Gives the members that schema_check knows the letter case that it knows them by. */
void schema_fold(cJSON *json, const SchemaMember *members);
/* type: how the service calls the object in its messages. */
bool schema_check(const cJSON *json, const SchemaMember *members, const char *type,
		  const char *code, Refusal *refusal);
