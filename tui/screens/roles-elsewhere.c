/* Rows of other accounts in the active pane: shown as they were known last, and nothing is done with them. */
#include "tui/core/words.h"
#include "tui/dialogs/details.h"
#include "tui/screens/roles.h"

const Elsewhere *roles_elsewhere(const State *state, gconstpointer assignment)
{
	return known_others_find(&state->others, assignment);
}

const Elsewhere *roles_selected_elsewhere(const State *state)
{
	const Row *row = pane_selected(roles_pane(state, ROLES_ACTIVE));
	return row != NULL ? roles_elsewhere(state, row->assignment) : NULL;
}

const char *roles_refuse_elsewhere(const State *state)
{
	return roles_have_focus(state, ROLES_ACTIVE) && roles_selected_elsewhere(state) != NULL
		       ? state->others.refusal
		       : NULL;
}

void elsewhere_open(Update *update)
{
	const char *refusal = roles_refuse_elsewhere(update->state);
	if (refusal != NULL)
		update_notice(update, NOTICE_INFO, "%s", refusal);
	else
		details_open(update);
}

void elsewhere_run(Update *update)
{
	const State *state = update->state;
	known_others_toggle(update);
	if (!state->others.is_shown)
		update_notice(update, NOTICE_INFO,
			      "The active roles of other accounts are not shown any more.");
}

/* "as of 13:02" */
char *elsewhere_as_of(const State *state, const Elsewhere *elsewhere)
{
	g_autofree char *at = state_local(state, elsewhere->as_of);
	return g_strdup_printf("as of %s", at);
}

char *elsewhere_who(const Elsewhere *elsewhere)
{
	const Account *account = elsewhere->account;
	return account->upn != NULL && *account->upn != '\0'
		       ? g_strdup_printf("%s in %s", account->upn, elsewhere_tenant(elsewhere))
		       : g_strdup(elsewhere_tenant(elsewhere));
}

/* Whose it is comes first: on a narrow screen it is all that there is room for. */
char *elsewhere_words(const State *state, const Elsewhere *elsewhere, const char *what,
		      const char *until)
{
	const Account *account = elsewhere->account;
	g_autofree char *as_of = elsewhere_as_of(state, elsewhere);
	const bool has_name = account->upn != NULL && *account->upn != '\0';
	const char *active = elsewhere->assignment->grant.end > 0 ? "active " : "active, ";
	return g_strdup_printf("In %s, %s: %s, %s%s; held by %s (account %s)",
			       elsewhere_tenant(elsewhere), as_of, what, active, until,
			       has_name ? account->upn : "you", elsewhere->name);
}
