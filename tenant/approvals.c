#include "tenant/approvals.h"

#include <string.h>

#include "tenant/ids.h"

static void stage_free(gpointer data)
{
	ApprovalStage *stage = data;
	g_free(stage->id);
	g_free(stage->reason);
	g_free(stage);
}

static void ask(ApprovalStage *stage, int64_t now)
{
	stage->status = STAGE_IN_PROGRESS;
	stage->begun = now;
}

void approvals_begin(PimRequest *request, int64_t now)
{
	const GPtrArray *rules = request->policy->stages;
	request->stages = g_ptr_array_new_with_free_func(stage_free);
	for (guint i = 0; i < rules->len; i++) {
		ApprovalStage *stage = g_new0(ApprovalStage, 1);
		/* A single stage has been seen to be called as its approval. */
		g_autofree char *number = g_strdup_printf("%u", i);
		stage->id = rules->len == 1 ? g_strdup(request->id)
					    : ids_derive(request->id, "stage", number);
		stage->rule = g_ptr_array_index(rules, i);
		g_ptr_array_add(request->stages, stage);
	}
	if (request->stages->len > 0)
		ask(g_ptr_array_index(request->stages, 0), now);
}

static bool is_open(const ApprovalStage *stage)
{
	return stage->status == STAGE_IN_PROGRESS || stage->status == STAGE_ESCALATED;
}

ApprovalStage *approvals_open_stage(const PimRequest *request)
{
	for (guint i = 0; request->stages != NULL && i < request->stages->len; i++) {
		ApprovalStage *stage = g_ptr_array_index(request->stages, i);
		if (is_open(stage))
			return request->approval == APPROVAL_WAITING ? stage : NULL;
	}
	return NULL;
}

ApprovalStage *approvals_find_stage(const PimRequest *request, const char *id)
{
	for (guint i = 0; request->stages != NULL && i < request->stages->len; i++) {
		ApprovalStage *stage = g_ptr_array_index(request->stages, i);
		if (ids_equal(stage->id, id))
			return stage;
	}
	return NULL;
}

bool approvals_settle(const Service *service, PimRequest *request, int64_t now, int64_t *end)
{
	ApprovalStage *stage = approvals_open_stage(request);
	if (stage == NULL)
		return false;
	const PolicyStage *rule = stage->rule;
	int64_t days = rule->days ? rule->days : service->settings.approval_days;
	if (rule->escalates_after && now - stage->begun >= rule->escalates_after)
		stage->status = STAGE_ESCALATED;
	if (now - stage->begun < days * TIMES_DAY)
		return false;
	stage->status = STAGE_EXPIRED;
	*end = stage->begun + days * TIMES_DAY;
	return true;
}

static bool is_among(const GPtrArray *people, const Object *user)
{
	for (guint i = 0; i < people->len; i++) {
		if (world_is_principal(user, g_ptr_array_index(people, i)))
			return true;
	}
	return false;
}

bool approvals_is_assigned(const PimRequest *request, const ApprovalStage *stage,
			   const Object *user)
{
	if (user == request->requestor || user == request->principal)
		return false;
	return is_among(stage->rule->approvers, user) ||
	       (stage->status == STAGE_ESCALATED && is_among(stage->rule->escalation, user)) ||
	       stage->reviewer == user;
}

bool approvals_may_see(const PimRequest *request, const Object *user)
{
	if (user == request->requestor || user == request->principal)
		return request->stages != NULL;
	for (guint i = 0; request->stages != NULL && i < request->stages->len; i++) {
		const ApprovalStage *stage = g_ptr_array_index(request->stages, i);
		if (is_among(stage->rule->approvers, user) ||
		    is_among(stage->rule->escalation, user))
			return true;
	}
	return false;
}

static bool check(const Service *service, const PimRequest *request, const ApprovalStage *stage,
		  const Review *review, Refusal *refusal)
{
	if (stage == NULL)
		return refuse(refusal, 404, "RoleAssignmentApprovalStageNotFound",
			      "The approval stage is not found.");
	if (request->approval != APPROVAL_WAITING || !is_open(stage))
		return refuse(refusal, 409, "Conflict",
			      "The approval stage is not open: it was decided, canceled or has "
			      "lapsed.");
	if (!approvals_is_assigned(request, stage, review->reviewer))
		return refuse(refusal, 403, "InsufficientPermissions",
			      "The requestor %s does not have permissions for this request.",
			      review->reviewer->id);
	if (stage->rule->needs_reason && (review->reason == NULL || *review->reason == '\0')) {
		g_autoptr(GPtrArray) rules = g_ptr_array_new();
		g_ptr_array_add(rules, (gpointer) "JustificationRule");
		return refuse_rules(refusal, &service->settings, rules);
	}
	return true;
}

static void ask_next(PimRequest *request, int64_t now)
{
	for (guint i = 0; i < request->stages->len; i++) {
		ApprovalStage *stage = g_ptr_array_index(request->stages, i);
		if (stage->status != STAGE_NOT_STARTED)
			continue;
		ask(stage, now);
		return;
	}
	request->approval = APPROVAL_APPROVED;
}

bool approvals_review(const Service *service, PimRequest *request, const Review *review,
		      Refusal *refusal)
{
	ApprovalStage *stage = review->stage_id != NULL
				       ? approvals_find_stage(request, review->stage_id)
				       : approvals_open_stage(request);
	if (!review->is_by_force && !check(service, request, stage, review, refusal))
		return false;
	if (stage == NULL)
		return refuse(refusal, 409, "Conflict", "no stage is open");
	stage->status = STAGE_COMPLETED;
	stage->reviewer = review->reviewer;
	stage->is_approved = strcmp(review->result, "Approve") == 0;
	stage->reason = g_strdup(review->reason);
	stage->reviewed = service_now(service);
	if (stage->is_approved)
		ask_next(request, stage->reviewed);
	else
		request->approval = APPROVAL_DENIED;
	return true;
}

const char *approvals_status_name(StageStatus status)
{
	static const char *const names[] = { "NotStarted", "InProgress", "Escalated", "Completed",
					     "Expired" };
	return names[status];
}

const char *approvals_result_name(const ApprovalStage *stage)
{
	if (stage->status != STAGE_COMPLETED)
		return "NotReviewed";
	return stage->is_approved ? "Approve" : "Deny";
}
