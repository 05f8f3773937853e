/* The keys at the lower edge of the screen or of a dialog: what can be done now. */
#ifndef MYROLES_TUI_CORE_FOOTER_H
#define MYROLES_TUI_CORE_FOOTER_H

#include "tui/core/layout.h"
#include "tui/core/state.h"
#include "tui/terminal/grid.h"

void footer_draw(const State *state, Grid *grid, Area area);

/* The action whose key or title stands in that column of the screen; NULL: none does. */
const Action *footer_at(const State *state, Area area, int column);

/* Its place in the last line of the screen: one blank stands at each side. */
Area footer_inside(const Layout *layout);

/* Where it stands: in the last line inside the dialog on top, else in the last one of the screen. */
Area footer_area(const State *state);

#endif
