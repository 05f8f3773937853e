#include "frontend/problem-words.h"

#include <string.h>

#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyz-"

/* "{sign-in}" at the beginning of a text: the length of the name in it; 0: no action is named here. */
static size_t action_length(const char *text)
{
	const size_t length = *text == '{' ? strspn(text + 1, NAME_LETTERS) : 0;
	return text[length + 1] == '}' ? length : 0;
}

static void append_action(GString *step, const Wording *wording, const char *name, size_t length)
{
	g_autofree char *action = g_strndup(name, length);
	const char *how = wording->name_action != NULL
				  ? wording->name_action(action, wording->namer_data)
				  : NULL;
	if (how != NULL)
		g_string_append_printf(step, " with %s", how);
}

char *problem_next_step(const Wording *wording, const Problem *problem)
{
	if (problem->hint == NULL)
		return NULL;
	GString *step = g_string_new(NULL);
	for (const char *at = problem->hint; *at != '\0';) {
		const size_t length = action_length(at);
		if (length > 0)
			append_action(step, wording, at + 1, length);
		else
			g_string_append_c(step, *at);
		at += length > 0 ? length + 2 : 1;
	}
	return g_string_free(step, FALSE);
}

char *problem_words(const Wording *wording, const Problem *problem)
{
	g_autofree char *step = problem_next_step(wording, problem);
	return g_strconcat(problem->message, step != NULL ? " " : "", step, NULL);
}

bool problem_is_unconfirmed(const Problem *problem)
{
	return g_strcmp0(problem->code, "not-confirmed") == 0;
}

const char *problem_opening(const Problem *problem)
{
	if (problem_is_unconfirmed(problem))
		return "";
	switch (problem->kind) {
	case PROBLEM_REFUSED:
	case PROBLEM_STEP_UP:
	case PROBLEM_NOT_ALLOWED:
		return "Refused: ";
	case PROBLEM_CHANGED:
		return "Changed: ";
	case PROBLEM_ALREADY:
		return "";
	case PROBLEM_UNKNOWN_OUTCOME:
		return "Outcome unknown: ";
	case PROBLEM_CANCELED:
		return "Canceled: ";
	default:
		return "Failed: ";
	}
}
