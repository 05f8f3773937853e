#include "frontend/document.h"

#include "src/base/text.h"
#include "src/model/activation-set.h"

static void add_text(cJSON *object, const char *name, const char *text)
{
	if (text == NULL || *text == '\0') {
		cJSON_AddNullToObject(object, name);
		return;
	}
	g_autofree char *clean = text_sanitize(text, -1);
	cJSON_AddStringToObject(object, name, clean);
}

static cJSON *role_object(gconstpointer data)
{
	const SetRow *row = data;
	cJSON *object = cJSON_CreateObject();
	add_text(object, "role", row->role);
	add_text(object, "scope", row->scope);
	add_text(object, "access", row->access);
	add_text(object, "duration", row->duration);
	return object;
}

static cJSON *set_object(gconstpointer data)
{
	const ActivationSet *set = data;
	cJSON *object = cJSON_CreateObject();
	add_text(object, "name", set->name);
	add_text(object, "about", set->about);
	add_text(object, "duration", set->duration);
	add_text(object, "reason", set->reason);
	cJSON_AddBoolToObject(object, "reason_unasked", set->is_reason_unasked);
	add_text(object, "ticket_system", set->ticket_system);
	cJSON_AddItemToObject(object, "roles", document_items(set->rows, role_object));
	return object;
}

cJSON *document_sets(const Wording *wording, const ListSource *source, const GPtrArray *sets)
{
	return document_rows(DOCUMENT_SETS, wording, source, document_items(sets, set_object));
}
