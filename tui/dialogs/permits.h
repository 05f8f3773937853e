/* What roles permit, each read once: a part of their details. */
#ifndef MYROLES_TUI_DIALOGS_PERMITS_H
#define MYROLES_TUI_DIALOGS_PERMITS_H

#include "tui/core/effects.h"
#include "tui/widgets/page.h"

/* One that is zeroed is empty. */
typedef struct Permits {
	GHashTable *roles; /* role id → what is known; NULL: nothing */
} Permits;

void permits_clear(Permits *permits);

/* Asks for it, unless it is known, or the workload tells nobody; the intent's id, 0: there is nothing to read. */
uint64_t permits_read(Permits *permits, Update *update, const Row *row);
void permits_take(Permits *permits, const Event *event); /* EVENT_ROLE */

/* Lines (char*), borrowed; NULL: not known, and `problem` says why where it could not be read. */
const GPtrArray *permits_find(const Permits *permits, const Grant *grant, const char **problem);

/* Nothing where the workload tells nobody. */
void permits_write(const Permits *permits, const Grant *grant, Page *page);

#endif
