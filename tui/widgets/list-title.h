/*
 * The line over a pane: its title, the filter as it is typed, where one is in the list, and the way to the next pane.
 */
#ifndef MYROLES_TUI_WIDGETS_LIST_TITLE_H
#define MYROLES_TUI_WIDGETS_LIST_TITLE_H

#include "tui/widgets/list.h"

void list_draw_title(const List *list);

/* Where one is in the pane, of so many rows on screen, and what is marked: "1-6/14, 1 marked". The caller frees. */
char *list_place(const State *state, const Pane *pane, int rows);

#endif
