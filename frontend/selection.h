/*
 * From words to the one row meant. Several that fit are told as candidates: nothing is guessed.
 */
#ifndef MYROLES_FRONTEND_SELECTION_H
#define MYROLES_FRONTEND_SELECTION_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/alias.h"
#include "src/model/grant.h"

/* Words that choose a row, borrowed. NULL: any. */
typedef struct Selection {
	const char *role; /* a row's id, a role's id or GUID, or its name in any letter case */
	const char *scope;
	const char *role_alias, *scope_alias; /* what was typed for them; NULL: they were typed */
	Access access;                        /* ACCESS_NONE: any */
	Instant until;                        /* it should last so long; 0: however long */
	bool is_shown; /* nothing is activated there: without a scope the whole of a row is meant */
	bool is_judged; /* the service will judge the scope: an id need not be seen in a list first */
} Selection;

/* False: `access` is neither member nor owner. */
bool selection_init(Selection *selection, const char *role, const char *scope, const char *access);

/* Puts what aliases stand for in their place. Borrows from them. */
void selection_take_aliases(Selection *selection, const GPtrArray *aliases);

/*
 * Is what was typed the name, or an id, of another of the grants (const Grant*) than what it stands for? Then nobody can tell which is
 * meant. *word: which of the two; borrowed.
 */
bool selection_is_doubtful(const Selection *selection, const GPtrArray *grants, const char **word);

bool grant_has_role(const Grant *grant, const char *words);

/* A scope's name as typed, made ready for being looked for among very many. */
typedef struct ScopeWords {
	const char *words; /* borrowed */
	char *id;          /* the resource id in them, canonical; NULL: none */
	bool is_guess;     /* they are a GUID alone: `id` is the subscription's, if it is one's */
	char *name;        /* the words as a name, folded */
} ScopeWords;

void scope_words_init(ScopeWords *words, const char *text);
void scope_words_clear(ScopeWords *words);

/* By id or name, in any letter case. */
bool scope_has_words(const Scope *scope, const ScopeWords *words);

/* Grants of Eligibility* or Assignment* rows: borrowed. Caller unrefs. */
GPtrArray *grants_of_eligibilities(const GPtrArray *rows);
GPtrArray *grants_of_assignments(const GPtrArray *rows);

/* Does any of the grants (const Grant*) have this role? */
bool grants_have_role(const GPtrArray *grants, const char *words);

/* The grants (const Grant*, borrowed) that fit role and access; and those that fit the scope, too. Caller unrefs. */
GPtrArray *select_grants(const GPtrArray *grants, const Selection *selection);
GPtrArray *select_grants_there(const GPtrArray *grants, const Selection *selection);

/* What the words come to. */
typedef enum {
	CHOICE_ONE,       /* `grants`: it */
	CHOICE_NONE,      /* `grants`: those with a name that looks alike */
	CHOICE_ELSEWHERE, /* `grants`: those of the role, at other scopes */
	CHOICE_SEVERAL,   /* `grants`: all that fit */
} ChoiceKind;

typedef struct Choice {
	ChoiceKind kind;
	GPtrArray *grants; /* const Grant*, borrowed */
} Choice;

Choice selection_choose(const Selection *selection, const GPtrArray *grants);
void choice_clear(Choice *choice);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ScopeWords, scope_words_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Choice, choice_clear)

#endif
