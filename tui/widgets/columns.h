/*
 * The columns of a list: what their cells say, and how wide they become.
 */
#ifndef MYROLES_TUI_WIDGETS_COLUMNS_H
#define MYROLES_TUI_WIDGETS_COLUMNS_H

#include "tui/widgets/pane.h"

#define COLUMN_WIDTH_MAX 100 /* of one column, however long a name is */

/* What a server said becomes safe to measure and to print. */
void columns_clean(GString *text);

/* What the cell says, fit for a screen, in place of what `text` held; without its `end`. */
void columns_write(const ListColumn *column, const State *state, gconstpointer row, GString *text);
/* The columns that it needs, with its `end`. */
int columns_measure(const ListColumn *column, const State *state, gconstpointer row, GString *text);

/* After the rows of the pane changed: what its steady columns need. */
void columns_measure_steady(const State *state, Pane *pane);

typedef struct ColumnWidths {
	int of[PANE_COLUMNS];     /* 0: it is not shown */
	int enough[PANE_COLUMNS]; /* for all but a few of the rows */
} ColumnWidths;

/*
 * Makes the columns fill `room`. `widths` comes with what each needs. What is too much is taken from
 * columns of the last rank, which go when their least is too much, and so on down to rank 2; then from names that are longer
 * than usual or than most others, so that rank 1 keeps its room; then from rank 1; and from names at last. What is left over
 * is given out by shares.
 */
void columns_fit(const ListColumn *columns, size_t count, int room, ColumnWidths *widths);

#endif
