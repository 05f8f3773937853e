/* A scope's name in the filter of the eligible pane: which rows cover it, though their own scope is another one. */
#include <string.h>

#include "tui/core/screens.h"
#include "tui/screens/roles.h"
#include "tui/widgets/search.h"

#define NAMED_LETTERS 3  /* fewer of them name too much */
#define NAMED_LOADS   16 /* wide rows whose scopes are read for one filter */

/*
 * The ids of scopes that hold one which the term names: whose name begins so. More would bring rows that nobody means, and
 * one key marks all that are shown. Borrowed from the tree.
 */
static GHashTable *find_holders(const ScopeTree *tree, const SearchTerm *term)
{
	GHashTable *holders = g_hash_table_new(scope_id_hash, scope_id_equal_hash);
	GHashTableIter iter;
	gpointer value;
	g_hash_table_iter_init(&iter, tree->nodes);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const ScopeNode *node = value;
		const char *text = tree_node_text(node);
		if (!g_str_has_prefix(text, term->text) &&
		    (term->alias == NULL || !g_str_has_prefix(text, term->alias)))
			continue;
		for (node = node->parent; node != NULL; node = node->parent) {
			if (!g_hash_table_add(holders, node->scope.id))
				break;
		}
	}
	return holders;
}

static bool is_name(const SearchTerm *term)
{
	return !term->is_not && term->column == NULL && strlen(term->text) >= NAMED_LETTERS;
}

/* For each term its holders; NULL: the filter has terms that name nothing. The caller unrefs. */
static GPtrArray *find_all_holders(const ScopeTree *tree, const Search *search)
{
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_unref);
	for (size_t i = 0; i < search->count; i++) {
		if (search->terms[i].is_not || search->terms[i].column != NULL)
			return NULL;
		g_ptr_array_add(all, is_name(&search->terms[i])
					     ? find_holders(tree, &search->terms[i])
					     : g_hash_table_new(NULL, NULL));
	}
	return g_steal_pointer(&all);
}

static bool covers_named(const Row *row, const Search *search, const GPtrArray *holders)
{
	const Grant *grant = row_grant(row);
	if (!workload_info(grant->workload)->can_narrow_scope)
		return false;
	for (size_t i = 0; i < search->count; i++) {
		if (search_fit(&search->terms[i], row->search) == FIT_NONE &&
		    !g_hash_table_contains(holders->pdata[i], grant->scope.id))
			return false;
	}
	return true;
}

void named_add_covering(const State *state, Pane *pane)
{
	const char *filter = field_text(&pane->filter);
	if (strlen(filter) < NAMED_LETTERS)
		return;
	g_autoptr(Search) search = search_new(filter, 0, NULL);
	search_take_aliases(search, state->aliases);
	g_autoptr(GPtrArray) holders =
		search != NULL ? find_all_holders(&state->scopes.tree, search) : NULL;
	if (holders == NULL)
		return;
	g_autoptr(GHashTable) shown = g_hash_table_new(NULL, NULL);
	for (guint i = 0; !pane->is_similar && i < pane->visible->len; i++)
		g_hash_table_add(shown, pane->visible->pdata[i]);
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	for (guint i = 0; i < pane->all->len; i++) {
		if (!g_hash_table_contains(shown, pane->all->pdata[i]) &&
		    covers_named(pane->all->pdata[i], search, holders))
			g_ptr_array_add(found, pane->all->pdata[i]);
	}
	if (found->len == 0)
		return;
	/* What covers it is no guess, what is similar is one. */
	if (pane->is_similar)
		g_ptr_array_set_size(pane->visible, 0);
	pane->is_similar = false;
	g_ptr_array_extend(pane->visible, found, NULL, NULL);
}

void named_look_further(Update *update)
{
	State *state = update->state;
	const Pane *pane = roles_pane(state, ROLES_ELIGIBLE);
	const bool is_found = pane_count(pane) > 0 && !pane->is_similar;
	if (strlen(field_text(&pane->filter)) < NAMED_LETTERS ||
	    (is_found && state->is_filtering) || roles_has_pasted_filter(state))
		return;
	guint loads = 0;
	for (guint i = 0; i < pane->all->len && loads < NAMED_LOADS; i++) {
		const Grant *grant = row_grant(pane->all->pdata[i]);
		const ScopeType type = grant->scope.type;
		const bool is_wide = type == SCOPE_ROOT || type == SCOPE_MANAGEMENT_GROUP ||
				     type == SCOPE_SUBSCRIPTION;
		if (!is_wide || !workload_info(grant->workload)->can_narrow_scope)
			continue;
		ScopeNode *node = tree_add(&state->scopes.tree, &grant->scope);
		if (node->deep != CHILDREN_UNKNOWN)
			continue;
		known_scopes_load(update, node, grant->workload, true);
		loads++;
	}
}
