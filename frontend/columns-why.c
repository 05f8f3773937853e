/* Roles that permit what was denied, as columns. */
#include "frontend/columns-write.h"
#include "frontend/why-words.h"

static const Column columns[] = {
	{ "WAY", .is_whole = true },
	{ "ROLE" },
	{ "AT", .name = "scope" },
	{ "ELIGIBLE AT", .name = "eligible_at" },
	{ "PERMITS", .is_whole = true, .has_tone = true },
	{ "SCOPE ID", .is_plain_only = true },
	{ "ID", .is_plain_only = true },
	{ "COMMAND", .is_plain_only = true },
};

static const char *permits_word(const WhyRow *row)
{
	if (row->way != NULL)
		return row->way->is_certain ? "yes" : "under a condition";
	if (row->denied != NULL)
		return "denied";
	return row->unknown->reason == UNKNOWN_DEFINITION ? "not known" : "not known there";
}

static Tone tone(const Wording *wording, gconstpointer data)
{
	const WhyRow *row = data;
	(void)wording;
	if (row->way == NULL)
		return row->denied != NULL ? TONE_REFUSED : TONE_PAST;
	return row->way->is_certain ? TONE_GOOD : TONE_WARNING;
}

static void write_row(const Wording *wording, gconstpointer data, const char **cells,
		      GPtrArray *texts)
{
	const WhyRow *row = data;
	(void)wording;
	const Eligibility *eligibility = row->target != NULL   ? row->target->eligibility
					 : row->denied != NULL ? row->denied->row
							       : row->unknown->row;
	const Grant *grant = &eligibility->grant;
	const Scope *scope = row->target != NULL ? &row->target->scope : &grant->scope;
	WRITE(columns, row->number > 0 ? number(texts, row->number) : "", role_label(&grant->role),
	      scope_label(scope), scope_label(&grant->scope), permits_word(row), scope->id,
	      grant->id, row->command);
}

const Sheet why_sheet = SHEET(columns, write_row, tone);
