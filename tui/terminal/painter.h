/*
 * What changed from one grid to the next, in few bytes, for terminals that speak as ECMA-48 has it: nearly all. It works on
 * what differs and on nothing else; ncurses, which draws whole pictures and serves all other terminals, looks at each line of
 * its own three copies and repaints attributes that nobody sees on a blank.
 */
#ifndef MYROLES_TUI_TERMINAL_PAINTER_H
#define MYROLES_TUI_TERMINAL_PAINTER_H

#include <glib.h>
#include <stdbool.h>

#include "tui/terminal/grid.h"

/* How a style looks. */
typedef struct Pen {
	char *parameters; /* of SGR; "": plain */
	bool is_solid;    /* seen on a blank, too: a background, reversed or underlined */
	uint8_t same;     /* the first style that looks the same; STYLE_COUNT: plain */
} Pen;

typedef struct Painter {
	Pen pens[STYLE_COUNT];
	bool can_erase; /* ECH: so many cells become blank */
} Painter;

/* `parameters` is copied. All styles get theirs before anything is painted, in their order. */
void painter_set_pen(Painter *painter, StyleId style, const char *parameters, bool is_solid);
void painter_clear(Painter *painter);

/*
 * Appends what brings a terminal from `shown` to `grid`, which has the same size, and leaves `shown` equal to it. The pen is plain
 * before and after; the cursor may be anywhere, and ends where the grid has it.
 */
void painter_paint(const Painter *painter, Grid *shown, const Grid *grid, GString *out);

#endif
