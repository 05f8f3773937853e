#include "frontend/columns-write.h"
#include "frontend/holding-words.h"

static const Column holding_columns[] = {
	{ "ID", .is_plain_only = true },
	{ "WORKLOAD", .is_plain_only = true },
	{ "WHO", .is_plain_only = true },
	{ "WHO", .is_table_only = true },
	{ "ROLE" },
	{ "SCOPE" },
	{ "ACCESS", .is_plain_only = true },
	{ "SINCE", .exact = "START", .is_table_only = true, .is_whole = true },
	{ "UNTIL", .exact = "END", .is_table_only = true, .is_whole = true, .has_tone = true },
	{ "WHY", .exact = "REASON", .is_table_only = true },
	{ "ASSIGNMENT", .is_plain_only = true }, /* "activated", "assigned" */
	{ "MEMBER", .is_plain_only = true },
	{ "START", .is_plain_only = true },
	{ "END", .is_plain_only = true },
	{ "REASON", .is_plain_only = true },
	{ "TICKET", .is_plain_only = true },
	{ "HOLDER", .is_plain_only = true }, /* "group" or nothing */
	{ "WHO ID", .is_plain_only = true },
	{ "ROLE ID", .is_plain_only = true },
	{ "SCOPE ID", .is_plain_only = true },
};

static void write_holding(const Wording *wording, gconstpointer row, const char **cells,
			  GPtrArray *texts)
{
	const Holding *holding = row;
	const Assignment *assignment = holding->assignment;
	const Grant *grant = &assignment->grant;
	WRITE(holding_columns, grant->id, workload_info(grant->workload)->name,
	      holding_who(holding), keep(texts, holding_who_words(holding)),
	      role_label(&grant->role), scope_label(&grant->scope),
	      grant->access != ACCESS_NONE ? access_word(grant->access) : "",
	      grant->start != 0 ? keep(texts, wording_time(wording, grant->start)) : "",
	      grant->end != 0 ? keep(texts, wording_time(wording, grant->end)) : "permanent",
	      holding_why(holding),
	      assignment->assignment_type != ASSIGNMENT_UNKNOWN
		      ? assignment_type_word(assignment->assignment_type)
		      : "",
	      member_type_word(grant->member_type), keep(texts, instant_format(grant->start)),
	      keep(texts, instant_format(grant->end)), holding->justification,
	      holding->ticket_number, holding->is_of_group ? "group" : "", grant->holder.id,
	      grant->role.id, grant->scope.id);
}

static Tone holding_tone(const Wording *wording, gconstpointer row)
{
	const Holding *holding = row;
	return assignment_sheet.tone(wording, holding->assignment);
}

const Sheet holding_sheet = SHEET(holding_columns, write_holding, holding_tone);
