/*
 * The owner of eligibilities that are not for use now: they begin later, or ended lately. Asked for with the lists, but seldom:
 * days matter here, not minutes.
 */
#ifndef MYROLES_TUI_CORE_KNOWN_DORMANT_H
#define MYROLES_TUI_CORE_KNOWN_DORMANT_H

#include "tui/core/known-rows.h"
#include "tui/core/news.h"

#define DORMANT_REFRESH_SECONDS (30 * 60)

/* Bits of the lists to ask for now: all that is refreshed, with these when it is their turn. 0: without them. */
unsigned known_dormant_take_turn(State *state);

extern const Listeners known_dormant_listeners;

#endif
