#include "tui/widgets/tree.h"

#include <string.h>

#include "tui/widgets/rows.h"
#include "tui/widgets/tree-index.h"

static void node_free(gpointer data)
{
	ScopeNode *node = data;
	scope_clear(&node->scope);
	g_free(node->search);
	if (node->children != NULL)
		g_ptr_array_unref(node->children);
	problem_free(node->problem);
	g_free(node);
}

void tree_init(ScopeTree *tree)
{
	*tree = (ScopeTree){ .nodes = g_hash_table_new_full(scope_id_hash, scope_id_equal_hash,
							    NULL, node_free) };
}

void tree_clear(ScopeTree *tree)
{
	tree_index_reset(tree);
	g_clear_pointer(&tree->nodes, g_hash_table_unref);
	g_clear_pointer(&tree->lone, node_free);
	tree->root = NULL;
}

ScopeNode *tree_find(const ScopeTree *tree, const char *scope_id)
{
	return g_hash_table_lookup(tree->nodes, scope_id);
}

static void node_set_search(ScopeNode *node)
{
	const char *label = scope_label(&node->scope);
	g_clear_pointer(&node->search, g_free);
	g_autofree char *folded = search_fold(label);
	if (strcmp(folded, label) != 0)
		node->search = g_steal_pointer(&folded);
}

const char *tree_node_text(const ScopeNode *node)
{
	return node->search != NULL ? node->search : scope_label(&node->scope);
}

/* Adds what the node itself is, and what is below it, to all above it; `sign` -1 takes it away. */
static void count_above(const ScopeNode *node, int sign)
{
	ScopeCounts counts = node->below;
	switch (node->scope.type) {
	case SCOPE_SUBSCRIPTION:
		counts.subscriptions++;
		break;
	case SCOPE_RESOURCE_GROUP:
		counts.groups++;
		break;
	default:
		counts.others++;
		break;
	}
	for (ScopeNode *above = node->parent; above != NULL; above = above->parent) {
		above->below.subscriptions += (guint)sign * counts.subscriptions;
		above->below.groups += (guint)sign * counts.groups;
		above->below.others += (guint)sign * counts.others;
	}
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
			g_free(node->scope.name);
			node->scope.name = g_strdup(scope->name);
			node_set_search(node);
			tree_index_reset(tree);
			if (node->parent != NULL)
				node->parent->sorted = 0;
		}
		if (node->scope.type == SCOPE_UNKNOWN && scope->type != SCOPE_UNKNOWN) {
			count_above(node, -1);
			node->scope.type = scope->type;
			count_above(node, 1);
		}
		return node;
	}
	node = g_new0(ScopeNode, 1);
	scope_copy(&node->scope, scope);
	node_set_search(node);
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
	g_clear_pointer(&tree->lone, node_free);
	if (scope != NULL && !is_narrowing) {
		tree->lone = g_new0(ScopeNode, 1);
		scope_copy(&tree->lone->scope, scope);
		tree->lone->state = CHILDREN_LOADED;
		tree->root = tree->lone;
	}
}

/* Containers before what they contain, then by name. */
static int node_compare(gconstpointer a, gconstpointer b)
{
	const ScopeNode *x = *(ScopeNode *const *)a, *y = *(ScopeNode *const *)b;
	if (x->scope.type != y->scope.type)
		return x->scope.type < y->scope.type ? -1 : 1;
	int order = strcmp(tree_node_text(x), tree_node_text(y));
	return order ? order : strcmp(x->scope.id, y->scope.id);
}

static bool is_above(const ScopeNode *node, const ScopeNode *below)
{
	for (; below != NULL; below = below->parent) {
		if (below == node)
			return true;
	}
	return false;
}

/* Above this many children it is cheaper to sort many at once than to keep the order with each. */
#define SORTED_INSERT_LIMIT 4096

/* Where a node belongs among the first `high` of its siblings; mostly they come in order. */
static guint child_place(const GPtrArray *children, guint high, const ScopeNode *node)
{
	guint low = 0;
	if (high > 0 && node_compare(&children->pdata[high - 1], &node) < 0)
		return high;
	while (low < high) {
		guint middle = low + (high - low) / 2;
		if (node_compare(&children->pdata[middle], &node) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void node_detach(ScopeNode *node)
{
	ScopeNode *parent = node->parent;
	guint place = 0;
	count_above(node, -1);
	node->parent = NULL;
	if (parent == NULL || parent->children == NULL ||
	    !g_ptr_array_find(parent->children, node, &place))
		return;
	g_ptr_array_remove_index(parent->children, place);
	parent->sorted -= place < parent->sorted;
}

/* Hangs a node below another one; a loop that a server's answers would make is refused. */
static void node_attach(ScopeTree *tree, ScopeNode *parent, ScopeNode *node, bool is_guess)
{
	if (node->parent == parent) {
		node->is_guess = node->is_guess && is_guess;
		return;
	}
	if (is_above(node, parent))
		return;
	tree_index_reset(tree);
	node_detach(node);
	if (parent->children == NULL)
		parent->children = g_ptr_array_new();
	const guint count = parent->children->len;
	if (parent->sorted < count || count >= SORTED_INSERT_LIMIT) {
		g_ptr_array_add(parent->children, node);
	} else {
		guint place = child_place(parent->children, count, node);
		g_ptr_array_insert(parent->children, (gint)place, node);
		parent->sorted++;
	}
	node->parent = parent;
	node->is_guess = is_guess;
	count_above(node, 1);
}

static int compare_nodes(gconstpointer a, gconstpointer b, gpointer data)
{
	(void)data;
	return node_compare(a, b);
}

/* A few that are new cost little, however many are in order already: each is looked for, and those between are moved. */
void tree_sort_children(ScopeNode *node)
{
	GPtrArray *children = node->children;
	if (children == NULL || node->sorted == children->len)
		return;
	guint old = node->sorted, write = children->len, count = write - old;
	g_qsort_with_data(children->pdata + old, (gint)count, sizeof(gpointer), compare_nodes,
			  NULL);
	g_autofree gpointer *fresh = g_memdup2(children->pdata + old, count * sizeof(gpointer));
	while (count > 0 && old > 0) {
		guint place = child_place(children, old, fresh[count - 1]);
		write -= old - place;
		memmove(children->pdata + write, children->pdata + place,
			(old - place) * sizeof(gpointer));
		children->pdata[--write] = fresh[--count];
		old = place;
	}
	memcpy(children->pdata, fresh, count * sizeof(gpointer));
	node->sorted = children->len;
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
			node_attach(tree, root, parent, true);
		return parent;
	}
	if (node->parent != NULL && is_above(root, node->parent)) {
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
		node_attach(tree, parent, node, is_guess);
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
		node_attach(tree, above, node, false);
	}
	tree_sort_children(above);
}

ScopeNode *tree_add_path(ScopeTree *tree, const Scope *root, const Scope *scope)
{
	ScopeNode *top = tree_add(tree, root);
	ScopeNode *node = tree_add(tree, scope);
	ScopeNode *below = node;
	while (below != top && !is_above(top, below)) {
		g_autofree char *above = scope_parent_arm_id(below->scope.id);
		ScopeNode *parent = top;
		if (above != NULL && !scope_id_equal(above, top->scope.id)) {
			g_auto(Scope) between = { 0 };
			scope_init(&between, scope_type_from_arm_id(above), above, NULL);
			parent = tree_add(tree, &between);
		}
		if (below->parent == NULL) {
			node_attach(tree, parent, below, parent == top);
		}
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
