/*
 * The owner of scopes: the tree of those that are known, what is loaded of it, and where each eligible role would be activated.
 */
#ifndef MYROLES_TUI_CORE_KNOWN_SCOPES_H
#define MYROLES_TUI_CORE_KNOWN_SCOPES_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "frontend/target.h"
#include "src/model/grant.h"
#include "src/model/scope.h"
#include "tui/core/news.h"
#include "tui/widgets/tree.h"

typedef struct KnownScopes {
	ScopeTree tree;
	GQueue incoming;       /* lists that are taken into the tree piece by piece */
	uint64_t place_intent; /* reads where guessed scopes belong; 0: none */
	guint place_reads;     /* so many of these since the account is used */
	GHashTable *last;      /* eligibility id → Scope*: used last, at start and since */
	GHashTable *chosen;    /* eligibility id → Scope*: chosen in the scope pane */
} KnownScopes;

void known_scopes_init(KnownScopes *scopes);
void known_scopes_clear(KnownScopes *scopes);

/* Where the row would be activated: chosen, else used last, else its own scope. Borrowed. */
const Scope *known_scopes_target(const KnownScopes *scopes, const Eligibility *eligibility);
/* The scope used last with this row, or NULL. Borrowed. */
const Scope *known_scopes_last(const KnownScopes *scopes, const Eligibility *eligibility);
/* It was activated there last, as the history tells. What one looks at stays where it is: a row that was given a scope keeps it. */
void known_scopes_learn_last(KnownScopes *scopes, const Eligibility *eligibility,
			     const Scope *scope);
void known_scopes_choose(KnownScopes *scopes, const char *eligibility_id, const Scope *scope);

/* Asks for the children of a node, or all below it. */
void known_scopes_load(Update *update, ScopeNode *node, WorkloadId workload, bool is_deep);
/* Some of what waits to be taken into the tree: a keystroke is never kept waiting for the rest. */
void known_scopes_continue(Update *update);

/* What may hold one scope, as far as ids and the tree tell. The scopes are borrowed for its life. */
typedef struct Cover Cover;
Cover *cover_new(const KnownScopes *scopes, const char *scope_id);
void cover_free(Cover *cover);
bool cover_may(const Cover *cover, const Grant *grant);
Covers cover_find(const Cover *cover, const Grant *grant);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cover, cover_free)

extern const Listeners known_scopes_listeners;

#endif
