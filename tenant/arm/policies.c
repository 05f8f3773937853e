/* roleManagementPolicyAssignments and roleManagementPolicies: what a role demands at a scope. */
#include "tenant/arm/rows.h"

#include <string.h>

#include "tenant/filter.h"
#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/policy-rules.h"

/* Policies are per role and scope, so their ids are made of both. */
static char *policy_guid(const char *scope, const char *role)
{
	g_autofree char *folded = g_ascii_strdown(scope, -1);
	return ids_derive(folded, "policy", role);
}

static void add_policy(cJSON *parent, const char *id)
{
	cJSON *policy = json_add_object(parent, "policy");
	json_add(policy, "id", id);
	cJSON *by = json_add_object(policy, "lastModifiedBy");
	json_add(by, "id", NULL);
	json_add(by, "displayName", "Admin");
	json_add(by, "type", NULL);
	json_add(by, "email", NULL);
	json_add(policy, "lastModifiedDateTime", NULL);
}

static cJSON *policy_row(const ArmCall *call, const Role *role)
{
	const World *world = call->caller.world;
	cJSON *json = cJSON_CreateObject();
	const Policy *policy = world_find_policy(world, WORKLOAD_AZURE, role->id, call->scope);
	g_autofree char *guid = policy_guid(call->scope, role->id);
	g_autofree char *role_id = arm_role_definition_id(call->scope, role->id);
	g_autofree char *policy_id = ids_authorization(call->scope, "roleManagementPolicies", guid);
	g_autofree char *name = g_strconcat(guid, "_", role->id, NULL);
	json_add(json, "scope", call->scope);
	json_add(json, "roleDefinitionId", role_id);
	json_add(json, "policyId", policy_id);
	cJSON_AddItemToObject(json, "effectiveRules", policy_rules_make(policy, false));
	cJSON *names = json_add_object(json, "policyAssignmentProperties");
	arm_add_scope(world, names, call->scope);
	arm_add_role(names, role, call->scope);
	add_policy(names, policy_id);
	return arm_wrap(json, call->scope, "RoleManagementPolicyAssignment", name);
}

/* Roles that exist only to make the unfiltered list as long as it is in a real tenant. */
static void add_padding(const ArmCall *call, Page *page)
{
	for (int64_t i = 0; i < call->service->settings.policy_padding; i++) {
		if (!page_wants(page))
			continue;
		g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, i);
		g_autofree char *guid = ids_derive("padding", "role", number);
		g_autofree char *name = g_strconcat("Padding Role ", number, NULL);
		Role role = { .workload = WORKLOAD_AZURE, .id = guid, .name = name };
		page_add(page, policy_row(call, &role));
	}
}

static bool check_access(const ArmCall *call, Refusal *refusal)
{
	if (!call->service->settings.policies_forbidden)
		return true;
	return refuse(refusal, 403, "AuthorizationFailed",
		      "The client '%s' with object id '%s' does not have authorization to perform "
		      "action 'Microsoft.Authorization/roleManagementPolicyAssignments/read' over "
		      "scope '%s' or the scope is invalid. If access was recently granted, please "
		      "refresh your credentials.",
		      call->caller.user->upn, call->caller.user->id, call->scope);
}

/* By its name: "{policy}_{role}". */
static bool get_assignment(ArmCall *call, Refusal *refusal)
{
	const GPtrArray *roles = call->caller.world->roles;
	for (guint i = 0; i < roles->len; i++) {
		const Role *role = g_ptr_array_index(roles, i);
		g_autofree char *guid = policy_guid(call->scope, role->id);
		g_autofree char *name = g_strconcat(guid, "_", role->id, NULL);
		if (role->workload != WORKLOAD_AZURE || !ids_equal(name, call->name))
			continue;
		http_answer_json(call->response, 200, policy_row(call, role));
		return true;
	}
	return refuse(refusal, 404, "RoleManagementPolicyAssignmentNotFound",
		      "The Role management policy assignment is not found.");
}

bool arm_policy_assignments(ArmCall *call, Refusal *refusal)
{
	static const char *const known[] = { "roleDefinitionId", "asTarget", NULL };
	g_auto(Filter) filter = { 0 };
	Page page;
	if (!check_access(call, refusal) ||
	    !filter_parse(http_query(call->request, "$filter"), known, &filter, refusal))
		return false;
	if (call->name != NULL)
		return get_assignment(call, refusal);
	const char *wanted = call->service->settings.policy_filter_ignored
				     ? NULL
				     : filter_value(&filter, "roleDefinitionId");
	/* Such a list comes in one piece, however long. */
	Settings whole = call->service->settings;
	whole.page_size = INT32_MAX;
	page_begin(&page, &whole, call->request, call->response, NULL);
	const GPtrArray *roles = call->caller.world->roles;
	for (guint i = 0; i < roles->len; i++) {
		const Role *role = g_ptr_array_index(roles, i);
		if (role->workload != WORKLOAD_AZURE ||
		    (wanted != NULL && !ids_equal(ids_tail(wanted), role->id)))
			continue;
		if (page_wants(&page))
			page_add(&page, policy_row(call, role));
	}
	if (wanted == NULL)
		add_padding(call, &page);
	page_end(&page, call->request, "nextLink", false);
	return true;
}

bool arm_policies(ArmCall *call, Refusal *refusal)
{
	if (!check_access(call, refusal))
		return false;
	const World *world = call->caller.world;
	for (guint i = 0; call->name != NULL && i < world->roles->len; i++) {
		const Role *role = g_ptr_array_index(world->roles, i);
		g_autofree char *guid = policy_guid(call->scope, role->id);
		if (role->workload != WORKLOAD_AZURE || !ids_equal(guid, call->name))
			continue;
		const Policy *policy =
			world_find_policy(world, WORKLOAD_AZURE, role->id, call->scope);
		cJSON *json = cJSON_CreateObject();
		json_add(json, "scope", call->scope);
		cJSON_AddItemToObject(json, "rules", policy_rules_make(policy, false));
		cJSON_AddItemToObject(json, "effectiveRules", policy_rules_make(policy, false));
		http_answer_json(call->response, 200,
				 arm_wrap(json, call->scope, "RoleManagementPolicies", guid));
		return true;
	}
	return refuse(refusal, 404, "RoleManagementPolicyNotFound",
		      "The Role management policy is not found.");
}
