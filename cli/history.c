#include "cli/document.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/tell.h"
#include "src/model/duration.h"

/* In a pipe: id, created, workload, kind, role, scope, status, start, end, reason, ticket, scope id. */
static const Column COLUMNS[] = {
	{ "ID", .is_plain_only = true },
	{ "WHEN", .is_table_only = true, .is_whole = true },
	{ "CREATED", .is_plain_only = true },
	{ "WORKLOAD", .is_plain_only = true },
	{ "WHAT", .is_whole = true },
	{ "ROLE" },
	{ "SCOPE" },
	{ "OUTCOME", .is_whole = true },
	{ "FOR", .is_table_only = true, .is_whole = true },
	{ "START", .is_plain_only = true },
	{ "END", .is_plain_only = true },
	{ "REASON" },
	{ "TICKET", .is_plain_only = true },
	{ "SCOPE ID", .is_plain_only = true },
};

/* What was active once and is over is not active. */
static const char *outcome_word(const Request *request, Instant now)
{
	bool is_over =
		request->state == REQUEST_STATE_ACTIVE && request->end != 0 && request->end <= now;
	return request_state_word(is_over ? REQUEST_STATE_ENDED : request->state);
}

static void add_entry(Table *table, const HistoryEntry *entry, Instant now, GTimeZone *zone)
{
	const Request *request = entry->request;
	Instant created = request->created != 0 ? request->created : entry->first_learnt;
	g_autofree char *when = instant_format_local(created, now, zone);
	g_autofree char *exact = instant_format(created);
	g_autofree char *length =
		request->duration > 0 ? duration_format(request->duration) : g_strdup("");
	g_autofree char *start = instant_format(request->start);
	g_autofree char *end = instant_format(request->end);
	char *cells[] = {
		request->id,
		when,
		exact,
		(char *)workload_info(request->workload)->name,
		(char *)request_kind_word(request->kind),
		request->role.name != NULL ? request->role.name : request->role.id,
		(char *)(request->scope.id != NULL ? scope_label(&request->scope) : ""),
		(char *)outcome_word(request, now),
		length,
		start,
		end,
		request->justification,
		request->ticket_number,
		request->scope.id,
	};
	G_STATIC_ASSERT(G_N_ELEMENTS(cells) == G_N_ELEMENTS(COLUMNS));
	table_add(table, cells);
}

static void print(const Session *session, const GPtrArray *entries, bool is_json)
{
	Instant now = clock_now(backend_clock(session->backend));
	if (is_json) {
		cJSON *items = cJSON_CreateArray();
		for (guint i = 0; i < entries->len; i++)
			cJSON_AddItemToArray(items, document_history(entries->pdata[i]));
		document_print(document_list(session, now, items));
		return;
	}
	g_autoptr(GTimeZone) zone = g_time_zone_new_local();
	g_autoptr(Table) table = table_new(COLUMNS, G_N_ELEMENTS(COLUMNS));
	for (guint i = 0; i < entries->len; i++)
		add_entry(table, entries->pdata[i], now, zone);
	if (entries->len > 0)
		table_print(table);
	else
		tell_progress("No request fits.");
}

ExitCode verb_history(const Options *options)
{
	if (options->limit <= 0) {
		tell("--limit is a number above 0.", NULL);
		return EXIT_USAGE;
	}
	ExitCode code = EXIT_DONE;
	g_auto(Session) session = { 0 };
	if (!session_open(&session, options, &code))
		return code;
	Intent *intent = intent_new(0, INTENT_READ_HISTORY);
	intent->query.limit = (size_t)options->limit;
	intent->query_text = g_strdup(options->search);
	intent->query.text = intent->query_text;
	uint64_t id = session_send(&session, intent);
	for (;;) {
		g_autoptr(Event) event = session_next(&session);
		if (event == NULL)
			return EXIT_INTERRUPTED;
		if (event->intent_id != id)
			continue;
		if (event->problem != NULL)
			return tell_problem(event->problem);
		if (event->kind == EVENT_HISTORY && event->rows != NULL) {
			print(&session, event->rows, options->is_json);
			return EXIT_DONE;
		}
		if (event->kind == EVENT_INTENT_DONE) {
			tell("The journal gave no answer.", NULL);
			return EXIT_FAILED;
		}
	}
}
