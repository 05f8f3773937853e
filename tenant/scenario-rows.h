/* One reader per kind of row of a scenario. Rows name each other by their "key". */
#pragma once

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdbool.h>

#include "tenant/world.h"

typedef struct ScenarioReader {
	World *world;
	GHashTable *keys; /* key → Object or Scope id; borrowed */
	int64_t now;
} ScenarioReader;

/* What rows share: people by their keys; false: no such person. */
bool scenario_add_members(const ScenarioReader *reader, const cJSON *names, GPtrArray *into,
			  GError **error);
/* Azure: a scope's key; Entra: "/" or the key of a unit or object; groups: the group's key. NULL: none such. */
char *scenario_find_scope_id(const ScenarioReader *reader, Workload workload, const char *key);

/* The tenant root group, and the two accesses of groups. */
void scenario_add_basics(ScenarioReader *reader);
bool scenario_read_user(ScenarioReader *reader, const cJSON *row, GError **error);
bool scenario_read_group(ScenarioReader *reader, const cJSON *row, GError **error);
bool scenario_read_unit(ScenarioReader *reader, const cJSON *row, GError **error);
bool scenario_read_role(ScenarioReader *reader, const cJSON *row, GError **error);
bool scenario_read_scope(ScenarioReader *reader, const cJSON *row, GError **error);
bool scenario_read_policy(ScenarioReader *reader, const cJSON *row, GError **error);
bool scenario_read_eligibility(ScenarioReader *reader, const cJSON *row, GError **error);
bool scenario_read_assignment(ScenarioReader *reader, const cJSON *row, GError **error);
bool scenario_read_deny(ScenarioReader *reader, const cJSON *row, GError **error);
bool scenario_read_request(ScenarioReader *reader, const cJSON *row, GError **error);
