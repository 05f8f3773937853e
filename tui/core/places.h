/*
 * Where one was: screen, pane, filter and row. Back and forward go between them as in a browser; moving within a pane makes no place.
 */
#ifndef MYROLES_TUI_CORE_PLACES_H
#define MYROLES_TUI_CORE_PLACES_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "tui/core/kept-place.h"

typedef struct State State;   /* tui/core/state.h */
typedef struct Update Update; /* tui/core/effects.h */

typedef struct Place {
	size_t screen, pane; /* of the tables, of the screen */
	char *filter;        /* of the pane */
	char *selected;      /* id of its row; NULL: none */
} Place;

typedef struct Places {
	GPtrArray *before, *after; /* Place*, the nearest last */
	Place here;
	bool is_chosen;    /* a key was pressed: one is where one wants to be */
	KeptPlace *wanted; /* where one left last time, until what it shows has come; or NULL */
} Places;

void places_init(Places *places);
void places_clear(Places *places);

/* A key was taken: where one is now may be another place. */
void places_note(State *state);
/* Rows are another account's: one was nowhere yet. */
void places_forget(State *state);

/* Where one is, to be kept until the next start; NULL: nobody is signed in. The caller frees. */
KeptPlace *places_keep(const State *state);
/* Another account follows: where one is goes with this one. */
void places_leave(Update *update);
/* Where one left is asked for: of the account that is used now. */
void places_ask(Update *update);
/* … and shown, as far as it is still there, unless a key was pressed since. Takes it. */
void places_want(Update *update, KeptPlace *place);
/* Rows came: those that were selected may be among them. `is_last`: no more are on their way. */
void places_settle(Update *update, bool is_last);

/* Why there is none; NULL: there is. */
const char *places_find_none_before(const State *state);
const char *places_find_none_after(const State *state);
void places_go_back(Update *update);
void places_go_forward(Update *update);

#endif
