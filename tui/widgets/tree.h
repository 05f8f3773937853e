/*
 * The scopes known so far, as a tree that is shared by all eligible rows: what was loaded for one row is
 * there for the others. The scope pane shows the part below one root.
 */
#ifndef MYROLES_TUI_WIDGETS_TREE_H
#define MYROLES_TUI_WIDGETS_TREE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/model/scope.h"
#include "tui/widgets/search.h"
#include "tui/widgets/tree-node.h"

#define TREE_DEPTH_LIMIT 64 /* levels below the root that are shown */

typedef struct TreeIndex TreeIndex; /* tree-index.h */

typedef struct ScopeTree {
	TreeIndex *index;  /* for filters; NULL: it has to be made */
	GHashTable *nodes; /* scope id → ScopeNode*, owned; letter case ignored */
	ScopeNode *root;   /* what is shown; NULL: nothing */
	ScopeNode *
		lone; /* the root where scopes cannot be narrowed: such ids are not paths, and stay out of `nodes` */
	bool is_narrowing;        /* the row can be activated below its own scope */
	const GPtrArray *aliases; /* Alias*, which filters take; NULL: none. Borrowed */
} ScopeTree;

void tree_init(ScopeTree *tree);
void tree_clear(ScopeTree *tree);

/* Shows the tree below `scope`; NULL: nothing. */
void tree_show(ScopeTree *tree, const Scope *scope, bool is_narrowing);

/* The node of a scope, made when it is not there; a name learnt later is taken over. */
ScopeNode *tree_add(ScopeTree *tree, const Scope *scope);
ScopeNode *tree_find(const ScopeTree *tree, const char *scope_id);

/* The children of `scope` are these Scope*: takes in `count` of them from `from` on; with the last they are complete. */
void tree_take_children(ScopeTree *tree, const Scope *scope, const GPtrArray *rows, guint from,
			guint count);

/*
 * All below `scope` are these Scope*: takes in `count` of them from `from` on. A resource group may come before its
 * subscription. tree_finish_deep when all are in.
 */
void tree_take_deep(ScopeTree *tree, const Scope *scope, const GPtrArray *rows, guint from,
		    guint count);
void tree_finish_deep(ScopeTree *tree, const Scope *scope);

/*
 * Makes the node of `scope` known below `root`, with as many of the scopes between as the id tells, and opens the way to
 * it: for a scope used last or pasted, before any list was loaded.
 */
ScopeNode *tree_add_path(ScopeTree *tree, const Scope *root, const Scope *scope);

void tree_reveal(ScopeNode *node); /* opens the branches above it; NULL is fine */

/* True when the node can have children at all. */
bool tree_can_expand(const ScopeTree *tree, const ScopeNode *node);

/*
 * Fills `visible` with the ScopeNode* shown below the root: the open branches, or what fits `filter` with its ancestors.
 * Returns the place of the first of those that fit best themselves.
 */
size_t tree_flatten(ScopeTree *tree, const char *filter, GPtrArray *visible);

/* How well the node fits by itself: its name, its kind, its id for words that look like a part of one. */
Fit tree_fit(const ScopeNode *node, const Search *search);

/*
 * Whose direct children have to be read next to learn where those belong that hang by guess at `root` or at a management
 * group below it; NULL: there are none, or all is read that may help. A deep list tells of no subscription which management group holds it.
 */
ScopeNode *tree_find_unread(ScopeNode *root);

/* Scopes known below a node, in all. */
size_t tree_count_below(const ScopeNode *node);
/* What is known below it is all there is. */
bool tree_is_whole(const ScopeNode *node);

#endif
