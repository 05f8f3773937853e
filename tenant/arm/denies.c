/* Deny assignments: what is taken away from people, whatever roles they hold. Who may read there is told of them, as of role
 * assignments (learn.microsoft.com, "List Azure deny assignments": Microsoft.Authorization/denyAssignments/read). */
#include "tenant/arm/rows.h"

#include "tenant/filter.h"
#include "tenant/ids.h"
#include "tenant/json.h"

#define EVERYONE "00000000-0000-0000-0000-000000000000"

static cJSON *principal_json(const char *id, const Object *object)
{
	static const char *const types[] = { "User", "Group", "AdministrativeUnit",
					     "ServicePrincipal" };
	cJSON *json = cJSON_CreateObject();
	json_add(json, "id", id);
	json_add(json, "type", object != NULL ? types[object->kind] : "SystemDefined");
	return json;
}

static void add_principals(cJSON *properties, const char *name, const World *world,
			   const GPtrArray *ids)
{
	cJSON *list = json_add_array(properties, name);
	for (guint i = 0; i < ids->len; i++)
		cJSON_AddItemToArray(
			list, principal_json(g_ptr_array_index(ids, i),
					     world_find_object(world, g_ptr_array_index(ids, i))));
}

static cJSON *deny_row(const World *world, const DenyAssignment *deny)
{
	cJSON *properties = cJSON_CreateObject();
	json_add(properties, "denyAssignmentName", deny->name);
	json_add(properties, "description", "");
	cJSON_AddItemToArray(json_add_array(properties, "permissions"),
			     cJSON_Duplicate(deny->permission, true));
	json_add(properties, "scope", deny->scope_id);
	cJSON_AddBoolToObject(properties, "doNotApplyToChildScopes", deny->is_here_alone);
	add_principals(properties, "principals", world, deny->principals);
	add_principals(properties, "excludePrincipals", world, deny->excluded);
	cJSON_AddBoolToObject(properties, "isSystemProtected", true);
	return arm_wrap(properties, deny->scope_id, "denyAssignments", deny->id);
}

bool arm_deny_assignments(ArmCall *call, Refusal *refusal)
{
	static const char *const known[] = { "atScope", NULL };
	const World *world = call->caller.world;
	Filter filter;
	if (!filter_parse(http_query(call->request, "$filter"), known, &filter, refusal))
		return false;
	const bool is_above = filter_value(&filter, "atScope") != NULL;
	filter_clear(&filter);
	if (!arm_can_read(call, call->scope))
		return refuse(refusal, 403, "AuthorizationFailed",
			      "The client '%s' with object id '%s' does not have authorization to "
			      "perform action 'Microsoft.Authorization/denyAssignments/read' over "
			      "scope '%s' or the scope is invalid. If access was recently granted, "
			      "please refresh your credentials.",
			      call->caller.user->upn, call->caller.user->id, call->scope);
	Page page;
	page_begin(&page, &call->service->settings, call->request, call->response, NULL);
	for (guint i = 0; i < world->denies->len; i++) {
		const DenyAssignment *deny = g_ptr_array_index(world->denies, i);
		const bool is_here =
			world_is_within(world, call->scope, deny->scope_id) ||
			(!is_above && world_is_within(world, deny->scope_id, call->scope));
		if (is_here && page_wants(&page))
			page_add(&page, deny_row(world, deny));
	}
	page_end(&page, call->request, "nextLink", false);
	return true;
}

/* ---- what it takes away ---------------------------------------------------------------------- */

static bool is_among(const World *world, const Object *user, const GPtrArray *ids)
{
	for (guint i = 0; i < ids->len; i++) {
		const char *id = g_ptr_array_index(ids, i);
		const Object *principal = world_find_object(world, id);
		if (ids_equal(id, EVERYONE) ||
		    (principal != NULL && world_is_principal(user, principal)))
			return true;
	}
	return false;
}

const DenyAssignment *arm_find_deny(const ArmCall *call, const char *action, bool is_data)
{
	const World *world = call->caller.world;
	g_autofree char *small = g_ascii_strdown(action, -1);
	for (guint i = 0; i < world->denies->len; i++) {
		const DenyAssignment *deny = g_ptr_array_index(world->denies, i);
		const bool is_here = deny->is_here_alone
					     ? ids_equal(call->scope, deny->scope_id)
					     : world_is_within(world, call->scope, deny->scope_id);
		if (is_here && is_among(world, call->caller.user, deny->principals) &&
		    !is_among(world, call->caller.user, deny->excluded) &&
		    arm_has_pattern(deny->permission, is_data ? "dataActions" : "actions", small) &&
		    !arm_has_pattern(deny->permission, is_data ? "notDataActions" : "notActions",
				     small))
			return deny;
	}
	return NULL;
}
