/*
 * Eligibilities that are not for use now: those that begin later, and those that ended in the last 30 days. The services
 * list neither among what may be activated: their schedules tell of the first, the requests that made them of the others.
 */
#ifndef MYROLES_PIM_DORMANT_H
#define MYROLES_PIM_DORMANT_H

#include "src/pim/fetch.h"

/* Where one workload has them. */
typedef struct DormantSource {
	Audience audience;
	const char *schedules_url, *requests_url; /* copied */
	/* Both to Eligibility*: of a request what it gave, NULL where it gave nothing. */
	FetchDecode decode_schedule, decode_request;
	gconstpointer request_data; /* static; handed to decode_request */
} DormantSource;

/* One of the two may be refused; the other one is told then. */
void dormant_load(const PimContext *context, const DormantSource *source, GCancellable *cancellable,
		  PimListDone done, gpointer data);

/* A request for an eligibility, and what is about no other request. Borrowed. */
typedef struct DormantGift {
	const Request *request;
	const char *principal_id; /* whose the eligibility is; NULL: not told */
	const char *schedule_id;  /* NULL: not told */
} DormantGift;

/* What the request gave; NULL: it was no such request, or it gave nothing. The caller frees. */
Eligibility *dormant_from_request(const PimContext *context, const DormantGift *gift);

#endif
