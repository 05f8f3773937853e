#include "cli/document.h"

#include <stdio.h>

#include "cli/table.h"
#include "src/base/text.h"

void document_add_text(cJSON *object, const char *name, const char *text)
{
	if (text == NULL) {
		cJSON_AddNullToObject(object, name);
		return;
	}
	g_autofree char *clean = text_sanitize(text, -1);
	cJSON_AddStringToObject(object, name, clean);
}

void document_add_time(cJSON *object, const char *name, Instant instant)
{
	g_autofree char *text = instant_format(instant);
	document_add_text(object, name, text);
}

cJSON *document_role(const Role *role)
{
	cJSON *object = cJSON_CreateObject();
	document_add_text(object, "id", role->id);
	document_add_text(object, "name", role->name);
	return object;
}

cJSON *document_scope(const Scope *scope)
{
	cJSON *object = cJSON_CreateObject();
	document_add_text(object, "id", scope->id);
	document_add_text(object, "name", scope->id != NULL ? scope_label(scope) : NULL);
	document_add_text(object, "type", scope_type_word(scope->type));
	return object;
}

cJSON *document_grant(const Grant *grant, const Scope *at)
{
	cJSON *item = cJSON_CreateObject();
	document_add_text(item, "id", grant->id);
	document_add_text(item, "workload", workload_info(grant->workload)->name);
	cJSON_AddItemToObject(item, "role", document_role(&grant->role));
	cJSON_AddItemToObject(item, "scope", document_scope(at));
	document_add_text(item, "access",
			  grant->access != ACCESS_NONE ? access_word(grant->access) : NULL);
	return item;
}

static cJSON *grant_item(const Grant *grant, const char *assignment_type,
			 const char *eligibility_id)
{
	cJSON *item = document_grant(grant, &grant->scope);
	document_add_text(
		item, "member_type",
		grant->member_type != MEMBER_UNKNOWN ? member_type_word(grant->member_type) : NULL);
	document_add_text(item, "assignment_type", assignment_type);
	document_add_text(item, "eligibility_id", eligibility_id);
	document_add_time(item, "start", grant->start);
	document_add_time(item, "end", grant->end);
	return item;
}

cJSON *document_eligibility(const Eligibility *eligibility)
{
	return grant_item(&eligibility->grant, NULL, eligibility->grant.schedule_id);
}

cJSON *document_assignment(const Assignment *assignment)
{
	const char *type = assignment->assignment_type != ASSIGNMENT_UNKNOWN
				   ? assignment_type_word(assignment->assignment_type)
				   : NULL;
	return grant_item(&assignment->grant, type, assignment->eligibility_schedule_id);
}

cJSON *document_history(const HistoryEntry *entry)
{
	const Request *request = entry->request;
	cJSON *item = cJSON_CreateObject();
	document_add_text(item, "id", request->id);
	document_add_text(item, "workload", workload_info(request->workload)->name);
	document_add_text(item, "kind", request_kind_word(request->kind));
	cJSON_AddItemToObject(item, "role", document_role(&request->role));
	cJSON_AddItemToObject(item, "scope", document_scope(&request->scope));
	document_add_text(item, "access",
			  request->access != ACCESS_NONE ? access_word(request->access) : NULL);
	document_add_text(item, "status", request_state_word(request->state));
	document_add_time(item, "created",
			  request->created != 0 ? request->created : entry->first_learnt);
	document_add_time(item, "start", request->start);
	document_add_time(item, "end", request->end);
	document_add_text(item, "reason", request->justification);
	document_add_text(item, "ticket", request->ticket_number);
	document_add_text(item, "ticket_system", request->ticket_system);
	document_add_text(item, "message", request->message);
	document_add_text(item, "source",
			  entry->source == HISTORY_SOURCE_LOCAL ? "local" : "service");
	return item;
}

static cJSON *error_item(const WorkloadId *workload, const Problem *problem)
{
	cJSON *error = cJSON_CreateObject();
	document_add_text(error, "workload",
			  workload != NULL ? workload_info(*workload)->name : NULL);
	document_add_text(error, "code", problem->code);
	document_add_text(error, "message", problem->message);
	document_add_text(error, "hint", problem->hint);
	return error;
}

cJSON *document_list(const Session *session, Instant as_of, cJSON *items)
{
	const Account *account = session->account;
	cJSON *document = cJSON_CreateObject();
	cJSON_AddNumberToObject(document, "schema", SCHEMA_VERSION);
	document_add_time(document, "as_of", as_of);
	const char *name = account == NULL        ? NULL
			   : account->upn != NULL ? account->upn
						  : account->oid;
	document_add_text(document, "account", name);
	document_add_text(document, "tenant", account != NULL ? account->tid : NULL);
	cJSON_AddItemToObject(document, "items", items);
	cJSON *errors = cJSON_AddArrayToObject(document, "errors");
	for (guint i = 0; i < session->problems->len; i++) {
		const ListProblem *item = g_ptr_array_index(session->problems, i);
		cJSON_AddItemToArray(errors, error_item(item->has_workload ? &item->workload : NULL,
							item->problem));
	}
	return document;
}

static cJSON *account_item(const KnownAccount *known)
{
	const Account *account = known->account;
	cJSON *item = cJSON_CreateObject();
	document_add_text(item, "name", known->name);
	document_add_text(item, "account", account != NULL ? account->upn : NULL);
	cJSON *tenant = cJSON_AddObjectToObject(item, "tenant");
	document_add_text(tenant, "id", account != NULL ? account->tid : NULL);
	document_add_text(tenant, "name", account != NULL ? account->tenant_name : NULL);
	document_add_text(item, "cloud", account != NULL ? account->cloud : NULL);
	document_add_text(item, "object_id", account != NULL ? account->oid : NULL);
	cJSON_AddBoolToObject(item, "is_current", known->is_current);
	cJSON_AddBoolToObject(item, "is_signed_in",
			      account != NULL && !known_account_is_new(known));
	return item;
}

cJSON *document_accounts(const GPtrArray *rows)
{
	cJSON *document = cJSON_CreateObject();
	cJSON_AddNumberToObject(document, "schema", SCHEMA_VERSION);
	cJSON *items = cJSON_AddArrayToObject(document, "items");
	for (guint i = 0; i < rows->len; i++)
		cJSON_AddItemToArray(items, account_item(rows->pdata[i]));
	return document;
}

cJSON *document_request(const Request *request, const Problem *problem)
{
	cJSON *document = cJSON_CreateObject();
	cJSON_AddNumberToObject(document, "schema", SCHEMA_VERSION);
	if (request != NULL) {
		cJSON *object = cJSON_AddObjectToObject(document, "request");
		document_add_text(object, "id", request->id);
		document_add_text(object, "status", request_state_word(request->state));
		document_add_time(object, "start", request->start);
		document_add_time(object, "end", request->end);
		cJSON_AddItemToObject(object, "role", document_role(&request->role));
		cJSON_AddItemToObject(object, "scope", document_scope(&request->scope));
	} else {
		cJSON_AddNullToObject(document, "request");
	}
	if (problem != NULL) {
		cJSON *errors = cJSON_AddArrayToObject(document, "errors");
		const WorkloadId *workload = request != NULL ? &request->workload : NULL;
		cJSON_AddItemToArray(errors, error_item(workload, problem));
	}
	return document;
}

void document_print(cJSON *document)
{
	char *text =
		output_is_terminal() ? cJSON_Print(document) : cJSON_PrintUnformatted(document);
	fputs(text, stdout); /* always UTF-8: not for g_print, which asks the locale */
	fputc('\n', stdout);
	cJSON_free(text);
	cJSON_Delete(document);
}
