/*
 * What is on and what follows it, in words.
 */
#ifndef MYROLES_TUI_CORE_MORE_TIME_H
#define MYROLES_TUI_CORE_MORE_TIME_H

#include "tui/core/state.h"

/* "goes on until 15:16": a continuation is promised. NULL: none is. */
char *state_going_on(const State *state, const Grant *grant);
/* "active here already, until 14:16; it goes on until 15:16"; NULL: it is not. */
char *state_active_here(const State *state, const Eligibility *eligibility, const Scope *scope);

#endif
