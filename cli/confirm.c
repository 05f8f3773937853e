#include "cli/confirm.h"

#include <string.h>

#include "cli/ask.h"
#include "frontend/subject.h"

/* Case and blanks around it are no matter, as in the dashboard. */
static bool is_name(const char *typed, const char *name)
{
	g_autofree char *stripped = g_strstrip(g_strdup(typed));
	g_autofree char *one = g_utf8_casefold(stripped, -1);
	g_autofree char *other = g_utf8_casefold(name, -1);
	return strcmp(one, other) == 0;
}

static bool is_among(char *const *typed, const char *name)
{
	for (size_t i = 0; typed != NULL && typed[i] != NULL; i++) {
		if (is_name(typed[i], name))
			return true;
	}
	return false;
}

static bool is_asked_before(const GPtrArray *subjects, guint end)
{
	const Subject *subject = subjects->pdata[end];
	for (guint i = 0; i < end; i++) {
		const Subject *other = subjects->pdata[i];
		if (strcmp(role_label(&other->role), role_label(&subject->role)) == 0)
			return true;
	}
	return false;
}

/* "Reader on rg-payments, Reader on sub-dev": all of that role. The caller frees. */
static char *list_of_role(const GPtrArray *subjects, const char *role)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < subjects->len; i++) {
		const Subject *subject = subjects->pdata[i];
		if (strcmp(role_label(&subject->role), role) != 0)
			continue;
		g_autofree char *what = subject_words(subject);
		g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", what);
	}
	return g_string_free(text, FALSE);
}

static bool confirm_role(Session *session, const GPtrArray *subjects, const char *role)
{
	g_autofree char *what = list_of_role(subjects, role);
	if (!ask_is_possible()) {
		tell_format("%s: this account wants the role's name typed (confirm=typed). Nothing "
			    "was sent. Give --confirm '%s'.",
			    what, role);
		return false;
	}
	g_autofree char *prompt = g_strdup_printf("%s. To activate it, type %s", what, role);
	g_autofree char *typed = session_ask(session, prompt);
	if (typed != NULL && is_name(typed, role))
		return true;
	if (!session->is_interrupted)
		tell("That is something else. Nothing was sent.", NULL);
	return false;
}

static bool wants_names(const Session *session, const char *account)
{
	const AccountSettings *settings = settings_find_account(session->settings, account);
	return settings != NULL && settings->guard.is_typed;
}

bool confirm_by_name(Session *session, const char *account, const GPtrArray *subjects,
		     char *const *typed)
{
	if (!wants_names(session, account))
		return true;
	for (guint i = 0; i < subjects->len; i++) {
		const char *role = role_label(&((const Subject *)subjects->pdata[i])->role);
		if (!is_asked_before(subjects, i) && !is_among(typed, role) &&
		    !confirm_role(session, subjects, role))
			return false;
	}
	return true;
}
