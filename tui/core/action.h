/*
 * One row per thing a person can do. Key lookup, footer, help, palette, man page and the reason why a
 * key does nothing now all read the row. Rows stand beside their functions: in a screen, in a dialog, or in the core.
 */
#ifndef MYROLES_TUI_CORE_ACTION_H
#define MYROLES_TUI_CORE_ACTION_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct State State;   /* tui/core/state.h */
typedef struct Update Update; /* tui/core/effects.h: the state and where effects go */

/* What a context has in common with others: an action of these traits counts in all of them. */
typedef enum {
	TRAIT_ANY = 1 << 0,      /* every context has it */
	TRAIT_LEAVING = 1 << 1,  /* one may leave from here at once */
	TRAIT_SCREEN = 1 << 2,   /* a screen, with no dialog over it */
	TRAIT_ROWS = 1 << 3,     /* its panes have rows to filter, order and open */
	TRAIT_LINKED = 1 << 4,   /* what is shown has a page in the portal */
	TRAIT_MOVING = 1 << 5,   /* it has lines or rows to move through */
	TRAIT_PAGING = 1 << 6,   /* … with a first and a last one */
	TRAIT_READING = 1 << 7,  /* text that is closed when it is read */
	TRAIT_QUESTION = 1 << 8, /* a question that can be left unanswered */
	TRAIT_TYPING = 1 << 9,   /* characters are text, whatever is bound to them */
} Trait;

/* Where a key counts. One context at a time: a dialog's, or else the filter's or the screen's. */
typedef struct Context {
	const char *name; /* "Roles", "Activate form", … for help and manual */
	unsigned traits;  /* Trait bits */
	int help_place;   /* its place in help, behind where one is; 0: not there */
} Context;

/* A precondition: NULL when it holds, else the sentence that says why the action cannot be done now. Static text. */
typedef const char *(*ActionGuard)(const State *state);

typedef struct Action {
	const char *name;  /* as in [keys] of myroles.conf: "activate" */
	const char *keys;  /* the default ones, blank-separated names: "a"; "": palette only */
	const char *title; /* in the palette and the footer: "activate" */
	const char *help;  /* one sentence for help and manual */
	int place;         /* its place in help, palette and manual */
	int footer;        /* its place in the footer, 1 first; 0: not there */
	unsigned
		traits; /* of the contexts that it counts in; 0: in that of its own screen or dialog alone */
	ActionGuard guard; /* NULL: always possible */
	ActionGuard
		offer; /* when it is worth its place in the footer; NULL: whenever it can be done */
	void (*run)(Update *update);
} Action;

/* An action and the context of the screen or dialog that lists it (NULL: of the core). */
typedef struct ActionRow {
	const Action *action;
	const Context *own;
} ActionRow;

/* All that can be done, in order of place; and all contexts, in the order in which they were added. */
typedef struct ActionTable {
	GArray *rows;        /* ActionRow */
	GPtrArray *contexts; /* const Context* */
} ActionTable;

ActionTable *action_table_new(void);
void action_table_free(ActionTable *table);
/* `context` may be there already, or NULL; `actions` are static. */
void action_table_add(ActionTable *table, const Context *context, const Action *actions,
		      size_t count);
void action_table_sort(ActionTable *table); /* when all are in */

const ActionRow *action_table_at(const ActionTable *table, size_t i); /* NULL: no more */
const Action *action_table_find(const ActionTable *table, const char *name);
bool action_row_counts_in(const ActionRow *row, const Context *context);

/* NULL when the action can be done now; else why not, in a sentence. */
const char *action_reason(const Action *action, const State *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ActionTable, action_table_free)

#endif
