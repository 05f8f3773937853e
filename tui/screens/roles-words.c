/* What the Roles screen says: of the row with the focus, and where it has no rows. */
#include "frontend/grant-words.h"
#include "frontend/open-requests.h"
#include "frontend/policy-words.h"
#include "frontend/request-words.h"
#include "src/model/workload.h"
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

/* The activation of it at that very scope that is under way; NULL: none. */
static const Request *find_asked(const State *state, const Grant *wanted, const Scope *target)
{
	const GPtrArray *open = state->requests.open;
	for (guint i = 0; i < open->len; i++) {
		const Request *request = g_ptr_array_index(open, i);
		if (request->kind == REQUEST_ACTIVATE && request_is_open(request) &&
		    request->workload == wanted->workload && request->access == wanted->access &&
		    g_ascii_strcasecmp(role_guid(request->role.id), role_guid(wanted->role.id)) ==
			    0 &&
		    scope_id_equal(request->scope.id, target->id))
			return request;
	}
	return NULL;
}

/* What is at the scope already: "active until 14:16", "waiting for approval"; narrow lists have no NOW. NULL: nothing. */
static char *there_words(const State *state, const Eligibility *eligibility, const Scope *target)
{
	const Assignment *active = known_lists_find_active_for(&state->lists, eligibility, target);
	if (active != NULL) {
		g_autofree char *until = state_until(state, &active->grant);
		return g_strdup_printf("active %s", until);
	}
	const Wording wording = state_wording(state);
	const Request *asked = find_asked(state, &eligibility->grant, target);
	if (asked != NULL)
		return request_words_short(&wording, asked);
	/* Of a role that can be narrowed, another scope may have been refused. */
	const Now *now = now_find(state, eligibility->grant.id);
	const bool is_here = now != NULL && now->kind == NOW_REFUSED &&
			     !workload_info(eligibility->grant.workload)->can_narrow_scope;
	return is_here ? now_words(state, now) : NULL;
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
	g_autofree char *there = there_words(state, eligibility, scope);
	g_autofree char *now = there != NULL ? g_strconcat(there, "; ", NULL) : g_strdup("");

	if (entry == NULL)
		return g_strdup_printf("%s%s%s", what, there != NULL ? ": " : "",
				       there != NULL ? there : "");
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
