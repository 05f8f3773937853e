/*
 * Which keys do what: the defaults of a table of actions, and [keys] of the configuration.
 */
#ifndef MYROLES_TUI_CORE_KEYMAP_H
#define MYROLES_TUI_CORE_KEYMAP_H

#include "tui/core/action.h"
#include "tui/terminal/key.h"

#define KEYMAP_ERROR (keymap_error_quark())
GQuark keymap_error_quark(void);

typedef enum {
	KEYMAP_ERROR_ACTION = 1, /* no action of that name */
	KEYMAP_ERROR_KEY,        /* no key of that name */
	KEYMAP_ERROR_DOUBLED,    /* two actions of one context share a key */
} KeymapError;

typedef struct Keymap Keymap;

/*
 * [keys] action=key key…; an empty value unbinds. Errors name the group, the action and what was expected: unknown action, unknown
 * key, a key that two actions of one context share (unless both do the same). Where one types, characters are text whatever is
 * bound to them. `keys` (name → keys) may be NULL. The table is borrowed for the keymap's life.
 */
Keymap *keymap_new(const ActionTable *table, GHashTable *keys, GError **error);
void keymap_free(Keymap *keymap);

const Action *keymap_find(const Keymap *keymap, const Context *context, Key key);
/* The first key of an action as text ("a", "space"); NULL when it has none. Borrowed. */
const char *keymap_key(const Keymap *keymap, const Action *action);
/* The same by the action's name, for sentences that name a key; "the palette" where it has none. Borrowed. */
const char *keymap_key_of(const Keymap *keymap, const char *name);
/* All of them, joined by blanks. Borrowed. */
const char *keymap_keys(const Keymap *keymap, const Action *action);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Keymap, keymap_free)

#endif
