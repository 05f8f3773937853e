#include "src/backend/history.h"

#define LATELY_SECONDS      180 /* for so long the service may still have what was ended */
#define START_SLACK_SECONDS 300 /* by so much the starts of one activation may differ */

struct History {
	Events *events;
	const Identity *identity;
	Kept *kept;
	Clock *clock;
	bool is_behind[WORKLOAD_COUNT]; /* what its list told last is not in the journal */
};

History *history_new(Events *events, const Identity *identity, Kept *kept, Clock *clock)
{
	History *history = g_new0(History, 1);
	history->events = events;
	history->identity = identity;
	history->kept = kept;
	history->clock = clock;
	return history;
}

void history_free(History *history)
{
	g_free(history);
}

/* ---- requests ---- */

static bool is_behind(const History *history)
{
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		if (history->is_behind[i])
			return true;
	}
	return false;
}

void history_read(gpointer owner, Intent *intent, Job *job)
{
	History *history = owner;
	g_autoptr(GError) error = NULL;
	Event *event = event_new(EVENT_HISTORY, job->intent_id);
	event->rows = journal_read(history->kept->journal, identity_account(history->identity),
				   &intent->query, &error);
	const HistoryQuery *query = &intent->query;
	event->is_addition = query->behind_place != 0 || query->learnt_since != 0;
	event->has_more =
		event->rows != NULL && query->limit != 0 && event->rows->len >= query->limit;
	event->is_complete = event->rows != NULL && !event->is_addition && !event->has_more;
	event->has_gaps = history->kept->is_lacking || is_behind(history);
	events_emit_problem(history->events, event, error);
}

void history_read_timeline(gpointer owner, Intent *intent, Job *job)
{
	History *history = owner;
	g_autoptr(GError) error = NULL;
	if (intent->request == NULL || intent->request->id == NULL)
		return;
	Event *event = event_new(EVENT_TIMELINE, job->intent_id);
	event->rows =
		journal_read_events(history->kept->journal, identity_account(history->identity),
				    intent->request->id, &error);
	event->request = g_steal_pointer(&intent->request);
	events_emit_problem(history->events, event, error);
}

/* What is written down, of whom. */
typedef struct Line {
	Account *account;
	HistoryEvent *event;
} Line;

static void line_free(gpointer data)
{
	Line *line = data;
	account_free(line->account);
	history_event_free(line->event);
	g_free(line);
}

static bool write_line(Journal *journal, gpointer what, GError **error)
{
	const Line *line = what;
	return journal_append(journal, line->account, line->event, NULL, error);
}

/* `tag`: what is sent after it; NULL: nothing. */
static bool write_request(History *history, const Request *request, const char *tag, GError **error)
{
	Line *line = g_new0(Line, 1);
	line->account = account_copy(identity_account(history->identity));
	line->event = history_event_new(HISTORY_SOURCE_LOCAL, clock_now(history->clock), request);
	return kept_write(history->kept, write_line, line, line_free, tag, error);
}

bool history_write(History *history, const Request *request, GError **error)
{
	const bool is_to_send = request->state == REQUEST_STATE_PREPARED;
	return write_request(history, request, is_to_send ? request->id : NULL, error);
}

bool history_write_first(History *history, const Request *request, GError **error)
{
	return write_request(history, request, request->id, error);
}

void history_when_written(History *history, const char *request_id, KeptWritten written,
			  gpointer data)
{
	kept_when_written(history->kept, request_id, written, data);
}

bool history_begin_group(History *history)
{
	return kept_begin_group(history->kept);
}

bool history_end_group(History *history, GError **error)
{
	return kept_end_group(history->kept, error);
}

void history_on_forgotten(gpointer data)
{
	const History *history = data;
	kept_drop_tagged(history->kept);
}

GPtrArray *history_list_active(History *history)
{
	return journal_list_active(history->kept->journal, identity_account(history->identity),
				   clock_now(history->clock), NULL);
}

/* The activation that holds it now, as the journal knows it; NULL: none. */
static HistoryEntry *find_active(const GPtrArray *entries, const Request *like)
{
	for (guint i = 0; entries != NULL && i < entries->len; i++) {
		HistoryEntry *entry = entries->pdata[i];
		if (request_is_of_role(entry->request, like))
			return entry;
	}
	return NULL;
}

Request history_request_like(const Grant *grant)
{
	return (Request){ .workload = grant->workload,
			  .role = grant->role,
			  .scope = grant->scope,
			  .access = grant->access };
}

static void correct(History *history, Request *request, HistorySource source)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HistoryEvent) event =
		history_event_new(source, clock_now(history->clock), request);
	if (!journal_append(history->kept->journal, identity_account(history->identity), event,
			    NULL, &error))
		events_emit_notice(history->events, error);
}

void history_on_success(const Request *request, const Grant *grant, gpointer data)
{
	History *history = data;
	(void)grant;
	if (request->kind != REQUEST_DEACTIVATE || request->state != REQUEST_STATE_ENDED)
		return;
	g_autoptr(GPtrArray) entries = history_list_active(history);
	HistoryEntry *entry = find_active(entries, request);
	if (entry == NULL)
		return;
	entry->request->state = REQUEST_STATE_ENDED;
	entry->request->end = clock_now(history->clock);
	correct(history, entry->request, HISTORY_SOURCE_LOCAL);
}

void history_on_active(const ListNews *news, gpointer data)
{
	History *history = data;
	g_autoptr(GPtrArray) entries = history_list_active(history);
	for (guint i = 0; i < news->rows->len && entries != NULL && entries->len > 0; i++) {
		const Assignment *row = news->rows->pdata[i];
		const Request like = history_request_like(&row->grant);
		HistoryEntry *entry =
			row->assignment_type == ASSIGNMENT_ACTIVATED && row->grant.end != 0
				? find_active(entries, &like)
				: NULL;
		/* A list that is late still has the activation before. */
		if (entry == NULL || entry->request->end == row->grant.end ||
		    (row->grant.start != 0 &&
		     row->grant.start + START_SLACK_SECONDS < entry->request->start))
			continue;
		entry->request->end = row->grant.end;
		if (entry->request->start != 0 && entry->request->start < row->grant.end)
			entry->request->duration = row->grant.end - entry->request->start;
		correct(history, entry->request, HISTORY_SOURCE_SERVICE);
	}
}

void history_tell_gone(History *history, const Request *request)
{
	g_autoptr(GError) error = NULL;
	if (!history_write(history, request, &error))
		events_emit_notice(history->events, error);
	g_autofree char *message =
		g_strdup_printf("%s on %s is not active any more: it was ended elsewhere.",
				role_label(&request->role), scope_label(&request->scope));
	Event *event = event_new(EVENT_NOTICE, 0);
	event->problem = problem_new(PROBLEM_FAILED, "ended-elsewhere", message, NULL);
	events_emit(history->events, event);
}

bool history_is_over(const History *history, const GError *error)
{
	return events_is_over(history->events, error);
}

GPtrArray *history_list_lately(History *history)
{
	const Account *account = identity_account(history->identity);
	const HistoryQuery lately = { .since = clock_now(history->clock) - LATELY_SECONDS };
	return account != NULL ? journal_read(history->kept->journal, account, &lately, NULL)
			       : NULL;
}

const Request *history_find_ended(const GPtrArray *entries, const Request *like)
{
	for (guint i = 0; entries != NULL && i < entries->len; i++) {
		const Request *request = ((const HistoryEntry *)entries->pdata[i])->request;
		if (request_has_come_true(request) && request_is_of_role(request, like))
			return request->kind == REQUEST_DEACTIVATE ? request : NULL;
	}
	return NULL;
}

bool history_was_given_back(const Assignment *row, const GPtrArray *entries)
{
	if (entries == NULL || entries->len == 0 || row->assignment_type != ASSIGNMENT_ACTIVATED)
		return false;
	const Request like = history_request_like(&row->grant);
	const Request *ended = history_find_ended(entries, &like);
	return ended != NULL && row->grant.start <= ended->created;
}

bool history_was_ended(History *history, const Request *like)
{
	g_autoptr(GPtrArray) entries = history_list_lately(history);
	return history_find_ended(entries, like) != NULL;
}

Request *history_find_end(History *history, const Request *request)
{
	g_autoptr(HistoryEntry) entry = NULL;
	if (request->id == NULL ||
	    !journal_find(history->kept->journal, identity_account(history->identity), request->id,
			  &entry, NULL) ||
	    entry == NULL || !request_state_is_final(entry->request->state))
		return NULL;
	return g_steal_pointer(&entry->request);
}

GPtrArray *history_list_unfinished(History *history)
{
	g_autoptr(GError) error = NULL;
	GPtrArray *entries = journal_list_unfinished(history->kept->journal,
						     identity_account(history->identity), &error);
	if (entries == NULL)
		kept_journal_failed(history->kept, error);
	return entries;
}

static bool import(const History *history, GPtrArray *own, GError **error)
{
	return journal_import(history->kept->journal, identity_account(history->identity), own,
			      NULL, error);
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
	bool *behind = &history->is_behind[news->workload];
	/* The service tells them again. */
	*behind = own->len > 0 && kept_is_waiting(history->kept);
	if (own->len == 0 || *behind || import(history, own, &error))
		return;
	if (kept_take_copy(history->kept, error)) {
		import(history, own, NULL);
		return;
	}
	*behind = true;
	kept_journal_failed(history->kept, error);
}

/* ---- scopes used last ---- */

typedef struct Used {
	Account *account;
	char *eligibility_id;
	Scope scope;
	Instant used;
} Used;

static void used_free(gpointer data)
{
	Used *used = data;
	account_free(used->account);
	g_free(used->eligibility_id);
	scope_clear(&used->scope);
	g_free(used);
}

static bool write_used(Journal *journal, gpointer what, GError **error)
{
	const Used *used = what;
	return journal_set_last_scope(journal, used->account, used->eligibility_id, &used->scope,
				      used->used, error);
}

void history_remember_scope(gpointer owner, Intent *intent, Job *job)
{
	History *history = owner;
	g_autoptr(GError) error = NULL;
	(void)job;
	if (intent->eligibility == NULL || intent->scope.id == NULL)
		return;
	Used *used = g_new0(Used, 1);
	used->account = account_copy(identity_account(history->identity));
	used->eligibility_id = g_strdup(intent->eligibility->grant.id);
	scope_copy(&used->scope, &intent->scope);
	used->used = clock_now(history->clock);
	if (!kept_write(history->kept, write_used, used, used_free, NULL, &error))
		kept_journal_failed(history->kept, error);
}

void history_on_remembered(gpointer data)
{
	History *history = data;
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) scopes = journal_list_last_scopes(
		history->kept->journal, identity_account(history->identity), &error);
	if (scopes == NULL) {
		kept_journal_failed(history->kept, error);
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
