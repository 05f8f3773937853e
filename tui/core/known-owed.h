/*
 * The owner of ends that are owed: of what was activated for a command or on a leash. They are told whenever the active roles are read.
 */
#ifndef MYROLES_TUI_CORE_KNOWN_OWED_H
#define MYROLES_TUI_CORE_KNOWN_OWED_H

#include <glib.h>

#include "src/model/owed.h"
#include "tui/core/news.h"

typedef struct KnownOwed {
	GPtrArray *rows; /* Owed*; NULL: none */
} KnownOwed;

void known_owed_clear(KnownOwed *owed);

/* That of this role there; NULL: nothing of it is owed. Borrowed. */
const Owed *known_owed_find(const KnownOwed *owed, const Grant *grant);

extern const Listeners known_owed_listeners;

#endif
