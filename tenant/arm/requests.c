/* roleAssignmentScheduleRequests, and roleEligibilityScheduleRequests for extensions: list, get, create,
 * validate, cancel. */
#include "tenant/arm/rows.h"

#include <string.h>

#include "tenant/extensions.h"
#include "tenant/filter.h"
#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/moods.h"
#include "tenant/requests.h"
#include "tenant/schema.h"

static bool is_of_eligibilities(const ArmCall *call)
{
	return ids_equal(call->collection, "roleEligibilityScheduleRequests");
}

static const char *const request_types[] = {
	"AdminAssign",  "AdminRemove",    "AdminUpdate", "AdminExtend", "AdminRenew",
	"SelfActivate", "SelfDeactivate", "SelfExtend",  "SelfRenew",   NULL
};
static const char *const expiration_types[] = { "AfterDuration", "AfterDateTime", "NoExpiration",
						NULL };

static const SchemaMember expiration_members[] = {
	{ "type", SCHEMA_WORD, true, NULL, expiration_types },
	{ "duration", SCHEMA_TEXT },
	{ "endDateTime", SCHEMA_TIME },
	{ 0 },
};
static const SchemaMember schedule_members[] = {
	{ "startDateTime", SCHEMA_TIME },
	{ "expiration", SCHEMA_OBJECT, false, expiration_members },
	{ 0 },
};
static const SchemaMember ticket_members[] = {
	{ "ticketNumber", SCHEMA_TEXT },
	{ "ticketSystem", SCHEMA_TEXT },
	{ 0 },
};
static const SchemaMember property_members[] = {
	{ "principalId", SCHEMA_TEXT, true },
	{ "roleDefinitionId", SCHEMA_TEXT, true },
	{ "requestType", SCHEMA_WORD, true, NULL, request_types },
	{ "linkedRoleEligibilityScheduleId", SCHEMA_TEXT },
	{ "targetRoleAssignmentScheduleId", SCHEMA_TEXT },
	{ "targetRoleAssignmentScheduleInstanceId", SCHEMA_TEXT },
	{ "targetRoleEligibilityScheduleId", SCHEMA_TEXT },
	{ "targetRoleEligibilityScheduleInstanceId", SCHEMA_TEXT },
	{ "scheduleInfo", SCHEMA_OBJECT, false, schedule_members },
	{ "justification", SCHEMA_TEXT },
	{ "ticketInfo", SCHEMA_OBJECT, false, ticket_members },
	{ "condition", SCHEMA_TEXT },
	{ "conditionVersion", SCHEMA_TEXT },
	{ 0 },
};
static const SchemaMember body_members[] = {
	{ "properties", SCHEMA_OBJECT, true, property_members },
	{ 0 },
};

static void add_schedule(cJSON *json, const PimRequest *request)
{
	static const char *const types[] = { "AfterDuration", "AfterDateTime", "NoExpiration" };
	cJSON *schedule = json_add_object(json, "scheduleInfo");
	json_add_time(schedule, "startDateTime", request->start, 7);
	cJSON *expiration = json_add_object(schedule, "expiration");
	g_autofree char *duration = request->expire == EXPIRE_AFTER_DURATION && request->duration
					    ? times_format_duration(request->duration)
					    : NULL;
	json_add(expiration, "type", types[request->expire]);
	json_add_time(expiration, "endDateTime", request->expire == EXPIRE_AT ? request->end : 0,
		      7);
	json_add(expiration, "duration", duration);
	cJSON *ticket = json_add_object(json, "ticketInfo");
	json_add(ticket, "ticketNumber", request->ticket_number);
	json_add(ticket, "ticketSystem", request->ticket_system);
}

static cJSON *request_row(const ArmCall *call, const PimRequest *request, const char *status)
{
	cJSON *json = cJSON_CreateObject();
	g_autofree char *role_id = arm_role_definition_id(request->scope_id, request->role->id);
	g_autofree char *approval =
		request->policy != NULL && request->policy->needs_approval
			? ids_authorization("/", "roleAssignmentApprovals", request->id)
			: NULL;
	g_autofree char *linked = arm_linked_id(call, request->linked_id);
	bool is_eligibility = is_of_eligibilities(call);
	json_add(json,
		 is_eligibility ? "targetRoleEligibilityScheduleId"
				: "targetRoleAssignmentScheduleId",
		 request->target_id);
	json_add(json,
		 is_eligibility ? "targetRoleEligibilityScheduleInstanceId"
				: "targetRoleAssignmentScheduleInstanceId",
		 NULL);
	json_add(json, "scope", request->scope_id);
	json_add(json, "roleDefinitionId", role_id);
	json_add(json, "principalId", request->principal->id);
	json_add(json, "principalType", "User");
	json_add(json, "requestType", request->type);
	json_add(json, "status", status != NULL ? status : request->status);
	json_add(json, "approvalId", approval);
	add_schedule(json, request);
	json_add(json, "justification", request->justification);
	json_add(json, "requestorId", request->requestor->id);
	if (!is_eligibility)
		json_add(json, "linkedRoleEligibilityScheduleId", linked);
	json_add_time(json, "createdOn", request->created, 2);
	json_add(json, "condition", request->condition);
	json_add(json, "conditionVersion", request->condition_version);
	cJSON_AddItemToObject(
		json, "expandedProperties",
		arm_expand(call, request->scope_id, request->role, request->principal));
	return arm_wrap(json, request->scope_id,
			is_eligibility ? "RoleEligibilityScheduleRequests"
				       : "RoleAssignmentScheduleRequests",
			request->id);
}

static bool read_expiration(const cJSON *schedule, RequestSpec *spec, Refusal *refusal)
{
	const cJSON *expiration = json_get(schedule, "expiration");
	const char *type = json_text_or(expiration, "type", "");
	const char *start = json_text(schedule, "startDateTime");
	const char *duration = json_text(expiration, "duration");
	const char *end = json_text(expiration, "endDateTime");
	if (start != NULL)
		times_parse(start, &spec->start);
	if (ids_equal(type, "NoExpiration")) {
		spec->expire = EXPIRE_NEVER;
		return true;
	}
	if (ids_equal(type, "AfterDateTime")) {
		spec->expire = EXPIRE_AT;
		return end != NULL && times_parse(end, &spec->end)
			       ? true
			       : refuse(refusal, 400, "InvalidRoleAssignmentRequest",
					"The role assignment request is invalid.");
	}
	spec->expire = EXPIRE_AFTER_DURATION;
	if (duration == NULL || !times_parse_duration(duration, &spec->duration))
		return refuse(refusal, 400, "InvalidRoleAssignmentRequest",
			      "The role assignment request is invalid.");
	return true;
}

static bool read_role(const cJSON *properties, RequestSpec *spec, Refusal *refusal)
{
	/* The role's id must be a whole one, with its provider in front. */
	const char *id = json_text_or(properties, "roleDefinitionId", "");
	spec->role_id = ids_tail(id);
	if (id[0] != '/' || !ids_is_guid(spec->role_id))
		return refuse(refusal, 400, "InvalidRoleAssignmentRequest",
			      "The role assignment request is invalid.");
	return true;
}

static bool read_spec(const ArmCall *call, const cJSON *json, RequestSpec *spec, Refusal *refusal)
{
	if (!schema_check(json, body_members, "RoleAssignmentScheduleRequest",
			  "InvalidRequestContent", refusal))
		return false;
	const cJSON *properties = json_get(json, "properties");
	const cJSON *ticket = json_get(properties, "ticketInfo");
	*spec = (RequestSpec){
		.workload = WORKLOAD_AZURE,
		.id = call->name,
		.type = rules_request_type(json_text(properties, "requestType")),
		.principal_id = json_text(properties, "principalId"),
		.scope_id = call->scope,
		.linked_id = json_text(properties, is_of_eligibilities(call)
							   ? "targetRoleEligibilityScheduleId"
							   : "linkedRoleEligibilityScheduleId"),
		.justification = json_text(properties, "justification"),
		.ticket_number = json_text(ticket, "ticketNumber"),
		.ticket_system = json_text(ticket, "ticketSystem"),
		.condition = json_text(properties, "condition"),
		.condition_version = json_text(properties, "conditionVersion"),
	};
	if (!read_role(properties, spec, refusal))
		return false;
	const cJSON *schedule = json_get(properties, "scheduleInfo");
	if (extensions_is_type(spec->type) != is_of_eligibilities(call))
		return refuse(refusal, 400, "InvalidRoleAssignmentRequest",
			      "The role assignment request is invalid.");
	if (extensions_is_type(spec->type) && json_get(schedule, "expiration") != NULL)
		return read_expiration(schedule, spec, refusal);
	if (strcmp(spec->type, "SelfActivate") != 0)
		return true;
	if (json_get(schedule, "expiration") == NULL)
		return refuse(
			refusal, 400, "InvalidRequestContent",
			"The request content was invalid and could not be deserialized: "
			"'Required property 'scheduleInfo.expiration' not found in JSON. Path "
			"'properties'.'.");
	return read_expiration(schedule, spec, refusal);
}

/* ARM itself wants read access at a resource group before PIM ever sees the call. */
static bool check_scope(const ArmCall *call, Refusal *refusal)
{
	const World *world = call->caller.world;
	const Scope *scope = world_find_scope(world, call->scope);
	if (scope != NULL && scope->refuses_read && !arm_can_read(call, call->scope))
		return refuse(
			refusal, 403, "AuthorizationFailed",
			"The client '%s' with object id '%s' does not have authorization to "
			"perform action 'Microsoft.Resources/subscriptions/resourceGroups/read' "
			"over scope '%s' or the scope is invalid. If access was recently granted, "
			"please refresh your credentials.",
			call->caller.user->upn, call->caller.user->id, call->scope);
	return true;
}

static bool create(ArmCall *call, const RequestSpec *spec, Refusal *refusal)
{
	const PimRequest *request = requests_submit(call->service, &call->caller, spec, refusal);
	if (request == NULL)
		return false;
	http_answer_json(call->response, 201, request_row(call, request, NULL));
	return true;
}

static bool validate(ArmCall *call, const RequestSpec *spec, Refusal *refusal)
{
	const char *status = requests_validate(call->service, &call->caller, spec, refusal);
	if (status == NULL)
		return false;
	/* Shaped like a request, but stored nowhere. */
	PimRequest shown = {
		.id = (char *)(uintptr_t)spec->id,
		.type = spec->type,
		.role = world_find_role(call->caller.world, WORKLOAD_AZURE, spec->role_id),
		.scope_id = (char *)(uintptr_t)spec->scope_id,
		.principal = call->caller.user,
		.requestor = call->caller.user,
		.created = service_now(call->service),
		.start = spec->start ? spec->start : service_now(call->service),
		.expire = spec->expire,
		.duration = spec->duration,
		.end = spec->end,
		.justification = (char *)(uintptr_t)spec->justification,
		.ticket_number = (char *)(uintptr_t)spec->ticket_number,
		.ticket_system = (char *)(uintptr_t)spec->ticket_system,
	};
	http_answer_json(call->response, 200, request_row(call, &shown, status));
	return true;
}

static bool submit(ArmCall *call, bool is_validation, Refusal *refusal)
{
	RequestSpec spec;
	if (!ids_is_guid(call->name))
		return refuse(refusal, 400, "InvalidRoleAssignmentRequest",
			      "The role assignment request is invalid.");
	g_autoptr(cJSON) json = json_parse(call->request->body->str, call->request->body->len);
	/* ARM reads members in any letter case, as Newtonsoft's deserializer does. */
	schema_fold(json, body_members);
	if (!read_spec(call, json, &spec, refusal) || !check_scope(call, refusal))
		return false;
	return is_validation ? validate(call, &spec, refusal) : create(call, &spec, refusal);
}

static PimRequest *find(const ArmCall *call, Refusal *refusal)
{
	PimRequest *request = world_find_request(call->caller.world, WORKLOAD_AZURE, call->name);
	if (request != NULL && ids_equal(request->scope_id, call->scope) &&
	    extensions_is_type(request->type) == is_of_eligibilities(call) &&
	    request->shown_from <= service_now(call->service) &&
	    !moods_purges(call->service, request) &&
	    (request->principal == call->caller.user || request->requestor == call->caller.user ||
	     (strcmp(call->request->method, "GET") == 0 &&
	      approvals_may_see(request, call->caller.user))))
		return request;
	refuse(refusal, 404, "RoleAssignmentRequestNotFound",
	       "The Role assignment request is not found.");
	return NULL;
}

/* Here; with some filters above and below, too. Whoever approves sees what is below, never what is above. */
static bool is_in_scope(const ArmCall *call, const Filter *filter, const char *scope_id)
{
	const World *world = call->caller.world;
	bool is_below = filter_value(filter, "principalId") != NULL ||
			filter_value(filter, "asApprover") != NULL;
	bool is_above = filter_value(filter, "principalId") != NULL ||
			filter_value(filter, "assignedTo") != NULL ||
			filter_value(filter, "atScope") != NULL;
	return strcmp(call->scope, "/") == 0 || ids_equal(call->scope, scope_id) ||
	       (is_above && world_is_within(world, call->scope, scope_id)) ||
	       (is_below && world_is_within(world, scope_id, call->scope));
}

/* Whether the root tells an approver everything is not certain. */
static bool is_left_out(const ArmCall *call, const PimRequest *request)
{
	static const char group[] = "/providers/Microsoft.Management/";
	return call->service->settings.root_approvals_partial && strcmp(call->scope, "/") == 0 &&
	       g_ascii_strncasecmp(request->scope_id, group, strlen(group)) == 0;
}

static bool is_listed(const ArmCall *call, const Filter *filter, const PimRequest *request)
{
	const Object *user = call->caller.user;
	if (request->workload != WORKLOAD_AZURE ||
	    extensions_is_type(request->type) != is_of_eligibilities(call) ||
	    request->shown_from > service_now(call->service) ||
	    moods_purges(call->service, request) || !is_in_scope(call, filter, request->scope_id) ||
	    !filter_allows(filter, "status", request->status))
		return false;
	if (filter_value(filter, "asApprover") != NULL)
		return requests_is_reviewer(user, request) && !is_left_out(call, request);
	if (filter_value(filter, "asRequestor") != NULL)
		return request->requestor == user;
	if (filter_value(filter, "asTarget") != NULL)
		return request->principal == user;
	return filter_allows(filter, "principalId", request->principal->id) &&
	       filter_allows(filter, "assignedTo", request->principal->id);
}

/* What administrators gave the caller, also what has ended. */
static void list_given(const ArmCall *call, Page *page)
{
	const GPtrArray *all = call->caller.world->eligibilities;
	for (guint i = 0; i < all->len; i++) {
		const Eligibility *row = g_ptr_array_index(all, i);
		PimRequest given;
		if (row->workload != WORKLOAD_AZURE || row->is_revoked ||
		    row->principal != call->caller.user ||
		    (strcmp(call->scope, "/") != 0 && !ids_equal(row->scope_id, call->scope)) ||
		    !page_wants(page))
			continue;
		extensions_describe(row, &given);
		page_add(page, request_row(call, &given, NULL));
		g_free(given.id);
	}
}

static bool list(ArmCall *call, Refusal *refusal)
{
	static const char *const known[] = { "asTarget",    "asRequestor", "asApprover", "atScope",
					     "principalId", "assignedTo",  "status",     NULL };
	g_auto(Filter) filter = { 0 };
	Page page;
	if (!filter_parse(http_query(call->request, "$filter"), known, &filter, refusal))
		return false;
	bool is_own = filter_value(&filter, "asTarget") != NULL ||
		      filter_value(&filter, "asRequestor") != NULL ||
		      filter_value(&filter, "asApprover") != NULL;
	if (!is_own && !arm_can_read(call, call->scope))
		return refuse(refusal, 403, "InsufficientPermissions",
			      "The requestor %s does not have permissions for this request. Please "
			      "use $filter=asTarget() to filter on the requestor's assignments.",
			      call->caller.user->id);
	page_begin(&page, &call->service->settings, call->request, call->response, NULL);
	const GPtrArray *all = call->caller.world->requests;
	for (guint i = all->len; i > 0; i--) {
		const PimRequest *request = g_ptr_array_index(all, i - 1);
		if (is_listed(call, &filter, request) && page_wants(&page))
			page_add(&page, request_row(call, request, NULL));
	}
	if (is_of_eligibilities(call) && filter_value(&filter, "asTarget") != NULL)
		list_given(call, &page);
	page_end(&page, call->request, "nextLink", call->service->settings.relative_next_link);
	return true;
}

bool arm_schedule_requests(ArmCall *call, Refusal *refusal)
{
	const char *method = call->request->method;
	if (call->name == NULL && strcmp(method, "GET") == 0)
		return list(call, refusal);
	if (strcmp(method, "PUT") == 0 && call->name != NULL && call->action == NULL)
		return submit(call, false, refusal);
	if (strcmp(method, "POST") == 0 && g_strcmp0(call->action, "validate") == 0)
		return submit(call, true, refusal);
	PimRequest *request = call->name != NULL ? find(call, refusal) : NULL;
	if (request == NULL)
		return refusal->status
			       ? false
			       : refuse(refusal, 405, "HttpMethodNotSupported",
					"The HTTP method '%s' is not supported at scope.", method);
	if (strcmp(method, "POST") == 0 && g_strcmp0(call->action, "cancel") == 0) {
		const char *type = http_header(call->request, "Content-Type");
		if (type == NULL || !g_str_has_prefix(type, "application/json"))
			return refuse(refusal, 415, "UnsupportedMediaType",
				      "The content media type '%s' is not supported.",
				      type != NULL ? type : "<null>");
		if (!moods_take_request(call->service, &call->caller, request->scope_id, refusal) ||
		    !requests_cancel(call->service, call->caller.world, request, refusal))
			return false;
		call->response->status = 200;
		return true;
	}
	http_answer_json(call->response, 200, request_row(call, request, NULL));
	return true;
}
