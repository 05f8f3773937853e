/* The tabs in the first line: one a screen, the open one in brackets. */
#ifndef MYROLES_TUI_CORE_TABS_H
#define MYROLES_TUI_CORE_TABS_H

#include "tui/core/state.h"
#include "tui/terminal/grid.h"

/* Draws them at the right of the line; the column in which they begin is returned. */
int tabs_draw(const State *state, Grid *grid, Area header);

/* Where they begin; what stands left of them has its end there. */
int tabs_column(const State *state, Area header);

/* The screen whose tab stands in that column of the screen; NULL: none does. */
const ScreenKind *tabs_at(const State *state, Area header, int column);

#endif
