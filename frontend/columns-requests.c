/* Own requests, those of others, and decisions as columns. */
#include "frontend/briefed.h"
#include "frontend/columns-write.h"
#include "frontend/request-words.h"
#include "frontend/use.h"
#include "src/model/duration.h"
#include "src/model/history.h"

static const Column history_columns[] = {
	{ "ID", .is_plain_only = true },
	{ "WHEN", .exact = "CREATED", .is_table_only = true, .is_whole = true },
	{ "CREATED", .is_plain_only = true },
	{ "WORKLOAD", .is_plain_only = true },
	{ "WHAT", .name = "kind", .is_whole = true },
	{ "ROLE" },
	{ "SCOPE" },
	{ "OUTCOME", .name = "status", .is_whole = true, .has_tone = true },
	{ "FOR", .is_table_only = true, .is_whole = true },
	{ "START", .is_plain_only = true },
	{ "END", .is_plain_only = true },
	{ "REASON" },
	{ "TICKET", .is_plain_only = true },
	{ "SCOPE ID", .is_plain_only = true },
	{ "ACCESS", .is_plain_only = true },
	{ "SECONDS", .is_plain_only = true }, /* that it gave the role */
	{ "TICKET SYSTEM", .is_plain_only = true },
	{ "MESSAGE", .is_plain_only = true },
	{ "ROLE ID", .is_plain_only = true },
	{ "SOURCE", .is_plain_only = true },
	{ "SET", .is_plain_only = true },
};

static Tone state_tone(RequestState state)
{
	switch (state) {
	case REQUEST_STATE_ACTIVE:
	case REQUEST_STATE_DECIDED:
		return TONE_GOOD;
	case REQUEST_STATE_PREPARED:
	case REQUEST_STATE_RUNNING:
	case REQUEST_STATE_WAITING:
	case REQUEST_STATE_SCHEDULED:
		return TONE_WAITING;
	case REQUEST_STATE_REFUSED:
		return TONE_REFUSED;
	case REQUEST_STATE_FAILED:
		return TONE_FAILED;
	case REQUEST_STATE_UNKNOWN:
		return TONE_WARNING;
	case REQUEST_STATE_ENDED:
	case REQUEST_STATE_CANCELED:
		return TONE_PAST;
	default:
		return TONE_NONE;
	}
}

static Tone history_tone(const Wording *wording, gconstpointer row)
{
	return state_tone(request_state_now(((const HistoryEntry *)row)->request, wording->now));
}

static Tone request_tone(const Wording *wording, gconstpointer row)
{
	(void)wording;
	return state_tone(((const Request *)row)->state);
}

static void write_history(const Wording *wording, gconstpointer row, const char **cells,
			  GPtrArray *texts)
{
	const HistoryEntry *entry = row;
	const Request *request = entry->request;
	const Instant created = history_entry_moment(entry);
	const bool has_access = request->access != ACCESS_NONE;
	const char *length =
		request->duration > 0 ? keep(texts, duration_format(request->duration)) : "";
	Use use;
	const char *seconds = use_of(entry, wording->now, &use)
				      ? number(texts, use_seconds(&use, wording->now))
				      : "";
	WRITE(history_columns, request->id, keep(texts, wording_time(wording, created)),
	      keep(texts, instant_format(created)), workload_info(request->workload)->name,
	      request_kind_word(request->kind),
	      request->role.name != NULL ? request->role.name : request->role.id,
	      request->scope.id != NULL ? scope_label(&request->scope) : "",
	      request_state_word(request_state_now(request, wording->now)), length,
	      keep(texts, instant_format(request->start)),
	      keep(texts, instant_format(request->end)), request->justification,
	      request->ticket_number, request->scope.id,
	      has_access ? access_word(request->access) : "", seconds, request->ticket_system,
	      request_reason(request), request->role.id,
	      entry->source == HISTORY_SOURCE_LOCAL ? "local" : "service", request->set_name);
}

const Sheet history_sheet = SHEET(history_columns, write_history, history_tone);

static const Column open_request_columns[] = {
	{ "ID", .is_plain_only = true },
	{ "ID", .is_table_only = true, .is_whole = true },
	{ "CREATED", .is_plain_only = true },
	{ "WORKLOAD", .is_plain_only = true },
	{ "WHAT", .name = "kind", .is_whole = true },
	{ "ROLE" },
	{ "SCOPE" },
	{ "STATUS", .is_plain_only = true },
	{ "HOW IT STANDS", .exact = "STATUS", .is_table_only = true, .has_tone = true },
	{ "START", .is_plain_only = true },
	{ "END", .is_plain_only = true },
	{ "LAPSES", .is_plain_only = true },
	{ "REASON", .is_plain_only = true },
	{ "TICKET", .is_plain_only = true },
	{ "SCOPE ID", .is_plain_only = true },
};

/* People type the begin of an id. */
static void write_open_request(const Wording *wording, gconstpointer row, const char **cells,
			       GPtrArray *texts)
{
	const Request *request = row;
	WRITE(open_request_columns, request->id,
	      keep(texts, g_strndup(request->id, REQUEST_ID_SHORT)),
	      keep(texts, instant_format(request->created)), workload_info(request->workload)->name,
	      request_kind_word(request->kind),
	      request->role.name != NULL ? request->role.name : request->role.id,
	      request->scope.id != NULL ? scope_label(&request->scope) : "",
	      request_state_word(request->state),
	      keep(texts, request_words(wording, request, NULL)),
	      keep(texts, instant_format(request->start)),
	      keep(texts, instant_format(request->end)),
	      keep(texts, instant_format(request_lapses(request))), request->justification,
	      request->ticket_number, request->scope.id);
}

const Sheet open_request_sheet = SHEET(open_request_columns, write_open_request, request_tone);

static const Column request_columns[] = {
	{ "ID" },       { "STATUS", .has_tone = true }, { "START" }, { "END" }, { "ROLE" },
	{ "SCOPE ID" },
};

static void write_request(const Wording *wording, gconstpointer row, const char **cells,
			  GPtrArray *texts)
{
	const Request *request = row;
	(void)wording;
	WRITE(request_columns, request->id, request_state_word(request->state),
	      keep(texts, instant_format(request->start)),
	      keep(texts, instant_format(request->end)), request->role.name, request->scope.id);
}

const Sheet request_sheet = SHEET(request_columns, write_request, request_tone);

/* What is asked for, of each approval. */
#define APPROVAL_COLUMNS                                                                    \
	{ "ID", .is_plain_only = true }, { "ID", .is_table_only = true, .is_whole = true }, \
		{ "WORKLOAD", .is_plain_only = true }, { "WHO" }, { "ROLE" }, { "SCOPE" },  \
		{ "ACCESS", .is_plain_only = true },                                        \
		{ "FOR", .exact = "SECONDS", .is_table_only = true, .is_whole = true },     \
		{ "SECONDS", .is_plain_only = true }, { "START", .is_plain_only = true },   \
		{ "ASKED", .exact = "CREATED", .is_table_only = true, .is_whole = true },   \
		{ "CREATED", .is_plain_only = true }, { "REASON" },                         \
		{ "TICKET", .is_plain_only = true }, { "WHO ID", .is_plain_only = true },   \
	{                                                                                   \
		"SCOPE ID", .is_plain_only = true                                           \
	}

static const Column approval_columns[] = { APPROVAL_COLUMNS };

static void write_approval(const Wording *wording, gconstpointer row, const char **cells,
			   GPtrArray *texts)
{
	const Request *request = row;
	const bool has_access = request->access != ACCESS_NONE;
	WRITE(approval_columns, request->id, keep(texts, g_strndup(request->id, REQUEST_ID_SHORT)),
	      workload_info(request->workload)->name,
	      request->requester_name != NULL ? request->requester_name : request->requester_id,
	      role_label(&request->role), scope_label(&request->scope),
	      has_access ? access_word(request->access) : "",
	      request->duration > 0 ? keep(texts, duration_format(request->duration)) : "",
	      number(texts, request->duration), keep(texts, instant_format(request->start)),
	      keep(texts, wording_time(wording, request->created)),
	      keep(texts, instant_format(request->created)), request->justification,
	      request->ticket_number, request->requester_id, request->scope.id);
}

const Sheet approval_sheet = SHEET(approval_columns, write_approval, NULL);

static const Column briefed_columns[] = {
	APPROVAL_COLUMNS, { "LATELY" }, { "COVERS" },  { "PERMITS" },         { "NARROWER" },
	{ "SMALLER" },    { "UNREAD" }, { "INSTEAD" }, { "APPROVER REASON" },
};
G_STATIC_ASSERT(G_N_ELEMENTS(briefed_columns) == G_N_ELEMENTS(approval_columns) + BRIEFED_COUNT);

static void write_briefed(const Wording *wording, gconstpointer row, const char **cells,
			  GPtrArray *texts)
{
	const Briefed *briefed = row;
	char *told[BRIEFED_COUNT];
	write_approval(wording, briefed->request, cells, texts);
	briefed_write(briefed, told);
	for (int text = 0; text < BRIEFED_COUNT; text++)
		cells[G_N_ELEMENTS(approval_columns) + text] = keep(texts, told[text]);
}

const Sheet briefed_sheet = SHEET(briefed_columns, write_briefed, NULL);

static const Column decision_columns[] = {
	{ "ID" },
	{ "STATUS", .has_tone = true },
	{ "WHAT", .name = "kind" },
	{ "WHO" },
	{ "ROLE" },
	{ "SCOPE ID" },
};

static void write_decision(const Wording *wording, gconstpointer row, const char **cells,
			   GPtrArray *texts)
{
	const Request *request = row;
	(void)wording, (void)texts;
	WRITE(decision_columns, request->approval_id, request_state_word(request->state),
	      request_kind_word(request->kind), request->requester_name, request->role.name,
	      request->scope.id);
}

const Sheet decision_sheet = SHEET(decision_columns, write_decision, request_tone);
