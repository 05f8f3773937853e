/*
 * A pane as it is drawn: a title with its place and filter, and its rows in columns.
 */
#ifndef MYROLES_TUI_WIDGETS_LIST_H
#define MYROLES_TUI_WIDGETS_LIST_H

#include "tui/widgets/pane.h"

/*
 * What was drawn of a list the last time, on the same grid: while nothing but the selection changed, all other rows stand
 * there already. All zero: nothing was.
 */
typedef struct ListMemo {
	const Pane *pane; /* NULL: nothing is there that could stay */
	uint64_t revision;
	unsigned rebuilt;
	Area rows;
	bool has_focus;
	bool is_covered; /* the keys are those of a dialog above: the selected row stays marked, and no more */
	size_t first, count;
	size_t selected; /* the row that was drawn as selected; SIZE_MAX: none */
	int widths[PANE_COLUMNS];
} ListMemo;

/* One pane to be drawn. All is borrowed. */
typedef struct List {
	const State *state;
	Grid *grid;
	const Pane *pane;
	Area title;    /* one line */
	Area headings; /* one line; zero rows: none */
	Area rows;
	int screen_columns; /* 0: it is no part of a screen */
	bool has_focus;
	bool is_covered; /* the keys are those of a dialog above: the selected row stays marked, and no more */
	bool is_typing;    /* its filter is being typed */
	const char *turn;  /* "tab 1/3": the way to the next pane; NULL: none */
	ListMemo *memo;    /* NULL: all is drawn */
	uint64_t revision; /* of all that rows show but for the selection; for the memo */
} List;

/* Its rows are on the grid since the last time, but for the selection: list_draw() expects them not to be erased. */
bool list_is_drawn(const List *list);
void list_draw(const List *list);

/* So many lines the words take in a pane of so many columns that say why it has no rows. */
size_t list_count_empty_lines(const char *why, int columns);

/* The rows that are on screen: from *first, the count is returned; the selected one is always among them. */
size_t list_window(const List *list, size_t *first);

/* The name of the column whose heading stands in that column of the screen; NULL: none does. Static. */
const char *list_heading_at(const List *list, int column);

/* The rows alone: the number of those on screen is returned, from *first on. */
size_t list_draw_rows(const List *list, size_t *first);

/* Restyles what the pane's filter matches in `text`, drawn at the start of `cell`. */
void list_mark_match(Grid *grid, const Pane *pane, Area cell, const char *text);

#endif
