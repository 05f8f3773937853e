#include "frontend/columns.h"

#include "frontend/alike.h"
#include "frontend/change-words.h"
#include "frontend/problem-words.h"
#include "frontend/request-words.h"
#include "frontend/totals.h"
#include "frontend/use.h"
#include "src/model/account.h"
#include "src/model/duration.h"
#include "src/model/finding.h"
#include "src/model/history.h"

#define SHEET(table, writer)                                                         \
	{                                                                            \
		.columns = (table), .count = G_N_ELEMENTS(table), .write = (writer), \
	}

/* Writes the cells of a row in the order of its columns; the compiler counts them. */
#define WRITE(table, ...)                                                        \
	do {                                                                     \
		const char *const row_cells[] = { __VA_ARGS__ };                 \
		G_STATIC_ASSERT(G_N_ELEMENTS(row_cells) == G_N_ELEMENTS(table)); \
		for (size_t i = 0; i < G_N_ELEMENTS(row_cells); i++)             \
			cells[i] = row_cells[i];                                 \
	} while (0)

static const char *keep(GPtrArray *texts, char *text)
{
	g_ptr_array_add(texts, text);
	return text;
}

/* ---- What is held ----------------------------------------------------------------------------- */

static const Column grant_columns[] = {
	{ "ID", .is_plain_only = true },
	{ "WORKLOAD", .is_plain_only = true },
	{ "ROLE" },
	{ "SCOPE" },
	{ "TYPE", .is_table_only = true, .is_whole = true },
	{ "TYPE", .is_plain_only = true },
	{ "ACCESS", .is_plain_only = true },
	{ "WORKLOAD", .is_table_only = true, .is_whole = true },
	{ "HOLDS", .is_table_only = true, .is_whole = true },
	{ "LEFT", .is_table_only = true, .is_whole = true },
	{ "MEMBER", .is_plain_only = true },
	{ "START", .is_plain_only = true },
	{ "END", .is_plain_only = true },
	{ "UNTIL", .is_table_only = true, .is_whole = true },
	{ "ROLE ID", .is_plain_only = true },
	{ "SCOPE ID", .is_plain_only = true },
	{ "STATE", .is_plain_only = true }, /* "stale" or nothing */
	{ "AS OF", .is_plain_only = true },
	{ "AS OF", .is_table_only = true, .is_whole = true },
};

static void write_grant(const Wording *wording, const Grant *grant, bool is_active,
			const char **cells, GPtrArray *texts)
{
	const char *workload = workload_info(grant->workload)->name;
	const bool has_access = grant->access != ACCESS_NONE;
	const char *access = has_access ? access_word(grant->access) : "";
	const char *member = member_type_word(grant->member_type);
	const bool has_end = grant->end != 0;
	const char *left =
		is_active && has_end
			? keep(texts, duration_format_countdown(grant->end - wording->now))
			: "";
	const char *until = has_end ? keep(texts, wording_time(wording, grant->end)) : "permanent";
	const char *tail = alike_tail(wording->tails, grant);
	const char *where = scope_label(&grant->scope);
	const Instant *stale =
		wording->stale != NULL ? g_hash_table_lookup(wording->stale, grant) : NULL;
	const char *as_of = stale != NULL ? keep(texts, instant_format(*stale)) : "";
	g_autofree char *when = stale != NULL ? wording_time(wording, *stale) : NULL;
	const char *since = when != NULL ? keep(texts, g_strconcat("stale, ", when, NULL)) : "";
	WRITE(grant_columns, grant->id, workload,
	      grant->role.name != NULL ? grant->role.name : grant->role.id,
	      *tail != '\0' ? keep(texts, g_strconcat(where, tail, NULL)) : where,
	      scope_type_short(grant->scope.type), scope_type_word(grant->scope.type), access,
	      workload, has_access ? access : member, left, member,
	      keep(texts, instant_format(grant->start)), keep(texts, instant_format(grant->end)),
	      until, grant->role.id, grant->scope.id, stale != NULL ? "stale" : "", as_of, since);
}

static void write_eligibility(const Wording *wording, gconstpointer row, const char **cells,
			      GPtrArray *texts)
{
	write_grant(wording, &((const Eligibility *)row)->grant, false, cells, texts);
}

static void write_assignment(const Wording *wording, gconstpointer row, const char **cells,
			     GPtrArray *texts)
{
	write_grant(wording, &((const Assignment *)row)->grant, true, cells, texts);
}

const Sheet eligibility_sheet = SHEET(grant_columns, write_eligibility);
const Sheet assignment_sheet = SHEET(grant_columns, write_assignment);

/* ---- Requests --------------------------------------------------------------------------------- */

static const Column history_columns[] = {
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

static void write_history(const Wording *wording, gconstpointer row, const char **cells,
			  GPtrArray *texts)
{
	const HistoryEntry *entry = row;
	const Request *request = entry->request;
	const Instant created = history_entry_moment(entry);
	const char *length =
		request->duration > 0 ? keep(texts, duration_format(request->duration)) : "";
	WRITE(history_columns, request->id, keep(texts, wording_time(wording, created)),
	      keep(texts, instant_format(created)), workload_info(request->workload)->name,
	      request_kind_word(request->kind),
	      request->role.name != NULL ? request->role.name : request->role.id,
	      request->scope.id != NULL ? scope_label(&request->scope) : "",
	      request_state_word(request_state_now(request, wording->now)), length,
	      keep(texts, instant_format(request->start)),
	      keep(texts, instant_format(request->end)), request->justification,
	      request->ticket_number, request->scope.id);
}

const Sheet history_sheet = SHEET(history_columns, write_history);

static const Column open_request_columns[] = {
	{ "ID", .is_plain_only = true },
	{ "ID", .is_table_only = true, .is_whole = true },
	{ "CREATED", .is_plain_only = true },
	{ "WORKLOAD", .is_plain_only = true },
	{ "WHAT", .is_whole = true },
	{ "ROLE" },
	{ "SCOPE" },
	{ "STATUS", .is_plain_only = true },
	{ "HOW IT STANDS", .is_table_only = true },
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

const Sheet open_request_sheet = SHEET(open_request_columns, write_open_request);

static const Column request_columns[] = {
	{ "ID" }, { "STATUS" }, { "START" }, { "END" }, { "ROLE" }, { "SCOPE ID" },
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

const Sheet request_sheet = SHEET(request_columns, write_request);

static const char *number(GPtrArray *texts, int64_t value)
{
	return keep(texts, g_strdup_printf("%" G_GINT64_FORMAT, value));
}

static const Column approval_columns[] = {
	{ "ID", .is_plain_only = true },
	{ "ID", .is_table_only = true, .is_whole = true },
	{ "WORKLOAD", .is_plain_only = true },
	{ "WHO" },
	{ "ROLE" },
	{ "SCOPE" },
	{ "ACCESS", .is_plain_only = true },
	{ "FOR", .is_table_only = true, .is_whole = true },
	{ "SECONDS", .is_plain_only = true },
	{ "START", .is_plain_only = true },
	{ "ASKED", .is_table_only = true, .is_whole = true },
	{ "CREATED", .is_plain_only = true },
	{ "REASON" },
	{ "TICKET", .is_plain_only = true },
	{ "WHO ID", .is_plain_only = true },
	{ "SCOPE ID", .is_plain_only = true },
};

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

const Sheet approval_sheet = SHEET(approval_columns, write_approval);

static const Column decision_columns[] = {
	{ "ID" }, { "STATUS" }, { "WHAT" }, { "WHO" }, { "ROLE" }, { "SCOPE ID" },
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

const Sheet decision_sheet = SHEET(decision_columns, write_decision);

static const Column total_columns[] = {
	{ "WHAT" },
	{ "TIMES", .is_whole = true },
	{ "IN ALL", .is_table_only = true, .is_whole = true },
	{ "SECONDS", .is_plain_only = true },
	{ "MEDIAN", .is_table_only = true, .is_whole = true },
	{ "MEDIAN SECONDS", .is_plain_only = true },
	{ "LAST", .is_table_only = true, .is_whole = true },
	{ "LAST", .is_plain_only = true },
	{ "REFUSED", .is_whole = true },
};

static void write_total(const Wording *wording, gconstpointer row, const char **cells,
			GPtrArray *texts)
{
	const Total *total = row;
	const bool is_used = total->count > 0;
	WRITE(total_columns, total->name, number(texts, total->count),
	      is_used ? keep(texts, duration_format(total->seconds)) : "",
	      number(texts, total->seconds),
	      is_used ? keep(texts, duration_format(total->median)) : "",
	      number(texts, total->median),
	      is_used ? keep(texts, wording_time(wording, total->last)) : "",
	      keep(texts, instant_format(total->last)), number(texts, total->refused));
}

const Sheet total_sheet = SHEET(total_columns, write_total);

static const Column unused_columns[] = {
	{ "ID", .is_plain_only = true },
	{ "WORKLOAD", .is_whole = true },
	{ "ROLE" },
	{ "SCOPE" },
	{ "LAST USED", .is_table_only = true, .is_whole = true },
	{ "LAST USED", .is_plain_only = true },
	{ "ELIGIBLE UNTIL", .is_table_only = true, .is_whole = true },
	{ "END", .is_plain_only = true },
	{ "SCOPE ID", .is_plain_only = true },
};

static void write_unused(const Wording *wording, gconstpointer row, const char **cells,
			 GPtrArray *texts)
{
	const Unused *unused = row;
	const Grant *grant = &unused->eligibility->grant;
	WRITE(unused_columns, grant->id, workload_info(grant->workload)->name,
	      role_label(&grant->role),
	      grant->access != ACCESS_NONE ? access_word(grant->access)
					   : scope_label(&grant->scope),
	      unused->last != 0 ? keep(texts, wording_time(wording, unused->last)) : "never here",
	      keep(texts, instant_format(unused->last)),
	      grant->end != 0 ? keep(texts, wording_time(wording, grant->end)) : "permanent",
	      keep(texts, instant_format(grant->end)), grant->scope.id);
}

const Sheet unused_sheet = SHEET(unused_columns, write_unused);

static const Column change_columns[] = {
	{ "NUMBER", .is_plain_only = true },
	{ "WHEN", .is_table_only = true, .is_whole = true },
	{ "NOTICED", .is_plain_only = true },
	{ "CHANGE", .is_whole = true },
	{ "WHAT" },
	{ "ROLE", .is_plain_only = true },
	{ "SCOPE ID", .is_plain_only = true },
};

static void write_change(const Wording *wording, gconstpointer row, const char **cells,
			 GPtrArray *texts)
{
	const Change *change = row;
	WRITE(change_columns, keep(texts, g_strdup_printf("%" G_GINT64_FORMAT, change->number)),
	      keep(texts, wording_time(wording, change->at)),
	      keep(texts, instant_format(change->at)), change_kind_word(change->kind),
	      keep(texts, change_words(wording, change)), role_label(&change->grant.role),
	      change->grant.scope.id);
}

const Sheet change_sheet = SHEET(change_columns, write_change);

/* ---- Scopes, accounts, findings --------------------------------------------------------------- */

static const Column scope_columns[] = {
	{ "TYPE", .is_whole = true },
	{ "NAME" },
	{ "ID", .is_whole = true },
};

static void write_scope(const Wording *wording, gconstpointer row, const char **cells,
			GPtrArray *texts)
{
	const Scope *scope = row;
	(void)wording;
	(void)texts;
	WRITE(scope_columns, scope_type_word(scope->type), scope_label(scope), scope->id);
}

const Sheet scope_sheet = SHEET(scope_columns, write_scope);

static const Column account_columns[] = {
	{ "NAME", .is_whole = true },
	{ "ACCOUNT" },
	{ "TENANT" },
	{ "CLOUD", .is_whole = true },
	{ "IN USE", .is_whole = true }, /* "current", "guest" or nothing */
	{ "OBJECT ID", .is_plain_only = true },
	{ "TENANT ID", .is_plain_only = true },
};

static void write_account(const Wording *wording, gconstpointer row, const char **cells,
			  GPtrArray *texts)
{
	static const Account nobody = { .upn = (char *)"not signed in" };
	const KnownAccount *known = row;
	const Account *account = known->account != NULL ? known->account : &nobody;
	(void)wording;
	(void)texts;
	WRITE(account_columns, known->name, account->upn != NULL ? account->upn : account->oid,
	      account->tenant_name != NULL ? account->tenant_name : account->tid, account->cloud,
	      known->is_current             ? "current"
	      : known_account_is_new(known) ? "guest"
					    : "",
	      account->oid, account->tid);
}

const Sheet account_sheet = SHEET(account_columns, write_account);

static const Column finding_columns[] = {
	{ "STATE", .is_whole = true },
	{ "AREA", .is_whole = true },
	{ "WHAT" },
	{ "HOW IT IS" },
	{ "NEXT STEP", .is_plain_only = true },
};

static void write_finding(const Wording *wording, gconstpointer row, const char **cells,
			  GPtrArray *texts)
{
	const Finding *finding = row;
	const Problem *problem = finding->problem;
	WRITE(finding_columns, finding_state_word(finding->state), finding->area, finding->what,
	      finding->text,
	      problem != NULL ? keep(texts, problem_next_step(wording, problem)) : NULL);
}

const Sheet finding_sheet = SHEET(finding_columns, write_finding);
