/* Intents under way: each is done, and told so, when nothing holds it any more. */
#ifndef MYROLES_BACKEND_JOBS_H
#define MYROLES_BACKEND_JOBS_H

#include <gio/gio.h>
#include <stdint.h>

#include "src/backend/events.h"

typedef struct Jobs Jobs;

typedef struct Job {
	Jobs *jobs;
	uint64_t intent_id; /* 0: the backend's own */
	unsigned holds;
	GCancellable *cancellable; /* when the frontend drops the intent */
} Job;

Jobs *jobs_new(Events *events);
void jobs_free(Jobs *jobs); /* when none is held any more */

/* Cancels the one of that intent, if there is one. */
void jobs_cancel(Jobs *jobs, uint64_t intent_id);

Job *job_new(Jobs *jobs, uint64_t intent_id); /* held once */
Job *job_hold(Job *job);
void job_release(Job *job); /* the last one tells EVENT_INTENT_DONE and frees it */

#endif
