#include "tenant/arm/rows.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/rules.h"

char *arm_role_definition_id(const char *scope, const char *guid)
{
	/* Built-in roles are named under the subscription, and under nothing above it. */
	static const char prefix[] = "/subscriptions/";
	g_autofree char *subscription = g_strdup("");
	if (g_ascii_strncasecmp(scope, prefix, strlen(prefix)) == 0) {
		const char *slash = strchr(scope + strlen(prefix), '/');
		g_free(subscription);
		subscription =
			slash != NULL ? g_strndup(scope, (size_t)(slash - scope)) : g_strdup(scope);
	}
	return ids_authorization(subscription, "roleDefinitions", guid);
}

void arm_add_scope(const World *world, cJSON *parent, const char *scope_id)
{
	const Scope *scope = world_find_scope(world, scope_id);
	cJSON *json = json_add_object(parent, "scope");
	json_add(json, "id", scope_id);
	json_add(json, "displayName", scope != NULL ? scope_display(scope) : ids_tail(scope_id));
	json_add(json, "type", scope != NULL ? scope->type : "resource");
}

void arm_add_role(cJSON *parent, const Role *role, const char *scope_id)
{
	g_autofree char *id = arm_role_definition_id(scope_id, role->id);
	cJSON *json = json_add_object(parent, "roleDefinition");
	json_add(json, "id", id);
	json_add(json, "displayName", role->name);
	json_add(json, "type", role->is_custom ? "CustomRole" : "BuiltInRole");
}

cJSON *arm_expand(const ArmCall *call, const char *scope_id, const Role *role,
		  const Object *principal)
{
	if (call->service->settings.rows_without_names)
		return NULL;
	cJSON *json = cJSON_CreateObject();
	arm_add_scope(call->caller.world, json, scope_id);
	arm_add_role(json, role, scope_id);
	cJSON *who = json_add_object(json, "principal");
	json_add(who, "id", principal->id);
	json_add(who, "displayName", principal->name);
	json_add(who, "email", principal->upn);
	json_add(who, "type", principal->kind == OBJECT_GROUP ? "Group" : "User");
	return json;
}

char *arm_linked_id(const ArmCall *call, const char *linked_id)
{
	if (linked_id == NULL)
		return NULL;
	const char *name = ids_tail(linked_id);
	const Eligibility *linked = world_find_eligibility(call->caller.world, name);
	if (!call->service->settings.linked_ids_full || linked == NULL)
		return g_strdup(name);
	return ids_authorization(linked->scope_id, "RoleEligibilitySchedules", linked->id);
}

cJSON *arm_wrap(cJSON *properties, const char *scope_id, const char *collection, const char *name)
{
	cJSON *json = cJSON_CreateObject();
	g_autofree char *id = ids_authorization(scope_id, collection, name);
	g_autofree char *type = g_strconcat("Microsoft.Authorization/", collection, NULL);
	cJSON_AddItemToObject(json, "properties", properties);
	json_add(json, "name", name);
	json_add(json, "id", id);
	json_add(json, "type", type);
	return json;
}

static bool fits(const char *pattern, const char *action)
{
	g_autofree char *small = g_ascii_strdown(pattern, -1);
	if (g_pattern_match_simple(small, action))
		return true;
	/* A star between slashes also stands for no segment at all. */
	const char *star = strstr(small, "/*/");
	if (star == NULL)
		return false;
	g_autofree char *without = g_strdup_printf("%.*s%s", (int)(star - small), small, star + 2);
	return g_pattern_match_simple(without, action);
}

bool arm_has_pattern(const cJSON *permission, const char *list, const char *action)
{
	const cJSON *pattern;
	cJSON_ArrayForEach(pattern, json_get(permission, list))
	{
		if (cJSON_IsString(pattern) && fits(pattern->valuestring, action))
			return true;
	}
	return false;
}

bool arm_can_read(const ArmCall *call, const char *scope)
{
	const World *world = call->caller.world;
	int64_t now = service_now(call->service);
	for (guint i = 0; i < world->assignments->len; i++) {
		const Assignment *assignment = g_ptr_array_index(world->assignments, i);
		if (assignment->workload == WORKLOAD_AZURE &&
		    assignment_is_shown(assignment, now) &&
		    world_is_within(world, scope, assignment->scope_id) &&
		    rules_is_member(world, call->caller.user, assignment->principal, now))
			return true;
	}
	return false;
}

bool arm_is_visible(const ArmCall *call, const char *scope)
{
	const World *world = call->caller.world;
	int64_t now = service_now(call->service);
	for (guint i = 0; i < world->assignments->len; i++) {
		const Assignment *row = g_ptr_array_index(world->assignments, i);
		if (row->workload == WORKLOAD_AZURE && assignment_is_shown(row, now) &&
		    (world_is_within(world, scope, row->scope_id) ||
		     world_is_within(world, row->scope_id, scope)) &&
		    rules_is_member(world, call->caller.user, row->principal, now))
			return true;
	}
	return false;
}

static bool refuse_unknown(const char *scope, Refusal *refusal)
{
	static const char prefix[] = "/subscriptions/";
	bool is_subscription = g_ascii_strncasecmp(scope, prefix, strlen(prefix)) == 0;
	bool is_group = is_subscription && strchr(scope + strlen(prefix), '/') != NULL;
	return refuse(refusal, 404,
		      is_group          ? "ResourceGroupNotFound"
		      : is_subscription ? "SubscriptionNotFound"
					: "ResourceNotFound",
		      "The scope '%s' could not be found.", scope);
}

bool arm_check_scope(const ArmCall *call, Refusal *refusal)
{
	const World *world = call->caller.world;
	g_autofree char *path = g_strdup(call->scope);
	if (strcmp(path, "/") == 0 || world_find_scope(world, path) != NULL)
		return true;
	while (world_find_scope(world, path) == NULL) {
		char *slash = strrchr(path, '/');
		if (slash == NULL || slash == path)
			return refuse_unknown(call->scope, refusal);
		*slash = '\0';
	}
	static const char providers[] = "/providers/";
	return g_ascii_strncasecmp(call->scope + strlen(path), providers, strlen(providers)) == 0
		       ? true
		       : refuse_unknown(call->scope, refusal);
}
