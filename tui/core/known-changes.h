/*
 * The owner of what is not as it was when one looked last: told once and kept until it is seen.
 */
#ifndef MYROLES_TUI_CORE_KNOWN_CHANGES_H
#define MYROLES_TUI_CORE_KNOWN_CHANGES_H

#include <glib.h>

#include "tui/core/news.h"

typedef struct KnownChanges {
	GPtrArray *
		rows; /* Change*, oldest first, not seen yet; NULL: none. Shared with the event that told them */
} KnownChanges;

void known_changes_clear(KnownChanges *changes);

/* They were seen, all that are known: here at once, and for every other dashboard. */
void known_changes_see(Update *update);

/* The banner, with the key (or NULL) that lists them; NULL: nothing has changed. The caller frees. */
char *known_changes_words(const KnownChanges *changes, const char *key);

extern const Listeners known_changes_listeners;

#endif
