/*
 * What the owners of rows share that borrow from the lists and are asked for with them, but at a pace of their own.
 */
#ifndef MYROLES_TUI_CORE_KNOWN_ROWS_H
#define MYROLES_TUI_CORE_KNOWN_ROWS_H

#include <glib.h>

#include "src/base/clock.h"
#include "src/model/event.h"

typedef struct KnownRows {
	GPtrArray
		*rows; /* Row* that borrow from the lists; made before others hear the news of it */
	Instant next;  /* when they are asked for together with the lists; 0: at the next time */
} KnownRows;

void known_rows_init(KnownRows *known);
void known_rows_clear(KnownRows *known);

/* Another account: nothing is known, and all is asked for at the next time. */
void known_rows_forget(KnownRows *known);

/* Bits of the lists to ask for at `now`: all that is refreshed, with `list` when it is its turn, each `every` seconds. 0: without it. */
unsigned known_rows_take_turn(KnownRows *known, Instant now, ListId list, int64_t every);

#endif
