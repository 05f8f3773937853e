#include "frontend/target.h"

Covers grant_covers(const Grant *grant, const char *scope_id)
{
	if (!workload_info(grant->workload)->can_narrow_scope)
		return COVERS_NOT;
	if (scope_id_covers(grant->scope.id, scope_id))
		return COVERS_SURELY;
	return grant->scope.type == SCOPE_MANAGEMENT_GROUP ? COVERS_MAYBE : COVERS_NOT;
}

bool target_is_wide(const Grant *grant, const Scope *scope)
{
	return workload_info(grant->workload)->can_narrow_scope &&
	       (scope->type == SCOPE_ROOT || scope->type == SCOPE_MANAGEMENT_GROUP);
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

#define PROMISE_SLACK_SECONDS 60 /* what starts so little later goes on */

const Request *grant_find_promised(const Grant *place, const GPtrArray *requests, Instant start)
{
	for (guint i = 0; i < requests->len; i++) {
		const Request *row = requests->pdata[i];
		if (row->kind == REQUEST_ACTIVATE && row->state == REQUEST_STATE_SCHEDULED &&
		    row->start <= start + PROMISE_SLACK_SECONDS && row->end > start &&
		    grant_match_request(place, row) == MATCH_SCOPE)
			return row;
	}
	return NULL;
}

const Request *grant_find_next(const Grant *grant, const GPtrArray *requests)
{
	for (guint i = 0; grant->end != 0 && i < requests->len; i++) {
		const Request *row = requests->pdata[i];
		const bool is_given =
			row->state == REQUEST_STATE_SCHEDULED || row->state == REQUEST_STATE_ACTIVE;
		if (row->kind == REQUEST_ACTIVATE && is_given && row->end > grant->end &&
		    row->start >= grant->end && row->start <= grant->end + PROMISE_SLACK_SECONDS &&
		    grant_match_request(grant, row) == MATCH_SCOPE)
			return row;
	}
	return NULL;
}

void target_clear(Target *target)
{
	g_clear_pointer(&target->eligibility, eligibility_free);
	scope_clear(&target->scope);
}

static void target_free(Target *target)
{
	if (target == NULL)
		return;
	target_clear(target);
	g_free(target);
}

GPtrArray *targets_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)target_free);
}

static bool is_same_place(const Target *target, const Eligibility *row, const Scope *scope)
{
	const Grant *known = &target->eligibility->grant;
	return grant_is_of_role(&row->grant, known->workload, known->access, known->role.id) &&
	       scope_id_equal(target->scope.id, scope->id) &&
	       g_strcmp0(known->condition, row->grant.condition) == 0;
}

static bool lasts_longer(const Grant *grant, const Grant *other)
{
	return other->end != 0 && (grant->end == 0 || grant->end > other->end);
}

bool grant_ends_before(const Grant *grant, Instant until)
{
	return grant->end != 0 && grant->end < until;
}

/* What lasts as long as is asked for goes before, then the nearer scope; at one scope, what lasts. */
static bool is_better(const Grant *grant, const Grant *known, Instant until)
{
	const bool is_short = grant_ends_before(grant, until);
	if (is_short != grant_ends_before(known, until))
		return !is_short;
	if (grant->scope.type != known->scope.type)
		return grant->scope.type > known->scope.type;
	return lasts_longer(grant, known);
}

void targets_add(GPtrArray *targets, const Eligibility *row, const Scope *scope, Instant until)
{
	for (guint i = 0; i < targets->len; i++) {
		Target *known = g_ptr_array_index(targets, i);
		if (!is_same_place(known, row, scope))
			continue;
		if (is_better(&row->grant, &known->eligibility->grant, until)) {
			eligibility_free(known->eligibility);
			known->eligibility = eligibility_copy(row);
		}
		return;
	}
	Target *target = g_new0(Target, 1);
	target->eligibility = eligibility_copy(row);
	scope_copy(&target->scope, scope);
	g_ptr_array_add(targets, target);
}
