#include "frontend/reason.h"

#include <glib.h>
#include <string.h>

/* Each word of a reason that is made of these alone. */
static const char *const words[] = {
	"a",       "access",     "activate",    "activation", "admin",  "adm",  "as",
	"asdf",    "because",    "check",       "do",         "for",    "i",    "is",
	"it",      "job",        "just",        "me",         "my",     "n/a",  "na",
	"need",    "needed",     "needs",       "no",         "none",   "of",   "ok",
	"perform", "permission", "permissions", "pim",        "please", "pls",  "qwerty",
	"reason",  "require",    "required",    "role",       "stuff",  "task", "tasks",
	"temp",    "test",       "testing",     "the",        "things", "this", "to",
	"use",     "want",       "work",        "xxx",        "yes",
};

static bool is_empty_word(const char *word)
{
	bool has_other = false;
	for (const char *p = word; *p != '\0'; p = g_utf8_next_char(p))
		has_other |= g_utf8_get_char(p) != g_utf8_get_char(word);
	/* One letter again and again; a number or a sign alone may be one of a ticket. */
	if (!has_other && !g_unichar_isdigit(g_utf8_get_char(word)))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strcmp(words[i], word) == 0)
			return true;
	}
	return false;
}

bool reason_is_generic(const char *reason)
{
	if (reason == NULL)
		return false;
	g_autofree char *folded = g_utf8_casefold(reason, -1);
	g_auto(GStrv) parts = g_strsplit_set(folded, " .,;:!?-_'\"()", -1);
	bool has_text = false, has_word = false;
	for (char **part = parts; *part != NULL; part++) {
		has_word |= **part != '\0';
		if (**part != '\0' && !is_empty_word(*part))
			return false;
	}
	for (const char *p = reason; *p != '\0'; p++)
		has_text |= *p != ' ';
	return has_word || has_text;
}

const char *reason_advise(const char *reason)
{
	return reason_is_generic(reason)
		       ? "This reason says little to who reads it later: what is it for?"
		       : NULL;
}
