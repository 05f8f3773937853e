/* Scopes and what is known of them: eligibleChildResources, subscriptions, resource groups,
 * management groups, tenants, role definitions. */
#include "tenant/arm/rows.h"

#include <string.h>

#include "tenant/filter.h"
#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/moods.h"
#include "tenant/rules.h"

/* ---- eligibleChildResources ------------------------------------------------------------------ */

/* Which scopes a caller may be shown: those under one of their eligibilities, and those on the
 * way to one. Worked out for the first page and used for those that follow. */
static void mark_covered(const ArmCall *call)
{
	World *world = call->caller.world;
	int64_t now = service_now(call->service);
	if (world->covered != NULL && world->covered_for == call->caller.user &&
	    http_query(call->request, "$skiptoken") != NULL)
		return;
	g_clear_pointer(&world->covered, g_hash_table_unref);
	world->covered = g_hash_table_new(NULL, NULL);
	world->covered_for = call->caller.user;
	for (guint i = 0; i < world->eligibilities->len; i++) {
		const Eligibility *row = g_ptr_array_index(world->eligibilities, i);
		if (row->workload != WORKLOAD_AZURE || !eligibility_is_current(row, now) ||
		    !rules_is_member(world, call->caller.user, row->principal, now))
			continue;
		Scope *scope = world_find_scope(world, row->scope_id);
		/* 1: on the way; 2: an eligibility is held here. */
		if (scope != NULL)
			g_hash_table_insert(world->covered, scope, GINT_TO_POINTER(2));
		for (Scope *at = scope != NULL ? scope->parent : NULL; at != NULL;
		     at = at->parent) {
			if (!g_hash_table_contains(world->covered, at))
				g_hash_table_insert(world->covered, at, GINT_TO_POINTER(1));
		}
	}
}

/* An eligibility is held here or above: then all below may be shown, and nobody else's need be looked at. */
static bool is_under_eligibility(const ArmCall *call, const Scope *scope)
{
	const World *world = call->caller.world;
	int64_t now = service_now(call->service);
	for (guint i = 0; i < world->eligibilities->len; i++) {
		const Eligibility *row = g_ptr_array_index(world->eligibilities, i);
		const Scope *at = row->workload == WORKLOAD_AZURE ? scope : NULL;
		while (at != NULL && !ids_equal(row->scope_id, at->id))
			at = at->parent;
		if (at != NULL && eligibility_is_current(row, now) &&
		    rules_is_member(world, call->caller.user, row->principal, now))
			return true;
	}
	return false;
}

typedef struct Children {
	const ArmCall *call;
	Filter filter;
	Page page;
	bool is_deep;
} Children;

/* is_under: an eligibility is held here or above, so that everything below may be shown. */
static void add_children(Children *children, const Scope *scope, bool is_under)
{
	GHashTable *covered = children->call->caller.world->covered;
	guint count = scope->children != NULL ? scope->children->len : 0;
	for (guint i = 0; i < count && !page_is_over(&children->page); i++) {
		const Scope *child = g_ptr_array_index(scope->children, i);
		gpointer mark = is_under ? NULL : g_hash_table_lookup(covered, child);
		bool is_child_under = is_under || GPOINTER_TO_INT(mark) == 2;
		if (!is_child_under && mark == NULL)
			continue;
		if (filter_allows(&children->filter, "resourceType", child->type) &&
		    page_wants(&children->page)) {
			cJSON *row = cJSON_CreateObject();
			json_add(row, "name", scope_display(child));
			json_add(row, "id", child->id);
			json_add(row, "type", child->type);
			page_add(&children->page, row);
		}
		if (children->is_deep)
			add_children(children, child, is_child_under);
	}
}

bool arm_eligible_children(ArmCall *call, Refusal *refusal)
{
	static const char *const known[] = { "resourceType", NULL };
	Children children = { .call = call };
	const Scope *scope = world_find_scope(call->caller.world, call->scope);
	children.is_deep = ids_equal(http_query(call->request, "$getAllChildren") != NULL
					     ? http_query(call->request, "$getAllChildren")
					     : "",
				     "true");
	if (!filter_parse(http_query(call->request, "$filter"), known, &children.filter, refusal)) {
		filter_clear(&children.filter);
		return false;
	}
	bool is_under = is_under_eligibility(call, scope);
	if (!is_under)
		mark_covered(call);
	page_begin(&children.page, &call->service->settings, call->request, call->response, NULL);
	if (scope != NULL)
		add_children(&children, scope, is_under);
	page_end(&children.page, call->request, "nextLink",
		 call->service->settings.relative_next_link);
	call->response->delay_ms += call->service->settings.children_ms;
	filter_clear(&children.filter);
	return true;
}

/* ---- scopes ---------------------------------------------------------------------------------- */

static cJSON *subscription_row(const ArmCall *call, const Scope *scope)
{
	cJSON *json = cJSON_CreateObject();
	const World *world = call->caller.world;
	/* A delegated one belongs to another tenant, and names ours as one that manages it. */
	bool is_delegated = moods_is_delegated(call->service, scope->id);
	g_autofree char *owner =
		is_delegated ? ids_derive(world->id, "customer", scope->id) : g_strdup(world->id);
	json_add(json, "id", scope->id);
	json_add(json, "subscriptionId", scope->name);
	json_add(json, "tenantId", owner);
	json_add(json, "displayName", scope_display(scope));
	json_add(json, "state", "Enabled");
	cJSON *policies = json_add_object(json, "subscriptionPolicies");
	json_add(policies, "locationPlacementId", "Internal_2014-09-01");
	json_add(policies, "quotaId", "Internal_2014-09-01");
	json_add(policies, "spendingLimit", "Off");
	json_add(json, "authorizationSource", "RoleBased");
	cJSON *managers = json_add_array(json, "managedByTenants");
	if (is_delegated) {
		cJSON *manager = cJSON_CreateObject();
		json_add(manager, "tenantId", world->id);
		cJSON_AddItemToArray(managers, manager);
	}
	return json;
}

static cJSON *group_row(const Scope *scope)
{
	cJSON *json = cJSON_CreateObject();
	json_add(json, "id", scope->id);
	json_add(json, "name", scope->name);
	json_add(json, "type", "Microsoft.Resources/resourceGroups");
	json_add(json, "location", "westeurope");
	json_add(json_add_object(json, "properties"), "provisioningState", "Succeeded");
	return json;
}

static cJSON *management_row(const World *world, const Scope *scope)
{
	cJSON *json = cJSON_CreateObject();
	json_add(json, "id", scope->id);
	json_add(json, "type", "Microsoft.Management/managementGroups");
	json_add(json, "name", scope->name);
	cJSON *properties = json_add_object(json, "properties");
	json_add(properties, "tenantId", world->id);
	json_add(properties, "displayName", scope_display(scope));
	return json;
}

/* The scopes of one type, those the caller may read. */
static void list_scopes(ArmCall *call, const char *type, const Scope *parent)
{
	const World *world = call->caller.world;
	const GPtrArray *all = parent != NULL ? parent->children : world->scopes;
	bool is_open = parent != NULL;
	Page page;
	page_begin(&page, &call->service->settings, call->request, call->response, NULL);
	for (guint i = 0; all != NULL && i < all->len; i++) {
		const Scope *scope = g_ptr_array_index(all, i);
		if (strcmp(scope->type, type) != 0 ||
		    (!is_open &&
		     !(strcmp(type, "subscription") == 0 ? arm_is_visible(call, scope->id)
							 : arm_can_read(call, scope->id))))
			continue;
		if (!page_wants(&page))
			continue;
		page_add(&page, strcmp(type, "subscription") == 0 ? subscription_row(call, scope)
				: strcmp(type, "resourcegroup") == 0
					? group_row(scope)
					: management_row(world, scope));
	}
	page_end(&page, call->request, "nextLink", false);
}

bool arm_subscriptions(ArmCall *call, Refusal *refusal)
{
	if (call->name == NULL) {
		list_scopes(call, "subscription", NULL);
		return true;
	}
	g_autofree char *id = g_strconcat("/subscriptions/", call->name, NULL);
	const Scope *scope = world_find_scope(call->caller.world, id);
	if (scope == NULL)
		return refuse(refusal, 404, "SubscriptionNotFound",
			      "The subscription '%s' could not be found.", call->name);
	http_answer_json(call->response, 200, subscription_row(call, scope));
	return true;
}

bool arm_resource_groups(ArmCall *call, Refusal *refusal)
{
	const Scope *parent = world_find_scope(call->caller.world, call->scope);
	if (parent == NULL)
		return refuse(refusal, 404, "SubscriptionNotFound",
			      "The subscription '%s' could not be found.", ids_tail(call->scope));
	if (!arm_can_read(call, call->scope))
		return refuse(
			refusal, 403, "AuthorizationFailed",
			"The client '%s' with object id '%s' does not have authorization to "
			"perform action 'Microsoft.Resources/subscriptions/resourceGroups/read' "
			"over scope '%s' or the scope is invalid.",
			call->caller.user->upn, call->caller.user->id, call->scope);
	list_scopes(call, "resourcegroup", parent);
	return true;
}

static cJSON *descendant_row(const Scope *scope)
{
	bool is_group = strcmp(scope->type, "managementgroup") == 0;
	cJSON *json = cJSON_CreateObject();
	json_add(json, "id", scope->id);
	json_add(json, "type",
		 is_group ? "Microsoft.Management/managementGroups"
			  : "Microsoft.Management/managementGroups/subscriptions");
	json_add(json, "name", scope->name);
	cJSON *properties = json_add_object(json, "properties");
	json_add(properties, "displayName", scope_display(scope));
	json_add(json_add_object(properties, "parent"), "id",
		 scope->parent != NULL ? scope->parent->id : NULL);
	return json;
}

/* Management groups and subscriptions at or under `top` (NULL: any) that the caller may read. */
static void list_entities(ArmCall *call, const Scope *top)
{
	const World *world = call->caller.world;
	Page page;
	page_begin(&page, &call->service->settings, call->request, call->response, NULL);
	for (guint i = 0; i < world->scopes->len && !page_is_over(&page); i++) {
		const Scope *scope = g_ptr_array_index(world->scopes, i);
		bool is_entity = strcmp(scope->type, "managementgroup") == 0 ||
				 strcmp(scope->type, "subscription") == 0;
		bool is_under =
			top == NULL || (scope != top && world_is_within(world, scope->id, top->id));
		if (is_entity && is_under && arm_can_read(call, scope->id) && page_wants(&page))
			page_add(&page, descendant_row(scope));
	}
	page_end(&page, call->request, "nextLink", false);
}

bool arm_entities(ArmCall *call, Refusal *refusal)
{
	(void)refusal;
	list_entities(call, NULL);
	return true;
}

bool arm_management_groups(ArmCall *call, Refusal *refusal)
{
	if (call->name == NULL) {
		list_scopes(call, "managementgroup", NULL);
		return true;
	}
	g_autofree char *id =
		g_strconcat("/providers/Microsoft.Management/managementGroups/", call->name, NULL);
	const Scope *scope = world_find_scope(call->caller.world, id);
	if (scope == NULL || !arm_can_read(call, scope->id))
		return refuse(
			refusal, 403, "AuthorizationFailed",
			"The client '%s' with object id '%s' does not have authorization to "
			"perform action 'Microsoft.Management/managementGroups/read' over scope "
			"'%s' or the scope is invalid.",
			call->caller.user->upn, call->caller.user->id, id);
	if (g_strcmp0(call->action, "descendants") == 0)
		list_entities(call, scope);
	else
		http_answer_json(call->response, 200, management_row(call->caller.world, scope));
	return true;
}

bool arm_tenants(ArmCall *call, Refusal *refusal)
{
	(void)refusal;
	Page page;
	page_begin(&page, &call->service->settings, call->request, call->response, NULL);
	for (guint i = 0; i < call->service->worlds->len; i++) {
		const World *world = g_ptr_array_index(call->service->worlds, i);
		if (world_find_user(world, call->caller.user->upn) == NULL || !page_wants(&page))
			continue;
		cJSON *json = cJSON_CreateObject();
		g_autofree char *id = g_strconcat("/tenants/", world->id, NULL);
		json_add(json, "id", id);
		json_add(json, "tenantId", world->id);
		json_add(json, "countryCode", world->country);
		json_add(json, "displayName", world->name);
		json_push(json_add_array(json, "domains"), world->domain);
		json_add(json, "tenantCategory", i == 0 ? "Home" : "ProjectedBy");
		json_add(json, "defaultDomain", world->domain);
		json_add(json, "tenantType", "AAD");
		page_add(&page, json);
	}
	page_end(&page, call->request, "nextLink", false);
	return true;
}

/* ---- roles ----------------------------------------------------------------------------------- */

static cJSON *empty_permission(void)
{
	cJSON *json = cJSON_CreateObject();
	json_add_array(json, "actions");
	json_add_array(json, "notActions");
	json_add_array(json, "dataActions");
	json_add_array(json, "notDataActions");
	return json;
}

static cJSON *permission_of(const Role *role)
{
	return role->permissions != NULL ? cJSON_Duplicate(role->permissions, true)
					 : empty_permission();
}

static cJSON *role_row(const Role *role, const char *scope)
{
	cJSON *json = cJSON_CreateObject();
	cJSON *properties = json_add_object(json, "properties");
	g_autofree char *id = arm_role_definition_id(scope, role->id);
	json_add(properties, "roleName", role->name);
	json_add(properties, "type", role->is_custom ? "CustomRole" : "BuiltInRole");
	json_add(properties, "description", role->description);
	json_push(json_add_array(properties, "assignableScopes"), "/");
	cJSON_AddItemToArray(json_add_array(properties, "permissions"), permission_of(role));
	json_add(json, "id", id);
	json_add(json, "type", "Microsoft.Authorization/roleDefinitions");
	json_add(json, "name", role->id);
	return json;
}

bool arm_role_definitions(ArmCall *call, Refusal *refusal)
{
	const World *world = call->caller.world;
	if (call->name != NULL) {
		const Role *role = world_find_role(world, WORKLOAD_AZURE, call->name);
		if (role == NULL)
			return refuse(refusal, 404, "RoleDefinitionDoesNotExist",
				      "The specified role definition with ID '%s' does not exist.",
				      call->name);
		http_answer_json(call->response, 200, role_row(role, call->scope));
		return true;
	}
	Page page;
	page_begin(&page, &call->service->settings, call->request, call->response, NULL);
	for (guint i = 0; i < world->roles->len; i++) {
		const Role *role = g_ptr_array_index(world->roles, i);
		if (role->workload == WORKLOAD_AZURE && page_wants(&page))
			page_add(&page, role_row(role, call->scope));
	}
	page_end(&page, call->request, "nextLink", false);
	return true;
}
