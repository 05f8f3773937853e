#include "tests/tenant/arm-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

Reply *get(const char *path, const char *query)
{
	g_autofree char *whole = g_strconcat(path, API, query, NULL);
	return call(ARM, "GET", whole, client.arm_token, NULL);
}

int rows(const Reply *reply)
{
	return count_at(reply->json, "value");
}

const cJSON *find_row(const Reply *reply, const char *role, const char *scope)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, at(reply->json, "value", NULL))
	{
		const char *is_role =
			text_at(row, "properties.expandedProperties.roleDefinition.displayName");
		const char *is_scope =
			text_at(row, "properties.expandedProperties.scope.displayName");
		if (g_strcmp0(is_role, role) == 0 && g_strcmp0(is_scope, scope) == 0)
			return row;
	}
	return NULL;
}

static void add(cJSON *json, const char *name, const char *text)
{
	if (text != NULL)
		cJSON_AddStringToObject(json, name, text);
}

static void add_linked(cJSON *json, const char *linked, const cJSON *row)
{
	const char *full = text_at(row, "properties.roleEligibilityScheduleId");
	if (linked == NULL)
		add(json, "linkedRoleEligibilityScheduleId", full);
	else if (strcmp(linked, "bare") == 0)
		add(json, "linkedRoleEligibilityScheduleId", strrchr(full, '/') + 1);
	else if (*linked)
		add(json, "linkedRoleEligibilityScheduleId", linked);
}

static cJSON *body_of(const Activation *activation, const cJSON *row)
{
	g_autofree char *extra =
		g_strconcat("{", activation->extra != NULL ? activation->extra : "", "}", NULL);
	cJSON *json = cJSON_CreateObject();
	cJSON *properties = cJSON_Parse(extra);
	cJSON_AddItemToObject(json, "properties", properties);
	const char *type = activation->type != NULL ? activation->type : "SelfActivate";
	add(properties, "principalId",
	    activation->principal != NULL ? activation->principal : client.oid);
	add(properties, "roleDefinitionId", text_at(row, "properties.roleDefinitionId"));
	add(properties, "requestType", type);
	add(properties, "justification", activation->reason);
	if (strcmp(type, "SelfActivate") != 0)
		return json;
	add_linked(properties, activation->linked, row);
	cJSON *schedule = cJSON_AddObjectToObject(properties, "scheduleInfo");
	add(schedule, "startDateTime", activation->start);
	cJSON *expiration = cJSON_AddObjectToObject(schedule, "expiration");
	add(expiration, "type", "AfterDuration");
	add(expiration, "duration", activation->duration != NULL ? activation->duration : "PT1H");
	if (activation->ticket != NULL)
		add(cJSON_AddObjectToObject(properties, "ticketInfo"), "ticketNumber",
		    activation->ticket);
	if (!activation->without_condition) {
		add(properties, "condition", text_at(row, "properties.condition"));
		add(properties, "conditionVersion", text_at(row, "properties.conditionVersion"));
	}
	return json;
}

Reply *activate(const Activation *activation)
{
	g_autoptr(Reply) list = get(PIM "roleEligibilityScheduleInstances", "&$filter=asTarget()");
	const cJSON *row = find_row(list, activation->role, activation->at);
	if (row == NULL)
		fail_msg("no eligibility for %s at %s", activation->role, activation->at);
	cJSON *json = body_of(activation, row);
	g_autofree char *id =
		activation->id != NULL ? g_strdup(activation->id) : g_uuid_string_random();
	const char *scope =
		activation->scope != NULL ? activation->scope : text_at(row, "properties.scope");
	g_autofree char *path =
		g_strconcat(scope, PIM "roleAssignmentScheduleRequests/", id,
			    activation->action != NULL ? "/" : "",
			    activation->action != NULL ? activation->action : "", API, NULL);
	char *body = cJSON_PrintUnformatted(json);
	cJSON_Delete(json);
	Reply *reply = call(ARM, activation->action != NULL ? "POST" : "PUT", path,
			    activation->token != NULL ? activation->token : client.arm_token, body);
	cJSON_free(body);
	return reply;
}

char *activate_well(const char *role, const char *at_scope, const char *scope, const char *duration)
{
	const Activation activation = { .role = role,
					.at = at_scope,
					.scope = scope,
					.duration = duration,
					.reason = "test",
					.ticket = "INC1" };
	g_autoptr(Reply) reply = activate(&activation);
	if (reply->status != 201)
		fail_msg("%s at %s: %ld %s", role, at_scope, reply->status, reply->text);
	return g_strdup(text_at(reply->json, "name"));
}

Reply *get_request(const char *scope, const char *id)
{
	g_autofree char *path = g_strconcat(scope, PIM "roleAssignmentScheduleRequests/", id, NULL);
	return get(path, "");
}
