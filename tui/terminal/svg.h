/*
 * A screen as a picture: each letter stands in the middle of its own cell, wide ones of their two; lines, bars and
 * underlines are shapes. So nothing depends on which font the viewer has. The screen's text is its <desc>.
 */
#ifndef MYROLES_TUI_TERMINAL_SVG_H
#define MYROLES_TUI_TERMINAL_SVG_H

#include "tui/terminal/grid.h"
#include "tui/terminal/theme.h"

/* A whole SVG document; the caller frees it. Load the theme with COLORS_TRUE or COLORS_256. */
char *grid_to_svg(const Grid *grid, const Theme *theme);

#endif
