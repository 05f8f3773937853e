/*
 * Decides what somebody else asked for: the stages of an approval are read, and the one that is open for the
 * signed-in person is decided. How a workload reads and writes them is data.
 *
 * A way of writing is left for the next one after 404, 405 or a refusal of the form itself alone. A lost answer is told as
 * PIM_ERROR_UNKNOWN_OUTCOME; a conflict is looked into: one's own decision that is there is success.
 */
#ifndef MYROLES_PIM_DECIDE_H
#define MYROLES_PIM_DECIDE_H

#include "src/json/value.h"
#include "src/pim/workload.h"

/* One stage as it was told (ARM 2021-01-01-preview stages, Graph approvalStep and approvalStage). */
typedef struct DecideStage {
	char *id;
	char *status; /* NotStarted InProgress Completed Expired Initializing Escalating Completing Escalated */
	char *result; /* Approve Deny NotReviewed */
	bool is_mine;
	char *reviewer_id, *reviewer_name, *reason;
	Instant reviewed;
} DecideStage;

/* Where stages are read. */
typedef struct DecideRead {
	char *(*make_url)(const char *approval_id);
	const char *path; /* of the array in the answer */
} DecideRead;

typedef struct DecideWay {
	HttpMethod method;
	char *(*make_url)(const char *approval_id, const char *stage_id);
	char *(*make_body)(const Request *decision, const char *stage_id);
	/* What a 2xx answer holds inside; NULL: it is the answer. The caller owns the error; NULL: it was taken. */
	GError *(*look_inside)(const JsonValue *value);
} DecideWay;

typedef struct DecideKind {
	Audience audience;
	const char *permission;  /* that it takes; NULL: none of its own */
	const JsonField *fields; /* of a stage, into a DecideStage */
	size_t field_count;
	const DecideRead *reads;
	size_t read_count;
	const DecideWay *ways;
	size_t way_count;
	bool is_stage_known; /* where stages cannot be read, the only one is called as the approval */
} DecideKind;

/* As PimRequests.submit and look_up. */
void decide_submit(const DecideKind *kind, const PimContext *context, const Request *decision,
		   PimRequestDone done, gpointer data);
void decide_look_up(const DecideKind *kind, const PimContext *context, const Request *decision,
		    PimRequestDone done, gpointer data);

/*
 * Of a request of one's own that an approver denied: its message becomes who it was and why, where the approval may be read.
 * `done` gets the request in any case; an error only where the call was canceled.
 */
void decide_explain(const DecideKind *kind, const PimContext *context, const Request *denied,
		    PimRequestDone done, gpointer data);

const char *decide_result(const Request *decision); /* "Approve" or "Deny" */
/* Is a stage of that status asking? */
bool decide_is_open(const char *status);

#endif
