#include "tenant/graph/graph.h"

#include <string.h>

#include "tenant/graph/call.h"
#include "tenant/graph/query.h"
#include "tenant/hostile.h"
#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/requests.h"
#include "tenant/throttle.h"

/* As Microsoft's permission table (permissions.json) names them, least first. */
static const char *const role_eligible_read[] = {
	"RoleEligibilitySchedule.Read.Directory", "RoleEligibilitySchedule.ReadWrite.Directory",
	"RoleManagement.Read.Directory",          "RoleManagement.Read.All",
	"RoleManagement.ReadWrite.Directory",     NULL
};
static const char *const role_active_read[] = {
	"RoleAssignmentSchedule.Read.Directory", "RoleAssignmentSchedule.ReadWrite.Directory",
	"RoleManagement.Read.Directory",         "RoleManagement.Read.All",
	"RoleManagement.ReadWrite.Directory",    NULL
};
static const char *const role_write[] = { "RoleAssignmentSchedule.ReadWrite.Directory",
					  "RoleManagement.ReadWrite.Directory", NULL };
static const char *const role_eligible_write[] = { "RoleEligibilitySchedule.ReadWrite.Directory",
						   "RoleManagement.ReadWrite.Directory", NULL };
static const char *const group_eligible_read[] = {
	"PrivilegedEligibilitySchedule.Read.AzureADGroup",
	"PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup", NULL
};
static const char *const group_eligible_write[] = {
	"PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup", NULL
};
static const char *const group_active_read[] = {
	"PrivilegedAssignmentSchedule.Read.AzureADGroup",
	"PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup", NULL
};
static const char *const group_write[] = { "PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup",
					   NULL };

static const GraphCollection role_collections[] = {
	{ "roleEligibilityScheduleInstances", WORKLOAD_ENTRA, GRAPH_ELIGIBILITY, true,
	  "unifiedRoleEligibilityScheduleInstance", role_eligible_read, NULL },
	{ "roleEligibilitySchedules", WORKLOAD_ENTRA, GRAPH_ELIGIBILITY, false,
	  "unifiedRoleEligibilitySchedule", role_eligible_read, NULL },
	{ "roleAssignmentScheduleInstances", WORKLOAD_ENTRA, GRAPH_ASSIGNMENT, true,
	  "unifiedRoleAssignmentScheduleInstance", role_active_read, NULL },
	{ "roleAssignmentSchedules", WORKLOAD_ENTRA, GRAPH_ASSIGNMENT, false,
	  "unifiedRoleAssignmentSchedule", role_active_read, NULL },
	/* Reading requests needs the permission to write (permissions.json). */
	{ "roleAssignmentScheduleRequests", WORKLOAD_ENTRA, GRAPH_REQUEST, false,
	  "unifiedRoleAssignmentScheduleRequest", role_write, role_write },
	{ "roleEligibilityScheduleRequests", WORKLOAD_ENTRA, GRAPH_REQUEST, false,
	  "unifiedRoleEligibilityScheduleRequest", role_eligible_read, role_eligible_write },
};

static const GraphCollection group_collections[] = {
	{ "eligibilityScheduleInstances", WORKLOAD_GROUP, GRAPH_ELIGIBILITY, true,
	  "privilegedAccessGroupEligibilityScheduleInstance", group_eligible_read, NULL },
	{ "eligibilitySchedules", WORKLOAD_GROUP, GRAPH_ELIGIBILITY, false,
	  "privilegedAccessGroupEligibilitySchedule", group_eligible_read, NULL },
	{ "assignmentScheduleInstances", WORKLOAD_GROUP, GRAPH_ASSIGNMENT, true,
	  "privilegedAccessGroupAssignmentScheduleInstance", group_active_read, NULL },
	{ "assignmentSchedules", WORKLOAD_GROUP, GRAPH_ASSIGNMENT, false,
	  "privilegedAccessGroupAssignmentSchedule", group_active_read, NULL },
	{ "assignmentScheduleRequests", WORKLOAD_GROUP, GRAPH_REQUEST, false,
	  "privilegedAccessGroupAssignmentScheduleRequest", group_active_read, group_write },
	{ "eligibilityScheduleRequests", WORKLOAD_GROUP, GRAPH_REQUEST, false,
	  "privilegedAccessGroupEligibilityScheduleRequest", group_eligible_read,
	  group_eligible_write },
};

/* ---- errors ---------------------------------------------------------------------------------- */

static void answer_refusal(GraphCall *call, const Refusal *refusal, const char *id)
{
	cJSON *json = cJSON_CreateObject();
	cJSON *error = json_add_object(json, "error");
	const char *client = http_header(call->request, "client-request-id");
	g_autofree char *message =
		g_strconcat(refusal->message,
			    call->service->settings.hostile_errors ? hostile_tail() : NULL, NULL);
	json_add(error, "code", refusal->code);
	json_add(error, "message", message);
	cJSON *inner = json_add_object(error, "innerError");
	json_add_time(inner, "date", service_now(call->service), 0);
	json_add(inner, "request-id", id);
	json_add(inner, "client-request-id", client != NULL ? client : id);
	http_answer_json(call->response, refusal->status, json);
	if (refusal->status == 401)
		throttle_add_challenge(call->service, refusal, call->response);
}

/* ---- dispatch -------------------------------------------------------------------------------- */

static const GraphCollection *find(const GraphCollection *rows, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (ids_equal(rows[i].name, name))
			return &rows[i];
	}
	return NULL;
}

/* What follows the collection: "", an id, "filterByCurrentUser(on='principal')", "{id}/cancel". */
static bool serve(GraphCall *call, const GraphCollection *collection, guint used, Refusal *refusal)
{
	if (collection == NULL)
		return refuse(refusal, 400, "BadRequest",
			      "Resource not found for the segment '%s'.",
			      used <= call->count ? call->parts[used - 1] : "");
	g_autofree char *rest = g_strjoinv("/", call->parts + MIN(used, call->count));
	bool is_read = strcmp(call->request->method, "GET") == 0;
	const char *const *scopes = is_read ? collection->readers : collection->writers;
	if (scopes == NULL)
		return refuse(refusal, 405, "Request_BadRequest",
			      "Specified HTTP method is not allowed for the request target.");
	if (!graph_needs_scope(call, scopes, refusal))
		return false;
	if (call->service->settings.no_license)
		return refuse(refusal, 400, "AadPremiumLicenseRequired",
			      "The tenant needs an AAD Premium 2 license.");
	requests_settle(call->service, call->caller.world);
	return collection->kind == GRAPH_REQUEST ? graph_requests(call, collection, rest, refusal)
						 : graph_lists(call, collection, rest, refusal);
}

static bool is_path(const GraphCall *call, guint at, const char *word)
{
	return at < call->count && ids_equal(call->parts[at], word);
}

static bool serve_approvals(GraphCall *call, Workload workload, guint used, Refusal *refusal)
{
	bool is_read = strcmp(call->request->method, "GET") == 0;
	const char *const *scopes = workload == WORKLOAD_ENTRA ? role_write
				    : is_read                  ? group_active_read
							       : group_write;
	if (!graph_needs_scope(call, scopes, refusal))
		return false;
	requests_settle(call->service, call->caller.world);
	return graph_approvals(call, workload, used, refusal);
}

static bool route_roles(GraphCall *call, Refusal *refusal)
{
	if (is_path(call, 2, "roleDefinitions"))
		return graph_role_definitions(call, refusal);
	if (is_path(call, 2, "roleAssignments"))
		return graph_role_assignments(call, refusal);
	/* The directory's approvals are in no v1.0 CSDL. */
	if (is_path(call, 2, "roleAssignmentApprovals") && call->is_beta)
		return serve_approvals(call, WORKLOAD_ENTRA, 3, refusal);
	const char *name = call->count > 2 ? call->parts[2] : "";
	return serve(call, find(role_collections, G_N_ELEMENTS(role_collections), name), 3,
		     refusal);
}

static bool route(GraphCall *call, Refusal *refusal)
{
	if (is_path(call, 0, "$batch"))
		return graph_batch(call, graph_handle, refusal);
	if (is_path(call, 0, "roleManagement") && is_path(call, 1, "directory"))
		return route_roles(call, refusal);
	if (is_path(call, 0, "identityGovernance") && is_path(call, 1, "privilegedAccess") &&
	    is_path(call, 2, "group")) {
		if (is_path(call, 3, "assignmentApprovals"))
			return serve_approvals(call, WORKLOAD_GROUP, 4, refusal);
		const char *name = call->count > 3 ? call->parts[3] : "";
		return serve(call, find(group_collections, G_N_ELEMENTS(group_collections), name),
			     4, refusal);
	}
	if (is_path(call, 0, "policies") && is_path(call, 1, "roleManagementPolicyAssignments"))
		return graph_policies(call, refusal);
	return graph_directory(call, refusal);
}

static bool dispatch(GraphCall *call, Refusal *refusal)
{
	g_auto(GStrv) all = g_strsplit(call->request->path, "/", -1);
	if (!tokens_authenticate(call->service, call->request, &call->caller, refusal) ||
	    !throttle_check(call->service, &call->caller, call->request, call->response, refusal))
		return false;
	if (g_strv_length(all) < 3 || (!ids_equal(all[1], "v1.0") && !ids_equal(all[1], "beta")))
		return refuse(refusal, 400, "BadRequest", "Invalid version: %s.",
			      g_strv_length(all) > 1 ? all[1] : "");
	call->is_beta = ids_equal(all[1], "beta");
	call->parts = g_strdupv(all + 2);
	call->count = g_strv_length(call->parts);
	/* A trailing slash means nothing: the official samples have one. */
	if (call->count > 1 && *call->parts[call->count - 1] == '\0')
		g_clear_pointer(&call->parts[--call->count], g_free);
	return graph_query_check(call, refusal) && route(call, refusal);
}

void graph_handle(Service *service, const HttpRequest *request, HttpResponse *response)
{
	GraphCall call = { .service = service, .request = request, .response = response };
	g_auto(Refusal) refusal = { 0 };
	g_autofree char *id = ids_fresh();
	const char *client = http_header(request, "client-request-id");
	http_add_header(response, "Cache-Control", "no-cache");
	http_add_header(response, "request-id", id);
	http_add_header(response, "client-request-id", client != NULL ? client : id);
	if (!dispatch(&call, &refusal)) {
		answer_refusal(&call, &refusal, id);
	} else {
		graph_query_select(&call);
		http_add_header(response, "OData-Version", "4.0");
	}
	g_strfreev(call.parts);
}
