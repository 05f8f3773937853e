/* Who else is active where the focus is. */
#include "tui/dialogs/holders.h"
#include "tui/screens/roles.h"

/* The scope pane's own scope, else where the row would be activated, or is held. NULL: there is none. */
static const Scope *find_scope(const State *state, WorkloadId *workload)
{
	const Row *row = pane_selected(state->focus);
	const Eligibility *eligible = roles_selected(state);
	if (roles_have_focus(state, ROLES_SCOPE) || roles_have_focus(state, ROLES_ELIGIBLE)) {
		const ScopeNode *node =
			roles_have_focus(state, ROLES_SCOPE) ? roles_selected_scope(state) : NULL;
		if (roles_needs_meant(state) != NULL)
			return NULL;
		*workload = eligible->grant.workload;
		return node != NULL ? &node->scope : known_scopes_target(&state->scopes, eligible);
	}
	const Grant *grant = row != NULL ? row_grant(row) : NULL;
	if (grant == NULL)
		return NULL;
	*workload = grant->workload;
	return &grant->scope;
}

const char *roles_needs_scope(const State *state)
{
	WorkloadId workload = WORKLOAD_AZURE;
	const char *refusal = roles_refuse_elsewhere(state);
	if (refusal != NULL)
		return refusal;
	return find_scope(state, &workload) != NULL ? NULL : "There is no row here.";
}

void roles_run_who(Update *update)
{
	WorkloadId workload = WORKLOAD_AZURE;
	const Scope *scope = find_scope(update->state, &workload);
	holders_open(update, workload, scope);
}
