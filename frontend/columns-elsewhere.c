#include "frontend/columns-write.h"
#include "src/model/elsewhere.h"

static const Column elsewhere_columns[] = {
	{ "ID", .is_plain_only = true },
	{ "WORKLOAD", .is_plain_only = true },
	{ "ROLE" },
	{ "SCOPE" },
	{ "ACCESS", .is_plain_only = true },
	{ "TENANT" },
	{ "ACCOUNT" },
	{ "UNTIL", .exact = "END", .is_table_only = true, .is_whole = true, .has_tone = true },
	{ "AS OF", .is_table_only = true, .is_whole = true },
	{ "END", .is_plain_only = true },
	{ "AS OF", .is_plain_only = true },
	{ "WHO", .is_plain_only = true },
	{ "ROLE ID", .is_plain_only = true },
	{ "SCOPE ID", .is_plain_only = true },
	{ "TENANT ID", .is_plain_only = true },
	{ "WHO ID", .is_plain_only = true },
};

static void write_elsewhere(const Wording *wording, gconstpointer row, const char **cells,
			    GPtrArray *texts)
{
	const Elsewhere *elsewhere = row;
	const Account *account = elsewhere->account;
	const Grant *grant = &elsewhere->assignment->grant;
	WRITE(elsewhere_columns, grant->id, workload_info(grant->workload)->name,
	      role_label(&grant->role), scope_label(&grant->scope),
	      grant->access != ACCESS_NONE ? access_word(grant->access) : "",
	      elsewhere_tenant(elsewhere), elsewhere->name,
	      grant->end != 0 ? keep(texts, wording_time(wording, grant->end)) : "permanent",
	      keep(texts, wording_time(wording, elsewhere->as_of)),
	      keep(texts, instant_format(grant->end)),
	      keep(texts, instant_format(elsewhere->as_of)), account->upn, grant->role.id,
	      grant->scope.id, account->tid, account->oid);
}

/* What nobody asked for just now is old, however long it lasts. */
static Tone elsewhere_tone(const Wording *wording, gconstpointer row)
{
	const Elsewhere *elsewhere = row;
	return elsewhere->is_current ? assignment_sheet.tone(wording, elsewhere->assignment)
				     : TONE_WARNING;
}

const Sheet elsewhere_sheet = SHEET(elsewhere_columns, write_elsewhere, elsewhere_tone);
