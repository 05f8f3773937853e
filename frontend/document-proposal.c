#include "frontend/document-proposal.h"

#include "frontend/document.h"

static void add_text(cJSON *object, const char *name, const char *text)
{
	if (text != NULL)
		cJSON_AddStringToObject(object, name, text);
	else
		cJSON_AddNullToObject(object, name);
}

cJSON *document_proposal(const Target *asked, const ProposalNews *news)
{
	cJSON *document = cJSON_CreateObject();
	cJSON_AddNumberToObject(document, "schema", SCHEMA_VERSION);
	cJSON *item = cJSON_AddObjectToObject(document, "proposal");
	cJSON_AddNumberToObject(item, "number", news->number);
	cJSON_AddStringToObject(item, "state", proposal_state_word(news->state));
	cJSON_AddItemToObject(item, "asked",
			      document_grant(&asked->eligibility->grant, &asked->scope));
	g_autofree char *until = news->until != 0 ? instant_format(news->until) : NULL;
	add_text(item, "scope_id", news->scope_id);
	if (news->duration > 0)
		cJSON_AddNumberToObject(item, "duration", (double)news->duration);
	else
		cJSON_AddNullToObject(item, "duration");
	add_text(item, "until", until);
	add_text(item, "text", news->text);
	cJSON_AddArrayToObject(document, "errors");
	return document;
}
