#include "src/backend/jobs.h"

struct Jobs {
	Events *events;
	GHashTable *running; /* intent id → Job* (borrowed) */
};

Jobs *jobs_new(Events *events)
{
	Jobs *jobs = g_new0(Jobs, 1);
	jobs->events = events;
	jobs->running = g_hash_table_new(g_int64_hash, g_int64_equal);
	return jobs;
}

void jobs_free(Jobs *jobs)
{
	if (jobs == NULL)
		return;
	g_hash_table_unref(jobs->running);
	g_free(jobs);
}

void jobs_cancel(Jobs *jobs, uint64_t intent_id)
{
	Job *job = g_hash_table_lookup(jobs->running, &intent_id);
	if (job != NULL)
		g_cancellable_cancel(job->cancellable);
}

Job *job_new(Jobs *jobs, uint64_t intent_id)
{
	Job *job = g_new0(Job, 1);
	job->jobs = jobs;
	job->intent_id = intent_id;
	job->holds = 1;
	job->cancellable = g_cancellable_new();
	if (intent_id != 0)
		g_hash_table_replace(jobs->running, &job->intent_id, job);
	return job;
}

Job *job_hold(Job *job)
{
	job->holds++;
	return job;
}

void job_release(Job *job)
{
	if (--job->holds > 0)
		return;
	if (job->intent_id != 0) {
		g_hash_table_remove(job->jobs->running, &job->intent_id);
		events_emit(job->jobs->events, event_new(EVENT_INTENT_DONE, job->intent_id));
	}
	g_object_unref(job->cancellable);
	g_free(job);
}
