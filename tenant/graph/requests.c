/* Graph's requests, for directory roles and groups alike: list, get, create, cancel. */
#include "tenant/graph/rows.h"

#include <string.h>

#include "tenant/extensions.h"
#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/moods.h"
#include "tenant/requests.h"
#include "tenant/schema.h"

static const char *const actions[] = {
	"adminAssign", "adminUpdate", "adminRemove", "selfActivate", "selfDeactivate",
	"adminExtend", "adminRenew",  "selfExtend",  "selfRenew",    NULL
};
static const char *const expiration_types[] = { "notSpecified", "noExpiration", "afterDateTime",
						"afterDuration", NULL };
static const char *const access_ids[] = { "owner", "member", NULL };

static const SchemaMember expiration_members[] = {
	{ "type", SCHEMA_WORD, false, NULL, expiration_types },
	{ "duration", SCHEMA_TEXT },
	{ "endDateTime", SCHEMA_TIME },
	{ 0 },
};
static const SchemaMember schedule_members[] = {
	{ "startDateTime", SCHEMA_TIME },
	{ "recurrence", SCHEMA_OBJECT },
	{ "expiration", SCHEMA_OBJECT, false, expiration_members },
	{ 0 },
};
static const SchemaMember ticket_members[] = {
	{ "ticketNumber", SCHEMA_TEXT },
	{ "ticketSystem", SCHEMA_TEXT },
	{ 0 },
};
static const SchemaMember role_members[] = {
	{ "action", SCHEMA_WORD, true, NULL, actions },
	{ "principalId", SCHEMA_TEXT, true },
	{ "roleDefinitionId", SCHEMA_TEXT, true },
	{ "directoryScopeId", SCHEMA_TEXT },
	{ "appScopeId", SCHEMA_TEXT },
	{ "justification", SCHEMA_TEXT },
	{ "scheduleInfo", SCHEMA_OBJECT, false, schedule_members },
	{ "ticketInfo", SCHEMA_OBJECT, false, ticket_members },
	{ "isValidationOnly", SCHEMA_FLAG },
	{ "targetScheduleId", SCHEMA_TEXT },
	{ "customData", SCHEMA_TEXT },
	{ "@odata.type", SCHEMA_TEXT },
	{ 0 },
};
static const SchemaMember group_members[] = {
	{ "action", SCHEMA_WORD, true, NULL, actions },
	{ "principalId", SCHEMA_TEXT, true },
	{ "groupId", SCHEMA_TEXT, true },
	{ "accessId", SCHEMA_WORD, true, NULL, access_ids },
	{ "justification", SCHEMA_TEXT },
	{ "scheduleInfo", SCHEMA_OBJECT, false, schedule_members },
	{ "ticketInfo", SCHEMA_OBJECT, false, ticket_members },
	{ "isValidationOnly", SCHEMA_FLAG },
	{ "targetScheduleId", SCHEMA_TEXT },
	{ "customData", SCHEMA_TEXT },
	{ "@odata.type", SCHEMA_TEXT },
	{ 0 },
};

/* ---- rows ------------------------------------------------------------------------------------ */

static bool is_of_eligibilities(const GraphCollection *collection)
{
	return strstr(collection->name, "ligibility") != NULL;
}

/* In the groups' own list the documented sample spells two members oddly and the action with a
 * capital letter; so does this. */
static void add_state(cJSON *row, const PimRequest *request, bool is_odd)
{
	g_autofree char *first =
		is_odd ? g_strndup(request->type, 1) : g_ascii_strdown(request->type, 1);
	g_autofree char *action = g_strconcat(first, request->type + 1, NULL);
	bool needs_approval = request->policy != NULL && request->policy->needs_approval;
	json_add(row, "status", request->status);
	json_add_time(row, is_odd ? "createdDateTIme" : "createdDateTime", request->created, 7);
	json_add_time(row, is_odd ? "completedDateTIme" : "completedDateTime", request->completed,
		      7);
	json_add(row, "approvalId", needs_approval ? request->id : NULL);
	json_add(row, "customData", NULL);
	json_add(row, "action", action);
}

static cJSON *request_row(const GraphCall *call, const GraphCollection *collection,
			  const PimRequest *request, bool is_odd)
{
	cJSON *row = cJSON_CreateObject();
	g_autofree char *target =
		request->target_id != NULL
			? graph_schedule_id(collection->workload, request->scope_id, request->role,
					    request->target_id)
			: NULL;
	g_autofree char *type = g_strconcat("#microsoft.graph.", collection->type, NULL);
	if (is_odd)
		json_add(row, "@odata.type", type);
	json_add(row, "id", request->id);
	add_state(row, request, is_odd);
	graph_add_keys(row, collection->workload, request->scope_id, request->role,
		       request->principal);
	cJSON_AddBoolToObject(row, "isValidationOnly", false);
	json_add(row, "targetScheduleId", target);
	json_add(row, "justification", request->justification);
	cJSON *user = json_add_object(json_add_object(row, "createdBy"), "user");
	json_add(user, "displayName", NULL);
	json_add(user, "id", request->requestor->id);
	graph_add_schedule(row, request->start, request->expire, request->end, request->duration);
	cJSON *ticket = json_add_object(row, "ticketInfo");
	json_add(ticket, "ticketNumber", request->ticket_number);
	json_add(ticket, "ticketSystem", request->ticket_system);
	graph_expand(call, row, collection, request->role, request->scope_id, request->principal);
	return row;
}

/* ---- lists ----------------------------------------------------------------------------------- */

typedef enum { OWN_NONE, OWN_PRINCIPAL, OWN_CREATOR, OWN_APPROVER } Own;

static bool is_listed(const GraphCall *call, const GraphCollection *collection, Own own,
		      const Filter *filter, const PimRequest *request)
{
	const Object *user = call->caller.user;
	bool is_group = collection->workload == WORKLOAD_GROUP;
	if (request->workload != collection->workload ||
	    extensions_is_type(request->type) != is_of_eligibilities(collection) ||
	    request->shown_from > service_now(call->service) ||
	    moods_purges(call->service, request) ||
	    !filter_allows(filter, "status", request->status) ||
	    !filter_allows(filter, "principalId", request->principal->id) ||
	    !filter_allows(filter, is_group ? "groupId" : "directoryScopeId", request->scope_id) ||
	    !filter_allows(filter, is_group ? "accessId" : "roleDefinitionId", request->role->id))
		return false;
	if (own == OWN_APPROVER)
		return requests_is_reviewer(user, request) &&
		       !call->service->settings.approver_requests_empty;
	if (own == OWN_NONE)
		return true;
	return own == OWN_CREATOR ? request->requestor == user : request->principal == user;
}

/* What administrators gave the caller, also what has ended. */
static void list_given(const GraphCall *call, const GraphCollection *collection, Page *page)
{
	const GPtrArray *all = call->caller.world->eligibilities;
	for (guint i = 0; i < all->len; i++) {
		const Eligibility *row = g_ptr_array_index(all, i);
		PimRequest given;
		if (row->workload != collection->workload || row->is_revoked ||
		    row->principal != call->caller.user || !page_wants(page))
			continue;
		extensions_describe(row, &given);
		page_add(page, request_row(call, collection, &given, false));
		g_free(given.id);
	}
}

static bool list(GraphCall *call, const GraphCollection *collection, Own own, Refusal *refusal)
{
	static const char *const known[] = { "status",           "groupId",
					     "principalId",      "accessId",
					     "roleDefinitionId", "directoryScopeId",
					     "action",           NULL };
	g_auto(Filter) filter = { 0 };
	const GPtrArray *all = call->caller.world->requests;
	bool is_odd = collection->workload == WORKLOAD_GROUP && own != OWN_NONE &&
		      call->service->settings.odd_members;
	Page page;
	if (!filter_parse(http_query(call->request, "$filter"), known, &filter, refusal))
		return false;
	if (own == OWN_NONE && !graph_may_list(call, collection, &filter, refusal))
		return false;
	g_autofree char *what = g_strdup_printf("Collection(%s)", collection->type);
	g_autofree char *head = graph_context(call, what);
	page_begin(&page, &call->service->settings, call->request, call->response, head);
	for (guint i = all->len; i > 0; i--) {
		const PimRequest *request = g_ptr_array_index(all, i - 1);
		if (is_listed(call, collection, own, &filter, request) && page_wants(&page))
			page_add(&page, request_row(call, collection, request, is_odd));
	}
	if (is_of_eligibilities(collection) && own == OWN_PRINCIPAL)
		list_given(call, collection, &page);
	page_end(&page, call->request, "@odata.nextLink", false);
	return true;
}

/* ---- creating -------------------------------------------------------------------------------- */

static bool read_expiration(const cJSON *schedule, RequestSpec *spec, Refusal *refusal)
{
	const cJSON *expiration = json_get(schedule, "expiration");
	const char *type = json_text_or(expiration, "type", "");
	const char *start = json_text(schedule, "startDateTime");
	const char *duration = json_text(expiration, "duration");
	const char *end = json_text(expiration, "endDateTime");
	if (start != NULL)
		times_parse(start, &spec->start);
	spec->expire = ids_equal(type, "afterDateTime")   ? EXPIRE_AT
		       : ids_equal(type, "afterDuration") ? EXPIRE_AFTER_DURATION
							  : EXPIRE_NEVER;
	bool is_good = spec->expire == EXPIRE_NEVER ||
		       (spec->expire == EXPIRE_AT && end != NULL && times_parse(end, &spec->end)) ||
		       (spec->expire == EXPIRE_AFTER_DURATION && end == NULL &&
			times_parse_duration(duration, &spec->duration));
	return is_good || refuse(refusal, 400, "InvalidRoleAssignmentRequest",
				 "The role assignment request is invalid.");
}

static bool read_spec(const GraphCollection *collection, const cJSON *json, const char *id,
		      RequestSpec *spec, Refusal *refusal)
{
	bool is_group = collection->workload == WORKLOAD_GROUP;
	g_autofree char *type = g_strconcat("microsoft.graph.", collection->type, NULL);
	if (!schema_check(json, is_group ? group_members : role_members, type, "BadRequest",
			  refusal))
		return false;
	const cJSON *ticket = json_get(json, "ticketInfo");
	*spec = (RequestSpec){
		.workload = collection->workload,
		.id = id,
		.type = rules_request_type(json_text(json, "action")),
		.principal_id = json_text(json, "principalId"),
		.role_id = json_text(json, is_group ? "accessId" : "roleDefinitionId"),
		.scope_id = json_text(json, is_group ? "groupId" : "directoryScopeId"),
		.justification = json_text(json, "justification"),
		.ticket_number = json_text(ticket, "ticketNumber"),
		.ticket_system = json_text(ticket, "ticketSystem"),
	};
	if (spec->scope_id == NULL)
		return refuse(refusal, 400, "InvalidScope",
			      "Either directoryScopeId or appScopeId must be given.");
	const cJSON *schedule = json_get(json, "scheduleInfo");
	if (extensions_is_type(spec->type) != is_of_eligibilities(collection))
		return refuse(refusal, 400, "InvalidRoleAssignmentRequest",
			      "The role assignment request is invalid.");
	if (extensions_is_type(spec->type) && json_get(schedule, "expiration") != NULL)
		return read_expiration(schedule, spec, refusal);
	if (strcmp(spec->type, "SelfActivate") != 0)
		return true;
	if (json_get(schedule, "expiration") == NULL)
		return refuse(refusal, 400, "InvalidRoleAssignmentRequest",
			      "The role assignment request is invalid.");
	return read_expiration(schedule, spec, refusal);
}

static void answer_validation(GraphCall *call, cJSON *json, const char *id, const char *status)
{
	cJSON *row = cJSON_Duplicate(json, true);
	cJSON_DeleteItemFromObjectCaseSensitive(row, "status");
	cJSON_DeleteItemFromObjectCaseSensitive(row, "id");
	json_add(row, "id", id);
	json_add(row, "status", status);
	json_add_time(row, "createdDateTime", service_now(call->service), 7);
	http_answer_json(call->response, 201, row);
}

static bool create(GraphCall *call, const GraphCollection *collection, Refusal *refusal)
{
	RequestSpec spec;
	g_autofree char *id = ids_fresh();
	g_autoptr(cJSON) json = json_parse(call->request->body->str, call->request->body->len);
	if (!read_spec(collection, json, id, &spec, refusal))
		return false;
	if (json_flag(json, "isValidationOnly")) {
		const char *status =
			requests_validate(call->service, &call->caller, &spec, refusal);
		if (status != NULL)
			answer_validation(call, json, id, status);
		return status != NULL;
	}
	const PimRequest *request = requests_submit(call->service, &call->caller, &spec, refusal);
	if (request == NULL)
		return false;
	http_answer_json(call->response, 201, request_row(call, collection, request, false));
	return true;
}

/* ---- one request ----------------------------------------------------------------------------- */

static bool serve_one(GraphCall *call, const GraphCollection *collection, const char *rest,
		      Refusal *refusal)
{
	g_auto(GStrv) parts = g_strsplit(rest, "/", 2);
	PimRequest *request =
		world_find_request(call->caller.world, collection->workload, parts[0]);
	bool is_post = strcmp(call->request->method, "POST") == 0;
	bool may_see =
		request != NULL &&
		extensions_is_type(request->type) == is_of_eligibilities(collection) &&
		(request->principal == call->caller.user ||
		 (!is_post && parts[1] == NULL && approvals_may_see(request, call->caller.user)));
	if (!may_see || request->shown_from > service_now(call->service) ||
	    moods_purges(call->service, request))
		return refuse(refusal, 404, "RoleAssignmentRequestNotFound",
			      "The Role assignment request is not found.");
	if (is_post && g_strcmp0(parts[1], "cancel") == 0) {
		if (!moods_take_request(call->service, &call->caller, request->scope_id, refusal) ||
		    !requests_cancel(call->service, call->caller.world, request, refusal))
			return false;
		call->response->status = 204;
		return true;
	}
	if (is_post || parts[1] != NULL)
		return refuse(refusal, 400, "BadRequest",
			      "Resource not found for the segment '%s'.", rest);
	http_answer_json(call->response, 200, request_row(call, collection, request, false));
	return true;
}

bool graph_requests(GraphCall *call, const GraphCollection *collection, const char *rest,
		    Refusal *refusal)
{
	static const struct {
		const char *word;
		Own own;
	} words[] = {
		{ "filterByCurrentUser(on='principal')", OWN_PRINCIPAL },
		{ "filterByCurrentUser(on='createdBy')", OWN_CREATOR },
		{ "filterByCurrentUser(on='approver')", OWN_APPROVER },
		{ "", OWN_NONE },
	};
	if (*rest == '\0' && strcmp(call->request->method, "POST") == 0)
		return create(call, collection, refusal);
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (ids_equal(words[i].word, rest) && strcmp(call->request->method, "GET") == 0)
			return list(call, collection, words[i].own, refusal);
	}
	return serve_one(call, collection, rest, refusal);
}
