/*
 * update(): one message changes the state and may ask for effects. No I/O, no clock: the same messages give
 * the same state.
 */
#ifndef MYROLES_TUI_CORE_UPDATE_H
#define MYROLES_TUI_CORE_UPDATE_H

#include <glib.h>

#include "tui/core/message.h"
#include "tui/core/state.h"

/* Asks for what a fresh dashboard needs (lists, history). `effects` takes Effect*. */
void state_start(State *state, GPtrArray *effects);

void state_update(State *state, const Message *message, GPtrArray *effects);

/* When the state or the screen changes by itself next: a countdown's step, a threshold, a refresh. 0: never. */
Instant state_next_wake(const State *state);

#endif
