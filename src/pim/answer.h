/*
 * What a service tells of a request, settled the same way for all workloads.
 */
#ifndef MYROLES_PIM_ANSWER_H
#define MYROLES_PIM_ANSWER_H

#include "src/json/value.h"
#include "src/pim/workload.h"

/*
 * After decoding: start, end and duration from each other, the state from the status. `maker_id`: who made it (NULL:
 * unknown), compared with the signed-in person.
 */
void answer_settle(const PimContext *context, Request *told, const char *maker_id);

/* Is it somebody else's, and does it wait for an approver (not for an administrator)? */
bool answer_waits_for_decision(const Request *told);

/* The answer to one's own request: what it leaves out is taken from what was asked. */
void answer_complete(const PimContext *context, Request *told, const Request *asked);

/* Codes are told as of the request that they are known from; these say what one means of `asked`. The caller frees. */
GError *answer_judge_refusal(const Request *asked, const GError *error);
/* The same where a request was to be taken back. */
GError *answer_judge_cancel(const GError *error);

/* The error of a 2xx answer that cannot be read: accepted, but told in a way that only a look-up can clear up. */
GError *answer_unclear(const GError *error);
/* The answer to a request that was to be taken back: NULL where it says nothing, as documented, or that this is done. */
GError *answer_judge_canceled(const JsonValue *value);

/* The members "scheduleInfo" and "ticketInfo" and "justification" of a request's body. */
typedef struct JsonBuilder JsonBuilder;
void answer_add_reason(JsonBuilder *body, const Request *request);
void answer_add_schedule(JsonBuilder *body, const Request *request, const char *expiration_type);
/* "scheduleInfo" with nothing but the end that is asked for; where that is 0 (as long as is allowed) none. */
void answer_add_end(JsonBuilder *body, const Request *request, const char *expiration_type);

#endif
