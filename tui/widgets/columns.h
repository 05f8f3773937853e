/*
 * How wide the columns of a list become.
 */
#ifndef MYROLES_TUI_WIDGETS_COLUMNS_H
#define MYROLES_TUI_WIDGETS_COLUMNS_H

#include "tui/widgets/pane.h"

/*
 * Makes the columns fill `room`. `widths` comes with what each needs (0: it is not shown). What is too much is taken first
 * from spare columns, then from those with a share; what is left over is given out by shares.
 */
void columns_fit(const ListColumn *columns, size_t count, int room, int *widths);

#endif
