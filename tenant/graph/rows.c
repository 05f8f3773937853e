#include "tenant/graph/rows.h"

#include "tenant/ids.h"
#include "tenant/json.h"

cJSON *graph_object(const Object *object, bool has_type)
{
	static const char *const types[] = { "user", "group", "administrativeUnit", "application" };
	cJSON *json = cJSON_CreateObject();
	g_autofree char *type = g_strconcat("#microsoft.graph.", types[object->kind], NULL);
	if (has_type)
		json_add(json, "@odata.type", type);
	json_add(json, "id", object->id);
	json_add(json, "displayName", object->name);
	if (object->kind == OBJECT_USER) {
		json_add(json, "userPrincipalName", object->upn);
		json_add(json, "mail", object->upn);
	} else {
		json_add(json, "description", object->description);
	}
	if (object->kind == OBJECT_GROUP) {
		cJSON_AddBoolToObject(json, "isAssignableToRole", true);
		cJSON_AddBoolToObject(json, "securityEnabled", true);
		cJSON_AddBoolToObject(json, "mailEnabled", false);
		json_add_array(json, "groupTypes");
	}
	return json;
}

cJSON *graph_role(const Role *role)
{
	cJSON *json = cJSON_CreateObject();
	json_add(json, "id", role->id);
	json_add(json, "description", role->description != NULL ? role->description : "");
	json_add(json, "displayName", role->name);
	cJSON_AddBoolToObject(json, "isBuiltIn", !role->is_custom);
	cJSON_AddBoolToObject(json, "isEnabled", true);
	json_add(json, "templateId", role->id);
	json_add(json, "version", "1");
	json_push(json_add_array(json, "resourceScopes"), "/");
	cJSON *permissions = json_add_array(json, "rolePermissions");
	const cJSON *actions = json_get(role->permissions, "actions");
	if (actions != NULL) {
		cJSON *row = cJSON_CreateObject();
		cJSON_AddItemToObject(row, "allowedResourceActions",
				      cJSON_Duplicate(actions, true));
		json_add(row, "condition", NULL);
		cJSON_AddItemToArray(permissions, row);
	}
	return json;
}

static void expand_scope(const GraphCall *call, cJSON *row, const char *scope_id)
{
	const Object *object = world_find_object(call->caller.world, ids_tail(scope_id));
	if (object != NULL)
		cJSON_AddItemToObject(row, "directoryScope", graph_object(object, true));
	else
		json_add(row, "directoryScope", NULL);
}

static void expand_nothing(const GraphCall *call, cJSON *row)
{
	static const char *const words[] = { "principal", "roleDefinition", "directoryScope",
					     "group" };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (graph_expands(call, words[i]))
			json_add(row, words[i], NULL);
	}
}

void graph_expand(const GraphCall *call, cJSON *row, const GraphCollection *collection,
		  const Role *role, const char *scope_id, const Object *principal)
{
	if (call->service->settings.rows_without_names) {
		expand_nothing(call, row);
		return;
	}
	if (graph_expands(call, "principal"))
		cJSON_AddItemToObject(row, "principal", graph_object(principal, true));
	if (collection->workload == WORKLOAD_ENTRA) {
		if (graph_expands(call, "roleDefinition"))
			cJSON_AddItemToObject(row, "roleDefinition", graph_role(role));
		if (graph_expands(call, "directoryScope"))
			expand_scope(call, row, scope_id);
		return;
	}
	if (!graph_expands(call, "group"))
		return;
	/* It is known to come back empty at times. */
	const Object *group = world_find_object(call->caller.world, scope_id);
	if (group != NULL && !call->service->settings.group_expand_empty)
		cJSON_AddItemToObject(row, "group", graph_object(group, false));
	else
		json_add(row, "group", NULL);
}

char *graph_schedule_id(Workload workload, const char *scope_id, const Role *role, const char *id)
{
	if (workload == WORKLOAD_GROUP)
		return g_strconcat(scope_id, "_", role->id, "_", id, NULL);
	return g_strdup(id);
}

void graph_add_keys(cJSON *row, Workload workload, const char *scope_id, const Role *role,
		    const Object *principal)
{
	json_add(row, "principalId", principal->id);
	if (workload == WORKLOAD_GROUP) {
		json_add(row, "accessId", role->id);
		json_add(row, "groupId", scope_id);
		return;
	}
	json_add(row, "roleDefinitionId", role->id);
	json_add(row, "directoryScopeId", scope_id);
	json_add(row, "appScopeId", NULL);
}

void graph_add_schedule(cJSON *row, int64_t start, ExpireKind expire, int64_t end, int64_t duration)
{
	static const char *const types[] = { "afterDuration", "afterDateTime", "noExpiration" };
	cJSON *schedule = json_add_object(row, "scheduleInfo");
	g_autofree char *text = expire == EXPIRE_AFTER_DURATION && duration
					? times_format_duration(duration)
					: NULL;
	json_add_time(schedule, "startDateTime", start, 7);
	json_add(schedule, "recurrence", NULL);
	cJSON *expiration = json_add_object(schedule, "expiration");
	json_add(expiration, "type", types[expire]);
	json_add_time(expiration, "endDateTime", expire == EXPIRE_AT ? end : 0, 0);
	json_add(expiration, "duration", text);
}
