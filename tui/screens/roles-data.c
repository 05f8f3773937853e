#include "tui/core/context.h"
#include "tui/core/screens.h"
#include "tui/screens/roles.h"

const Context roles_context = {
	.name = "Roles",
	.traits = SCREEN_TRAITS | TRAIT_ROWS | TRAIT_LINKED,
};

static void now_free(gpointer data)
{
	Now *now = data;
	g_free(now->words);
	g_free(now);
}

static GHashTable *set_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void places_free(gpointer places)
{
	if (places != NULL)
		g_ptr_array_unref(places);
}

void roles_init(void *self)
{
	Roles *roles = self;
	roles->marks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, places_free);
	roles->told = set_new();
	roles->now = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, now_free);
	roles->uses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	roles->reasons = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

void roles_clear(void *self)
{
	Roles *roles = self;
	g_hash_table_unref(roles->marks);
	g_hash_table_unref(roles->told);
	g_hash_table_unref(roles->now);
	g_hash_table_unref(roles->reasons);
	g_hash_table_unref(roles->uses);
	g_clear_pointer(&roles->active_tails, g_hash_table_unref);
	g_clear_pointer(&roles->eligible_tails, g_hash_table_unref);
	g_free(roles->scope_owner);
	g_free(roles->why_row);
}

Roles *roles_data(const State *state)
{
	return screen_data(state, &roles_context);
}

Pane *roles_pane(const State *state, RolesPane pane)
{
	return &screen_find(state, &roles_context)->panes[pane];
}

bool roles_are_open(const State *state)
{
	return state->screen->kind->context == &roles_context;
}

bool roles_have_focus(const State *state, RolesPane pane)
{
	return state->focus == roles_pane(state, pane);
}

const Eligibility *roles_selected(const State *state)
{
	const Row *row = pane_selected(roles_pane(state, ROLES_ELIGIBLE));
	return row != NULL ? row->eligibility : NULL;
}

const char *roles_needs_meant(const State *state)
{
	if (roles_selected(state) == NULL)
		return "No eligible role is selected.";
	if (roles_have_focus(state, ROLES_SCOPE) && roles_selected_scope(state) == NULL)
		return "No scope fits the filter.";
	return NULL;
}

const Row *roles_meant_row(const State *state)
{
	return roles_needs_meant(state) == NULL ? pane_selected(roles_pane(state, ROLES_ELIGIBLE))
						: NULL;
}

const Row *roles_own_active_row(const State *state)
{
	const Row *row = pane_selected(roles_pane(state, ROLES_ACTIVE));
	return row != NULL && !row->is_elsewhere ? row : NULL;
}

const Assignment *roles_selected_active(const State *state)
{
	const Row *row = roles_own_active_row(state);
	return row != NULL ? row->assignment : NULL;
}

ScopeNode *roles_selected_scope(const State *state)
{
	return (ScopeNode *)pane_selected(roles_pane(state, ROLES_SCOPE));
}

bool roles_is_marked(const State *state, const char *id)
{
	return g_hash_table_contains(roles_data(state)->marks, id);
}

void roles_mark(const State *state, const char *id)
{
	if (!roles_is_marked(state, id))
		g_hash_table_insert(roles_data(state)->marks, g_strdup(id), NULL);
}

void roles_mark_at(const State *state, const char *id, const Scope *scope)
{
	GHashTable *marks = roles_data(state)->marks;
	GPtrArray *places = g_hash_table_lookup(marks, id);
	if (places == NULL) {
		places = g_ptr_array_new_with_free_func((GDestroyNotify)scope_free);
		g_hash_table_replace(marks, g_strdup(id), places);
	}
	g_ptr_array_add(places, scope_new_copy(scope));
}

GPtrArray *roles_wanted(const State *state, const Eligibility *eligibility)
{
	const Scope *chosen = known_scopes_target(&state->scopes, eligibility);
	const GPtrArray *places =
		g_hash_table_lookup(roles_data(state)->marks, eligibility->grant.id);
	GPtrArray *wanted = g_ptr_array_new();
	bool is_chosen = false;
	for (guint i = 0; places != NULL && i < places->len; i++) {
		g_ptr_array_add(wanted, places->pdata[i]);
		is_chosen |= scope_id_equal(((const Scope *)places->pdata[i])->id, chosen->id);
	}
	if (is_chosen)
		return wanted;
	g_ptr_array_set_size(wanted, 0);
	g_ptr_array_add(wanted, (gpointer)chosen);
	return wanted;
}

/* Marks belong to rows: one whose row is gone for sure goes with it. */
void roles_prune_marks(State *state)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *rows = state->lists.eligible[workload];
		for (guint i = 0; i < rows->len; i++)
			g_hash_table_add(known,
					 (gpointer)((const Row *)g_ptr_array_index(rows, i))->id);
	}
	GHashTableIter iter;
	gpointer id;
	g_hash_table_iter_init(&iter, roles_data(state)->marks);
	while (g_hash_table_iter_next(&iter, &id, NULL)) {
		if (!g_hash_table_contains(known, id))
			g_hash_table_iter_remove(&iter);
	}
}
