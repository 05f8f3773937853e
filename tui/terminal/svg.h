/*
 * A screen as a picture: SVG text in the viewer's monospace font, lines and bars as shapes, so that nothing
 * depends on how a font draws them.
 */
#ifndef MYROLES_TUI_TERMINAL_SVG_H
#define MYROLES_TUI_TERMINAL_SVG_H

#include "tui/terminal/grid.h"
#include "tui/terminal/theme.h"

/* A whole SVG document; the caller frees it. Load the theme with COLORS_TRUE or COLORS_256. */
char *grid_to_svg(const Grid *grid, const Theme *theme);

#endif
