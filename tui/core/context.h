/*
 * Where keys count now, and the contexts that belong to no screen and no dialog alone.
 */
#ifndef MYROLES_TUI_CORE_CONTEXT_H
#define MYROLES_TUI_CORE_CONTEXT_H

#include "tui/core/state.h"

#define SCREEN_TRAITS (TRAIT_ANY | TRAIT_LEAVING | TRAIT_SCREEN | TRAIT_MOVING | TRAIT_PAGING)
#define PAGE_TRAITS   (TRAIT_ANY | TRAIT_LEAVING | TRAIT_MOVING | TRAIT_PAGING)
#define TYPING_TRAITS (TRAIT_ANY | TRAIT_LEAVING | TRAIT_TYPING)

extern const Context
	reading_context; /* text to read: shared by the dialogs that show nothing else */
extern const Context filter_context; /* a filter is typed */

const Context *state_context(const State *state);

/* True where keys are text: a filter, a form field, the palette's input. */
bool state_is_typing(const State *state);

/* The actions for the footer now, in order: const Action*. Caller unrefs. */
GPtrArray *state_footer(const State *state);

#endif
