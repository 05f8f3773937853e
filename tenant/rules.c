#include "tenant/rules.h"

#include <string.h>

#include "tenant/extensions.h"
#include "tenant/ids.h"

#define MINIMUM_DURATION (5 * TIMES_MINUTE)
#define REASON_LIMIT     1024

const char *rules_request_type(const char *word)
{
	static const char *const types[] = { "AdminAssign",    "AdminRemove", "AdminUpdate",
					     "AdminExtend",    "AdminRenew",  "SelfActivate",
					     "SelfDeactivate", "SelfExtend",  "SelfRenew" };
	for (size_t i = 0; word != NULL && i < G_N_ELEMENTS(types); i++) {
		if (ids_equal(types[i], word))
			return types[i];
	}
	return NULL;
}

bool rules_is_member(const World *world, const Object *user, const Object *principal, int64_t now)
{
	if (world_is_principal(user, principal))
		return true;
	if (principal->kind != OBJECT_GROUP)
		return false;
	for (guint i = 0; i < world->assignments->len; i++) {
		const Assignment *assignment = g_ptr_array_index(world->assignments, i);
		/* What a membership brings shows later than the membership itself. */
		int64_t lag = assignment->shown_from - assignment->created;
		if (assignment->shown_from && assignment->shown_from + lag > now)
			continue;
		if (assignment->workload == WORKLOAD_GROUP && assignment->principal == user &&
		    strcmp(assignment->role->id, "member") == 0 &&
		    ids_equal(assignment->scope_id, principal->id) &&
		    assignment_is_shown(assignment, now))
			return true;
	}
	return false;
}

/* The principal must be the caller: a group's id would activate the role for the whole group. */
static bool check_principal(Service *service, const Caller *caller, const RequestSpec *spec,
			    Refusal *refusal)
{
	if (ids_equal(spec->principal_id, caller->user->id))
		return true;
	const Object *object = world_find_object(caller->world, spec->principal_id);
	if (object == NULL)
		return refuse(refusal, 400, "SubjectNotFound", "The subject is not found.");
	record_count(service->record, object->kind == OBJECT_GROUP ? COUNT_PRINCIPAL_WAS_GROUP
								   : COUNT_PRINCIPAL_NOT_CALLER);
	return refuse(refusal, 403, "InsufficientPermissions",
		      "The requestor %s does not have permissions for this request.",
		      caller->user->id);
}

static bool is_same_key(const RequestSpec *spec, const Object *user, const Object *principal,
			const Role *role, const char *scope_id)
{
	return principal == user && ids_equal(role->id, spec->role_id) &&
	       ids_equal(scope_id, spec->scope_id);
}

static bool check_pending(const Caller *caller, const RequestSpec *spec, Refusal *refusal)
{
	const GPtrArray *open = caller->world->open_requests;
	for (guint i = 0; i < open->len; i++) {
		const PimRequest *request = g_ptr_array_index(open, i);
		if (request->workload != spec->workload || request->is_settled ||
		    extensions_is_type(request->type) || strcmp(request->status, "Granted") == 0 ||
		    !is_same_key(spec, caller->user, request->principal, request->role,
				 request->scope_id))
			continue;
		return refuse(refusal, 400, "PendingRoleAssignmentRequest",
			      "There is already an existing pending Role assignment request.");
	}
	return true;
}

static bool check_existing(const Service *service, const Caller *caller, const RequestSpec *spec,
			   const RuleFindings *findings, Refusal *refusal)
{
	const GPtrArray *all = caller->world->assignments;
	int64_t now = service_now(service);
	for (guint i = 0; i < all->len; i++) {
		const Assignment *a = g_ptr_array_index(all, i);
		if (a->workload != spec->workload || a->is_gone || a->shown_until ||
		    (a->end && a->end <= now) ||
		    !is_same_key(spec, caller->user, a->principal, a->role, a->scope_id))
			continue;
		bool is_successor = service->settings.takes_successors && a->end != 0 &&
				    findings->start >= a->end;
		/* While it is active, a later start is refused too; a future one only when the two
		 * overlap. */
		bool is_active = a->start <= now && !is_successor;
		bool overlaps = (a->end == 0 || findings->start < a->end) &&
				(findings->end == 0 || a->start < findings->end);
		if (is_active || overlaps)
			return refuse(refusal, 400, "RoleAssignmentExists",
				      "The Role assignment already exists.");
	}
	return true;
}

static bool is_usable(const Caller *caller, const RequestSpec *spec, const Eligibility *candidate,
		      int64_t now)
{
	return candidate->workload == spec->workload &&
	       ids_equal(candidate->role->id, spec->role_id) &&
	       rules_is_member(caller->world, caller->user, candidate->principal, now);
}

static bool lasts_longer(const Eligibility *row, const Eligibility *other)
{
	return other->end != 0 && (row->end == 0 || row->end > other->end);
}

/* Azure names the eligibility; at a scope below its own only the full id is understood. The
 * others are matched on principal, role and scope, and the one that lasts allows the most. */
static const Eligibility *find_eligibility(const Caller *caller, const RequestSpec *spec,
					   int64_t now)
{
	const World *world = caller->world;
	if (spec->workload == WORKLOAD_AZURE && spec->linked_id != NULL) {
		const Eligibility *linked =
			world_find_eligibility(world, ids_tail(spec->linked_id));
		if (linked == NULL || !is_usable(caller, spec, linked, now) ||
		    !world_is_within(world, spec->scope_id, linked->scope_id))
			return NULL;
		bool is_full = strchr(spec->linked_id, '/') != NULL;
		return is_full || ids_equal(spec->scope_id, linked->scope_id) ? linked : NULL;
	}
	const Eligibility *best = NULL;
	for (guint i = 0; i < world->eligibilities->len; i++) {
		const Eligibility *candidate = g_ptr_array_index(world->eligibilities, i);
		if (is_usable(caller, spec, candidate, now) &&
		    ids_equal(candidate->scope_id, spec->scope_id) && !candidate->is_revoked &&
		    (best == NULL || lasts_longer(candidate, best)))
			best = candidate;
	}
	return best;
}

/* The group is held by the other access: the service then knows of no such assignment. */
static bool check_access(const Caller *caller, const RequestSpec *spec,
			 const RuleFindings *findings, int64_t now, Refusal *refusal)
{
	const GPtrArray *all = caller->world->eligibilities;
	if (spec->workload != WORKLOAD_GROUP || findings->eligibility != NULL)
		return true;
	for (guint i = 0; i < all->len; i++) {
		const Eligibility *row = g_ptr_array_index(all, i);
		if (row->workload == WORKLOAD_GROUP && ids_equal(row->scope_id, spec->scope_id) &&
		    eligibility_is_current(row, now) &&
		    rules_is_member(caller->world, caller->user, row->principal, now))
			return refuse(refusal, 400, "RoleAssignmentDoesNotExist",
				      "The Role assignment does not exist.");
	}
	return true;
}

static bool is_blank(const char *text)
{
	while (text != NULL && g_ascii_isspace(*text))
		text++;
	return text == NULL || *text == '\0';
}

static void fail(GPtrArray *failed, const char *rule)
{
	g_ptr_array_add(failed, (gpointer)rule);
}

static void check_policy(const Caller *caller, const RequestSpec *spec,
			 const RuleFindings *findings, GPtrArray *failed)
{
	const Policy *policy = findings->policy;
	int64_t length = findings->end - findings->start;
	if (spec->expire == EXPIRE_NEVER || length <= 0 || length > policy->maximum)
		fail(failed, "ExpirationRule");
	if (policy->needs_justification && is_blank(spec->justification))
		fail(failed, "JustificationRule");
	if (policy->needs_ticket && is_blank(spec->ticket_number))
		fail(failed, "TicketingRule");
	if (policy->needs_mfa && !caller_has_claim(caller, "amr", "mfa"))
		fail(failed, "MfaRule");
}

static bool check_condition(Service *service, const RequestSpec *spec,
			    const Eligibility *eligibility, Refusal *refusal)
{
	if (eligibility->condition == NULL)
		return true;
	/* The documents say that only "2.0" is taken, although their samples show "1.0". */
	if (g_strcmp0(spec->condition, eligibility->condition) == 0 &&
	    g_strcmp0(spec->condition_version, eligibility->condition_version) == 0)
		return true;
	record_count(service->record, COUNT_CONDITION_LOST);
	return refuse(
		refusal, 400, "InvalidRoleAssignmentRequest",
		"The role assignment request is invalid. The condition of the eligibility must "
		"be part of the request.");
}

/* When the activation would begin and end. */
static void set_window(const RequestSpec *spec, int64_t now, RuleFindings *findings)
{
	findings->start = spec->start > now ? spec->start : now;
	findings->end = spec->expire == EXPIRE_AT      ? spec->end
			: spec->expire == EXPIRE_NEVER ? 0
						       : findings->start + spec->duration;
}

static bool check_rules(Service *service, const Caller *caller, const RequestSpec *spec,
			RuleFindings *findings, Refusal *refusal)
{
	g_autoptr(GPtrArray) failed = g_ptr_array_new();
	const Eligibility *eligibility = findings->eligibility;
	if (eligibility == NULL || !eligibility_is_current(eligibility, findings->start))
		fail(failed, "EligibilityRule");
	check_policy(caller, spec, findings, failed);
	if (failed->len > 0)
		return refuse_rules(refusal, &service->settings, failed);
	if (!check_condition(service, spec, eligibility, refusal))
		return false;
	/* A token that does not declare cp1 is refused even when it carries the context. */
	const char *context = findings->policy->context;
	if (context != NULL && (!caller_has_claim(caller, "acrs", context) ||
				!caller_has_claim(caller, "xms_cc", "cp1")))
		return refuse_context(refusal, &service->settings, context);
	return true;
}

static bool check_activation(Service *service, const Caller *caller, const RequestSpec *spec,
			     RuleFindings *findings, Refusal *refusal)
{
	int64_t now = service_now(service);
	set_window(spec, now, findings);
	findings->eligibility = find_eligibility(caller, spec, now);
	findings->policy =
		world_find_policy(caller->world, spec->workload, spec->role_id, spec->scope_id);
	if (!check_access(caller, spec, findings, now, refusal) ||
	    !check_pending(caller, spec, refusal) ||
	    !check_existing(service, caller, spec, findings, refusal))
		return false;
	int64_t length = findings->end - findings->start;
	if (spec->expire != EXPIRE_NEVER && length > 0 && length < MINIMUM_DURATION)
		return refuse(refusal, 400, "ActiveDurationTooShort",
			      "The Active duration is too short. Miniumum Required is 5 minutes.");
	return check_rules(service, caller, spec, findings, refusal);
}

static bool check_deactivation(Service *service, const Caller *caller, const RequestSpec *spec,
			       RuleFindings *findings, Refusal *refusal)
{
	int64_t now = service_now(service);
	GPtrArray *all = caller->world->assignments;
	for (guint i = 0; i < all->len && findings->assignment == NULL; i++) {
		Assignment *a = g_ptr_array_index(all, i);
		if (a->workload == spec->workload && a->is_activated && !a->shown_until &&
		    assignment_is_shown(a, now) &&
		    is_same_key(spec, caller->user, a->principal, a->role, a->scope_id))
			findings->assignment = a;
	}
	if (findings->assignment == NULL)
		return refuse(refusal, 400, "RoleAssignmentDoesNotExist",
			      "The Role assignment does not exist.");
	if (now - findings->assignment->start < MINIMUM_DURATION)
		return refuse(refusal, 400, "ActiveDurationTooShort",
			      "The Active duration is too short. Miniumum Required is 5 minutes.");
	findings->start = now;
	return true;
}

bool rules_check(Service *service, const Caller *caller, const RequestSpec *spec,
		 RuleFindings *findings, Refusal *refusal)
{
	*findings = (RuleFindings){ 0 };
	if (g_str_has_prefix(spec->type, "Admin"))
		return refuse(refusal, 403, "InsufficientPermissions",
			      "The requestor %s does not have permissions for this request.",
			      caller->user->id);
	if (spec->justification != NULL && g_utf8_strlen(spec->justification, -1) > REASON_LIMIT)
		return refuse(refusal, 400, "InvalidRoleAssignmentRequest",
			      "The role assignment request is invalid. The justification is longer "
			      "than 1024 characters.");
	findings->role = world_find_role(caller->world, spec->workload, spec->role_id);
	if (findings->role == NULL)
		return refuse(refusal, 400, "RoleNotFound", "The role is not found.");
	if (!check_principal(service, caller, spec, refusal))
		return false;
	if (strcmp(spec->type, "SelfActivate") == 0)
		return check_activation(service, caller, spec, findings, refusal);
	if (strcmp(spec->type, "SelfDeactivate") == 0)
		return check_deactivation(service, caller, spec, findings, refusal);
	if (extensions_is_type(spec->type))
		return extensions_check(service, caller, spec, findings, refusal);
	return refuse(refusal, 400, "InvalidRoleAssignmentRequest",
		      "The role assignment request is invalid.");
}
