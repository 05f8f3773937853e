/*
 * The screen as plain cells: what view() writes, what golden tests print, what term.c draws. No curses, no
 * colors, no locale. A cell holds one sanitized character with its combining marks and a style id.
 */
#ifndef MYROLES_TUI_TERMINAL_GRID_H
#define MYROLES_TUI_TERMINAL_GRID_H

#include <assert.h>
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* What a cell means; the theme maps meanings to colors and attributes. Colors say states alone. */
typedef enum {
	STYLE_TEXT,
	STYLE_DIM,            /* secondary columns, ids */
	STYLE_TITLE,          /* pane titles of panes without focus */
	STYLE_HEADING,        /* headings of columns */
	STYLE_FOCUS,          /* title of the focused pane */
	STYLE_SELECTED,       /* the focused row */
	STYLE_SELECTED_OTHER, /* the selected row of a pane without focus */
	STYLE_MARKED,
	STYLE_BORDER,
	STYLE_HEADER,     /* top line */
	STYLE_PRODUCTION, /* top line of an account that wants care */
	STYLE_TAB,        /* the open screen's tab */
	STYLE_KEY,        /* key names in the footer */
	STYLE_OK,         /* runs, done */
	STYLE_WARNING,    /* ends soon, stale */
	STYLE_URGENT,     /* ends now */
	STYLE_WAITING,    /* waits for a decision or for its time */
	STYLE_REFUSED,
	STYLE_ERROR, /* failed, signed out */
	STYLE_INPUT, /* a text field */
	STYLE_INPUT_FOCUS,
	STYLE_MATCH, /* what a filter matched */
	STYLE_BAR,   /* filled part of a bar */
	STYLE_QR,    /* dark modules of a QR code on light ones */
	STYLE_COUNT,
} StyleId;

#define CELL_BYTES 14 /* UTF-8 of a character and its combining marks, NUL included */

typedef struct Cell {
	/* "" on the right half of a wide character. Zeroes behind it: cells that look the same are the same bytes. */
	char text[CELL_BYTES];
	uint8_t width; /* 1, 2; 0: the right half of the cell before */
	uint8_t style; /* StyleId */
} Cell;

/* In words: a screen has thousands of cells, and each is compared at each key. */
static inline bool cell_equals(const Cell *a, const Cell *b)
{
	uint64_t left[2], right[2];
	static_assert(sizeof(Cell) == sizeof left, "a cell is two words");
	memcpy(left, a, sizeof left);
	memcpy(right, b, sizeof right);
	return ((left[0] ^ right[0]) | (left[1] ^ right[1])) == 0;
}

typedef struct Grid {
	int columns, rows;
	Cell *cells;                   /* row by row */
	int cursor_column, cursor_row; /* -1: hidden */
	bool is_ascii;                 /* draw lines, bars and marks in ASCII only */
} Grid;

Grid *grid_new(int columns, int rows);
void grid_free(Grid *grid);
void grid_erase(Grid *grid); /* blanks of STYLE_TEXT, no cursor */
const Cell *grid_cell(const Grid *grid, int column, int row);

/* A rectangle that drawing is clipped to. */
typedef struct Area {
	int column, row, columns, rows;
} Area;

/* The area cut to at most `columns` columns. */
static inline Area area_limit(Area area, int columns)
{
	area.columns = columns < area.columns ? columns : area.columns;
	return area;
}

/* Erases all but these areas, which do not overlap. */
void grid_erase_around(Grid *grid, const Area *kept, size_t count);

/*
 * Writes text at (column, row) of `area`, cut with an ellipsis where it does not fit; what is not clean is sanitized first.
 * Returns the columns written. Never writes outside `area`; never leaves half a wide character.
 */
int grid_text(Grid *grid, Area area, int column, int row, StyleId style, const char *text);
int grid_printf(Grid *grid, Area area, int column, int row, StyleId style, const char *format, ...)
	G_GNUC_PRINTF(6, 7);
void grid_fill(Grid *grid, Area area, StyleId style); /* blanks */
void grid_restyle(Grid *grid, Area area, StyleId style);
void grid_hline(Grid *grid, Area area, int column, int row, int columns, StyleId style);
void grid_vline(Grid *grid, Area area, int column, int row, int rows, StyleId style);
void grid_box(Grid *grid, Area area, StyleId style, const char *title); /* title NULL: none */
/* Which sides of its cell a line character of either alphabet reaches (GridReach); 0: it is not one. */
typedef enum { REACH_UP = 1, REACH_DOWN = 2, REACH_LEFT = 4, REACH_RIGHT = 8 } GridReach;
unsigned cell_reach(const Cell *cell);
/* A bar over the first row of the area, with so many eighths of its cells filled. */
void grid_bar(Grid *grid, Area area, int filled_eighths, StyleId style);

bool grid_equal(const Grid *a, const Grid *b);
bool grid_row_equal(const Grid *a, const Grid *b, int row); /* of grids of one size */

/* The text alone, one line per row, trailing blanks cut; and the style of each cell as a letter, for golden files. */
char *grid_to_text(const Grid *grid);
char *grid_to_styles(const Grid *grid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Grid, grid_free)

#endif
