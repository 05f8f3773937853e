/*
 * What the files of the History screen share:
 *
 *   history-data.[ch]   what the screen holds, below them all
 *   history.c           the list, what is done with its rows, and the screen
 *   history-columns.c   its columns
 *   history-filter.c    the words of its filter: role:, at:, state:, in:2026-11 …
 *   history-timeline.c  the timeline of the rows that the list shows
 *   history-totals.c    … and their totals
 */
#ifndef MYROLES_TUI_SCREENS_HISTORY_H
#define MYROLES_TUI_SCREENS_HISTORY_H

#include "tui/screens/history-data.h"

enum { HISTORY_COLUMNS = 8 };
extern const ListColumn history_columns[HISTORY_COLUMNS];
const char *history_sign(const State *state, gconstpointer row, StyleId *style);

/* PaneKind.filter of the list. */
void history_filter(State *state, Pane *pane, const GPtrArray *from);

extern const PaneKind history_timeline_pane;
void history_timeline_draw(const State *state, Grid *grid, const Layout *layout);
char *history_timeline_words(const State *state);
void history_zoom(Update *update, int step);
void history_scroll(Update *update, int step);
void history_to_now(Update *update);

extern const PaneKind history_totals_pane;
void history_totals_draw(const State *state, Grid *grid, const Layout *layout);

#endif
