#include <string.h>

#include "cli/document.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/tell.h"
#include "src/model/duration.h"

/* In a pipe: id, workload, role, scope, scope type, access, member type, start, end, role id, scope id. */
static const Column COLUMNS[] = {
	{ "ID", .is_plain_only = true },
	{ "WORKLOAD", .is_plain_only = true },
	{ "ROLE" },
	{ "SCOPE" },
	{ "TYPE", .is_whole = true },
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
};

static void add_grant(Table *table, const Grant *grant, Instant now, bool is_active)
{
	const char *workload = workload_info(grant->workload)->name;
	const char *access = grant->access != ACCESS_NONE ? access_word(grant->access) : "";
	const char *member = member_type_word(grant->member_type);
	g_autoptr(GTimeZone) zone = g_time_zone_new_local();
	g_autofree char *start = instant_format(grant->start);
	g_autofree char *end = instant_format(grant->end);
	g_autofree char *until = grant->end != 0 ? instant_format_local(grant->end, now, zone)
						 : g_strdup("permanent");
	g_autofree char *left =
		grant->end != 0 ? duration_format_countdown(grant->end - now) : g_strdup("");
	char *cells[] = {
		grant->id,
		(char *)workload,
		grant->role.name != NULL ? grant->role.name : grant->role.id,
		(char *)scope_label(&grant->scope),
		(char *)(output_is_terminal() ? scope_type_short(grant->scope.type)
					      : scope_type_word(grant->scope.type)),
		(char *)access,
		(char *)workload,
		*access != '\0' ? (char *)access : (char *)member,
		is_active ? left : (char *)"",
		(char *)member,
		start,
		end,
		until,
		grant->role.id,
		grant->scope.id,
	};
	G_STATIC_ASSERT(G_N_ELEMENTS(cells) == G_N_ELEMENTS(COLUMNS));
	table_add(table, cells);
}

static void print_rows(const Session *session, const GPtrArray *rows, SessionList list)
{
	Instant now = clock_now(backend_clock(session->backend));
	g_autoptr(Table) table = table_new(COLUMNS, G_N_ELEMENTS(COLUMNS));
	for (guint i = 0; i < rows->len; i++) {
		if (list == SESSION_ELIGIBLE)
			add_grant(table, &((const Eligibility *)rows->pdata[i])->grant, now, false);
		else
			add_grant(table, &((const Assignment *)rows->pdata[i])->grant, now, true);
	}
	if (rows->len > 0)
		table_print(table);
	else if (session->problems->len == 0)
		tell_progress(list == SESSION_ELIGIBLE ? "You are eligible for no role."
						       : "No role is active.");
}

static void print_json(const Session *session, const GPtrArray *rows, SessionList list,
		       Instant as_of)
{
	cJSON *items = cJSON_CreateArray();
	for (guint i = 0; i < rows->len; i++)
		cJSON_AddItemToArray(items, list == SESSION_ELIGIBLE
						    ? document_eligibility(rows->pdata[i])
						    : document_assignment(rows->pdata[i]));
	document_print(document_list(session, as_of, items));
}

ExitCode verb_list(const Options *options)
{
	const char *word = options->arguments[0];
	bool is_eligible = strcmp(word, "eligible") == 0;
	if (!is_eligible && strcmp(word, "active") != 0) {
		tell("list takes one word: eligible or active.", "See `myroles list --help`.");
		return EXIT_USAGE;
	}
	SessionList list = is_eligible ? SESSION_ELIGIBLE : SESSION_ACTIVE;
	ExitCode code = EXIT_DONE;
	g_auto(Session) session = { 0 };
	if (!session_open(&session, options, &code))
		return code;
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = session_load(&session, list, &as_of);
	if (rows == NULL)
		return EXIT_INTERRUPTED;
	if (options->is_json)
		print_json(&session, rows, list, as_of);
	else
		print_rows(&session, rows, list);
	return session_report(&session, rows->len > 0);
}
