/*
 * Where things stand on the screen: computed from sizes alone, so that drawing, paging and the mouse agree.
 */
#ifndef MYROLES_TUI_CORE_LAYOUT_H
#define MYROLES_TUI_CORE_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/terminal/grid.h"

#define LAYOUT_MINIMUM_COLUMNS 20
#define LAYOUT_MINIMUM_ROWS    6
#define LAYOUT_NARROW_COLUMNS  60  /* below: one pane at a time */
#define LAYOUT_WIDE_COLUMNS    100 /* from here on: headings over the columns */
#define LAYOUT_PANES           4   /* of a screen, at most */

typedef struct PaneArea {
	Area title;    /* one line; zero rows: the pane is not shown */
	Area headings; /* one line; zero rows: none */
	Area rows;
	Area bar; /* a column beside the rows that tells where one is in them; zero rows: none */
} PaneArea;

typedef struct Layout {
	bool is_too_small;
	bool is_single; /* one pane at a time */
	Area header;    /* one line */
	PaneArea panes[LAYOUT_PANES];
	Area divider;    /* a column between two panes; zero columns: none */
	bool is_covered; /* `aside` takes the room of all panes */
	Area aside;      /* what the screen draws beside its panes; zero rows: nothing */
	Area rule;       /* the line under the panes, with the notice; zero rows: none */
	Area words; /* what the focused row needs; zero rows: none. Without a rule the notice hides it */
	Area status; /* freshness and time; without rule and words the notice hides them */
	Area footer; /* keys */
} Layout;

typedef struct LayoutInput LayoutInput;

/* How a screen shares its body among its panes: fills `panes`, perhaps `divider` and `aside`. */
typedef void (*LayoutShare)(const LayoutInput *input, Area body, Layout *out);

struct LayoutInput {
	int columns, rows;           /* of the terminal */
	size_t count;                /* of panes */
	size_t focus;                /* which of them has the keys */
	size_t wanted[LAYOUT_PANES]; /* how many lines each has, with its headings */
	bool has_headings[LAYOUT_PANES];
	bool is_covered;              /* lines stand in place of the panes */
	int word_lines, status_lines; /* that these two would take; at least one each */
	LayoutShare share;            /* NULL: the pane with the focus takes all */
};

/* How many lines the words, and how many the freshness, may take: the panes keep most of the screen. */
int layout_lines_below(int rows);
int layout_word_lines(int rows); /* … for what the row with the focus needs */

/* Whether a line parts the panes from what stands below them: notices begin on it. */
bool layout_has_rule(int rows);

void layout_compute(const LayoutInput *input, Layout *out);

/* A pane of `area`: its title line, and the rows below. */
PaneArea layout_split_title(Area area);

/* How many columns a dialog has inside on a terminal of so many. */
int layout_dialog_columns(int columns);

/*
 * The box of a dialog that wants so many rows inside, and what is inside; centred, within the terminal. The last line inside is for
 * keys. Empty areas where the terminal is too small for any.
 */
void layout_dialog(int columns, int rows, int wanted, Area *box, Area *inside);

#endif
