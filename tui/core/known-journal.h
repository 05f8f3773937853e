/*
 * The owner of the history as it was read last: one's own requests so far.
 */
#ifndef MYROLES_TUI_CORE_KNOWN_JOURNAL_H
#define MYROLES_TUI_CORE_KNOWN_JOURNAL_H

#include <glib.h>
#include <stdint.h>

#include "src/model/history.h"
#include "tui/core/known-lists.h"
#include "tui/core/news.h"

typedef struct KnownJournal {
	Load load;
	GPtrArray *loaded; /* what its rows borrow from; or NULL */
	GPtrArray *rows;   /* Row*, newest first */
	uint64_t intent;   /* 0: it is not being read */
} KnownJournal;

void known_journal_init(KnownJournal *journal);
void known_journal_clear(KnownJournal *journal);

void known_journal_read(Update *update);

/* Borrowed; NULL when there is none. */
const HistoryEntry *known_journal_find(const KnownJournal *journal, const char *id);

extern const Listeners known_journal_listeners;

#endif
