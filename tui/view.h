/*
 * What the operator sees: the state as cells. Reads the state by its queries, changes nothing, knows no terminal.
 */
#ifndef MYROLES_TUI_VIEW_H
#define MYROLES_TUI_VIEW_H

#include "tui/state.h"
#include "tui/terminal/grid.h"

/* Draws the whole screen anew. The grid has the state's size; its alphabet (is_ascii) is set from the state. */
void view_draw(const State *state, Grid *grid);

#endif
