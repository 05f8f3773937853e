/* Deny assignments of a scenario. */
#include "tenant/scenario-rows.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/tenant-error.h"

#define EVERYONE "00000000-0000-0000-0000-000000000000"

/* "everyone", the key of a person or a group, or an id. */
static void add_ids(const ScenarioReader *reader, const cJSON *names, GPtrArray *ids)
{
	const cJSON *name;
	cJSON_ArrayForEach(name, names)
	{
		const char *key = cJSON_GetStringValue(name);
		if (key == NULL)
			continue;
		const char *id = strcmp(key, "everyone") == 0
					 ? EVERYONE
					 : g_hash_table_lookup(reader->keys, key);
		g_ptr_array_add(ids, g_strdup(id != NULL ? id : key));
	}
}

static void add_patterns(cJSON *permission, const char *name, const cJSON *patterns)
{
	cJSON *list = json_add_array(permission, name);
	const cJSON *pattern;
	cJSON_ArrayForEach(pattern, patterns)
	{
		if (cJSON_IsString(pattern))
			json_push(list, pattern->valuestring);
	}
}

bool scenario_read_deny(ScenarioReader *reader, const cJSON *row, GError **error)
{
	const char *name = json_text_or(row, "name", "Deny");
	const char *scope = json_text_or(row, "scope", "/");
	char *scope_id = scenario_find_scope_id(reader, WORKLOAD_AZURE, scope);
	if (scope_id == NULL) {
		g_set_error(error, TENANT_ERROR, TENANT_ERROR_SCENARIO, "no such scope: %s", scope);
		return false;
	}
	DenyAssignment *deny = world_add_deny(reader->world, deny_new());
	deny->id = ids_derive(reader->world->domain, "deny assignment", name);
	deny->name = g_strdup(name);
	deny->scope_id = scope_id;
	deny->is_here_alone = json_flag(row, "here_alone");
	add_patterns(deny->permission, "actions", json_get(row, "actions"));
	add_patterns(deny->permission, "notActions", json_get(row, "not_actions"));
	add_patterns(deny->permission, "dataActions", json_get(row, "data_actions"));
	add_patterns(deny->permission, "notDataActions", json_get(row, "not_data_actions"));
	add_ids(reader, json_get(row, "principals"), deny->principals);
	add_ids(reader, json_get(row, "excluded"), deny->excluded);
	return true;
}
