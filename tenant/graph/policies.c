/* /policies/roleManagementPolicyAssignments: what a directory role or a group's access demands. */
#include "tenant/graph/call.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/policy-rules.h"

static const char *const role_readers[] = {
	"RoleManagementPolicy.Read.Directory", "RoleManagementPolicy.ReadWrite.Directory",
	"RoleManagement.Read.Directory",       "RoleManagement.Read.All",
	"RoleManagement.ReadWrite.Directory",  NULL
};
static const char *const group_readers[] = { "RoleManagementPolicy.Read.AzureADGroup",
					     "RoleManagementPolicy.ReadWrite.AzureADGroup", NULL };

static void add_policy(cJSON *row, const char *id, const char *scope, const char *type,
		       const Policy *policy, const GraphCall *call)
{
	cJSON *json = json_add_object(row, "policy");
	json_add(json, "id", id);
	json_add(json, "displayName", type);
	json_add(json, "description", type);
	cJSON_AddBoolToObject(json, "isOrganizationDefault", false);
	json_add(json, "scopeId", scope);
	json_add(json, "scopeType", type);
	json_add(json, "lastModifiedDateTime", NULL);
	cJSON *by = json_add_object(json, "lastModifiedBy");
	json_add(by, "displayName", NULL);
	json_add(by, "id", NULL);
	if (graph_expands(call, "rules"))
		cJSON_AddItemToObject(json, "rules", policy_rules_make(policy, true));
	if (graph_expands(call, "effectiveRules"))
		cJSON_AddItemToObject(json, "effectiveRules", policy_rules_make(policy, true));
}

static cJSON *policy_row(const GraphCall *call, const Role *role, const char *scope,
			 const char *type)
{
	const World *world = call->caller.world;
	Workload workload = role->workload;
	const Policy *policy = world_find_policy(world, workload, role->id, scope);
	g_autofree char *guid = ids_derive(scope, "policy", role->id);
	g_autofree char *policy_id = g_strconcat(type, "_", world->id, "_", guid, NULL);
	g_autofree char *id = g_strconcat(policy_id, "_", role->id, NULL);
	cJSON *row = cJSON_CreateObject();
	json_add(row, "id", id);
	json_add(row, "policyId", policy_id);
	json_add(row, "scopeId", scope);
	json_add(row, "scopeType", type);
	json_add(row, "roleDefinitionId", role->id);
	if (graph_expands(call, "policy"))
		add_policy(row, policy_id, scope, type, policy, call);
	return row;
}

static bool refuse_reading(Refusal *refusal)
{
	return refuse(refusal, 403, "Authorization_RequestDenied",
		      "Insufficient privileges to complete the operation.");
}

static bool check_filter(const GraphCall *call, const Filter *filter, Workload *workload,
			 Refusal *refusal)
{
	const char *scope = filter_value(filter, "scopeId");
	const char *type = filter_value(filter, "scopeType");
	if (scope == NULL || type == NULL)
		return refuse(refusal, 400, "BadRequest",
			      "The filter must name scopeId and scopeType.");
	*workload = ids_equal(type, "Group") ? WORKLOAD_GROUP : WORKLOAD_ENTRA;
	if (*workload == WORKLOAD_ENTRA && !ids_equal(type, "Directory") &&
	    !ids_equal(type, "DirectoryRole"))
		return refuse(refusal, 400, "InvalidFilter", "The filter is invalid.");
	if (!graph_needs_scope(call, *workload == WORKLOAD_GROUP ? group_readers : role_readers,
			       refusal))
		return false;
	if (call->service->settings.policies_forbidden)
		return refuse_reading(refusal);
	if (*workload == WORKLOAD_GROUP && world_find_object(call->caller.world, scope) == NULL)
		return refuse(refusal, 404, "ResourceNotFound", "The resource is not found.");
	return true;
}

typedef struct PolicyScope {
	const char *id;
	const char *type;
	Workload workload;
} PolicyScope;

/* The assignment of this id among those of a scope. */
static cJSON *find_row(const GraphCall *call, const PolicyScope *scope, const char *id)
{
	const GPtrArray *roles = call->caller.world->roles;
	for (guint i = 0; i < roles->len; i++) {
		const Role *role = g_ptr_array_index(roles, i);
		g_autoptr(cJSON) row = role->workload == scope->workload
					       ? policy_row(call, role, scope->id, scope->type)
					       : NULL;
		if (row != NULL && ids_equal(json_text_or(row, "id", ""), id))
			return g_steal_pointer(&row);
	}
	return NULL;
}

/* By its id, "{type}_{tenant}_{policy}_{role}": of the directory, or of one of the groups. */
static bool get_one(const GraphCall *call, const char *id, Refusal *refusal)
{
	static const PolicyScope directory[] = { { "/", "Directory", WORKLOAD_ENTRA },
						 { "/", "DirectoryRole", WORKLOAD_ENTRA } };
	const GPtrArray *objects = call->caller.world->objects;
	bool is_group = g_str_has_prefix(id, "Group_");
	cJSON *row = NULL;
	if (!graph_needs_scope(call, is_group ? group_readers : role_readers, refusal))
		return false;
	if (call->service->settings.policies_forbidden)
		return refuse_reading(refusal);
	for (size_t i = 0; !is_group && row == NULL && i < G_N_ELEMENTS(directory); i++)
		row = find_row(call, &directory[i], id);
	for (guint i = 0; is_group && row == NULL && i < objects->len; i++) {
		const Object *object = g_ptr_array_index(objects, i);
		const PolicyScope scope = { object->id, "Group", WORKLOAD_GROUP };
		row = object->kind == OBJECT_GROUP ? find_row(call, &scope, id) : NULL;
	}
	if (row == NULL)
		return refuse(refusal, 404, "ResourceNotFound", "The resource '%s' is not found.",
			      id);
	http_answer_json(call->response, 200, row);
	return true;
}

bool graph_policies(GraphCall *call, Refusal *refusal)
{
	if (call->count == 3)
		return get_one(call, call->parts[2], refusal);
	static const char *const known[] = { "scopeId", "scopeType", "roleDefinitionId", NULL };
	g_auto(Filter) filter = { 0 };
	Workload workload = WORKLOAD_ENTRA;
	Page page;
	if (!filter_parse(http_query(call->request, "$filter"), known, &filter, refusal) ||
	    !check_filter(call, &filter, &workload, refusal))
		return false;
	const char *scope = filter_value(&filter, "scopeId");
	const char *type = filter_value(&filter, "scopeType");
	g_autofree char *head = graph_context(call, "policies/roleManagementPolicyAssignments");
	const GPtrArray *roles = call->caller.world->roles;
	page_begin(&page, &call->service->settings, call->request, call->response, head);
	for (guint i = 0; i < roles->len; i++) {
		const Role *role = g_ptr_array_index(roles, i);
		if (role->workload == workload &&
		    filter_allows(&filter, "roleDefinitionId", role->id) && page_wants(&page))
			page_add(&page, policy_row(call, role, scope, type));
	}
	page_end(&page, call->request, "@odata.nextLink", false);
	return true;
}
