#include "frontend/columns.h"

#include "frontend/alike.h"
#include "frontend/change-words.h"
#include "frontend/columns-write.h"
#include "frontend/nearness.h"
#include "frontend/problem-words.h"
#include "frontend/totals.h"
#include "src/model/account.h"
#include "src/model/duration.h"
#include "src/model/finding.h"

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
	{ "LEFT", .exact = "END", .is_table_only = true, .is_whole = true, .has_tone = true },
	{ "MEMBER", .is_plain_only = true },
	{ "START", .is_plain_only = true },
	{ "END", .is_plain_only = true },
	{ "UNTIL", .exact = "END", .is_table_only = true, .is_whole = true },
	{ "ROLE ID", .is_plain_only = true },
	{ "SCOPE ID", .is_plain_only = true },
	{ "STATE", .is_plain_only = true }, /* "stale" or nothing */
	{ "AS OF", .is_plain_only = true },
	{ "AS OF", .is_table_only = true, .is_whole = true, .has_tone = true },
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

static bool is_stale(const Wording *wording, gconstpointer row)
{
	return wording->stale != NULL && g_hash_table_contains(wording->stale, row);
}

static Tone eligibility_tone(const Wording *wording, gconstpointer row)
{
	return is_stale(wording, row) ? TONE_WARNING : TONE_NONE;
}

static Tone assignment_tone(const Wording *wording, gconstpointer row)
{
	static const Tone tones[] = {
		[NEARNESS_NONE] = TONE_GOOD,    [NEARNESS_FAR] = TONE_GOOD,
		[NEARNESS_SOON] = TONE_WARNING, [NEARNESS_URGENT] = TONE_URGENT,
		[NEARNESS_ENDED] = TONE_PAST,
	};
	if (is_stale(wording, row))
		return TONE_WARNING;
	return tones[grant_nearness(&((const Assignment *)row)->grant, wording->now)];
}

const Sheet eligibility_sheet = SHEET(grant_columns, write_eligibility, eligibility_tone);
const Sheet assignment_sheet = SHEET(grant_columns, write_assignment, assignment_tone);

/* ---- How often roles are used ------------------------------------------------------------------ */

static const Column total_columns[] = {
	{ "WHAT" },
	{ "TIMES", .is_whole = true },
	{ "IN ALL", .exact = "SECONDS", .is_table_only = true, .is_whole = true },
	{ "SECONDS", .is_plain_only = true },
	{ "MEDIAN", .exact = "MEDIAN SECONDS", .is_table_only = true, .is_whole = true },
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

const Sheet total_sheet = SHEET(total_columns, write_total, NULL);

static const Column unused_columns[] = {
	{ "ID", .is_plain_only = true },
	{ "WORKLOAD", .is_whole = true },
	{ "ROLE" },
	{ "SCOPE" },
	{ "LAST USED", .is_table_only = true, .is_whole = true },
	{ "LAST USED", .is_plain_only = true },
	{ "ELIGIBLE UNTIL", .exact = "END", .is_table_only = true, .is_whole = true },
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

const Sheet unused_sheet = SHEET(unused_columns, write_unused, NULL);

static const Column change_columns[] = {
	{ "NUMBER", .is_plain_only = true },
	{ "WHEN", .exact = "NOTICED", .is_table_only = true, .is_whole = true },
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

const Sheet change_sheet = SHEET(change_columns, write_change, NULL);

/* ---- Scopes, accounts, findings --------------------------------------------------------------- */

static const Column scope_columns[] = {
	{ "TYPE", .is_whole = true },
	{ "NAME" },
	{ "ID" },
};

static void write_scope(const Wording *wording, gconstpointer row, const char **cells,
			GPtrArray *texts)
{
	const Scope *scope = row;
	(void)wording;
	(void)texts;
	WRITE(scope_columns, scope_type_word(scope->type), scope_label(scope), scope->id);
}

const Sheet scope_sheet = SHEET(scope_columns, write_scope, NULL);

static const Column account_columns[] = {
	{ "NAME", .is_whole = true },
	{ "ACCOUNT" },
	{ "TENANT" },
	{ "CLOUD", .is_whole = true },
	{ "IN USE", .is_whole = true, .has_tone = true }, /* "current", "guest" or nothing */
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

static Tone account_tone(const Wording *wording, gconstpointer row)
{
	(void)wording;
	return ((const KnownAccount *)row)->is_current ? TONE_GOOD : TONE_NONE;
}

const Sheet account_sheet = SHEET(account_columns, write_account, account_tone);

static const Column finding_columns[] = {
	{ "STATE", .is_whole = true, .has_tone = true },
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

static Tone finding_tone(const Wording *wording, gconstpointer row)
{
	static const Tone tones[] = {
		[FINDING_OK] = TONE_GOOD,
		[FINDING_WARNING] = TONE_WARNING,
		[FINDING_FAILED] = TONE_FAILED,
	};
	(void)wording;
	return tones[((const Finding *)row)->state];
}

const Sheet finding_sheet = SHEET(finding_columns, write_finding, finding_tone);
