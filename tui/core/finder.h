/* A list that is searched by typing: the line that is typed into, and the rows below it. */
#ifndef MYROLES_TUI_CORE_FINDER_H
#define MYROLES_TUI_CORE_FINDER_H

#include "tui/core/state.h"

typedef struct Finder {
	const Pane *rows;
	const char *prompt; /* one column wide */
	const char *none;   /* what is said where no row fits */
} Finder;

/* Found*, to be filled; and one more. Texts are copied. */
GPtrArray *found_new(void);
void found_add(GPtrArray *found, const Found *more);

/* The rows take `body` but for its first line; their place is told on the frame, `box`. */
void finder_draw(const State *state, Grid *grid, Area box, Area body, const Finder *finder);

#endif
