/*
 * The scopes below the shown root in one row: their order, depth and names side by side in memory, so that a filter
 * looks through a hundred thousand of them within a keystroke. Made anew, piece by piece, after the tree changed.
 */
#ifndef MYROLES_TUI_WIDGETS_TREE_INDEX_H
#define MYROLES_TUI_WIDGETS_TREE_INDEX_H

#include <glib.h>
#include <stdbool.h>

#include "tui/widgets/tree.h"

/* Forgets the index: the tree is another one now. */
void tree_index_reset(ScopeTree *tree);

/* Takes some more nodes in; true when all are. */
bool tree_index_step(ScopeTree *tree, size_t nodes);

/*
 * Fills `visible` with what fits all words, and the ancestors of that, in the tree's order. Returns the place of the first
 * of those that fit best themselves. Finishes the index first.
 */
size_t tree_index_search(ScopeTree *tree, const Search *search, GPtrArray *visible);

#endif
