#include "tenant/requests.h"

#include <string.h>

#include "tenant/approvals.h"
#include "tenant/extensions.h"
#include "tenant/ids.h"
#include "tenant/moods.h"

static int64_t lag_of(const Service *service)
{
	return service->settings.lag_ms * 1000;
}

static void set_status(PimRequest *request, const char *status)
{
	if (g_strcmp0(request->status, status) == 0)
		return;
	g_free(request->status);
	request->status = g_strdup(status);
}

static PimRequest *record_spec(Service *service, const Caller *caller, const RequestSpec *spec,
			       const RuleFindings *findings)
{
	PimRequest *request = g_new0(PimRequest, 1);
	int64_t now = service_now(service);
	request->workload = spec->workload;
	request->id = g_strdup(spec->id);
	request->type = spec->type;
	request->role = findings->role;
	request->scope_id = g_strdup(spec->scope_id);
	request->principal = caller->user;
	request->requestor = caller->user;
	request->status = g_strdup("Accepted");
	request->created = now;
	request->shown_from = now + lag_of(service) / 4;
	request->start = findings->start;
	request->expire = spec->expire;
	request->duration = spec->duration;
	request->end = spec->end;
	request->justification = g_strdup(spec->justification);
	request->ticket_number = g_strdup(spec->ticket_number);
	request->ticket_system = g_strdup(spec->ticket_system);
	request->linked_id = g_strdup(spec->linked_id);
	request->condition = g_strdup(spec->condition);
	request->condition_version = g_strdup(spec->condition_version);
	request->policy = findings->policy;
	request->settle_from = now;
	return world_add_request(caller->world, request);
}

/* The assignment that an accepted activation makes. */
static void make_assignment(Service *service, World *world, PimRequest *request,
			    const Eligibility *eligibility)
{
	Assignment *assignment = g_new0(Assignment, 1);
	int64_t now = service_now(service);
	assignment->workload = request->workload;
	assignment->id = ids_derive(request->id, "assignment schedule", "");
	assignment->instance_id = ids_derive(request->id, "assignment instance", "");
	assignment->request_id = g_strdup(request->id);
	assignment->role = request->role;
	assignment->scope_id = g_strdup(request->scope_id);
	assignment->principal = request->principal;
	assignment->is_activated = true;
	assignment->created = now;
	assignment->start = MAX(request->start, now);
	assignment->end =
		request->expire == EXPIRE_AT ? request->end : assignment->start + request->duration;
	/* An activation lasts no longer than the eligibility it comes from. */
	if (eligibility != NULL && eligibility->end && assignment->end > eligibility->end)
		assignment->end = eligibility->end;
	assignment->shown_from = now + lag_of(service);
	if (eligibility != NULL) {
		assignment->linked_id = g_strdup(eligibility->id);
		assignment->linked_instance_id = g_strdup(eligibility->instance_id);
	}
	assignment->condition = g_strdup(request->condition);
	assignment->condition_version = g_strdup(request->condition_version);
	g_free(request->target_id);
	request->target_id = g_strdup(assignment->id);
	request->settle_from = now;
	world_add_assignment(world, assignment);
}

static Assignment *assignment_of(const World *world, const PimRequest *request)
{
	for (guint i = world->assignments->len; i > 0; i--) {
		Assignment *assignment = g_ptr_array_index(world->assignments, i - 1);
		if (assignment->request_id != NULL &&
		    ids_equal(assignment->request_id, request->id))
			return assignment;
	}
	return NULL;
}

static void end_request(PimRequest *request, const char *status, int64_t now)
{
	set_status(request, status);
	request->completed = now;
	request->is_settled = true;
}

static void settle_waiting(Service *service, PimRequest *request, int64_t now)
{
	int64_t end = 0;
	if (approvals_settle(service, request, now, &end))
		end_request(request, "TimedOut", end);
	else
		set_status(request, "PendingApproval");
}

/* The statuses between acceptance and effect, one for each quarter of the lag. */
static const char *walk(const PimRequest *request, int64_t passed, int64_t lag)
{
	static const char *const fresh[] = { "Accepted", "PendingEvaluation", "PendingProvisioning",
					     "ProvisioningStarted" };
	static const char *const approved[] = { "AdminApproved", "PendingApprovalProvisioning",
						"PendingProvisioning", "ProvisioningStarted" };
	int64_t step = CLAMP(passed * 4 / lag, 0, 3);
	return request->approval == APPROVAL_APPROVED ? approved[step] : fresh[step];
}

static void settle_one(Service *service, World *world, PimRequest *request, int64_t now)
{
	if (extensions_is_type(request->type)) {
		extensions_settle(service, world, request, now);
		return;
	}
	int64_t lag = lag_of(service);
	int64_t passed = now - request->settle_from;
	bool is_end = strcmp(request->type, "SelfDeactivate") == 0;
	if (request->approval == APPROVAL_WAITING)
		settle_waiting(service, request, now);
	else if (is_end && passed >= lag)
		end_request(request, "Revoked", request->settle_from + lag);
	else if (is_end)
		set_status(request, "PendingRevocation");
	else if (passed < lag)
		set_status(request, walk(request, passed, lag));
	else if (request->start > now)
		/* Accepted for later: it stays granted until it starts. */
		set_status(request, "Granted");
	else
		end_request(request, "Provisioned",
			    MAX(request->start, request->settle_from + lag));
}

void requests_settle(Service *service, World *world)
{
	int64_t now = service_now(service);
	for (guint i = world->open_requests->len; i > 0; i--) {
		PimRequest *request = g_ptr_array_index(world->open_requests, i - 1);
		if (!request->is_settled)
			settle_one(service, world, request, now);
		if (request->is_settled)
			g_ptr_array_remove_index(world->open_requests, i - 1);
	}
}

PimRequest *requests_submit(Service *service, const Caller *caller, const RequestSpec *spec,
			    Refusal *refusal)
{
	RuleFindings findings;
	World *world = caller->world;
	requests_settle(service, world);
	if (g_hash_table_contains(world->requests_by_id, spec->id)) {
		record_count(service->record, COUNT_DUPLICATE_REQUESTS);
		moods_refuse_twice(service, spec->id, refusal);
		return NULL;
	}
	if (!moods_allow_request(service, caller, spec, refusal) ||
	    !rules_check(service, caller, spec, &findings, refusal)) {
		record_count(service->record, COUNT_REFUSALS);
		return NULL;
	}
	PimRequest *request = record_spec(service, caller, spec, &findings);
	if (extensions_is_type(spec->type)) {
		request->approval = APPROVAL_WAITING;
		request->expire = EXPIRE_AT;
		request->end = findings.end;
		g_clear_pointer(&request->linked_id, g_free);
		request->target_id = g_strdup(findings.eligibility->id);
	} else if (findings.assignment != NULL) {
		record_count(service->record, COUNT_DEACTIVATIONS);
		findings.assignment->shown_until = service_now(service) + lag_of(service);
		request->target_id = g_strdup(findings.assignment->id);
	} else if (findings.policy->needs_approval) {
		request->approval = APPROVAL_WAITING;
		approvals_begin(request, service_now(service));
	} else {
		record_count(service->record, COUNT_ACTIVATIONS);
		make_assignment(service, world, request, findings.eligibility);
	}
	if (request->linked_id == NULL && findings.eligibility != NULL &&
	    !extensions_is_type(spec->type))
		request->linked_id = g_strdup(findings.eligibility->id);
	requests_settle(service, world);
	return request;
}

const char *requests_validate(Service *service, const Caller *caller, const RequestSpec *spec,
			      Refusal *refusal)
{
	RuleFindings findings;
	requests_settle(service, caller->world);
	if (!moods_allow_request(service, caller, spec, refusal) ||
	    !rules_check(service, caller, spec, &findings, refusal))
		return NULL;
	return findings.policy != NULL && findings.policy->needs_approval ? "PendingEvaluation"
									  : "Granted";
}

bool requests_cancel(Service *service, World *world, PimRequest *request, Refusal *refusal)
{
	static const char *const allowed[] = { "Granted", "PendingApproval",
					       "PendingApprovalProvisioning",
					       "PendingAdminDecision", NULL };
	requests_settle(service, world);
	if (request->is_settled || !g_strv_contains(allowed, request->status))
		return refuse(refusal, 400, "RequestCannotBeCancelled",
			      "The request cannot be cancelled.");
	Assignment *assignment = assignment_of(world, request);
	if (assignment != NULL)
		assignment->is_gone = true;
	request->approval = APPROVAL_NONE;
	end_request(request, "Canceled", service_now(service));
	return true;
}

/* Its last stage was decided: what is asked for comes true, or never will. */
static void apply_decision(Service *service, World *world, PimRequest *request)
{
	if (request->approval == APPROVAL_DENIED) {
		end_request(request, "Denied", service_now(service));
		return;
	}
	record_count(service->record, COUNT_ACTIVATIONS);
	const Eligibility *eligibility =
		request->linked_id != NULL
			? world_find_eligibility(world, ids_tail(request->linked_id))
			: NULL;
	make_assignment(service, world, request, eligibility);
	requests_settle(service, world);
}

bool requests_review(Service *service, World *world, PimRequest *request, const Review *review,
		     Refusal *refusal)
{
	requests_settle(service, world);
	if (!approvals_review(service, request, review, refusal)) {
		if (refusal->status == 409)
			record_count(service->record, COUNT_LATE_DECISIONS);
		return false;
	}
	record_count(service->record, COUNT_DECISIONS);
	if (request->approval != APPROVAL_WAITING)
		apply_decision(service, world, request);
	return true;
}

/* Somebody who may decide: the first approver, of a group its first member. */
static const Object *find_reviewer(const ApprovalStage *stage)
{
	const GPtrArray *approvers = stage->rule->approvers;
	const Object *first = approvers->len > 0 ? g_ptr_array_index(approvers, 0) : NULL;
	bool is_group = first != NULL && first->kind == OBJECT_GROUP && first->members->len > 0;
	return is_group ? g_ptr_array_index(first->members, 0) : first;
}

bool requests_decide(Service *service, World *world, PimRequest *request, bool is_approved)
{
	g_auto(Refusal) refusal = { 0 };
	requests_settle(service, world);
	if (request->is_settled || request->approval != APPROVAL_WAITING)
		return false;
	if (extensions_is_type(request->type)) {
		extensions_decide(world, request, is_approved, service_now(service));
		return true;
	}
	while (request->approval == APPROVAL_WAITING) {
		const ApprovalStage *stage = approvals_open_stage(request);
		const Review review = {
			.reviewer = stage != NULL ? find_reviewer(stage) : NULL,
			.result = is_approved ? "Approve" : "Deny",
			.is_by_force = true,
		};
		if (!approvals_review(service, request, &review, &refusal))
			return false;
	}
	apply_decision(service, world, request);
	return true;
}

bool requests_is_reviewer(const Object *user, const PimRequest *request)
{
	const ApprovalStage *stage = approvals_open_stage(request);
	return stage != NULL && strcmp(request->status, "PendingApproval") == 0 &&
	       approvals_is_assigned(request, stage, user);
}

void requests_revoke(const Service *service, const World *world, Assignment *assignment)
{
	assignment->is_gone = true;
	PimRequest *request =
		assignment->request_id != NULL
			? g_hash_table_lookup(world->requests_by_id, assignment->request_id)
			: NULL;
	if (request != NULL)
		end_request(request, "Revoked", service_now(service));
}

void requests_revoke_eligibility(const Service *service, World *world, Eligibility *eligibility)
{
	g_clear_pointer(&world->covered, g_hash_table_unref);
	eligibility->is_revoked = true;
	for (guint i = 0; i < world->assignments->len; i++) {
		Assignment *assignment = g_ptr_array_index(world->assignments, i);
		if (assignment->linked_id != NULL &&
		    ids_equal(assignment->linked_id, eligibility->id))
			requests_revoke(service, world, assignment);
	}
}
