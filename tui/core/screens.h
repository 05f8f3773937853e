/*
 * The screens and their panes: which one is open, which pane has the keys, what is selected.
 */
#ifndef MYROLES_TUI_CORE_SCREENS_H
#define MYROLES_TUI_CORE_SCREENS_H

#include "tui/core/effects.h"

/* `state` is borrowed, and need not be whole yet. */
void screen_init(Screen *screen, const ScreenKind *kind, const State *state);
void screen_clear(Screen *screen);

/* The screen of that context; none is an error of ours. Borrowed, and its own struct too. */
Screen *screen_find(const State *state, const Context *context);
void *screen_data(const State *state, const Context *context);
/* Shows it, with the keys on the pane that its kind names; nothing happens when it is open. */
void screen_open(Update *update, const Context *context);

/* Gives the keys to a pane of the open screen. */
void screen_focus(Update *update, Pane *pane);
void screen_focus_by(Update *update, int step); /* the next pane, or the one before */
/* Moves the selection of a pane as the operator does. */
void screen_move(Update *update, Pane *pane, long by);
void screen_select(Update *update, Pane *pane, size_t place);

/* Words stand in place of its panes. */
bool screen_is_covered(const State *state);
/* An ActionGuard for what is of use in panes only. */
const char *screen_offers_panes(const State *state);

/* Measured once a message, when it was taken, for all who draw and wait; while it is being taken, each time anew. */
void screen_layout(const State *state, Layout *layout);
int screen_page(const State *state); /* rows that page-up and page-down move by */

/* Keeps each selection of the open screen within what is shown of its pane, whose layout holds until the next message. */
void screen_scroll(State *state);
/* A key was pressed: what is selected now stays selected, wherever its row moves. */
void screens_hold(State *state);
/* All panes of all screens: filters are emptied, rows collected anew. */
void screens_leave_account(State *state);
void screens_rebuild(State *state);

#endif
