/*
 * What the files of the History screen share:
 *
 *   history.c           the list, what is done with its rows, and the screen
 *   history-columns.c   its columns
 *   history-filter.c    the words of its filter: role:, at:, state:, in:2026-11 …
 *   history-timeline.c  the timeline of the rows that the list shows
 *   history-totals.c    … and their totals
 */
#ifndef MYROLES_TUI_SCREENS_HISTORY_H
#define MYROLES_TUI_SCREENS_HISTORY_H

#include "frontend/period.h"
#include "frontend/totals.h"
#include "tui/core/state.h"

enum { HISTORY_LIST, HISTORY_TIMELINE, HISTORY_TOTALS };

typedef struct History {
	GHashTable *marks;   /* set of ids */
	GPtrArray *timeline; /* TimelineRow*; NULL: not made of what the list shows now */
	GArray *moments;     /* TimelineMoment, of them all; NULL as above */
	GPtrArray *totals;   /* Total*; NULL as above */
	TotalsBy by;
	Period period; /* what the filter asks for */
	size_t zoom;
	Instant until;  /* of the window; 0: it goes with the time */
	bool is_placed; /* the person chose the window */
} History;

extern const Context history_context;

History *history_data(const State *state);
Pane *history_pane(const State *state, size_t place);
const HistoryEntry *history_selected(const State *state);

/* HistoryEntry*, borrowed: what the list shows. The caller unrefs. */
GPtrArray *history_shown(const State *state);

/* The list shows others now: timeline and totals are made anew when they are looked at. */
void history_changed(State *state);

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
