/*
 * One request on its way: shared by send.c (how it begins) and run.c (how it goes on and ends).
 */
#ifndef MYROLES_BACKEND_RUN_H
#define MYROLES_BACKEND_RUN_H

#include "src/backend/private.h"

typedef enum {
	RUN_SENDING,
	RUN_RETRYING, /* lost before: looked up first, and only if the service lacks it sent again */
	RUN_FOLLOWING,
	RUN_UNKNOWN, /* given up for now; an intent or a list may tell more */
} RunPhase;

struct Run {
	Backend *backend;
	const PimWorkload *workload;
	Request *request; /* as known last */
	Request *wanted;  /* RUN_RETRYING: what is sent in its place, under its id; else NULL */
	Grant grant;
	char *eligibility_id;
	Job *job;
	RunPhase phase;
	bool is_calling;
	guint timer;
	unsigned steps; /* of the pace until the next look */
	Ticks begun;    /* when following began */
	Ticks heard;    /* when the service last told something of it */
};

/* The run of that request, by one's own id or the service's; NULL: nobody follows it. */
Run *run_find(const Backend *backend, const Request *request);

void run_submit(Run *run);
void run_refuse(Run *run, const GError *error); /* it could not be written down: it ends unsent */
void run_look(Run *run);
void run_begin_following(Run *run);
void run_tell(Run *run, EventKind kind, const Problem *problem);

#endif
