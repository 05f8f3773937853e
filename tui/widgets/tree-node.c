#include "tui/widgets/tree-node.h"

#include <string.h>

#include "tui/widgets/search.h"

static void set_search(ScopeNode *node)
{
	const char *label = scope_label(&node->scope);
	g_clear_pointer(&node->search, g_free);
	g_autofree char *folded = search_fold(label);
	if (strcmp(folded, label) != 0)
		node->search = g_steal_pointer(&folded);
}

ScopeNode *tree_node_new(const Scope *scope)
{
	ScopeNode *node = g_new0(ScopeNode, 1);
	scope_copy(&node->scope, scope);
	set_search(node);
	return node;
}

void tree_node_free(gpointer data)
{
	ScopeNode *node = data;
	scope_clear(&node->scope);
	g_free(node->search);
	if (node->children != NULL)
		g_ptr_array_unref(node->children);
	problem_free(node->problem);
	g_free(node);
}

const char *tree_node_text(const ScopeNode *node)
{
	return node->search != NULL ? node->search : scope_label(&node->scope);
}

/* ---- How many there are ------------------------------------------------------------------------- */

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

void tree_node_set_type(ScopeNode *node, ScopeType type)
{
	count_above(node, -1);
	node->scope.type = type;
	count_above(node, 1);
}

/* ---- Order -------------------------------------------------------------------------------------- */

void tree_node_set_name(ScopeNode *node, const char *name)
{
	g_free(node->scope.name);
	node->scope.name = g_strdup(name);
	set_search(node);
	if (node->parent != NULL)
		node->parent->sorted = 0;
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

bool tree_node_is_above(const ScopeNode *node, const ScopeNode *below)
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

static void detach(ScopeNode *node)
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

bool tree_node_attach(ScopeNode *parent, ScopeNode *node, bool is_guess)
{
	if (node->parent == parent) {
		node->is_guess = node->is_guess && is_guess;
		return false;
	}
	/* A loop that a server's answers would make. */
	if (tree_node_is_above(node, parent))
		return false;
	detach(node);
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
	return true;
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
