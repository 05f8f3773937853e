#include "frontend/document.h"

#include "frontend/list-problems.h"
#include "frontend/outcome.h"
#include "frontend/problem-words.h"
#include "frontend/request-words.h"
#include "frontend/totals.h"
#include "frontend/use.h"
#include "src/base/text.h"

cJSON *document_items(const GPtrArray *rows, DocumentItem item)
{
	cJSON *items = cJSON_CreateArray();
	for (guint i = 0; i < rows->len; i++)
		cJSON_AddItemToArray(items, item(rows->pdata[i]));
	return items;
}

/* What is empty is null, whoever left it out. */
static cJSON *text_value(const char *text)
{
	if (text == NULL || *text == '\0')
		return cJSON_CreateNull();
	g_autofree char *clean = text_sanitize(text, -1);
	return cJSON_CreateString(clean);
}

static void add_text(cJSON *object, const char *name, const char *text)
{
	cJSON_AddItemToObject(object, name, text_value(text));
}

static void add_time(cJSON *object, const char *name, Instant instant)
{
	g_autofree char *text = instant_format(instant);
	add_text(object, name, text);
}

static cJSON *role_object(const Role *role)
{
	cJSON *object = cJSON_CreateObject();
	add_text(object, "id", role->id);
	add_text(object, "name", role->name);
	return object;
}

cJSON *document_scope(gconstpointer row)
{
	const Scope *scope = row;
	cJSON *object = cJSON_CreateObject();
	add_text(object, "id", scope->id);
	add_text(object, "name", scope->id != NULL ? scope_label(scope) : NULL);
	add_text(object, "type", scope_type_word(scope->type));
	return object;
}

cJSON *document_grant(const Grant *grant, const Scope *at)
{
	cJSON *item = cJSON_CreateObject();
	add_text(item, "id", grant->id);
	add_text(item, "workload", workload_info(grant->workload)->name);
	cJSON_AddItemToObject(item, "role", role_object(&grant->role));
	cJSON_AddItemToObject(item, "scope", document_scope(at));
	add_text(item, "access", grant->access != ACCESS_NONE ? access_word(grant->access) : NULL);
	return item;
}

static cJSON *grant_item(const Grant *grant, const char *assignment_type,
			 const char *eligibility_id)
{
	cJSON *item = document_grant(grant, &grant->scope);
	add_text(item, "member_type",
		 grant->member_type != MEMBER_UNKNOWN ? member_type_word(grant->member_type)
						      : NULL);
	add_text(item, "assignment_type", assignment_type);
	add_text(item, "eligibility_id", eligibility_id);
	add_time(item, "start", grant->start);
	add_time(item, "end", grant->end);
	return item;
}

cJSON *document_eligibility(gconstpointer row)
{
	const Eligibility *eligibility = row;
	cJSON *item = grant_item(&eligibility->grant, NULL, eligibility->grant.schedule_id);
	add_text(item, "confirmed_by", "list");
	return item;
}

/* Whose word it is that the role is active. */
static const char *confirmation_word(const Assignment *assignment)
{
	if (assignment->is_unconfirmed)
		return NULL;
	return assignment->is_provisional ? "request" : "list";
}

cJSON *document_assignment(gconstpointer row)
{
	const Assignment *assignment = row;
	const char *type = assignment->assignment_type != ASSIGNMENT_UNKNOWN
				   ? assignment_type_word(assignment->assignment_type)
				   : NULL;
	cJSON *item = grant_item(&assignment->grant, type, assignment->eligibility_schedule_id);
	add_text(item, "confirmed_by", confirmation_word(assignment));
	return item;
}

/* Which nobody asked for yet. */
static cJSON *with_truth(cJSON *item)
{
	cJSON_AddNullToObject(item, "truth");
	return item;
}

cJSON *document_eligible(gconstpointer row)
{
	return with_truth(document_eligibility(row));
}

cJSON *document_active(gconstpointer row)
{
	return with_truth(document_assignment(row));
}

static cJSON *request_item(const Request *request, RequestState state, Instant created)
{
	cJSON *item = cJSON_CreateObject();
	add_text(item, "id", request->id);
	add_text(item, "workload", workload_info(request->workload)->name);
	add_text(item, "kind", request_kind_word(request->kind));
	cJSON_AddItemToObject(item, "role", role_object(&request->role));
	cJSON_AddItemToObject(item, "scope", document_scope(&request->scope));
	add_text(item, "access",
		 request->access != ACCESS_NONE ? access_word(request->access) : NULL);
	add_text(item, "status", request_state_word(state));
	add_time(item, "created", created);
	add_time(item, "start", request->start);
	add_time(item, "end", request->end);
	add_text(item, "reason", request->justification);
	add_text(item, "ticket", request->ticket_number);
	add_text(item, "ticket_system", request->ticket_system);
	add_text(item, "message", request_reason(request));
	return item;
}

cJSON *document_history(const HistoryEntry *entry, Instant now)
{
	const Request *request = entry->request;
	cJSON *item =
		request_item(request, request_state_now(request, now), history_entry_moment(entry));
	add_text(item, "source", entry->source == HISTORY_SOURCE_LOCAL ? "local" : "service");
	add_text(item, "set", request->set_name);
	return item;
}

cJSON *document_open_request(gconstpointer row)
{
	const Request *request = row;
	cJSON *item = request_item(request, request->state, request->created);
	add_time(item, "lapses", request_lapses(request));
	add_text(item, "code", request->code);
	add_text(item, "service_status", request->status);
	add_text(item, "service_id", request->service_id);
	add_text(item, "approval_id", request->approval_id);
	return item;
}

static cJSON *person_object(const char *id, const char *name)
{
	cJSON *person = cJSON_CreateObject();
	add_text(person, "id", id);
	add_text(person, "name", name);
	return person;
}

cJSON *document_approval(gconstpointer row)
{
	const Request *request = row;
	cJSON *item = request_item(request, request->state, request->created);
	cJSON_AddItemToObject(item, "requester",
			      person_object(request->requester_id, request->requester_name));
	cJSON_AddNumberToObject(item, "seconds", (double)request->duration);
	cJSON_AddNullToObject(item, "brief");
	return item;
}

cJSON *document_total(gconstpointer row)
{
	const Total *total = row;
	cJSON *item = cJSON_CreateObject();
	add_text(item, "name", total->name);
	cJSON_AddNumberToObject(item, "count", total->count);
	cJSON_AddNumberToObject(item, "seconds", (double)total->seconds);
	cJSON_AddNumberToObject(item, "median_seconds", (double)total->median);
	add_time(item, "last", total->last);
	cJSON_AddNumberToObject(item, "refused", total->refused);
	return item;
}

cJSON *document_unused(gconstpointer row)
{
	const Unused *unused = row;
	cJSON *item = document_eligibility(unused->eligibility);
	add_time(item, "last_used", unused->last);
	return item;
}

/* "lost" and "gained" are lists; instants and seconds are as their kind has them. */
static void add_lines(cJSON *object, const char *name, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text != NULL ? text : "", "\n", -1);
	cJSON *list = cJSON_AddArrayToObject(object, name);
	for (char **line = lines; *line != NULL; line++) {
		g_autofree char *clean = text_sanitize(*line, -1);
		cJSON_AddItemToArray(list, cJSON_CreateString(clean));
	}
}

static void add_value(cJSON *object, const char *name, const Change *change, int64_t value)
{
	if (change->kind == CHANGE_MAXIMUM && value != 0)
		cJSON_AddNumberToObject(object, name, (double)value);
	else
		add_time(object, name, value);
}

cJSON *document_change(gconstpointer row)
{
	const Change *change = row;
	cJSON *item = document_grant(&change->grant, &change->grant.scope);
	cJSON_AddNumberToObject(item, "number", (double)change->number);
	add_text(item, "change", change_kind_word(change->kind));
	add_time(item, "noticed", change->at);
	cJSON_AddBoolToObject(item, "is_seen", change->is_seen);
	add_value(item, "before", change, change->before);
	add_value(item, "after", change, change->after);
	add_lines(item, "lost", change->lost);
	add_lines(item, "gained", change->gained);
	return item;
}

static cJSON *error_item(const Wording *wording, const WorkloadId *workload, const Problem *problem)
{
	cJSON *error = cJSON_CreateObject();
	add_text(error, "workload", workload != NULL ? workload_info(*workload)->name : NULL);
	add_text(error, "code", problem->code);
	add_text(error, "message", problem->message);
	g_autofree char *step = problem_next_step(wording, problem);
	add_text(error, "hint", step);
	add_text(error, "service_message", problem->said);
	return error;
}

void document_name_account(cJSON *document, const Account *account)
{
	const char *name = account == NULL        ? NULL
			   : account->upn != NULL ? account->upn
						  : account->oid;
	document_set(document, "account", text_value(name));
	document_set(document, "tenant", text_value(account != NULL ? account->tid : NULL));
}

void document_tell_errors(cJSON *document, const Wording *wording, const GPtrArray *problems)
{
	cJSON *errors = cJSON_GetObjectItemCaseSensitive(document, "errors");
	for (guint i = 0; problems != NULL && i < problems->len; i++) {
		const ListProblem *item = g_ptr_array_index(problems, i);
		cJSON_AddItemToArray(errors, error_item(wording,
							item->has_workload ? &item->workload : NULL,
							item->problem));
	}
}

cJSON *document_rows(DocumentKind kind, const Wording *wording, const ListSource *source,
		     cJSON *items)
{
	cJSON *document = document_new(kind);
	g_autofree char *as_of = instant_format(source->as_of);
	document_set(document, "as_of", text_value(as_of));
	document_name_account(document, source->account);
	document_set(document, "items", items);
	document_tell_errors(document, wording, source->problems);
	return document;
}

cJSON *document_list(const Wording *wording, const ListSource *source, cJSON *items)
{
	return document_rows(DOCUMENT_LIST, wording, source, items);
}

void document_tell_stale(cJSON *document, bool is_stale, const GPtrArray *rows, GHashTable *stale)
{
	cJSON *item = cJSON_GetObjectItemCaseSensitive(document, "items")->child;
	for (guint i = 0; i < rows->len; i++, item = item->next)
		cJSON_AddBoolToObject(item, "stale", g_hash_table_contains(stale, rows->pdata[i]));
	document_set(document, "stale", cJSON_CreateBool(is_stale));
}

/* With its "tenant":{"id","name"}. */
static cJSON *document_account(gconstpointer row)
{
	const KnownAccount *known = row;
	const Account *account = known->account;
	cJSON *item = cJSON_CreateObject();
	add_text(item, "name", known->name);
	add_text(item, "account", account != NULL ? account->upn : NULL);
	cJSON *tenant = cJSON_AddObjectToObject(item, "tenant");
	add_text(tenant, "id", account != NULL ? account->tid : NULL);
	add_text(tenant, "name", account != NULL ? account->tenant_name : NULL);
	add_text(item, "cloud", account != NULL ? account->cloud : NULL);
	add_text(item, "object_id", account != NULL ? account->oid : NULL);
	cJSON_AddBoolToObject(item, "is_current", known->is_current);
	cJSON_AddBoolToObject(item, "is_signed_in",
			      account != NULL && !known_account_is_new(known));
	return item;
}

cJSON *document_accounts(const GPtrArray *rows)
{
	cJSON *document = document_new(DOCUMENT_ACCOUNTS);
	document_set(document, "items", document_items(rows, document_account));
	return document;
}

static cJSON *finding_item(const Wording *wording, const Finding *finding)
{
	const Problem *problem = finding->problem;
	g_autofree char *step = problem != NULL ? problem_next_step(wording, problem) : NULL;
	cJSON *item = cJSON_CreateObject();
	add_text(item, "area", finding->area);
	add_text(item, "what", finding->what);
	add_text(item, "state", finding_state_word(finding->state));
	add_text(item, "text", finding->text);
	add_text(item, "hint", step);
	return item;
}

cJSON *document_findings(const Wording *wording, const GPtrArray *findings)
{
	cJSON *document = document_new(DOCUMENT_FINDINGS);
	cJSON *list = cJSON_CreateArray();
	for (guint i = 0; i < findings->len; i++)
		cJSON_AddItemToArray(list, finding_item(wording, findings->pdata[i]));
	document_set(document, "findings", list);
	return document;
}

cJSON *document_mistakes(const char *path, const GPtrArray *mistakes)
{
	cJSON *document = document_new(DOCUMENT_CONFIGURATION);
	document_set(document, "path", text_value(path));
	cJSON *items = cJSON_GetObjectItemCaseSensitive(document, "items");
	for (guint i = 0; i < mistakes->len; i++) {
		const Mistake *mistake = mistakes->pdata[i];
		cJSON *item = cJSON_CreateObject();
		if (mistake->line > 0)
			cJSON_AddNumberToObject(item, "line", (double)mistake->line);
		else
			cJSON_AddNullToObject(item, "line");
		add_text(item, "message", mistake->text);
		add_text(item, "path", mistake->path != NULL ? mistake->path : path);
		cJSON_AddItemToArray(items, item);
	}
	return document;
}

cJSON *document_request(const Wording *wording, const Request *request, bool is_already,
			const Problem *problem)
{
	cJSON *document = document_new(DOCUMENT_REQUEST);
	if (request != NULL) {
		cJSON *object = cJSON_CreateObject();
		add_text(object, "id", request->id);
		add_text(object, "status",
			 request_state_word(request_state_now(request, wording->now)));
		cJSON_AddBoolToObject(object, "already", is_already);
		add_time(object, "start", request->start);
		add_time(object, "end", request->end);
		cJSON_AddItemToObject(object, "role", role_object(&request->role));
		cJSON_AddItemToObject(object, "scope", document_scope(&request->scope));
		document_set(document, "request", object);
	}
	cJSON *errors = cJSON_GetObjectItemCaseSensitive(document, "errors");
	const WorkloadId *workload = request != NULL ? &request->workload : NULL;
	if (problem != NULL)
		cJSON_AddItemToArray(errors, error_item(wording, workload, problem));
	return document;
}

static void set_tokens(cJSON *document, const char *name, const GPtrArray *rows)
{
	cJSON *list = rows != NULL ? cJSON_CreateArray() : cJSON_CreateNull();
	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		const OlderTokens *row = rows->pdata[i];
		cJSON *item = cJSON_CreateObject();
		add_text(item, "program", row->program);
		add_time(item, "written", row->written);
		add_text(item, "command", row->command);
		cJSON_AddItemToArray(list, item);
	}
	document_set(document, name, list);
}

void document_tell_older_tokens(cJSON *document, const GPtrArray *rows)
{
	set_tokens(document, "older_tokens", rows);
}

void document_tell_tokens(cJSON *document, const GPtrArray *rows)
{
	set_tokens(document, "tokens", rows);
}

/* "id" is that of what was asked for, by which it was named. */
static cJSON *decision_item(const Wording *wording, const Outcome *outcome)
{
	const Request *request = outcome->request;
	const Problem *problem = outcome->problem;
	const Subject *subject = &outcome->subject;
	cJSON *item = cJSON_CreateObject();
	add_text(item, "id", subject->row_id);
	add_text(item, "workload", workload_info(subject->workload)->name);
	add_text(item, "decision", request_kind_word(subject->kind));
	add_text(item, "status", request != NULL ? request_state_word(request->state) : NULL);
	cJSON_AddBoolToObject(item, "already", problem != NULL && problem->kind == PROBLEM_ALREADY);
	add_text(item, "reason", request != NULL ? request->justification : NULL);
	if (request != NULL && request->state == REQUEST_STATE_DECIDED && request->stages_left >= 0)
		cJSON_AddNumberToObject(item, "stages_left", request->stages_left);
	else
		cJSON_AddNullToObject(item, "stages_left");
	cJSON_AddItemToObject(item, "role", role_object(&subject->role));
	cJSON_AddItemToObject(item, "scope", document_scope(&subject->scope));
	cJSON *errors = cJSON_AddArrayToObject(item, "errors");
	if (problem != NULL)
		cJSON_AddItemToArray(errors, error_item(wording, &subject->workload, problem));
	return item;
}

cJSON *document_decisions(const Wording *wording, const GPtrArray *outcomes)
{
	cJSON *document = document_new(DOCUMENT_DECISIONS);
	cJSON *list = cJSON_GetObjectItemCaseSensitive(document, "decisions");
	for (guint i = 0; i < outcomes->len; i++)
		cJSON_AddItemToArray(list, decision_item(wording, outcomes->pdata[i]));
	return document;
}

cJSON *document_failure(const Wording *wording, DocumentKind kind, const GPtrArray *problems)
{
	cJSON *document = document_new(kind);
	cJSON *errors = cJSON_GetObjectItemCaseSensitive(document, "errors");
	for (guint i = 0; i < problems->len; i++)
		cJSON_AddItemToArray(errors, error_item(wording, NULL, problems->pdata[i]));
	return document;
}
