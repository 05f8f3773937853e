/*
 * Where one was: screen, pane, filter and row. Back and forward go between them as in a browser; moving within a pane makes no place.
 */
#ifndef MYROLES_TUI_CORE_PLACES_H
#define MYROLES_TUI_CORE_PLACES_H

#include <glib.h>
#include <stddef.h>

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
} Places;

void places_init(Places *places);
void places_clear(Places *places);

/* A key was taken: where one is now may be another place. */
void places_note(State *state);
/* Rows are another account's: one was nowhere yet. */
void places_forget(State *state);

/* Why there is none; NULL: there is. */
const char *places_find_none_before(const State *state);
const char *places_find_none_after(const State *state);
void places_go_back(Update *update);
void places_go_forward(Update *update);

#endif
