/* What the Roles screen says: of the row with the focus, and where it has no rows. */
#include "frontend/grant-words.h"
#include "frontend/policy-words.h"
#include "tui/core/words.h"
#include "tui/screens/roles.h"

/* "Reader on rg-payments: active until 14:16, through sg-network" */
static char *active_line(const State *state)
{
	const Elsewhere *elsewhere = roles_selected_elsewhere(state);
	const Assignment *assignment =
		elsewhere != NULL ? elsewhere->assignment : roles_selected_active(state);
	if (assignment == NULL)
		return g_strdup("");
	const Grant *grant = &assignment->grant;
	g_autofree char *what = grant_words(grant, NULL);
	g_autofree char *until = state_until(state, grant);
	if (elsewhere != NULL)
		return elsewhere_words(state, elsewhere, what, until);
	bool is_standing = assignment->assignment_type == ASSIGNMENT_ASSIGNED;
	const char *kind = is_standing ? "standing, " : grant->end ? "active " : "active, ";
	bool is_group = grant->member_type == MEMBER_GROUP;
	const char *holder = grant->holder.name != NULL ? grant->holder.name : "a group";
	return g_strdup_printf(
		"%s: %s%s%s%s%s", what, grant->end && grant->end <= state->now ? "" : kind, until,
		is_group ? ", through " : "", is_group ? holder : "",
		assignment->is_unconfirmed   ? "; not confirmed: the service did not answer"
		: assignment->is_provisional ? "; not yet in the service's list"
					     : "");
}

/* "Contributor on rg-payments: up to 8h, reason + ticket, approval by SecOps"; "" when no row has the focus. */
char *roles_words(const State *state)
{
	const Eligibility *eligibility = roles_selected(state);
	if (roles_have_focus(state, ROLES_ACTIVE))
		return active_line(state);
	if (roles_have_focus(state, ROLES_DORMANT))
		return dormant_words(state);
	if (eligibility == NULL)
		return g_strdup("");
	const Wording wording = state_wording(state);
	const Scope *scope = known_scopes_target(&state->scopes, eligibility);
	const PolicyEntry *entry =
		known_policies_find(&state->policies, eligibility->grant.id, scope->id);
	g_autofree char *what = grant_words(&eligibility->grant, scope);
	const Assignment *active = known_lists_find_active_for(&state->lists, eligibility, scope);
	g_autofree char *until = active != NULL ? state_until(state, &active->grant) : NULL;
	g_autofree char *now =
		active != NULL ? g_strdup_printf("active %s; ", until) : g_strdup("");

	if (entry == NULL)
		return g_strdup_printf("%s%s%s", what, active != NULL ? ": active " : "",
				       active != NULL ? until : "");
	if (entry->policy == NULL)
		return g_strdup_printf("%s: %sreading what it needs%s", what, now,
				       wording_ellipsis(&wording));
	g_autofree char *words = policy_describe(entry->policy);
	g_autofree char *near = dormant_near_words(state, &eligibility->grant);
	return g_strdup_printf("%s: %s%s%s", what, now, near, words);
}

static char *signed_out_words(const State *state)
{
	const Action *action = action_table_find(state->actions, "sign-in");
	const char *key = action != NULL ? keymap_key(state->keymap, action) : NULL;
	return key != NULL ? g_strdup_printf("You are not signed in. %s signs in.", key)
			   : g_strdup("You are not signed in.");
}

char *roles_active_empty(const State *state)
{
	return known_lists_are_signed_out(state)
		       ? signed_out_words(state)
		       : state_empty_words(state, LIST_ASSIGNMENTS, "No role is active.");
}

char *roles_eligible_empty(const State *state)
{
	return known_lists_are_signed_out(state)
		       ? signed_out_words(state)
		       : state_empty_words(state, LIST_ELIGIBILITIES,
					   "Nothing eligible here: no role was found that this "
					   "account may activate.");
}

char *roles_scope_title(const State *state)
{
	const Eligibility *eligibility = roles_selected(state);
	return eligibility != NULL
		       ? g_strdup_printf("Scope for %s", role_label(&eligibility->grant.role))
		       : g_strdup("Scope");
}
