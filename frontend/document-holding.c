#include "frontend/document.h"
#include "src/base/text.h"
#include "src/model/holding.h"

static void add_clean(cJSON *object, const char *name, const char *text)
{
	g_autofree char *clean = text != NULL && *text != '\0' ? text_sanitize(text, -1) : NULL;
	cJSON_AddItemToObject(object, name,
			      clean != NULL ? cJSON_CreateString(clean) : cJSON_CreateNull());
}

cJSON *document_holding(gconstpointer row)
{
	const Holding *holding = row;
	const Principal *holder = &holding->assignment->grant.holder;
	cJSON *item = document_assignment(holding->assignment);
	cJSON *who = cJSON_AddObjectToObject(item, "holder");
	add_clean(who, "id", holder->id);
	add_clean(who, "name", holder->name);
	cJSON_AddBoolToObject(item, "is_group", holding->is_of_group);
	add_clean(item, "justification", holding->justification);
	add_clean(item, "ticket_number", holding->ticket_number);
	return item;
}
