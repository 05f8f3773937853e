#include "frontend/document.h"
#include "src/base/text.h"
#include "src/model/elsewhere.h"

static void add_clean(cJSON *object, const char *name, const char *text)
{
	g_autofree char *clean = text != NULL && *text != '\0' ? text_sanitize(text, -1) : NULL;
	cJSON_AddItemToObject(object, name,
			      clean != NULL ? cJSON_CreateString(clean) : cJSON_CreateNull());
}

cJSON *document_elsewhere(gconstpointer row)
{
	const Elsewhere *elsewhere = row;
	const Account *account = elsewhere->account;
	g_autofree char *as_of = elsewhere->as_of != 0 ? instant_format(elsewhere->as_of) : NULL;
	cJSON *item = document_assignment(elsewhere->assignment);
	add_clean(item, "as_of", as_of);
	cJSON *whose = cJSON_AddObjectToObject(item, "account");
	add_clean(whose, "name", elsewhere->name);
	add_clean(whose, "user", account->upn);
	add_clean(whose, "id", account->oid);
	cJSON *tenant = cJSON_AddObjectToObject(whose, "tenant");
	add_clean(tenant, "id", account->tid);
	add_clean(tenant, "name", account->tenant_name);
	cJSON_AddBoolToObject(whose, "current", elsewhere->is_current);
	return item;
}
