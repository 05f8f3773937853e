/* A list that is searched by typing: the line that is typed into, and the rows below it. */
#ifndef MYROLES_TUI_CORE_FINDER_H
#define MYROLES_TUI_CORE_FINDER_H

#include "tui/core/state.h"

/* `none`: what is said where no row fits; the rows take `body` but for its first line. */
void finder_draw(const State *state, Grid *grid, Area box, Area body, const Pane *rows,
		 const char *prompt, const char *none);

#endif
