/*
 * The owner of eligibilities that are not for use now: they begin later, or ended lately. Asked for with the lists, but seldom:
 * days matter here, not minutes.
 */
#ifndef MYROLES_TUI_CORE_KNOWN_DORMANT_H
#define MYROLES_TUI_CORE_KNOWN_DORMANT_H

#include <glib.h>

#include "src/base/clock.h"
#include "tui/core/news.h"

#define DORMANT_REFRESH_SECONDS (30 * 60)

typedef struct KnownDormant {
	GPtrArray *rows; /* Row* that borrow from the lists; made before others hear NEWS_DORMANT */
	Instant next;    /* when they are asked for together with the lists; 0: at the next time */
} KnownDormant;

void known_dormant_init(KnownDormant *dormant);
void known_dormant_clear(KnownDormant *dormant);

/* Bits of the lists to ask for now: all that is refreshed, with these when it is their turn. 0: without them. */
unsigned known_dormant_take_turn(State *state);

extern const Listeners known_dormant_listeners;

#endif
