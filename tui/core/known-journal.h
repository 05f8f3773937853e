/*
 * The owner of the history: one's own requests so far, as the journal has them. It is read page by page, the newest first, and
 * then only what has changed: a hundred thousand of them are there without holding up a key.
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
	GPtrArray *parts; /* GPtrArray*: the rows of events, of which rows borrow */
	GPtrArray *rows;  /* Row*, newest first */
	GHashTable *
		index; /* id in any letter case, the service's too → Row*; keys and values borrowed */
	GHashTable *open;     /* set of Row* of requests that are not over */
	uint64_t intent;      /* 0: it is not being read */
	bool is_whole;        /* down to the oldest one */
	bool is_changing;     /* what is being read is what has changed */
	bool is_stale;        /* something changed while it was being read */
	uint64_t walk_intent; /* looks whether the file is damaged; 0: not begun yet */
	Instant learnt;       /* the latest that is known of any */
} KnownJournal;

void known_journal_init(KnownJournal *journal);
void known_journal_clear(KnownJournal *journal);

/* Reads what is not known yet, or has changed. */
void known_journal_read(Update *update);

/* By either of its ids. Borrowed; NULL when there is none. */
const HistoryEntry *known_journal_find(const KnownJournal *journal, const char *id);
const Row *known_journal_find_row(const KnownJournal *journal, const char *id);

/* const HistoryEntry*, borrowed, newest first. Caller unrefs. */
GPtrArray *known_journal_entries(const KnownJournal *journal);

extern const Listeners known_journal_listeners;

#endif
