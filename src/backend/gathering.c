#include "src/backend/gathering.h"

Gathering *gathering_new(Events *events, Job *job, EventKind kind, GDestroyNotify free_row)
{
	Gathering *gathering = g_new0(Gathering, 1);
	gathering->events = events;
	gathering->job = job_hold(job);
	gathering->kind = kind;
	gathering->rows = g_ptr_array_new_with_free_func(free_row);
	gathering->failed = g_ptr_array_new_with_free_func(g_free);
	gathering->open = 1;
	return gathering;
}

void gathering_begin(Gathering *gathering)
{
	gathering->open++;
}

bool gathering_hear(Gathering *gathering, const GError *error)
{
	gathering->is_over = gathering->is_over || events_is_over(gathering->events, error);
	return !gathering->is_over;
}

void gathering_fail(Gathering *gathering, const GError *error)
{
	if (gathering->error == NULL && error != NULL)
		gathering->error = g_error_copy(error);
}

void gathering_end(Gathering *gathering)
{
	if (--gathering->open > 0)
		return;
	if (!gathering->is_over && !events_is_closed(gathering->events)) {
		Event *event = event_new(gathering->kind, gathering->job->intent_id);
		event->rows = g_ptr_array_ref(gathering->rows);
		event->failed = g_ptr_array_ref(gathering->failed);
		events_emit_problem(gathering->events, event, gathering->error);
	}
	job_release(gathering->job);
	g_ptr_array_unref(gathering->rows);
	g_ptr_array_unref(gathering->failed);
	g_clear_error(&gathering->error);
	g_free(gathering);
}
