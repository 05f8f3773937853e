/*
 * The room of what screens and dialogs are made of:
 *
 *   field    a line of text that is edited
 *   form     fields with labels, notes and what is wrong with them
 *   page     lines to read
 *   rows     the rows of lists, and their order
 *   search   the words of a filter, and what fits them
 *   pane     rows in an order, a filter, a selection
 *   list     a pane as it is drawn, in columns
 *   tree     the scopes, with an index for filters
 *
 * A pane shows some of its rows in some order. It keeps its selection by id, so that nothing that is loaded moves a choice
 * to another row. What its rows are, and what follows from choosing one, is said by its kind: one row of functions.
 *
 * The room:
 *   rows                rows, and their order
 *   search pane-filter  the words of a filter; the rows that fit them
 *   pane list columns   which rows are shown; how they are drawn; how wide their columns are
 *   tree tree-node tree-index   the scopes as a tree; one of them; its filter
 *   field form          a line that is edited; fields with labels and notes
 *   page scroll-bar     lines to read; where one is in what does not all fit
 */
#ifndef MYROLES_TUI_WIDGETS_PANE_H
#define MYROLES_TUI_WIDGETS_PANE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "tui/terminal/grid.h"
#include "tui/widgets/field.h"
#include "tui/widgets/rows.h"

typedef struct State State;   /* tui/core/state.h */
typedef struct Update Update; /* tui/core/effects.h */
typedef struct Pane Pane;

#define PANE_COLUMNS 12 /* of one kind, at most */

#define LIST_SIGN_COLUMNS   2 /* before each row, where its kind says nothing else */
#define LIST_SIGNED_COLUMNS 3 /* … where rows have signs: a blank keeps them off the names */

/*
 * One column of a list. A row is what its Row holds: Eligibility, Assignment or Request. Names come first: what the columns
 * need is given by rank, and a column of a later rank gives way, or goes, before a name of rank 0 is cut. What is left over
 * goes to the columns with a `share`.
 */
typedef struct ListColumn {
	const char *name; /* "role": its heading, in capitals, and its name in the configuration */
	int least, most;
	int share; /* 0: never wider than `most`; others go beyond it where nobody needs the room */
	int rank;  /* 0: always shown; 1: gives way to names of usual length; 2 and on: to all */
	int from;  /* shown in panes of at least this width */
	int gap;   /* blanks before it */
	bool is_right; /* numbers */
	bool is_steady; /* its texts change only with the rows: it is measured once for all of them */
	StyleId style;
	/* Appends what the cell says; nothing: an empty cell. */
	void (*write)(const State *state, gconstpointer row, GString *text);
	/* What stands at the end of the text and is never cut, e.g. " (owner)"; NULL: nothing. Static text. */
	const char *(*end)(const State *state, gconstpointer row);
	/* Its style in this row; NULL: `style`. */
	StyleId (*restyle)(const State *state, gconstpointer row);
	/* Draws into a cell of its full width what is no text; NULL: `write`. */
	void (*draw)(const State *state, Grid *grid, gconstpointer row, Area cell);
} ListColumn;

typedef struct PaneKind {
	const char *title;
	char *(*make_title)(const State *state); /* NULL: `title`. Owned by the caller */
	const ListColumn *columns;
	size_t column_count;
	/* What stands before each row; the selection's own sign is drawn by the list. May be NULL. */
	const char *(*sign)(const State *state, gconstpointer row, StyleId *style);
	int sign_columns; /* of it, with the blank behind it; 0: LIST_SIGN_COLUMNS */
	/* Draws a row that is no columns; NULL: the columns. */
	void (*draw_row)(const State *state, Grid *grid, const Pane *pane, size_t i, Area line,
			 StyleId style);
	/* Why there are no rows; owned by the caller. */
	char *(*empty)(const State *state);
	/* How many of its rows are marked; NULL: rows of this kind have no marks. */
	guint (*count_marks)(const State *state);

	SortId sort;                         /* what it starts with */
	const char *sort_titles[SORT_COUNT]; /* all NULL: the order is given */
	bool is_chosen_always; /* its selection counts, and shows, without the focus as well */
	bool is_held;          /* its selection is never left to what comes first */
	bool goes_when_empty;  /* without rows it is not there at all */
	bool is_ordered;       /* what is collected stands in the order of `sort` already */

	/* The rows before the filter, in any order: appends Row*, borrowed. */
	void (*collect)(const State *state, GPtrArray *all);
	/* Instead of collecting and ordering: fills `visible` and `total` by itself. */
	void (*rebuild)(State *state, Pane *pane);
	/* Fills `visible` with what fits the filter, from `from`; NULL: pane_filter_rows. */
	void (*filter)(State *state, Pane *pane, const GPtrArray *from);
	const char *(*id_of)(gconstpointer row); /* NULL: rows are Row */
	/* The row of that id, where looking for it beats comparing ids; NULL: it does not. */
	gconstpointer (*find)(const State *state, const char *id);
	/* The rows on screen may be others now. */
	void (*scrolled)(State *state, Pane *pane, int height);
	/* The row that details and copies are about; NULL: the selected one. */
	const Row *(*subject)(const State *state);

	/* What follows from what the operator does; each may be NULL. */
	void (*focused)(Update *update);
	void (*selected)(Update *update); /* the selection moved */
	void (*filtered)(Update *update); /* the filter is another one */
	void (*filter_begun)(Update *update);
	void (*filter_kept)(Update *update);
	void (*filter_cleared)(State *state); /* before the rows that were left out come back */
	bool (*pasted)(Update *update, const char *text); /* into its filter; false: it is text */
	void (*opened)(Update *update);                   /* Enter on a row */
} PaneKind;

struct Pane {
	const PaneKind *kind;
	GPtrArray *all;      /* Row* in order, before the filter; borrowed; not of trees */
	GPtrArray *visible;  /* what is shown, in order: Row*, or what the kind says; borrowed */
	ListColumn *columns; /* that were chosen, in their order; NULL: those of the kind */
	size_t column_count; /* of these */
	size_t total;        /* rows before the filter */
	char *selected;      /* id of the selected row; NULL: none */
	char *found; /* id of the row that nobody chose: the first one, or a filter's; NULL: none */
	size_t cursor;            /* its place in `visible` */
	size_t top;               /* first row on screen */
	unsigned rebuilt;         /* so many times */
	int needs[PANE_COLUMNS];  /* of steady columns: the widest text of all rows */
	int enough[PANE_COLUMNS]; /* … of all but a few that are longer than the others */
	bool is_held; /* a key was pressed since it has a selection, which from then on keeps its row */
	Field filter;
	bool is_similar; /* nothing fits the filter: what is shown is only similar */
	SortId sort;

	/* What filters ask: whose rows these are, what words stand for, and what the time is. Borrowed; NULL: words are text. */
	const State *state;
	const GPtrArray *aliases; /* Alias* */
	const Instant *now;
	GTimeZone *zone;
};

void pane_init(Pane *pane, const PaneKind *kind);
void pane_clear(Pane *pane);

static inline size_t pane_count(const Pane *pane)
{
	return pane->visible ? pane->visible->len : 0;
}

/* What stands there; NULL: nothing. Borrowed. */
gconstpointer pane_at(const Pane *pane, size_t i);
gconstpointer pane_selected(const Pane *pane);

/* What it shows, in order. Borrowed. */
const ListColumn *pane_columns(const Pane *pane, size_t *count);
/* Shows the columns of these names, in this order, unknown ones left out; NULL or none: those of the kind. */
void pane_choose_columns(Pane *pane, const char *const *names);
const ListColumn *pane_find_column(const PaneKind *kind,
				   const char *name); /* NULL: there is none */

bool pane_can_sort(const Pane *pane);
/* Its rows stand as they would after another pane_rebuild: what they are ordered by may have changed in them. */
bool pane_is_in_order(const Pane *pane);

/* After a change of rows or order: collects, orders and filters anew, and finds the selection again. */
void pane_rebuild(State *state, Pane *pane);
/* After a change of the filter alone. */
void pane_filter_changed(State *state, Pane *pane);

void pane_select(Pane *pane, size_t place);
bool pane_select_id(const State *state, Pane *pane, const char *row_id);

/*
 * Selects the row selected before, where it is now; when it is gone, the one in its place. Until the operator has
 * chosen anything it is the top one, whichever workload's rows come first.
 */
void pane_reselect(const State *state, Pane *pane);

/* Brings the selection on screen, of so many rows. */
void pane_scroll(Pane *pane, int height);

/* Where one is in it: "1-6/14", of so many rows on screen. */
char *pane_place(const Pane *pane, int rows);

/* Is it there, and does the focus stop at it? */
bool pane_is_there(const Pane *pane);

#endif
