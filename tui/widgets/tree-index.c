#include "tui/widgets/tree-index.h"

#include <string.h>

#include "tui/widgets/rows.h"

/* A branch that is being gone through. */
typedef struct Branch {
	ScopeNode *node;
	guint next; /* child */
} Branch;

struct TreeIndex {
	GPtrArray *nodes; /* ScopeNode* */
	GByteArray *depths;
	GArray *starts; /* guint32: where the text of each begins in `texts`; one more for the end */
	GString *texts;   /* folded names with a NUL after each */
	GArray *branches; /* Branch: what is left to do; empty: complete */
};

void tree_index_reset(ScopeTree *tree)
{
	TreeIndex *index = g_steal_pointer(&tree->index);
	if (index == NULL)
		return;
	g_ptr_array_unref(index->nodes);
	g_byte_array_unref(index->depths);
	g_array_unref(index->starts);
	g_string_free(index->texts, TRUE);
	g_array_unref(index->branches);
	g_free(index);
}

static void index_add(TreeIndex *index, ScopeNode *node)
{
	const char *text = tree_node_text(node);
	guint32 start = (guint32)index->texts->len;
	Branch branch = { node, 0 };
	guint8 depth = (guint8)index->branches->len;
	node->depth = depth;
	g_ptr_array_add(index->nodes, node);
	g_byte_array_append(index->depths, &depth, 1);
	g_array_append_val(index->starts, start);
	g_string_append_len(index->texts, text, (gssize)strlen(text) + 1);
	if (node->children != NULL && node->children->len > 0 && node->depth < TREE_DEPTH_LIMIT) {
		tree_sort_children(node);
		g_array_append_val(index->branches, branch);
	}
}

static TreeIndex *index_new(ScopeNode *root)
{
	TreeIndex *index = g_new0(TreeIndex, 1);
	index->nodes = g_ptr_array_new();
	index->depths = g_byte_array_new();
	index->starts = g_array_new(FALSE, FALSE, sizeof(guint32));
	index->texts = g_string_new(NULL);
	index->branches = g_array_new(FALSE, FALSE, sizeof(Branch));
	index_add(index, root);
	return index;
}

bool tree_index_step(ScopeTree *tree, size_t nodes)
{
	if (tree->root == NULL)
		return true;
	if (tree->index == NULL)
		tree->index = index_new(tree->root);
	TreeIndex *index = tree->index;
	while (index->branches->len > 0 && nodes > 0) {
		Branch *last = &g_array_index(index->branches, Branch, index->branches->len - 1);
		if (last->next == last->node->children->len) {
			g_array_set_size(index->branches, index->branches->len - 1);
			continue;
		}
		index_add(index, g_ptr_array_index(last->node->children, last->next++));
		nodes--;
	}
	return index->branches->len == 0;
}

/* A word that nearly all names lack: it is looked for in all of them at once. NULL: there is none. */
static const SearchTerm *find_anchor(const Search *search)
{
	const SearchTerm *anchor = NULL;
	for (size_t i = 0; i < search->count; i++) {
		const SearchTerm *term = &search->terms[i];
		if (term->column != NULL || term->is_not)
			continue;
		/* An id is not among the names, and an alias may fit what its own letters do not. */
		if (search_term_is_for_id(term) || term->alias != NULL)
			return NULL;
		if (anchor == NULL || strlen(term->text) > strlen(anchor->text))
			anchor = term;
	}
	return anchor;
}

static void fit_anchored(const TreeIndex *index, const Search *search, const SearchTerm *anchor,
			 guint8 *fits)
{
	const char *texts = index->texts->str;
	const guint32 *starts = (const guint32 *)(const void *)index->starts->data;
	const char *end = texts + index->texts->len, *from = texts;
	const size_t length = strlen(anchor->text);
	guint place = 0;
	while (from < end) {
		const char *hit = memmem(from, (size_t)(end - from), anchor->text, length);
		if (hit == NULL)
			break;
		guint32 at = (guint32)(hit - texts);
		while (place + 1 < index->nodes->len && starts[place + 1] <= at)
			place++;
		/* A single word asks nothing but the name, which is at hand. */
		fits[place] =
			(guint8)(search->count == 1 ? search_fit(anchor, texts + starts[place])
						    : tree_fit(index->nodes->pdata[place], search));
		place++;
		from = place < index->nodes->len ? texts + starts[place] : end;
	}
}

/* A byte for each node: how well it fits. */
static guint8 *find_fits(const TreeIndex *index, const Search *search)
{
	guint8 *fits = g_new0(guint8, index->nodes->len);
	const SearchTerm *anchor = find_anchor(search);
	if (anchor != NULL) {
		fit_anchored(index, search, anchor, fits);
		return fits;
	}
	for (guint i = 0; i < index->nodes->len; i++)
		fits[i] = (guint8)tree_fit(index->nodes->pdata[i], search);
	return fits;
}

size_t tree_index_search(ScopeTree *tree, const Search *search, GPtrArray *visible)
{
	tree_index_step(tree, G_MAXSIZE);
	const TreeIndex *index = tree->index;
	g_autofree guint8 *fits = find_fits(index, search);
	bool is_wanted[TREE_DEPTH_LIMIT + 2] = { false };
	guint count = index->nodes->len, kept = count, first = count;
	guint8 best = FIT_NONE;

	/* From below: a row is shown when it fits, or when a row under it is shown. */
	g_ptr_array_set_size(visible, (gint)count);
	for (guint i = count; i > 0; i--) {
		guint depth = index->depths->data[i - 1];
		const guint8 fit = fits[i - 1];
		if (fit > FIT_NONE || is_wanted[depth + 1]) {
			visible->pdata[--kept] = index->nodes->pdata[i - 1];
			is_wanted[depth] = true;
			if (fit > FIT_NONE && fit >= best) {
				first = kept;
				best = fit;
			}
		}
		is_wanted[depth + 1] = false;
	}
	if (kept > 0)
		g_ptr_array_remove_range(visible, 0, kept);
	return first - kept;
}
