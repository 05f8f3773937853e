/*
 * Where one is in rows that do not all fit, as a bar at their right: drawn over the line that stands there.
 */
#ifndef MYROLES_TUI_WIDGETS_SCROLL_BAR_H
#define MYROLES_TUI_WIDGETS_SCROLL_BAR_H

#include <stddef.h>

#include "tui/terminal/grid.h"

/* Nothing where all rows are shown. `bar` is a column of the screen beside the rows. */
void scroll_bar_draw(Grid *grid, Area bar, size_t first, size_t shown, size_t total);

/* Which of so many rows a click into that row of the screen means: the first at its top, the last at its end. */
size_t scroll_bar_place(Area bar, int row, size_t total);

/* The right border of a box. */
Area scroll_bar_of_box(Area box);

#endif
