/*
 * A scope in the tree: what is known of it, and its place. A node keeps its children in order, as far as `sorted` says, and
 * counts what is below it; both follow from attaching, and from nothing else.
 */
#ifndef MYROLES_TUI_WIDGETS_TREE_NODE_H
#define MYROLES_TUI_WIDGETS_TREE_NODE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/model/problem.h"
#include "src/model/scope.h"

typedef enum { CHILDREN_UNKNOWN, CHILDREN_LOADING, CHILDREN_LOADED, CHILDREN_FAILED } ChildrenState;

/* How many scopes are known below a node. */
typedef struct ScopeCounts {
	guint subscriptions, groups; /* resource groups */
	guint others;
} ScopeCounts;

typedef struct ScopeNode ScopeNode;
struct ScopeNode {
	Scope scope;
	char *search;         /* folded name; NULL: the name is folded as it is */
	ScopeNode *parent;    /* as far as known; NULL: none known */
	GPtrArray *children;  /* ScopeNode*; see `sorted`; NULL: none known */
	ChildrenState state;  /* of the direct children */
	ChildrenState deep;   /* of everything below */
	uint64_t deep_intent; /* that asked for everything below */
	Problem *problem;     /* of CHILDREN_FAILED */
	bool is_expanded;
	bool is_match; /* of rows on screen: fits the filter itself, not only by what lies below it */
	bool is_guess;   /* its place in the tree is not known for sure: from a deep list */
	bool has_direct; /* the list of its direct children came */
	guint sorted;    /* so many of the first `children` are in order */
	ScopeCounts below;
	uint16_t depth; /* below the shown root */
};

ScopeNode *tree_node_new(const Scope *scope); /* copied; hangs nowhere */
void tree_node_free(gpointer node);           /* alone: its children are the tree's */

const char *tree_node_text(const ScopeNode *node); /* the folded name */
/* Learnt later. */
void tree_node_set_name(ScopeNode *node, const char *name);
void tree_node_set_type(ScopeNode *node, ScopeType type);

/* Is it `below`, or above that? */
bool tree_node_is_above(const ScopeNode *node, const ScopeNode *below);

/*
 * Hangs a node below another one, away from where it was. False: it is there already, or above that, and stays. Children may be
 * out of order then.
 */
bool tree_node_attach(ScopeNode *parent, ScopeNode *node, bool is_guess);
void tree_sort_children(ScopeNode *node); /* if they are not in order */

#endif
