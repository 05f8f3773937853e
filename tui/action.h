/*
 * One row per thing a person can do. Key lookup, footer, help, palette, man page and the reason why a
 * key does nothing now all read the row.
 */
#ifndef MYROLES_TUI_ACTION_H
#define MYROLES_TUI_ACTION_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "src/model/settings.h"
#include "tui/state.h"
#include "tui/terminal/key.h"

/* Where a key counts. One context at a time: an overlay's, or else the screen's. */
typedef enum {
	CONTEXT_ROLES,
	CONTEXT_REQUESTS,
	CONTEXT_APPROVALS,
	CONTEXT_HISTORY,
	CONTEXT_LINES,      /* help, details, messages: text to read */
	CONTEXT_PALETTE,    /* typing */
	CONTEXT_FORM,       /* typing */
	CONTEXT_CONFIRM,    /* the last question before an activation */
	CONTEXT_OUTCOME,    /* what became of it */
	CONTEXT_DEACTIVATE, /* the question before a deactivation */
	CONTEXT_QUIT,       /* the question before leaving */
	CONTEXT_SIGN_IN,    /* a page is to be opened */
	CONTEXT_ADDRESS,    /* typing */
	CONTEXT_SIGN_OUT,   /* the question before signing out */
	CONTEXT_ACCOUNTS,   /* one is chosen */
	CONTEXT_FILTER,     /* typing */
	CONTEXT_COUNT,
} ContextId;

typedef struct Update Update; /* update-internal.h: the state and where effects go */

/* A precondition: NULL when it holds, else the sentence that says why the action cannot be done now. Static text. */
typedef const char *(*ActionGuard)(const State *state);

typedef struct Action {
	const char *name;  /* as in [keys] of myroles.conf: "activate" */
	const char *keys;  /* the default ones, blank-separated names: "a"; "": palette only */
	const char *title; /* in the palette and the footer: "activate" */
	const char *help;  /* one sentence for help and manual */
	unsigned contexts; /* bits 1u << ContextId */
	int footer;        /* place in the footer, 1 first; 0: not there */
	ActionGuard guard; /* NULL: always possible */
	void (*run)(Update *update);
} Action;

/* The table; `count` gets its length. */
const Action *action_table(size_t *count);
const Action *action_find(const char *name);

ContextId state_context(const State *state);
const char *context_name(ContextId context); /* "Roles", "Activate form", … for help and manual */

/* NULL when the action can be done now; else why not, in a sentence. */
const char *action_reason(const Action *action, const State *state);

#define KEYMAP_ERROR (keymap_error_quark())
GQuark keymap_error_quark(void);

typedef enum {
	KEYMAP_ERROR_ACTION = 1, /* no action of that name */
	KEYMAP_ERROR_KEY,        /* no key of that name */
	KEYMAP_ERROR_DOUBLED,    /* two actions of one context share a key */
} KeymapError;

/* Which keys do what: the table's defaults and [keys]. */
typedef struct Keymap Keymap;

/*
 * [keys] action=key key…; an empty value unbinds. Errors name the group, the action and what was expected: unknown action, unknown
 * key, a key that two actions of one context share (unless both do the same). Where one types, characters are text whatever is bound to them. `keys` may be NULL.
 */
Keymap *keymap_new(GHashTable *keys, GError **error);
void keymap_free(Keymap *keymap);
const Action *keymap_find(const Keymap *keymap, ContextId context, Key key);
/* The first key of an action as text ("a", "space"); NULL when it has none. Borrowed. */
const char *keymap_key(const Keymap *keymap, const Action *action);
/* All of them, joined by blanks. Borrowed. */
const char *keymap_keys(const Keymap *keymap, const Action *action);

/* The actions for the footer now, in order: const Action*. Caller unrefs. */
GPtrArray *state_footer(const State *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Keymap, keymap_free)

#endif
