/*
 * One's own requests over time: the journal's append-only events, and the entries that they fold into.
 */
#ifndef MYROLES_MODEL_HISTORY_H
#define MYROLES_MODEL_HISTORY_H

#include <glib.h>

#include "src/model/account.h"
#include "src/model/request.h"

typedef enum {
	HISTORY_SOURCE_LOCAL,   /* made here */
	HISTORY_SOURCE_SERVICE, /* found in the service's lists */
} HistorySource;

/* One event: what was known of a request at one moment. Never changed once written. */
typedef struct HistoryEvent {
	int64_t sequence; /* given by the journal; rising */
	HistorySource source;
	Instant learnt;
	Request *request; /* owned */
} HistoryEvent;

/* One request, folded from its events. */
typedef struct HistoryEntry {
	Request *request;     /* the latest word on each member; owned */
	HistorySource source; /* LOCAL when any event was made here */
	Instant first_learnt;
	Instant last_learnt;
	int64_t place; /* of its row in the journal; 0: it is not from there */
} HistoryEntry;

HistoryEvent *history_event_new(HistorySource source, Instant learnt,
				const Request *request); /* copies */
void history_event_free(HistoryEvent *event);
HistoryEntry *history_entry_new(void);

/* When the request was made, as far as that is known: what entries stand in order by, then by their place. */
Instant history_entry_moment(const HistoryEntry *entry);

HistoryEntry *history_entry_copy(const HistoryEntry *entry);
void history_entry_free(HistoryEntry *entry);

/* Takes what the event adds into the entry: later words win, members that it lacks are kept. */
void history_entry_fold(HistoryEntry *entry, const HistoryEvent *event);

typedef struct HistoryQuery {
	Instant since, until; /* 0: open */
	const char *text; /* words that must occur in role, scope, reason or ticket; NULL: any */
	size_t limit;     /* 0: all */
	/* Page by page: only what stands behind the entry of this moment and place; place 0: from the newest on. */
	Instant behind_moment;
	int64_t behind_place;
	Instant learnt_since; /* only what was learnt then or later; 0: whenever */
} HistoryQuery;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HistoryEvent, history_event_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HistoryEntry, history_entry_free)

#endif
