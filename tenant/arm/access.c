/* What counts by now: checkAccess, which names the assignment that permits an action, and permissions, which lists what
 * all of them permit. Both lag behind the lists (moods.h). checkAccess is not documented: its shape is that of public
 * clients (kubeguard/guard), and whom it answers is guessed on the strict side: who has a role there that counts. */
#include "tenant/arm/rows.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/moods.h"
#include "tenant/rules.h"

#define ACTIONS_MAX 200

static bool counts(const ArmCall *call, const Assignment *row)
{
	const World *world = call->caller.world;
	int64_t now = service_now(call->service);
	return row->workload == WORKLOAD_AZURE && assignment_is_shown(row, now) &&
	       world_is_within(world, call->scope, row->scope_id) &&
	       rules_is_member(world, call->caller.user, row->principal, now) &&
	       moods_counts(call->service, row);
}

/* ---- what a role permits --------------------------------------------------------------------- */

static bool permits(const Role *role, const char *action, bool is_data)
{
	g_autofree char *small = g_ascii_strdown(action, -1);
	return arm_has_pattern(role->permissions, is_data ? "dataActions" : "actions", small) &&
	       !arm_has_pattern(role->permissions, is_data ? "notDataActions" : "notActions",
				small);
}

/* The oldest one is named. NULL: none permits it. */
static const Assignment *find_permitting(const ArmCall *call, const char *action, bool is_data)
{
	const GPtrArray *all = call->caller.world->assignments;
	for (guint i = 0; i < all->len; i++) {
		const Assignment *row = g_ptr_array_index(all, i);
		if (counts(call, row) && permits(row->role, action, is_data))
			return row;
	}
	return NULL;
}

static bool has_any(const ArmCall *call)
{
	const GPtrArray *all = call->caller.world->assignments;
	for (guint i = 0; i < all->len; i++) {
		if (counts(call, g_ptr_array_index(all, i)))
			return true;
	}
	return false;
}

/* ---- checkAccess ----------------------------------------------------------------------------- */

static char *without_dashes(const char *guid)
{
	g_auto(GStrv) parts = g_strsplit(guid, "-", -1);
	return g_strjoinv("", parts);
}

static void add_assignment(cJSON *json, const Assignment *row, const char *role_id)
{
	g_autofree char *plain = without_dashes(role_id);
	cJSON *named = json_add_object(json, "roleAssignment");
	json_add(named, "id", row->id);
	json_add(named, "roleDefinitionId", plain);
	json_add(named, "principalId", row->principal->id);
	json_add(named, "scope", row->scope_id);
	json_add(named, "condition", row->condition);
	cJSON_AddBoolToObject(named, "assignedToCustomRole", row->role->is_custom);
}

static cJSON *decision(const ArmCall *call, const char *action, bool is_data)
{
	static const char foreign[] = "00000000-0000-4000-8000-00000000f0e1";
	const char *mood = call->service->settings.check_access;
	const Assignment *row = find_permitting(call, action, is_data);
	const DenyAssignment *deny = arm_find_deny(call, action, is_data);
	bool is_denied = deny != NULL || strcmp(mood, "deny_assignment") == 0;
	cJSON *json = cJSON_CreateObject();
	json_add(json, "actionId", action);
	cJSON_AddBoolToObject(json, "isDataAction", is_data);
	json_add(json, "accessDecision", row != NULL && !is_denied ? "Allowed" : "NotAllowed");
	if (row != NULL && !is_denied)
		add_assignment(json, row,
			       strcmp(mood, "other_role") == 0 ? foreign : row->role->id);
	else
		cJSON_AddNullToObject(json, "roleAssignment");
	if (is_denied)
		json_add(json_add_object(json, "denyAssignment"), "scope",
			 deny != NULL ? deny->scope_id : call->scope);
	else
		cJSON_AddNullToObject(json, "denyAssignment");
	return json;
}

static bool refuse_body(Refusal *refusal, const char *what)
{
	return refuse(refusal, 400, "InvalidRequestContent",
		      "The request content was invalid and could not be deserialized: '%s'.", what);
}

static bool check_subject(const ArmCall *call, const cJSON *body, Refusal *refusal)
{
	const cJSON *subject = json_get(body, "Subject");
	const char *id = json_text(json_get(subject, "Attributes"), "ObjectId");
	if (id == NULL)
		return refuse_body(refusal, "Required property 'Subject.Attributes.ObjectId' not "
					    "found in JSON.");
	if (!ids_equal(id, call->caller.user->id))
		return refuse(refusal, 403, "AuthorizationFailed",
			      "The client '%s' with object id '%s' does not have authorization to "
			      "check the access of others over scope '%s'.",
			      call->caller.user->upn, call->caller.user->id, call->scope);
	return true;
}

static bool check_actions(const cJSON *actions, Refusal *refusal)
{
	int count = cJSON_GetArraySize(actions);
	if (!cJSON_IsArray(actions) || count == 0 || count > ACTIONS_MAX)
		return refuse_body(refusal, "Property 'Actions' must hold 1 to 200 elements.");
	const cJSON *action;
	cJSON_ArrayForEach(action, actions)
	{
		const char *id = json_text(action, "Id");
		const cJSON *plane = json_get(action, "IsDataAction");
		if (id == NULL || strchr(id, '*') != NULL || strchr(id, '/') == NULL ||
		    (plane != NULL && !cJSON_IsBool(plane)))
			return refuse_body(refusal, "Property 'Actions' has an invalid element.");
	}
	return true;
}

bool arm_check_access(ArmCall *call, Refusal *refusal)
{
	g_autoptr(cJSON) body = json_parse(call->request->body->str, call->request->body->len);
	const cJSON *actions = json_get(body, "Actions");
	if (!moods_allow_access(call->service->settings.check_access, call->response, refusal) ||
	    !check_subject(call, body, refusal) || !check_actions(actions, refusal))
		return false;
	if (!has_any(call))
		return refuse(refusal, 403, "AuthorizationFailed",
			      "The client '%s' with object id '%s' does not have authorization to "
			      "perform action 'Microsoft.Authorization/checkAccess/action' over "
			      "scope '%s' or the scope is invalid.",
			      call->caller.user->upn, call->caller.user->id, call->scope);
	cJSON *list = cJSON_CreateArray();
	const cJSON *action;
	cJSON_ArrayForEach(action, actions)
	{
		if (strcmp(call->service->settings.check_access, "empty") != 0)
			cJSON_AddItemToArray(list, decision(call, json_text(action, "Id"),
							    json_flag(action, "IsDataAction")));
	}
	http_answer_json(call->response, 200, list);
	moods_spoil_access(call->service->settings.check_access, call->response);
	return true;
}

/* ---- permissions ----------------------------------------------------------------------------- */

static cJSON *permission_of(const Role *role)
{
	if (role->permissions != NULL)
		return cJSON_Duplicate(role->permissions, true);
	cJSON *json = cJSON_CreateObject();
	json_add_array(json, "actions");
	json_add_array(json, "notActions");
	json_add_array(json, "dataActions");
	json_add_array(json, "notDataActions");
	return json;
}

static cJSON *foreign_permission(void)
{
	cJSON *json = cJSON_CreateObject();
	json_push(json_add_array(json, "actions"), "Microsoft.Support/*");
	json_add_array(json, "notActions");
	json_add_array(json, "dataActions");
	json_add_array(json, "notDataActions");
	return json;
}

bool arm_permissions(ArmCall *call, Refusal *refusal)
{
	const World *world = call->caller.world;
	const char *mood = call->service->settings.permissions;
	if (!moods_allow_access(mood, call->response, refusal))
		return false;
	Page page;
	page_begin(&page, &call->service->settings, call->request, call->response, NULL);
	if (strcmp(mood, "other_role") == 0 && page_wants(&page))
		page_add(&page, foreign_permission());
	bool is_told = strcmp(mood, "other_role") != 0 && strcmp(mood, "empty") != 0;
	for (guint i = 0; is_told && i < world->assignments->len; i++) {
		const Assignment *row = g_ptr_array_index(world->assignments, i);
		if (counts(call, row) && page_wants(&page))
			page_add(&page, permission_of(row->role));
	}
	page_end(&page, call->request, "nextLink", false);
	moods_spoil_access(mood, call->response);
	return true;
}
