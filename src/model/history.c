#include "src/model/history.h"

HistoryEvent *history_event_new(HistorySource source, Instant learnt, const Request *request)
{
	HistoryEvent *event = g_new0(HistoryEvent, 1);
	event->source = source;
	event->learnt = learnt;
	event->request = request_copy(request);
	/* The services tell the first end of what they have revoked: it is over by now. */
	Request *own = event->request;
	if (own->kind == REQUEST_ACTIVATE && own->state == REQUEST_STATE_ENDED &&
	    (own->end == 0 || own->end > learnt))
		own->end = learnt;
	return event;
}

void history_event_free(HistoryEvent *event)
{
	if (event == NULL)
		return;
	request_free(event->request);
	g_free(event);
}

HistoryEntry *history_entry_new(void)
{
	return g_new0(HistoryEntry, 1);
}

Instant history_entry_moment(const HistoryEntry *entry)
{
	return entry->request->created != 0 ? entry->request->created : entry->first_learnt;
}

HistoryEntry *history_entry_copy(const HistoryEntry *entry)
{
	if (entry == NULL)
		return NULL;
	HistoryEntry *copy = history_entry_new();
	*copy = *entry;
	copy->request = request_copy(entry->request);
	return copy;
}

void history_entry_free(HistoryEntry *entry)
{
	if (entry == NULL)
		return;
	request_free(entry->request);
	g_free(entry);
}

static void take_text(char **into, const char *from)
{
	if (from != NULL && *from != '\0' && from != *into) {
		g_free(*into);
		*into = g_strdup(from);
	}
}

static void take_time(Instant *into, Instant from)
{
	if (from != 0)
		*into = from;
}

/* A new id with another meaning must not keep the name of the old one. */
static void take_named(char **id, char **name, const char *new_id, const char *new_name)
{
	if (new_id != NULL && !scope_id_equal(*id, new_id))
		g_clear_pointer(name, g_free);
	take_text(id, new_id);
	take_text(name, new_name);
}

static void fold_request(Request *into, const Request *from)
{
	take_text(&into->id, from->id);
	take_text(&into->service_id, from->service_id);
	into->workload = from->workload;
	if (from->kind != REQUEST_OTHER)
		into->kind = from->kind;
	take_named(&into->role.id, &into->role.name, from->role.id, from->role.name);
	take_named(&into->scope.id, &into->scope.name, from->scope.id, from->scope.name);
	if (from->scope.type != SCOPE_UNKNOWN)
		into->scope.type = from->scope.type;
	if (from->access != ACCESS_NONE)
		into->access = from->access;
	take_text(&into->eligibility_schedule_id, from->eligibility_schedule_id);
	/* The service goes on calling a request granted after the role was given back, and to tell its first end. */
	const bool is_over = into->state == REQUEST_STATE_ENDED;
	if (!is_over)
		into->state = from->state;
	take_text(&into->status, from->status);
	take_text(&into->code, from->code);
	take_text(&into->message, from->message);
	take_text(&into->justification, from->justification);
	take_text(&into->ticket_number, from->ticket_number);
	take_text(&into->ticket_system, from->ticket_system);
	take_text(&into->approval_id, from->approval_id);
	take_named(&into->requester_id, &into->requester_name, from->requester_id,
		   from->requester_name);
	take_time(&into->created, from->created);
	take_time(&into->start, from->start);
	if (from->duration != 0)
		into->duration = from->duration;
	if (!is_over || into->end == 0 || from->end < into->end)
		take_time(&into->end, from->end);
	into->is_own |= from->is_own;
	take_text(&into->set_name, from->set_name);
	take_text(&into->settings, from->settings);
}

void history_entry_fold(HistoryEntry *entry, const HistoryEvent *event)
{
	if (entry->request == NULL) {
		entry->request = request_copy(event->request);
		entry->source = event->source;
		entry->first_learnt = entry->last_learnt = event->learnt;
		return;
	}
	fold_request(entry->request, event->request);
	if (event->source == HISTORY_SOURCE_LOCAL)
		entry->source = HISTORY_SOURCE_LOCAL;
	entry->first_learnt = MIN(entry->first_learnt, event->learnt);
	entry->last_learnt = MAX(entry->last_learnt, event->learnt);
}
