#include "src/model/change.h"

static const char *const words[CHANGE_KINDS] = {
	[CHANGE_NEW] = "new",
	[CHANGE_GONE] = "gone",
	[CHANGE_SHORTENED] = "shortened",
	[CHANGE_NEAR] = "near",
	[CHANGE_MAXIMUM] = "maximum",
	[CHANGE_APPROVAL] = "approval",
	[CHANGE_CONTEXT] = "context",
	[CHANGE_MFA] = "mfa",
	[CHANGE_TICKET] = "ticket",
	[CHANGE_REASON] = "reason",
	[CHANGE_PERMISSIONS] = "permissions",
};

Change *change_new(ChangeKind kind, const Grant *grant, Instant at)
{
	Change *change = g_new0(Change, 1);
	change->kind = kind;
	change->at = at;
	grant_copy(&change->grant, grant);
	return change;
}

void change_free(Change *change)
{
	if (change == NULL)
		return;
	grant_clear(&change->grant);
	g_free(change->lost);
	g_free(change->gained);
	g_free(change);
}

const char *change_kind_word(ChangeKind kind)
{
	return (unsigned)kind < CHANGE_KINDS ? words[kind] : "";
}

ChangeKind change_kind_from_word(const char *word)
{
	int kind = 0;
	while (kind < CHANGE_KINDS && g_ascii_strcasecmp(words[kind], word) != 0)
		kind++;
	return (ChangeKind)kind;
}

bool change_is_nearer(Instant end, Instant than)
{
	return end != 0 && (than == 0 || end < than);
}

/* ---- settings ---- */

static void add_demand(GPtrArray *changes, ChangeKind kind, const Grant *grant, Instant at,
		       bool before, bool after)
{
	if (after && !before)
		g_ptr_array_add(changes, change_new(kind, grant, at));
}

static char *join(const GPtrArray *lines)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; lines != NULL && i < lines->len; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? "\n" : "",
				       (const char *)lines->pdata[i]);
	return g_string_free(text, FALSE);
}

GPtrArray *change_compare_policies(const Grant *grant, const Policy *before, const Policy *after,
				   Instant at)
{
	GPtrArray *changes = g_ptr_array_new_with_free_func((GDestroyNotify)change_free);
	if (after->maximum != 0 && (before->maximum == 0 || after->maximum < before->maximum)) {
		Change *change = change_new(CHANGE_MAXIMUM, grant, at);
		change->before = before->maximum;
		change->after = after->maximum;
		g_ptr_array_add(changes, change);
	}
	if (after->needs_approval && !before->needs_approval) {
		Change *change = change_new(CHANGE_APPROVAL, grant, at);
		change->gained = join(after->approvers);
		g_ptr_array_add(changes, change);
	}
	if (after->context != NULL && g_strcmp0(before->context, after->context) != 0) {
		Change *change = change_new(CHANGE_CONTEXT, grant, at);
		change->lost = g_strdup(before->context);
		change->gained = g_strdup(after->context);
		g_ptr_array_add(changes, change);
	}
	add_demand(changes, CHANGE_MFA, grant, at, before->needs_mfa, after->needs_mfa);
	add_demand(changes, CHANGE_TICKET, grant, at, before->needs_ticket, after->needs_ticket);
	add_demand(changes, CHANGE_REASON, grant, at, before->needs_justification,
		   after->needs_justification);
	return changes;
}

/* ---- definitions ---- */

static GHashTable *set_of(char **lines)
{
	GHashTable *set = g_hash_table_new(g_str_hash, g_str_equal);
	for (char **line = lines; *line != NULL; line++)
		g_hash_table_add(set, *line);
	return set;
}

/* Lines that the set has not; NULL: it has all. */
static char *lines_beyond(char **lines, GHashTable *set)
{
	GString *text = g_string_new(NULL);
	for (char **line = lines; *line != NULL; line++) {
		if (**line != '\0' && !g_hash_table_contains(set, *line))
			g_string_append_printf(text, "%s%s", text->len > 0 ? "\n" : "", *line);
	}
	return g_string_free(text, text->len == 0);
}

Change *change_compare_permissions(const Grant *grant, const char *before, const char *after,
				   Instant at)
{
	g_auto(GStrv) old_lines = g_strsplit(before, "\n", -1);
	g_auto(GStrv) new_lines = g_strsplit(after, "\n", -1);
	g_autoptr(GHashTable) old_set = set_of(old_lines);
	g_autoptr(GHashTable) new_set = set_of(new_lines);
	g_autofree char *lost = lines_beyond(old_lines, new_set);
	g_autofree char *gained = lines_beyond(new_lines, old_set);
	if (lost == NULL && gained == NULL)
		return NULL;
	Change *change = change_new(CHANGE_PERMISSIONS, grant, at);
	change->lost = g_steal_pointer(&lost);
	change->gained = g_steal_pointer(&gained);
	return change;
}
