#include "tenant/extensions.h"

#include <string.h>

#include "tenant/ids.h"

#define EXTEND_DAYS  14
#define RENEW_DAYS   30
#define LONGEST_DAYS 365

bool extensions_is_type(const char *type)
{
	return strcmp(type, "SelfExtend") == 0 || strcmp(type, "SelfRenew") == 0;
}

/* ---- rules ----------------------------------------------------------------------------------- */

static bool is_meant(const Caller *caller, const RequestSpec *spec, const Eligibility *row)
{
	if (row->workload != spec->workload || row->is_revoked)
		return false;
	if (spec->linked_id != NULL)
		return ids_equal(row->id, ids_tail(spec->linked_id));
	return row->principal == caller->user && ids_equal(row->role->id, spec->role_id) &&
	       ids_equal(row->scope_id, spec->scope_id);
}

static const Eligibility *find(const Caller *caller, const RequestSpec *spec)
{
	const GPtrArray *all = caller->world->eligibilities;
	const Eligibility *best = NULL;
	for (guint i = 0; i < all->len; i++) {
		const Eligibility *row = g_ptr_array_index(all, i);
		if (is_meant(caller, spec, row) && (best == NULL || row->end > best->end))
			best = row;
	}
	return best;
}

static bool is_in_time(const Eligibility *row, bool is_renewal, int64_t now)
{
	if (row->end == 0 || row->start > now)
		return false;
	return is_renewal ? row->end <= now && now - row->end <= RENEW_DAYS * TIMES_DAY
			  : row->end > now && row->end - now <= EXTEND_DAYS * TIMES_DAY;
}

static bool is_pending(const Caller *caller, const Eligibility *row)
{
	const GPtrArray *open = caller->world->open_requests;
	for (guint i = 0; i < open->len; i++) {
		const PimRequest *request = g_ptr_array_index(open, i);
		if (!request->is_settled && extensions_is_type(request->type) &&
		    request->target_id != NULL && ids_equal(request->target_id, row->id))
			return true;
	}
	return false;
}

/* No end: as long as it was given for before. */
static int64_t find_end(const RequestSpec *spec, const Eligibility *row, int64_t now)
{
	int64_t from = MAX(row->end, now);
	if (spec->expire == EXPIRE_AT && spec->end != 0)
		return spec->end;
	if (spec->expire == EXPIRE_AFTER_DURATION && spec->duration != 0)
		return now + spec->duration;
	return from + MIN(row->end - row->start, LONGEST_DAYS * TIMES_DAY);
}

bool extensions_check(Service *service, const Caller *caller, const RequestSpec *spec,
		      RuleFindings *findings, Refusal *refusal)
{
	int64_t now = service_now(service);
	bool is_renewal = strcmp(spec->type, "SelfRenew") == 0;
	const Eligibility *row = find(caller, spec);
	if (row == NULL)
		return refuse(refusal, 400, "RoleAssignmentDoesNotExist",
			      "The Role assignment does not exist.");
	/* What comes through a group, or from above, is not one's own. */
	if (row->principal != caller->user || row->member_type != MEMBER_DIRECT)
		return refuse(refusal, 403, "InsufficientPermissions",
			      "The requestor %s does not have permissions for this request.",
			      caller->user->id);
	if (is_pending(caller, row))
		return refuse(refusal, 400, "PendingRoleAssignmentRequest",
			      "There is already an existing pending Role assignment request.");
	if (!is_in_time(row, is_renewal, now))
		return refuse(refusal, 400, "InvalidRoleAssignmentRequest",
			      "The role assignment request is invalid.");
	findings->eligibility = row;
	findings->start = now;
	findings->end = find_end(spec, row, now);
	const Policy *policy =
		world_find_policy(caller->world, row->workload, row->role->id, row->scope_id);
	int64_t from = row->end > now ? row->end : now;
	bool is_too_long = policy != NULL && policy->eligible_maximum &&
			   findings->end - from > policy->eligible_maximum;
	if (is_too_long ||
	    findings->end > now + LONGEST_DAYS * TIMES_DAY + EXTEND_DAYS * TIMES_DAY ||
	    findings->end <= now) {
		g_autoptr(GPtrArray) failed = g_ptr_array_new();
		g_ptr_array_add(failed, (gpointer) "ExpirationRule");
		return refuse_rules(refusal, &service->settings, failed);
	}
	return true;
}

/* ---- the administrator ----------------------------------------------------------------------- */

static void set_status(PimRequest *request, const char *status)
{
	g_free(request->status);
	request->status = g_strdup(status);
}

void extensions_decide(World *world, PimRequest *request, bool is_approved, int64_t now)
{
	request->approval = is_approved ? APPROVAL_APPROVED : APPROVAL_DENIED;
	request->is_settled = true;
	request->completed = now;
	set_status(request, is_approved ? "Provisioned" : "AdminDenied");
	Eligibility *row = world_find_eligibility(world, request->target_id);
	if (!is_approved || row == NULL)
		return;
	g_clear_pointer(&world->covered, g_hash_table_unref);
	row->end = request->end;
}

void extensions_settle(const Service *service, World *world, PimRequest *request, int64_t now)
{
	int64_t patience = service->settings.admin_decides_after_s * TIMES_SECOND;
	bool is_fresh = now < request->created + service->settings.lag_ms * 1000;
	if (request->approval != APPROVAL_WAITING || is_fresh)
		return;
	if (patience > 0 && now >= request->created + patience)
		extensions_decide(world, request, true, request->created + patience);
	else if (strcmp(request->status, "PendingAdminDecision") != 0)
		set_status(request, "PendingAdminDecision");
}

/* ---- what was given -------------------------------------------------------------------------- */

void extensions_describe(const Eligibility *row, PimRequest *out)
{
	*out = (PimRequest){
		.workload = row->workload,
		.id = ids_derive(row->id, "eligibility request", ""),
		.type = "AdminAssign",
		.role = row->role,
		.scope_id = row->scope_id,
		.principal = row->principal,
		.requestor = row->principal,
		.status = (char *)(uintptr_t) "Provisioned",
		.created = row->created,
		.completed = row->created,
		.start = row->start,
		.expire = row->end != 0 ? EXPIRE_AT : EXPIRE_NEVER,
		.end = row->end,
		.target_id = row->id,
		.condition = row->condition,
		.condition_version = row->condition_version,
	};
}
