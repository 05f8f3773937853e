#include "frontend/change-words.h"

#include <string.h>

#include "frontend/grant-words.h"
#include "src/model/duration.h"

/* How each kind is counted in a summary: those that read alike are one number. */
static const struct {
	ChangeArea area;
	const char *one, *many;
} kinds[CHANGE_KINDS] = {
	[CHANGE_NEW] = { CHANGE_OF_ELIGIBILITY, "new", "new" },
	[CHANGE_GONE] = { CHANGE_OF_ELIGIBILITY, "gone", "gone" },
	[CHANGE_SHORTENED] = { CHANGE_OF_ELIGIBILITY, "ends sooner", "end sooner" },
	[CHANGE_NEAR] = { CHANGE_OF_ELIGIBILITY, "ends soon", "end soon" },
	[CHANGE_MAXIMUM] = { CHANGE_OF_SETTINGS, "setting tighter", "settings tighter" },
	[CHANGE_APPROVAL] = { CHANGE_OF_SETTINGS, "setting tighter", "settings tighter" },
	[CHANGE_CONTEXT] = { CHANGE_OF_SETTINGS, "setting tighter", "settings tighter" },
	[CHANGE_MFA] = { CHANGE_OF_SETTINGS, "setting tighter", "settings tighter" },
	[CHANGE_TICKET] = { CHANGE_OF_SETTINGS, "setting tighter", "settings tighter" },
	[CHANGE_REASON] = { CHANGE_OF_SETTINGS, "setting tighter", "settings tighter" },
	[CHANGE_PERMISSIONS] = { CHANGE_OF_DEFINITION, "role redefined", "roles redefined" },
};

ChangeArea change_area(ChangeKind kind)
{
	return (unsigned)kind < CHANGE_KINDS ? kinds[kind].area : CHANGE_OF_ELIGIBILITY;
}

const char *change_area_title(ChangeArea area)
{
	static const char *const titles[CHANGE_AREAS] = {
		[CHANGE_OF_ELIGIBILITY] = "What you may activate",
		[CHANGE_OF_SETTINGS] = "What roles ask for",
		[CHANGE_OF_DEFINITION] = "What roles permit",
	};
	return titles[area];
}

/* ---- one ---- */

static char *until_words(const Wording *wording, const Change *change)
{
	g_autofree char *what = grant_words(&change->grant, NULL);
	g_autofree char *end = change->after != 0 ? wording_time(wording, change->after) : NULL;
	g_autofree char *before = change->before != 0 ? wording_time(wording, change->before)
						      : g_strdup("without an end");
	const bool is_over = change->after != 0 && change->after <= change->at;
	switch (change->kind) {
	case CHANGE_NEW:
		return end != NULL ? g_strdup_printf("%s is new, until %s.", what, end)
				   : g_strdup_printf("%s is new.", what);
	case CHANGE_GONE:
		return is_over ? g_strdup_printf("%s is over: it ended %s.", what, end)
			       : g_strdup_printf("%s is gone: you may not activate it any more.",
						 what);
	case CHANGE_SHORTENED:
		return g_strdup_printf("%s ends %s; it was %s.", what, end, before);
	default:
		return g_strdup_printf("%s ends %s.", what, end);
	}
}

static char *maximum_words(const char *what, const Change *change)
{
	g_autofree char *after = duration_format(change->after);
	g_autofree char *before = change->before != 0 ? duration_format(change->before) : NULL;
	return before != NULL ? g_strdup_printf("%s is given for %s at most; it was %s.", what,
						after, before)
			      : g_strdup_printf("%s is given for %s at most.", what, after);
}

static char *approval_words(const char *what, const char *names)
{
	g_auto(GStrv) all = g_strsplit(names != NULL ? names : "", "\n", -1);
	g_autofree char *joined = g_strjoinv(", ", all);
	return g_strdup_printf("%s needs an approval now%s%s.", what, *joined != '\0' ? " by " : "",
			       joined);
}

static char *context_words(const char *what, const Change *change)
{
	return change->lost != NULL
		       ? g_strdup_printf("%s needs a sign-in with context %s now; it was %s.", what,
					 change->gained, change->lost)
		       : g_strdup_printf("%s needs a sign-in with context %s now.", what,
					 change->gained);
}

static guint count_lines(const char *text)
{
	guint count = text != NULL && *text != '\0';
	for (const char *cursor = text; cursor != NULL && *cursor != '\0'; cursor++)
		count += *cursor == '\n';
	return count;
}

/* Of the role everywhere: the scope is not named. */
static char *permission_words(const Change *change)
{
	const guint gained = count_lines(change->gained), lost = count_lines(change->lost);
	const char *role = role_label(&change->grant.role);
	if (lost == 0)
		return g_strdup_printf("%s permits more: %u %s.", role, gained,
				       gained == 1 ? "entry" : "entries");
	if (gained == 0)
		return g_strdup_printf("%s permits less: %u %s.", role, lost,
				       lost == 1 ? "entry" : "entries");
	return g_strdup_printf("%s permits other things: %u more, %u less.", role, gained, lost);
}

char *change_words(const Wording *wording, const Change *change)
{
	g_autofree char *what = grant_words(&change->grant, NULL);
	switch (change->kind) {
	case CHANGE_MAXIMUM:
		return maximum_words(what, change);
	case CHANGE_APPROVAL:
		return approval_words(what, change->gained);
	case CHANGE_CONTEXT:
		return context_words(what, change);
	case CHANGE_MFA:
		return g_strdup_printf("%s needs a second factor now.", what);
	case CHANGE_TICKET:
		return g_strdup_printf("%s needs a ticket now.", what);
	case CHANGE_REASON:
		return g_strdup_printf("%s needs a reason now.", what);
	case CHANGE_PERMISSIONS:
		return permission_words(change);
	default:
		return until_words(wording, change);
	}
}

/* ---- all ---- */

char *changes_summary(const GPtrArray *changes, const char *key)
{
	guint counts[CHANGE_KINDS] = { 0 };
	if (changes->len == 0)
		return NULL;
	/* A kind that reads as the one before is counted with it. */
	for (guint i = 0; i < changes->len; i++) {
		ChangeKind kind = ((const Change *)changes->pdata[i])->kind;
		if ((unsigned)kind >= CHANGE_KINDS)
			continue;
		while (kind > 0 && strcmp(kinds[kind - 1].many, kinds[kind].many) == 0)
			kind--;
		counts[kind]++;
	}
	GString *text = g_string_new(NULL);
	g_string_append_printf(text, "%u %s", changes->len,
			       changes->len == 1 ? "change" : "changes");
	if (key != NULL)
		g_string_append_printf(text, " (%s)", key);
	const char *separator = ": ";
	for (int kind = 0; kind < CHANGE_KINDS; kind++) {
		if (counts[kind] == 0)
			continue;
		g_string_append_printf(text, "%s%u %s", separator, counts[kind],
				       counts[kind] == 1 ? kinds[kind].one : kinds[kind].many);
		separator = ", ";
	}
	return g_string_free(text, FALSE);
}
