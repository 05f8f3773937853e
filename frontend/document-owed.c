#include "frontend/document.h"
#include "src/base/text.h"
#include "src/model/owed.h"

static void add_time(cJSON *object, const char *name, Instant instant)
{
	g_autofree char *text = instant != 0 ? instant_format(instant) : NULL;
	cJSON_AddItemToObject(object, name,
			      text != NULL ? cJSON_CreateString(text) : cJSON_CreateNull());
}

static cJSON *item_of(const Owed *owed)
{
	const Request *request = owed->request;
	/* Borrowed: the request names it. */
	const Grant grant = { .id = request->id,
			      .workload = request->workload,
			      .access = request->access,
			      .role = request->role };
	g_autofree char *fault = owed->fault != NULL ? text_sanitize(owed->fault, -1) : NULL;
	cJSON *item = document_grant(&grant, &request->scope);
	cJSON_AddBoolToObject(item, "held", owed->is_held);
	add_time(item, "since", owed->is_held ? 0 : owed->released);
	add_time(item, "due", owed_due(owed));
	cJSON_AddNumberToObject(item, "tries", owed->tries);
	cJSON_AddBoolToObject(item, "given_up", owed_is_given_up(owed));
	cJSON_AddItemToObject(item, "fault",
			      fault != NULL ? cJSON_CreateString(fault) : cJSON_CreateNull());
	return item;
}

void document_tell_owed(cJSON *document, const GPtrArray *rows)
{
	cJSON *items = cJSON_CreateArray();
	for (guint i = 0; rows != NULL && i < rows->len; i++)
		cJSON_AddItemToArray(items, item_of(rows->pdata[i]));
	document_set(document, "owed", items);
}
