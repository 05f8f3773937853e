#include "frontend/target.h"

Covers grant_covers(const Grant *grant, const char *scope_id)
{
	if (!workload_info(grant->workload)->can_narrow_scope)
		return COVERS_NOT;
	if (scope_id_covers(grant->scope.id, scope_id))
		return COVERS_SURELY;
	return grant->scope.type == SCOPE_MANAGEMENT_GROUP ? COVERS_MAYBE : COVERS_NOT;
}

bool grant_is_of_role(const Grant *grant, WorkloadId workload, Access access, const char *role_id)
{
	return grant->workload == workload && grant->access == access && role_id != NULL &&
	       g_ascii_strcasecmp(role_guid(grant->role.id), role_guid(role_id)) == 0;
}

RequestMatch grant_match_request(const Grant *grant, const Request *request)
{
	if (!grant_is_of_role(grant, request->workload, request->access, request->role.id))
		return MATCH_NONE;
	if (scope_id_equal(grant->scope.id, request->scope.id))
		return MATCH_SCOPE;
	const char *schedule = request->eligibility_schedule_id;
	const bool is_linked = schedule != NULL && grant->schedule_id != NULL &&
			       g_ascii_strcasecmp(schedule, grant->schedule_id) == 0;
	return is_linked ? MATCH_LINKED : MATCH_ROLE;
}
