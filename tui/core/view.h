/*
 * What the operator sees: the state as cells. Reads the state, changes nothing, knows no terminal.
 */
#ifndef MYROLES_TUI_CORE_VIEW_H
#define MYROLES_TUI_CORE_VIEW_H

#include "tui/core/state.h"
#include "tui/terminal/grid.h"

/* Draws the whole screen anew. The grid has the state's size; its alphabet (is_ascii) is set from the state. */
void view_draw(const State *state, Grid *grid);

#endif
