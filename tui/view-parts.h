/*
 * The parts of the view, for each other only (tui/view*.c).
 */
#ifndef MYROLES_TUI_VIEW_PARTS_H
#define MYROLES_TUI_VIEW_PARTS_H

#include <glib.h>
#include <stdbool.h>

#include "tui/layout.h"
#include "tui/state.h"
#include "tui/terminal/grid.h"

typedef struct View {
	const State *state;
	Grid *grid;
	Layout layout;
	GString *text; /* the cell being written; used again and again */
} View;

/*
 * One column of a list. A row is what its Row holds: Eligibility, Assignment or Request. Its width is what the rows on screen need, between `least` and `most`; what is left over
 * goes to the columns with a `share`.
 */
typedef struct ListColumn {
	int least, most;
	int share;     /* 0: never wider than `most` */
	int from;      /* shown in panes of at least this width */
	int gap;       /* blanks before it */
	bool is_right; /* numbers */
	bool is_spare; /* gives way first, down to its least */
	StyleId style;
	/* Appends what the cell says; nothing: an empty cell. */
	void (*write)(const State *state, gconstpointer row, GString *text);
	/* What stands at the end of the text and is never cut, e.g. " (owner)"; NULL: nothing. Static text. */
	const char *(*end)(const State *state, gconstpointer row);
	/* Its style in this row; NULL: `style`. */
	StyleId (*restyle)(const State *state, gconstpointer row);
	/* Draws into a cell of its full width what is no text; NULL: `write`. */
	void (*draw)(const View *view, gconstpointer row, Area cell);
} ListColumn;

typedef struct List {
	PaneId pane;
	const char *title;
	const ListColumn *columns;
	size_t count;
	/* The two columns before each row; the selection's own sign is drawn by the list. May be NULL. */
	const char *(*sign)(const State *state, gconstpointer row, StyleId *style);
} List;

/* The pane with its title, rows, place and empty state; draws nothing where the layout shows no such pane. */
void view_list(View *view, const List *list);

/* The parts that view_list is made of, for panes that are no plain list. */
void view_title(View *view, PaneId pane, const char *title);
void view_empty(View *view, PaneId pane);
/* The rows of the pane that are on screen: from *first, the count is returned; the selected one is always among them. */
size_t view_window(const View *view, PaneId pane, size_t *first);
/* Restyles what the pane's filter matches in `text`, drawn at the start of `cell`. */
void view_match(View *view, PaneId pane, Area cell, const char *text);
/* The style of a row of the pane: selected, selected elsewhere, or text. */
StyleId view_row_style(const View *view, PaneId pane, size_t i);

/* What a server said becomes safe to measure and to print. */
void view_clean(GString *text);

/* " (member)", " (owner)"; "" for what is no group. Static. */
const char *access_suffix(Access access);

/* The keys that count now, from the left, as many as there is room for. */
void view_keys(View *view, Area area);
/* Sentences wrapped into the area from its row `row`; the row below the last one is returned. */
int view_paragraph(View *view, Area area, int row, StyleId style, const char *text);

void view_roles(View *view);
void view_scope(View *view);
void view_requests(View *view);
void view_approvals(View *view);
void view_history(View *view);
void view_overlay(View *view);
void view_form(View *view, const Form *form, Area inside);

#endif
