/*
 * What the History screen holds, and what its columns, filter, timeline and totals need of it. It lies below them all.
 */
#ifndef MYROLES_TUI_SCREENS_HISTORY_DATA_H
#define MYROLES_TUI_SCREENS_HISTORY_DATA_H

#include "frontend/period.h"
#include "frontend/totals.h"
#include "tui/core/context.h"
#include "tui/core/state.h"

enum { HISTORY_LIST, HISTORY_TIMELINE, HISTORY_TOTALS };

typedef struct History {
	GHashTable *marks;   /* set of ids */
	GPtrArray *timeline; /* TimelineRow*; NULL: not made of what the list shows now */
	GArray *moments;     /* TimelineMoment, of them all; NULL as above */
	GPtrArray *totals;   /* Total*, or Idle* (history-totals.c); NULL as above */
	TotalsBy by;         /* TOTALS_COUNT: what is never used, in place of totals */
	Period period;       /* what the filter asks for */
	size_t zoom;
	Instant until;  /* of the window; 0: it goes with the time */
	bool is_placed; /* the person chose the window */
} History;

extern const Context history_context;

History *history_data(const State *state);
Pane *history_pane(const State *state, size_t place);
/* Borrowed; NULL: the list is empty. */
const HistoryEntry *history_selected(const State *state);

/* HistoryEntry*, borrowed: what the list shows. The caller unrefs. */
GPtrArray *history_shown(const State *state);

/* The list shows others now: timeline and totals are made anew when they are looked at. */
void history_changed(State *state);

/* What the panes have in common that are made of the list: they show all of it, and a filter is the list's. */
void history_fill(Pane *pane, const GPtrArray *rows); /* borrowed; NULL: not made yet */
char *history_nothing_held(const State *state);       /* PaneKind.empty */
void history_filter_nothing(State *state, Pane *pane, const GPtrArray *from); /* .filter */
void history_begin_filter(Update *update);                                    /* .filter_begun */

/* ScreenKind.init and .clear */
void history_init(void *self);
void history_clear(void *self);

#endif
