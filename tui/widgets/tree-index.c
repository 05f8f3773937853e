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

/* Sets a byte for each node that fits: the first word is looked for in all names at once. */
static guint8 *find_matches(const TreeIndex *index, char *const *words)
{
	guint8 *matches = g_new0(guint8, index->nodes->len);
	const char *texts = index->texts->str;
	const guint32 *starts = (const guint32 *)(const void *)index->starts->data;
	const char *end = texts + index->texts->len, *from = texts;
	guint place = 0;
	while (from < end) {
		const char *hit = memmem(from, (size_t)(end - from), words[0], strlen(words[0]));
		if (hit == NULL)
			break;
		guint32 at = (guint32)(hit - texts);
		while (place + 1 < index->nodes->len && starts[place + 1] <= at)
			place++;
		matches[place] = search_matches(texts + starts[place], words + 1);
		place++;
		from = place < index->nodes->len ? texts + starts[place] : end;
	}
	if (search_is_for_id(words)) {
		for (guint i = 0; i < index->nodes->len; i++) {
			if (!matches[i])
				matches[i] =
					tree_is_match(g_ptr_array_index(index->nodes, i), words);
		}
	}
	return matches;
}

size_t tree_index_search(ScopeTree *tree, char *const *words, GPtrArray *visible)
{
	tree_index_step(tree, G_MAXSIZE);
	const TreeIndex *index = tree->index;
	g_autofree guint8 *matches = find_matches(index, words);
	bool is_wanted[TREE_DEPTH_LIMIT + 2] = { false };
	guint count = index->nodes->len, kept = count, first = count;

	/* From below: a row is shown when it fits, or when a row under it is shown. */
	g_ptr_array_set_size(visible, (gint)count);
	for (guint i = count; i > 0; i--) {
		guint depth = index->depths->data[i - 1];
		if (matches[i - 1] || is_wanted[depth + 1]) {
			visible->pdata[--kept] = index->nodes->pdata[i - 1];
			is_wanted[depth] = true;
			if (matches[i - 1])
				first = kept;
		}
		is_wanted[depth + 1] = false;
	}
	if (kept > 0)
		g_ptr_array_remove_range(visible, 0, kept);
	return first - kept;
}
