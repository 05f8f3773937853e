/* The settings of a role: what an activation needs, and who approves it. */
#include <string.h>

#include "tenant/json.h"
#include "tenant/scenario-rows.h"
#include "tenant/tenant-error.h"

static bool fail(GError **error, const char *what, const char *value)
{
	g_set_error(error, TENANT_ERROR, TENANT_ERROR_SCENARIO, "%s: %s", what,
		    value != NULL ? value : "missing");
	return false;
}

static bool fill_stage(ScenarioReader *reader, const cJSON *row, PolicyStage *stage, GError **error)
{
	stage->days = json_number(row, "days", 0);
	stage->escalates_after = json_number(row, "escalates_after_minutes", 0) * TIMES_MINUTE;
	if (json_get(row, "reason") != NULL)
		stage->needs_reason = json_flag(row, "reason");
	return scenario_add_members(reader, json_get(row, "approvers"), stage->approvers, error) &&
	       scenario_add_members(reader, json_get(row, "escalation"), stage->escalation, error);
}

/* "approvers": one stage, of these; "stages": several, each with members of its own. */
static bool fill_approval(ScenarioReader *reader, const cJSON *row, Policy *policy, GError **error)
{
	const cJSON *approvers = json_get(row, "approvers");
	const cJSON *stages = json_get(row, "stages");
	const cJSON *stage;
	if (approvers == NULL && stages == NULL)
		return true;
	g_ptr_array_set_size(policy->stages, 0);
	policy->needs_approval = false;
	if (cJSON_GetArraySize(approvers) > 0 &&
	    !fill_stage(reader, row, policy_add_stage(policy), error))
		return false;
	cJSON_ArrayForEach(stage, stages)
	{
		if (!fill_stage(reader, stage, policy_add_stage(policy), error))
			return false;
	}
	return true;
}

static bool fill_policy(ScenarioReader *reader, const cJSON *row, Policy *policy, GError **error)
{
	const char *maximum = json_text(row, "max");
	if (maximum != NULL && !times_parse_duration(maximum, &policy->maximum))
		return fail(error, "not a duration", maximum);
	const char *eligible = json_text(row, "eligible_max");
	if (eligible != NULL && !times_parse_duration(eligible, &policy->eligible_maximum))
		return fail(error, "not a duration", eligible);
	if (json_get(row, "justification") != NULL)
		policy->needs_justification = json_flag(row, "justification");
	if (json_get(row, "ticket") != NULL)
		policy->needs_ticket = json_flag(row, "ticket");
	if (json_get(row, "mfa") != NULL)
		policy->needs_mfa = json_flag(row, "mfa");
	if (json_get(row, "context") != NULL) {
		const char *context = json_text_or(row, "context", "");
		g_free(policy->context);
		policy->context = *context ? g_strdup(context) : NULL;
	}
	return fill_approval(reader, row, policy, error);
}

bool scenario_read_policy(ScenarioReader *reader, const cJSON *row, GError **error)
{
	Workload workload;
	const char *role_name = json_text_or(row, "role", "*");
	const char *scope_key = json_text_or(row, "scope", "*");
	if (!workload_parse(json_text_or(row, "workload", "azure"), &workload))
		return fail(error, "no such workload", json_text(row, "workload"));
	const Role *role = world_find_role(reader->world, workload, role_name);
	g_autofree char *scope_id = strcmp(scope_key, "*") == 0
					    ? g_strdup("*")
					    : scenario_find_scope_id(reader, workload, scope_key);
	if (scope_id == NULL || (role == NULL && strcmp(role_name, "*") != 0))
		return fail(error, "no such role or scope", role != NULL ? scope_key : role_name);
	Policy *policy = policy_new(workload, role != NULL ? role->id : "*", scope_id);
	world_add_policy(reader->world, policy);
	return fill_policy(reader, row, policy, error);
}
