/*
 * What the operator sees: the state as cells. Reads the state, changes nothing, knows no terminal.
 */
#ifndef MYROLES_TUI_CORE_VIEW_H
#define MYROLES_TUI_CORE_VIEW_H

#include "tui/core/layout.h"
#include "tui/core/state.h"
#include "tui/terminal/grid.h"
#include "tui/widgets/list.h"

/* Draws the whole screen anew. The grid has the state's size; its alphabet (is_ascii) is set from the state. */
void view_draw(const State *state, Grid *grid);

/* What stands on a grid since it was drawn the last time. All zero: nothing. */
typedef struct ViewMemory {
	ListMemo lists[LAYOUT_PANES];
	const Screen *
		screen; /* whose edges, the first line and the last but one, are there; NULL: none */
	Area header, status;
	uint64_t revision;
} ViewMemory;

/* The same, where nobody else drew on the grid since the last call with this memory: rows that are the same stay. */
void view_redraw(ViewMemory *memory, const State *state, Grid *grid);

#endif
