/*
 * Where things stand on the screen: computed from sizes alone, so that drawing, paging and the mouse agree.
 */
#ifndef MYROLES_TUI_LAYOUT_H
#define MYROLES_TUI_LAYOUT_H

#include <glib.h>
#include <stdbool.h>

#include "tui/terminal/grid.h"
#include "tui/widgets/rows.h"

#define LAYOUT_MINIMUM_COLUMNS 20
#define LAYOUT_MINIMUM_ROWS    6
#define LAYOUT_NARROW_COLUMNS  60 /* below: one pane at a time */

typedef struct PaneArea {
	Area title; /* one line; zero rows: the pane is not shown */
	Area rows;
} PaneArea;

typedef struct Layout {
	bool is_too_small;
	bool is_single; /* one pane at a time */
	Area header;    /* one line */
	PaneArea panes[PANE_COUNT];
	Area divider; /* the column between eligible and scope; zero columns: none */
	Area rule;    /* the line under the panes; zero rows: none */
	Area words;   /* what the focused row needs, in words; zero rows: none */
	Area status;  /* freshness, time; notices */
	Area footer;  /* keys */
} Layout;

struct State;
void layout_compute(const struct State *state, Layout *out);

/* The box of an overlay with its frame, and what is inside; centred, within the screen. The last line inside is for keys. */
void layout_overlay(const struct State *state, Area *box, Area *inside);

#endif
