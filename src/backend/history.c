#include "src/backend/history.h"

struct History {
	Events *events;
	const Identity *identity;
	Journal *journal;
	Clock *clock;
};

History *history_new(Events *events, const Identity *identity, Journal *journal, Clock *clock)
{
	History *history = g_new0(History, 1);
	history->events = events;
	history->identity = identity;
	history->journal = journal;
	history->clock = clock;
	return history;
}

void history_free(History *history)
{
	g_free(history);
}

/* ---- requests ---- */

void history_read(gpointer owner, Intent *intent, Job *job)
{
	History *history = owner;
	g_autoptr(GError) error = NULL;
	Event *event = event_new(EVENT_HISTORY, job->intent_id);
	event->rows = journal_read(history->journal, identity_account(history->identity),
				   &intent->query, &error);
	event->is_complete = intent->query.limit == 0;
	events_emit_problem(history->events, event, error);
}

bool history_write(History *history, const Request *request, GError **error)
{
	g_autoptr(HistoryEvent) event =
		history_event_new(HISTORY_SOURCE_LOCAL, clock_now(history->clock), request);
	return journal_append(history->journal, history->identity->account, event, NULL, error);
}

bool history_begin_group(History *history)
{
	return journal_begin_group(history->journal, NULL);
}

bool history_end_group(History *history, GError **error)
{
	return journal_end_group(history->journal, error);
}

GPtrArray *history_list_active(History *history)
{
	return journal_list_active(history->journal, history->identity->account,
				   clock_now(history->clock), NULL);
}

GPtrArray *history_list_unfinished(History *history)
{
	g_autoptr(GError) error = NULL;
	GPtrArray *entries =
		journal_list_unfinished(history->journal, history->identity->account, &error);
	if (entries == NULL)
		events_emit_notice(history->events, error);
	return entries;
}

void history_on_requests(const ListNews *news, gpointer data)
{
	History *history = data;
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) own =
		g_ptr_array_new_with_free_func((GDestroyNotify)history_event_free);
	for (guint i = 0; i < news->rows->len; i++) {
		const Request *request = news->rows->pdata[i];
		if (request->is_own)
			g_ptr_array_add(own, history_event_new(HISTORY_SOURCE_SERVICE,
							       clock_now(history->clock), request));
	}
	if (own->len > 0 &&
	    !journal_import(history->journal, history->identity->account, own, NULL, &error))
		events_emit_notice(history->events, error);
}

/* ---- scopes used last ---- */

void history_remember_scope(gpointer owner, Intent *intent, Job *job)
{
	History *history = owner;
	g_autoptr(GError) error = NULL;
	(void)job;
	if (intent->eligibility == NULL || intent->scope.id == NULL)
		return;
	if (!journal_set_last_scope(history->journal, identity_account(history->identity),
				    intent->eligibility->grant.id, &intent->scope,
				    clock_now(history->clock), &error))
		events_emit_notice(history->events, error);
}

void history_on_remembered(gpointer data)
{
	History *history = data;
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) scopes = journal_list_last_scopes(
		history->journal, identity_account(history->identity), &error);
	if (scopes == NULL) {
		events_emit_notice(history->events, error);
		return;
	}
	Event *event = event_new(EVENT_LAST_SCOPES, 0);
	event->last_scopes = g_steal_pointer(&scopes);
	events_emit(history->events, event);
}

/* Of the account that was remembered they were told already. */
void history_on_known(gpointer data)
{
	const History *history = data;
	if (!history->identity->is_as_remembered)
		history_on_remembered(data);
}
