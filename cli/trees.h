/*
 * The scopes below eligible rows, listed several at a time.
 */
#ifndef MYROLES_CLI_TREES_H
#define MYROLES_CLI_TREES_H

#include <glib.h>

#include "cli/session.h"

/* One tree of scopes: all below `scope`. */
typedef struct Tree {
	const Eligibility *row; /* borrowed */
	const Scope *scope;     /* borrowed */
	GPtrArray *scopes;      /* Scope*: what load_trees found */
	uint64_t intent_id;
	Problem *problem; /* why it could not be listed; NULL: it could */
	bool is_over;
	bool is_lacking; /* it could not be listed, or nothing of it may be seen */
} Tree;

/*
 * Loads the trees (Tree*), several at a time: a role may be held at a thousand places. EXIT_DONE, or how it ended, and
 * why was told. `is_patient`: one that cannot be listed is lacking, and the others go on.
 */
ExitCode load_trees(Session *session, GPtrArray *trees, bool is_patient);

/* The same, patiently, and for no longer than `seconds`: what has not come by then has a problem that says so. */
ExitCode load_trees_within(Session *session, GPtrArray *trees, unsigned seconds);

Tree *tree_new(const Eligibility *row, const Scope *scope);
void tree_free(Tree *tree);

#endif
