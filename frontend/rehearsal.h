/*
 * A role of a set looked at before it is needed: would it be given now, and for as long as is wanted?
 */
#ifndef MYROLES_FRONTEND_REHEARSAL_H
#define MYROLES_FRONTEND_REHEARSAL_H

#include "frontend/wording.h"
#include "src/model/finding.h"
#include "src/model/grant.h"
#include "src/model/policy.h"
#include "src/model/problem.h"

/* What stands for a reason or a ticket that the set does not have: nobody will look for it. */
#define REHEARSED_TEXT "rehearsal"

/* All that is known of one role. Borrowed. */
typedef struct Rehearsal {
	const char *role, *at; /* as the findings name it */
	const Grant *grant;    /* of the eligibility */
	const Scope *scope;    /* where */
	const Policy *policy;
	const Policy *before;   /* as it was at the last activation; NULL: not known */
	Instant since;          /* … and when that was */
	const Assignment *held; /* what is active there already; NULL: nothing */
	const Problem
		*answer; /* the service's, or what stands in the way of asking it; NULL: none */
	int64_t wanted;  /* seconds; 0: not said */
} Rehearsal;

/* Adds what was found to `findings` (Finding*), at least one: that nothing stands in the way. */
void rehearsal_judge(const Wording *wording, const Rehearsal *row, GPtrArray *findings);

/* The settings that the last activation of the role there was asked for with, of HistoryEntry*, newest first. NULL: none. */
Policy *rehearsal_read_last(const GPtrArray *entries, const Grant *grant, const Scope *scope,
			    Instant *since);

/* The worst of Finding*; of none FINDING_OK. */
FindingState findings_worst(const GPtrArray *findings);

#endif
