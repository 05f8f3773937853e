/* The scope pane: which tree it shows, what is loaded of it, and where the selected role would be activated. */
#include <string.h>

#include "tui/core/screens.h"
#include "tui/screens/roles.h"
#include "tui/widgets/search.h"

#define POLICY_READS 2

/*
 * The policy of what is looked at: few at a time, so that running through a list costs no storm of requests, but more than
 * one, since the first row may be another one when the next list comes. Never before the list itself is fresh.
 */
void roles_want_policy(Update *update)
{
	State *state = update->state;
	const Eligibility *eligibility = roles_selected(state);
	if (!roles_are_open(state) || roles_have_focus(state, ROLES_ACTIVE) || eligibility == NULL)
		return;
	const Load *load = &state->lists.loads[eligibility->grant.workload][LIST_ELIGIBILITIES];
	if (load->status != LOAD_READY ||
	    known_policies_count_reads(&state->policies) >= POLICY_READS)
		return;
	known_policies_read(update, eligibility, known_scopes_target(&state->scopes, eligibility));
	about_want_role(update);
}

static const WorkloadInfo *info_of(const Eligibility *eligibility)
{
	return workload_info(eligibility->grant.workload);
}

/* ---- What is shown ---------------------------------------------------------------------------- */

/* A scope that is only known as a part of an id may be the scope of another row, which has its name. */
static void name_path(State *state, const Eligibility *eligibility, const ScopeNode *node)
{
	const GPtrArray *rows = state->lists.eligible[eligibility->grant.workload];
	for (; node != NULL; node = node->parent) {
		for (guint i = 0; node->scope.name == NULL && i < rows->len; i++) {
			const Scope *scope = &((const Row *)g_ptr_array_index(rows, i))
						      ->eligibility->grant.scope;
			if (scope_id_equal(scope->id, node->scope.id) && scope->name != NULL)
				tree_add(&state->scopes.tree, scope);
		}
	}
}

void scope_show_selected(Update *update)
{
	State *state = update->state;
	Roles *roles = roles_data(state);
	Pane *pane = roles_pane(state, ROLES_SCOPE);
	const Eligibility *eligibility = roles_selected(state);
	const char *id = eligibility != NULL ? eligibility->grant.id : NULL;
	bool is_other = g_strcmp0(id, roles->scope_owner) != 0;
	if (is_other) {
		g_free(roles->scope_owner);
		roles->scope_owner = g_strdup(id);
		field_clear(&pane->filter);
		pane->top = 0;
		pane->cursor = 0;
	}
	if (eligibility == NULL) {
		tree_show(&state->scopes.tree, NULL, false);
		pane_rebuild(state, pane);
		return;
	}
	const Scope *own = &eligibility->grant.scope;
	const Scope *target = known_scopes_target(&state->scopes, eligibility);
	bool can_narrow = info_of(eligibility)->can_narrow_scope;
	tree_show(&state->scopes.tree, own, can_narrow);
	if (can_narrow && is_other)
		name_path(state, eligibility, tree_add_path(&state->scopes.tree, own, target));
	if (is_other || pane->selected == NULL) {
		g_free(pane->selected);
		pane->selected = g_strdup(target->id);
	}
	pane_rebuild(state, pane);
	if (state->focus == pane)
		scope_focused(update);
	roles_want_policy(update);
}

void scope_keep_target(Update *update)
{
	State *state = update->state;
	const Eligibility *eligibility = roles_selected(state);
	const ScopeNode *shown = roles_selected_scope(state);
	const char *owner = roles_data(state)->scope_owner;
	if (eligibility == NULL || shown == NULL || g_strcmp0(eligibility->grant.id, owner) != 0 ||
	    scope_id_equal(known_scopes_target(&state->scopes, eligibility)->id, shown->scope.id))
		return;
	if (roles_have_focus(state, ROLES_SCOPE)) {
		known_scopes_choose(&state->scopes, eligibility->grant.id, &shown->scope);
		return;
	}
	g_clear_pointer(&roles_data(state)->scope_owner, g_free);
	scope_show_selected(update);
}

void scope_selected(Update *update)
{
	State *state = update->state;
	const Eligibility *eligibility = roles_selected(state);
	const ScopeNode *node = roles_selected_scope(state);
	if (eligibility == NULL || node == NULL || !info_of(eligibility)->can_narrow_scope)
		return;
	known_scopes_choose(&state->scopes, eligibility->grant.id, &node->scope);
	roles_want_policy(update);
}

void scope_focused(Update *update)
{
	ScopeNode *root = update->state->scopes.tree.root;
	const Eligibility *eligibility = roles_selected(update->state);
	if (root == NULL || eligibility == NULL ||
	    !tree_can_expand(&update->state->scopes.tree, root))
		return;
	if (root->state == CHILDREN_UNKNOWN)
		known_scopes_load(update, root, eligibility->grant.workload, false);
	if (!root->is_expanded) {
		root->is_expanded = true;
		pane_rebuild(update->state, roles_pane(update->state, ROLES_SCOPE));
	}
}

void scope_expand(Update *update, ScopeNode *node, bool is_expanded)
{
	State *state = update->state;
	const Eligibility *eligibility = roles_selected(state);
	if (is_expanded && eligibility != NULL && node->deep != CHILDREN_LOADED &&
	    (node->state == CHILDREN_UNKNOWN || node->state == CHILDREN_FAILED))
		known_scopes_load(update, node, eligibility->grant.workload, false);
	node->is_expanded = is_expanded;
	pane_rebuild(state, roles_pane(state, ROLES_SCOPE));
}

/* ---- Its rows --------------------------------------------------------------------------------- */

const char *scope_id_of(gconstpointer row)
{
	return ((const ScopeNode *)row)->scope.id;
}

gconstpointer scope_find(const State *state, const char *id)
{
	const ScopeTree *tree = &state->scopes.tree;
	return tree->lone != NULL ? tree->lone : tree_find(tree, id);
}

/* What is looked for is what fits, not what lies on the way to it. */
static void select_match(Pane *pane, size_t first)
{
	g_autoptr(Search) search = search_new(field_text(&pane->filter), 0, NULL);
	search_take_aliases(search, pane->aliases);
	if (search == NULL || first >= pane_count(pane) ||
	    tree_fit(pane_at(pane, pane->cursor), search) > FIT_NONE)
		return;
	pane_select(pane, first);
}

void scope_rebuild(State *state, Pane *pane)
{
	size_t first = tree_flatten(&state->scopes.tree, field_text(&pane->filter), pane->visible);
	pane->total = pane_count(pane);
	pane_reselect(state, pane);
	if (state->is_filtering && state->focus == pane)
		select_match(pane, first);
}

void scope_filter(State *state, Pane *pane, const GPtrArray *from)
{
	(void)from;
	size_t first = tree_flatten(&state->scopes.tree, field_text(&pane->filter), pane->visible);
	pane_reselect(state, pane);
	select_match(pane, first);
}

/* Which of the scopes on screen the filter meant. */
void scope_scrolled(State *state, Pane *pane, int height)
{
	g_autoptr(Search) search = search_new(field_text(&pane->filter), 0, NULL);
	search_take_aliases(search, state->aliases);
	size_t end = MIN(pane->top + (size_t)MAX(height, 0), pane_count(pane));
	for (size_t i = pane->top; i < end; i++) {
		ScopeNode *node = g_ptr_array_index(pane->visible, i);
		node->is_match = search != NULL && tree_fit(node, search) > FIT_NONE;
	}
}

/* ---- Its filter ------------------------------------------------------------------------------- */

/* What could not be loaded the last time may be asked for again. */
void scope_filter_begun(Update *update)
{
	ScopeNode *root = update->state->scopes.tree.root;
	if (root != NULL && root->deep == CHILDREN_FAILED)
		root->deep = CHILDREN_UNKNOWN;
}

void scope_filter_cleared(State *state)
{
	tree_reveal(roles_selected_scope(state));
}

void scope_filtered(Update *update)
{
	State *state = update->state;
	ScopeNode *root = state->scopes.tree.root;
	const Eligibility *eligibility = roles_selected(state);
	bool is_used = !field_is_empty(&roles_pane(state, ROLES_SCOPE)->filter);
	if (root != NULL && eligibility != NULL && is_used && state->scopes.tree.is_narrowing &&
	    root->scope.type != SCOPE_RESOURCE && root->deep == CHILDREN_UNKNOWN)
		known_scopes_load(update, root, eligibility->grant.workload, true);
	scope_selected(update);
}
