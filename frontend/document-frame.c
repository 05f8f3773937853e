#include "frontend/document.h"

/* What stands where nothing is known, or nothing was asked for. */
typedef enum { EMPTY_NULL, EMPTY_LIST, EMPTY_FALSE } Empty;

#define OF(kind)   (1u << DOCUMENT_##kind)
#define ASKED      (OF(REQUEST) | OF(POLICY) | OF(ITEM))
#define ROWS       (OF(LIST) | OF(SETS) | OF(ENTRIES))
#define TOLD       OF(TOLD)
#define EVERYWHERE (~0u)

/* In the order in which they are printed. */
static const struct {
	const char *name;
	Empty empty;
	unsigned kinds;
} member_rows[] = {
	{ "as_of", EMPTY_NULL, ROWS },
	{ "time", EMPTY_NULL, TOLD },
	{ "event", EMPTY_NULL, TOLD },
	{ "change", EMPTY_NULL, TOLD },
	{ "text", EMPTY_NULL, TOLD },
	{ "grant", EMPTY_NULL, TOLD },
	{ "end", EMPTY_NULL, TOLD },
	{ "account", EMPTY_NULL, ROWS | ASKED | TOLD },
	{ "tenant", EMPTY_NULL, ROWS | ASKED | TOLD },
	{ "path", EMPTY_NULL, OF(CONFIGURATION) },
	{ "items", EMPTY_LIST, ROWS | OF(ACCOUNTS) | OF(CONFIGURATION) },
	{ "request", EMPTY_NULL, OF(REQUEST) | TOLD },
	{ "decisions", EMPTY_LIST, OF(DECISIONS) },
	{ "findings", EMPTY_NULL, OF(FINDINGS) },
	{ "policy", EMPTY_NULL, OF(POLICY) },
	{ "item", EMPTY_NULL, OF(ITEM) },
	{ "evidence", EMPTY_NULL, OF(EVIDENCE) },
	{ "needs", EMPTY_LIST, OF(WHY) },
	{ "obstacle", EMPTY_NULL, OF(WHY) },
	{ "obstacle_name", EMPTY_NULL, OF(WHY) },
	{ "skipped", EMPTY_LIST, OF(WHY) },
	{ "ways", EMPTY_NULL, OF(WHY) },
	{ "exact", EMPTY_NULL, OF(WHY) },
	{ "denied", EMPTY_LIST, OF(WHY) },
	{ "unknown", EMPTY_LIST, OF(WHY) },
	{ "unasked_denies", EMPTY_LIST, OF(WHY) },
	{ "errors", EMPTY_LIST, EVERYWHERE },
	{ "dry_run", EMPTY_FALSE, OF(REQUEST) },
	{ "older_tokens", EMPTY_NULL, OF(REQUEST) },
	{ "truth", EMPTY_NULL, OF(REQUEST) },
	{ "stale", EMPTY_FALSE, OF(LIST) },
	{ "tokens", EMPTY_NULL, OF(LIST) },
	{ "owed", EMPTY_NULL, OF(LIST) },
	{ "candidates", EMPTY_LIST, OF(LIST) | ASKED },
};

static cJSON *empty_value(Empty empty)
{
	switch (empty) {
	case EMPTY_LIST:
		return cJSON_CreateArray();
	case EMPTY_FALSE:
		return cJSON_CreateFalse();
	default:
		return cJSON_CreateNull();
	}
}

cJSON *document_new(DocumentKind kind)
{
	cJSON *document = cJSON_CreateObject();
	cJSON_AddNumberToObject(document, "schema", SCHEMA_VERSION);
	for (size_t i = 0; i < G_N_ELEMENTS(member_rows); i++) {
		if ((member_rows[i].kinds & 1u << kind) != 0)
			cJSON_AddItemToObject(document, member_rows[i].name,
					      empty_value(member_rows[i].empty));
	}
	return document;
}

void document_set(cJSON *object, const char *name, cJSON *value)
{
	if (cJSON_HasObjectItem(object, name))
		cJSON_ReplaceItemInObjectCaseSensitive(object, name, value);
	else
		cJSON_AddItemToObject(object, name, value);
}
