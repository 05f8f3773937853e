/*
 * A pane as it is drawn: a title with its place and filter, and its rows in columns.
 */
#ifndef MYROLES_TUI_WIDGETS_LIST_H
#define MYROLES_TUI_WIDGETS_LIST_H

#include "tui/widgets/pane.h"

#define LIST_SIGN_COLUMNS 2 /* before each row */

/* One pane to be drawn. All is borrowed. */
typedef struct List {
	const State *state;
	Grid *grid;
	const Pane *pane;
	Area title;    /* one line */
	Area headings; /* one line; zero rows: none */
	Area rows;
	bool has_focus;
	bool is_typing;   /* its filter is being typed */
	const char *turn; /* "tab 1/3": the way to the next pane; NULL: none */
} List;

void list_draw(const List *list);

/* The rows alone: the number of those on screen is returned, from *first on. */
size_t list_draw_rows(const List *list, size_t *first);

/* Restyles what the pane's filter matches in `text`, drawn at the start of `cell`. */
void list_mark_match(Grid *grid, const Pane *pane, Area cell, const char *text);

#endif
