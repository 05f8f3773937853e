/*
 * From the words on a command line to the one row meant. Several that fit are told as candidates: nothing is
 * guessed.
 */
#ifndef MYROLES_CLI_RESOLVE_H
#define MYROLES_CLI_RESOLVE_H

#include <glib.h>
#include <stdbool.h>

#include "cli/refusal.h"
#include "cli/session.h"

/* Words that choose a row. NULL: any. */
typedef struct Selection {
	const char *role; /* a row's id, a role's id or GUID, or its name in any letter case */
	const char *scope;
	Access access; /* ACCESS_NONE: any */
} Selection;

/* False: `access` is neither member nor owner. */
bool selection_init(Selection *selection, const char *role, const char *scope, const char *access);

bool grant_has_role(const Grant *grant, const char *words);

/* A scope's name as typed, made ready for being looked for among very many. */
typedef struct ScopeWords {
	const char *words; /* borrowed */
	char *id;          /* the resource id in them, canonical; NULL: none */
	char *name;        /* the words as a name, folded */
} ScopeWords;

void scope_words_init(ScopeWords *words, const char *text);
void scope_words_clear(ScopeWords *words);
bool scope_has_words(const Scope *scope,
		     const ScopeWords *words); /* by id or name, any letter case */

/* A list did not come, and the others know no such role: it is not the words that are wrong. */
bool is_in_a_failed_list(const Session *session, const GPtrArray *grants, const char *role);

/* The rows (const Grant* of `rows`) that fit role and access. Caller unrefs. */
GPtrArray *select_grants(GPtrArray *grants, const Selection *selection);

/* Grants of Eligibility* or Assignment* rows: borrowed. Caller unrefs. */
GPtrArray *grants_of_eligibilities(const GPtrArray *rows);
GPtrArray *grants_of_assignments(const GPtrArray *rows);

/*
 * The one of them; or NULL, and why was told: none (with names that look alike), or several. `what` is a word for them that
 * `list` takes: "eligible", "active".
 */
const Grant *choose_grant(const Selection *selection, GPtrArray *grants, const char *what,
			  Refusal *refusal);

/* Tells the grants (const Grant*) as candidates. */
void tell_candidates(Refusal *refusal, const char *code, const char *message,
		     const GPtrArray *grants);

/* Where a row shall be activated. */
typedef struct Target {
	Eligibility *eligibility;
	Scope scope;
} Target;

void target_clear(Target *target);

/*
 * The eligible row and the scope: by the row's own scope, by a resource id or URL below it, or by the name of a scope below it
 * (children are listed for that). EXIT_DONE, or why was told: with EXIT_USAGE by the refusal.
 */
ExitCode choose_target(Session *session, const Selection *selection, GPtrArray *eligibilities,
		       Target *target, Refusal *refusal);

/* One tree of scopes: all below `scope`. */
typedef struct Tree {
	const Eligibility *row; /* borrowed */
	const Scope *scope;     /* borrowed */
	GPtrArray *scopes;      /* Scope*: what load_trees found */
	uint64_t intent_id;
	bool is_over;
} Tree;

/*
 * Loads the trees (Tree*), several at a time: a role may be held at a thousand places. EXIT_DONE, or how it ended, and
 * why was told.
 */
ExitCode load_trees(Session *session, GPtrArray *trees);

Tree *tree_new(const Eligibility *row, const Scope *scope);
void tree_free(Tree *tree);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ScopeWords, scope_words_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Target, target_clear)

#endif
