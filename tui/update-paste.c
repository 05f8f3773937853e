/* A pasted resource id or portal URL: which eligible rows cover it. */
#include <string.h>

#include "frontend/target.h"
#include "tui/update-internal.h"

struct Cover {
	const State *state;
	char *id;
	GHashTable *above; /* set of ids of scopes that the tree knows to hold it; borrowed */
};

Cover *cover_new(const State *state, const char *scope_id)
{
	Cover *cover = g_new0(Cover, 1);
	cover->state = state;
	cover->id = g_strdup(scope_id);
	cover->above = g_hash_table_new(scope_id_hash, scope_id_equal_hash);
	g_autofree char *id = g_strdup(scope_id);
	while (id) {
		const ScopeNode *node = tree_find(&state->tree, id);
		for (; node; node = node->parent)
			g_hash_table_add(cover->above, node->scope.id);
		char *parent = scope_parent_arm_id(id);
		g_free(id);
		id = parent;
	}
	return cover;
}

void cover_free(Cover *cover)
{
	if (!cover)
		return;
	g_hash_table_unref(cover->above);
	g_free(cover->id);
	g_free(cover);
}

/* The tree knows more than ids do: what a management group holds, once that is loaded. */
static Covers cover_find(const Cover *cover, const Grant *grant)
{
	const Covers covers = grant_covers(grant, cover->id);
	if (covers != COVERS_MAYBE)
		return covers;
	if (g_hash_table_contains(cover->above, grant->scope.id))
		return COVERS_SURELY;
	const ScopeNode *node = tree_find(&cover->state->tree, grant->scope.id);
	return node && node->deep == CHILDREN_LOADED ? COVERS_NOT : COVERS_MAYBE;
}

bool cover_may(const Cover *cover, const Grant *grant)
{
	return cover_find(cover, grant) != COVERS_NOT;
}

bool scope_is_pasted_filter(const State *state)
{
	const Pane *pane = &state->panes[PANE_ELIGIBLE];
	if (field_is_empty(&pane->filter))
		return false;
	g_autofree char *pasted = scope_parse_pasted(field_text(&pane->filter));
	return pasted != NULL;
}

/* Of the rows that cover it for sure the narrowest; else the first one. */
static size_t best_row(const State *state, const Cover *cover)
{
	size_t best = 0, length = 0;
	for (size_t i = 0; i < pane_count(&state->panes[PANE_ELIGIBLE]); i++) {
		const Grant *grant = &state_eligible_at(state, i)->grant;
		size_t own = strlen(grant->scope.id);
		if (own > length && cover_find(cover, grant) == COVERS_SURELY) {
			best = i;
			length = own;
		}
	}
	return best;
}

static void choose_everywhere(Update *update, const Scope *scope, const Cover *cover)
{
	State *state = update->state;
	for (size_t i = 0; i < pane_count(&state->panes[PANE_ELIGIBLE]); i++) {
		const Eligibility *eligibility = state_eligible_at(state, i);
		scope_choose(state, eligibility->grant.id, scope);
		/* Whether a management group holds it is told by its tree. */
		if (cover_find(cover, &eligibility->grant) != COVERS_SURELY)
			scope_load_tree(update, tree_add(&state->tree, &eligibility->grant.scope),
					eligibility->grant.workload, true);
	}
}

bool scope_take_pasted(Update *update, const char *text)
{
	State *state = update->state;
	g_autofree char *id = scope_parse_pasted(text);
	if (!id || state->screen != SCREEN_ROLES)
		return false;
	g_auto(Scope) scope = { 0 };
	const ScopeNode *known = tree_find(&state->tree, id);
	scope_init(&scope, scope_type_from_arm_id(id), known ? known->scope.id : id,
		   known ? known->scope.name : NULL);

	Pane *pane = &state->panes[PANE_ELIGIBLE];
	const Eligibility *selected = state_selected_eligible(state);
	g_autofree char *row = selected ? g_strdup(selected->grant.id) : NULL;
	g_autofree char *filter = g_strdup(field_text(&pane->filter));
	field_set(&pane->filter, id);
	panes_filter_changed(state, PANE_ELIGIBLE, false);
	if (pane_count(pane) == 0) {
		field_set(&pane->filter, filter);
		panes_filter_changed(state, PANE_ELIGIBLE, false);
		if (row)
			panes_select_id(state, PANE_ELIGIBLE, row);
		scope_show_selected(update);
		update_notice(update, NOTICE_WARNING, "No eligible role covers %s.",
			      scope_label(&scope));
		return true;
	}
	g_autoptr(Cover) cover = cover_new(state, id);
	choose_everywhere(update, &scope, cover);
	panes_select(state, PANE_ELIGIBLE, best_row(state, cover));
	g_clear_pointer(&state->scope_owner, g_free);
	panes_focus(update, PANE_ELIGIBLE);
	scope_show_selected(update);
	update_notice(update, NOTICE_INFO, "These roles can be activated at %s.",
		      scope_label(&scope));
	return true;
}
