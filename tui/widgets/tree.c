#include "tui/widgets/tree.h"

#include <string.h>

#include "tui/widgets/rows.h"
#include "tui/widgets/tree-index.h"

void tree_init(ScopeTree *tree)
{
	*tree = (ScopeTree){ .nodes = g_hash_table_new_full(scope_id_hash, scope_id_equal_hash,
							    NULL, tree_node_free) };
}

void tree_clear(ScopeTree *tree)
{
	tree_index_reset(tree);
	g_clear_pointer(&tree->nodes, g_hash_table_unref);
	g_clear_pointer(&tree->lone, tree_node_free);
	tree->root = NULL;
}

ScopeNode *tree_find(const ScopeTree *tree, const char *scope_id)
{
	return g_hash_table_lookup(tree->nodes, scope_id);
}

/* KnownLists of children often have nothing but the id's last part for a name. */
static bool says_more(const Scope *scope, const Scope *known)
{
	const char *last = strrchr(known->id, '/');
	if (scope->name == NULL || g_strcmp0(scope->name, known->name) == 0)
		return false;
	return known->name == NULL ||
	       (last != NULL && g_ascii_strcasecmp(known->name, last + 1) == 0);
}

ScopeNode *tree_add(ScopeTree *tree, const Scope *scope)
{
	ScopeNode *node = tree_find(tree, scope->id);
	if (node != NULL) {
		if (says_more(scope, &node->scope)) {
			tree_node_set_name(node, scope->name);
			tree_index_reset(tree);
		}
		if (node->scope.type == SCOPE_UNKNOWN)
			tree_node_set_type(node, scope->type);
		return node;
	}
	node = tree_node_new(scope);
	g_hash_table_insert(tree->nodes, node->scope.id, node);
	return node;
}

void tree_show(ScopeTree *tree, const Scope *scope, bool is_narrowing)
{
	ScopeNode *root = scope != NULL && is_narrowing ? tree_add(tree, scope) : NULL;
	tree->is_narrowing = is_narrowing;
	if (root != NULL && root == tree->root)
		return; /* a refresh: what is known of the tree stays */
	tree_index_reset(tree);
	tree->root = root;
	g_clear_pointer(&tree->lone, tree_node_free);
	if (scope != NULL && !is_narrowing) {
		tree->lone = g_new0(ScopeNode, 1);
		scope_copy(&tree->lone->scope, scope);
		tree->lone->state = CHILDREN_LOADED;
		tree->root = tree->lone;
	}
}

static void hang(ScopeTree *tree, ScopeNode *parent, ScopeNode *node, bool is_guess)
{
	if (tree_node_attach(parent, node, is_guess))
		tree_index_reset(tree);
}

/* Where an element of a deep list belongs: below what its id names, else where it is known to be, else below the root. */
static ScopeNode *deep_parent(ScopeTree *tree, ScopeNode *root, ScopeNode *node, bool *is_guess)
{
	g_autofree char *above = scope_parent_arm_id(node->scope.id);
	*is_guess = false;
	if (above != NULL) {
		ScopeNode *parent = tree_find(tree, above);
		if (parent != NULL)
			return parent;
		g_auto(Scope) scope = { 0 };
		scope_init(&scope, scope_type_from_arm_id(above), above, NULL);
		parent = tree_add(tree, &scope);
		if (parent->parent == NULL && parent != root)
			hang(tree, root, parent, true);
		return parent;
	}
	if (node->parent != NULL && tree_node_is_above(root, node->parent)) {
		*is_guess = node->is_guess;
		return node->parent;
	}
	*is_guess = true;
	return root;
}

void tree_take_deep(ScopeTree *tree, const Scope *scope, const GPtrArray *rows, guint from,
		    guint count)
{
	ScopeNode *root = tree_add(tree, scope), *last = root;
	guint end = from + MIN(count, rows->len - from);
	for (guint i = from; i < end; i++) {
		ScopeNode *node = tree_add(tree, g_ptr_array_index(rows, i));
		if (node == root)
			continue;
		bool is_guess;
		ScopeNode *parent = deep_parent(tree, root, node, &is_guess);
		hang(tree, parent, node, is_guess);
		if (parent != last)
			tree_sort_children(last);
		last = parent;
	}
	tree_sort_children(last);
	tree_sort_children(root);
}

void tree_finish_deep(ScopeTree *tree, const Scope *scope)
{
	ScopeNode *node = tree_add(tree, scope);
	g_clear_pointer(&node->problem, problem_free);
	node->deep = CHILDREN_LOADED;
	if (node->state != CHILDREN_LOADING)
		node->state = CHILDREN_LOADED;
}

void tree_take_children(ScopeTree *tree, const Scope *scope, const GPtrArray *rows, guint from,
			guint count)
{
	ScopeNode *above = tree_add(tree, scope);
	guint end = from + MIN(count, rows->len - from);
	if (end == rows->len) {
		g_clear_pointer(&above->problem, problem_free);
		above->state = CHILDREN_LOADED;
		above->has_direct = true;
	}
	for (guint i = from; i < end; i++) {
		ScopeNode *node = tree_add(tree, g_ptr_array_index(rows, i));
		if (node == above)
			continue;
		/* A direct list says better than a deep one where something is, a wider direct one says nothing new. */
		if (node->parent != NULL && !node->is_guess && node->parent != above)
			continue;
		hang(tree, above, node, false);
	}
	tree_sort_children(above);
}

ScopeNode *tree_add_path(ScopeTree *tree, const Scope *root, const Scope *scope)
{
	ScopeNode *top = tree_add(tree, root);
	ScopeNode *node = tree_add(tree, scope);
	ScopeNode *below = node;
	while (below != top && !tree_node_is_above(top, below)) {
		g_autofree char *above = scope_parent_arm_id(below->scope.id);
		ScopeNode *parent = top;
		if (above != NULL && !scope_id_equal(above, top->scope.id)) {
			g_auto(Scope) between = { 0 };
			scope_init(&between, scope_type_from_arm_id(above), above, NULL);
			parent = tree_add(tree, &between);
		}
		if (below->parent == NULL)
			hang(tree, parent, below, parent == top);
		if (below->parent == NULL)
			break; /* a loop: leave it unattached */
		below = below->parent;
	}
	tree_reveal(node);
	return node;
}

void tree_reveal(ScopeNode *node)
{
	for (node = node != NULL ? node->parent : NULL; node != NULL; node = node->parent)
		node->is_expanded = true;
}

bool tree_can_expand(const ScopeTree *tree, const ScopeNode *node)
{
	if (!tree->is_narrowing || node->scope.type == SCOPE_RESOURCE)
		return false;
	if (node->state == CHILDREN_LOADED || node->deep == CHILDREN_LOADED)
		return node->children != NULL && node->children->len > 0;
	return true;
}

static void flatten_open(GPtrArray *visible, ScopeNode *node, uint16_t depth)
{
	node->depth = depth;
	node->is_match = false;
	g_ptr_array_add(visible, node);
	if (!node->is_expanded || node->children == NULL || depth >= TREE_DEPTH_LIMIT)
		return;
	tree_sort_children(node);
	for (guint i = 0; i < node->children->len; i++)
		flatten_open(visible, g_ptr_array_index(node->children, i), depth + 1);
}

size_t tree_flatten(ScopeTree *tree, const char *filter, GPtrArray *visible)
{
	g_ptr_array_set_size(visible, 0);
	if (tree->root == NULL)
		return 0;
	g_autoptr(Search) search = search_new(filter, 0, NULL);
	search_take_aliases(search, tree->aliases);
	if (search != NULL)
		return tree_index_search(tree, search, visible);
	flatten_open(visible, tree->root, 0);
	return 0;
}

/* In the words of a list, or in the whole ones. */
static Fit fit_kind(const ScopeNode *node, const SearchTerm *term)
{
	g_autofree char *title = search_fold(scope_type_title(node->scope.type));
	const Fit fit =
		MAX(search_fit(term, scope_type_short(node->scope.type)), search_fit(term, title));
	return fit >= FIT_BEGIN ? fit : FIT_NONE;
}

static Fit fit_term(const ScopeNode *node, const SearchTerm *term)
{
	if (g_strcmp0(term->column, "kind") == 0)
		return fit_kind(node, term);
	const Fit fit = search_fit(term, tree_node_text(node));
	if (fit != FIT_NONE || !search_term_is_for_id(term))
		return fit;
	g_autofree char *id = search_fold(node->scope.id);
	return search_fit(term, id);
}

Fit tree_fit(const ScopeNode *node, const Search *search)
{
	Fit worst = FIT_WHOLE;
	for (size_t i = 0; i < search->count && worst > FIT_NONE; i++) {
		const Fit fit = fit_term(node, &search->terms[i]);
		if (!search->terms[i].is_not)
			worst = MIN(worst, fit);
		else if (fit > FIT_NONE)
			worst = FIT_NONE;
	}
	return worst;
}

/* ---- Places that are guessed -------------------------------------------------------------------- */

static bool is_group(const ScopeNode *node)
{
	return node->scope.type == SCOPE_MANAGEMENT_GROUP || node->scope.type == SCOPE_ROOT;
}

static bool has_guesses(const ScopeNode *node)
{
	for (guint i = 0; node->children != NULL && i < node->children->len; i++) {
		if (((const ScopeNode *)node->children->pdata[i])->is_guess)
			return true;
	}
	return false;
}

/* The first management group from above that holds what is not read yet. */
static ScopeNode *find_unread(ScopeNode *node, int depth)
{
	if (!is_group(node) || depth >= TREE_DEPTH_LIMIT)
		return NULL;
	if (!node->has_direct && node->state != CHILDREN_FAILED)
		return node;
	for (guint i = 0; node->children != NULL && i < node->children->len; i++) {
		ScopeNode *found = find_unread(node->children->pdata[i], depth + 1);
		if (found != NULL)
			return found;
	}
	return NULL;
}

/* Each row's deep list guesses below the row's own scope: guesses hang at several heights. */
static ScopeNode *find_below_guesses(ScopeNode *node, int depth)
{
	if (!is_group(node) || depth >= TREE_DEPTH_LIMIT)
		return NULL;
	ScopeNode *found = has_guesses(node) ? find_unread(node, depth) : NULL;
	for (guint i = 0; found == NULL && node->children != NULL && i < node->children->len; i++)
		found = find_below_guesses(node->children->pdata[i], depth + 1);
	return found;
}

ScopeNode *tree_find_unread(ScopeNode *root)
{
	return find_below_guesses(root, 0);
}

size_t tree_count_below(const ScopeNode *node)
{
	return (size_t)node->below.subscriptions + node->below.groups + node->below.others;
}

bool tree_is_whole(const ScopeNode *node)
{
	for (; node != NULL; node = node->parent) {
		if (node->deep == CHILDREN_LOADED)
			return true;
	}
	return false;
}
