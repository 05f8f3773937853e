#include "cli/resolve.h"

#include <stdio.h>

#define CANDIDATES_SHOWN 20

bool is_in_a_failed_list(const Session *session, const GPtrArray *grants, const char *role)
{
	return session->problems->len > 0 && !grants_have_role(grants, role);
}

void tell_candidates(Refusal *refusal, const char *code, const char *message,
		     const GPtrArray *grants)
{
	refusal_tell(refusal, code, message);
	refusal_expect(refusal, grants);
	for (guint i = 0; i < grants->len && i < CANDIDATES_SHOWN; i++)
		refusal_add(refusal, g_ptr_array_index(grants, i), NULL);
	if (grants->len > CANDIDATES_SHOWN)
		fprintf(stderr, "  and %u more\n", grants->len - CANDIDATES_SHOWN);
}

bool tell_doubtful(const Selection *selection, const GPtrArray *grants, Refusal *refusal)
{
	const char *word = NULL;
	if (selection_is_doubtful(selection, grants, &word)) {
		const bool is_role = word == selection->role_alias;
		g_autofree char *message = g_strdup_printf(
			"\"%s\" is the name of a %s here, and in [alias] it stands for "
			"\"%s\". Nothing was sent. Say which by the id.",
			word, is_role ? "role" : "scope",
			is_role ? selection->role : selection->scope);
		refusal_tell(refusal, REFUSAL_AMBIGUOUS, message);
		return true;
	}
	if (selection->role_alias != NULL)
		tell_progress("\"%s\" stands for \"%s\".", selection->role_alias, selection->role);
	if (selection->scope_alias != NULL)
		tell_progress("\"%s\" stands for \"%s\".", selection->scope_alias,
			      selection->scope);
	return false;
}

static char *choice_words(const Selection *selection, const Choice *choice, const char *what)
{
	const guint count = choice->grants->len;
	switch (choice->kind) {
	case CHOICE_NONE:
		return count > 0 ? g_strdup_printf("No %s role is called \"%s\". Did you mean one "
						   "of these?",
						   what, selection->role)
				 : g_strdup_printf("No %s role is called \"%s\". `myroles list "
						   "%s` shows what there is.",
						   what, selection->role, what);
	case CHOICE_ELSEWHERE:
		return g_strdup_printf("\"%s\" is %s at another scope than \"%s\":",
				       selection->role, what, selection->scope);
	case CHOICE_SEVERAL:
	case CHOICE_ONE:
		break;
	}
	return g_strdup_printf("%u %s roles match. Nothing was sent. Say which by its scope's id, "
			       "or by its own id as --role:",
			       count, what);
}

const Grant *choose_grant(const Selection *selection, const GPtrArray *grants, const char *what,
			  Refusal *refusal)
{
	g_auto(Choice) choice = selection_choose(selection, grants);
	if (choice.kind == CHOICE_ONE)
		return g_ptr_array_index(choice.grants, 0);
	g_autofree char *message = choice_words(selection, &choice, what);
	tell_candidates(refusal,
			choice.kind == CHOICE_SEVERAL ? REFUSAL_AMBIGUOUS : REFUSAL_UNKNOWN,
			message, choice.grants);
	return NULL;
}
