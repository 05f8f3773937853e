/* The questions to people that stand before an activation: stages one after another, each with its
 * approvers, its time and, where it escalates, those who may decide later on.
 *
 * It knows stages alone; what a decision does to the request is told by requests.h. */
#pragma once

#include "tenant/refusal.h"
#include "tenant/service.h"

/* The first stage is asked now; the others wait for it. Of a policy that needs approval. */
void approvals_begin(PimRequest *request, int64_t now);
/* Escalates, and lets the open stage lapse: its time then in *end; false: it has some left. */
bool approvals_settle(const Service *service, PimRequest *request, int64_t now, int64_t *end);

/* The stage that is asked now; NULL: none. */
ApprovalStage *approvals_open_stage(const PimRequest *request);
ApprovalStage *approvals_find_stage(const PimRequest *request, const char *id);
/* May this person decide that stage? Never who asked. */
bool approvals_is_assigned(const PimRequest *request, const ApprovalStage *stage,
			   const Object *user);
/* Is this person among those who may decide any stage, or who asked? */
bool approvals_may_see(const PimRequest *request, const Object *user);

/* What somebody decides. Strings are borrowed. */
typedef struct Review {
	const Object *reviewer;
	const char *stage_id; /* NULL: the open one */
	const char *result;   /* "Approve" or "Deny" */
	const char *reason;
	bool is_by_force; /* by the control endpoint: nothing is asked of it */
} Review;

/* Decides the stage; the next one is asked then. False: refused. */
bool approvals_review(const Service *service, PimRequest *request, const Review *review,
		      Refusal *refusal);

const char *approvals_status_name(StageStatus status);
const char *approvals_result_name(const ApprovalStage *stage);
