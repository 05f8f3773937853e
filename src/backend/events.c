#include "src/backend/events.h"

#include "src/backend.h"
#include "src/pim/fetch.h"

struct Events {
	GQueue queue; /* Event* */
	bool is_closed;
	EventsComplete complete;
	gpointer complete_data;
};

Events *events_new(void)
{
	Events *events = g_new0(Events, 1);
	g_queue_init(&events->queue);
	return events;
}

void events_free(Events *events)
{
	if (events == NULL)
		return;
	g_queue_clear_full(&events->queue, (GDestroyNotify)event_free);
	g_free(events);
}

void events_set_complete(Events *events, EventsComplete complete, gpointer data)
{
	events->complete = complete;
	events->complete_data = data;
}

void events_close(Events *events)
{
	events->is_closed = true;
}

bool events_is_closed(const Events *events)
{
	return events->is_closed;
}

bool events_is_over(const Events *events, const GError *error)
{
	return events->is_closed || (error != NULL && fetch_is_canceled(error));
}

void events_emit(Events *events, Event *event)
{
	if (events->is_closed)
		event_free(event);
	else
		g_queue_push_tail(&events->queue, event);
}

void events_emit_problem(Events *events, Event *event, const GError *error)
{
	if (error != NULL) {
		event->problem = backend_explain(error);
		if (events->complete != NULL)
			events->complete(event, error, events->complete_data);
	}
	events_emit(events, event);
}

void events_emit_notice(Events *events, const GError *error)
{
	events_emit_problem(events, event_new(EVENT_NOTICE, 0), error);
}

Event *events_take(Events *events)
{
	return g_queue_pop_head(&events->queue);
}
