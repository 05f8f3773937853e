/*
 * Which entries of a history are meant.
 */
#ifndef MYROLES_FRONTEND_HISTORY_FILTER_H
#define MYROLES_FRONTEND_HISTORY_FILTER_H

#include <glib.h>
#include <stdbool.h>

#include "frontend/period.h"
#include "src/model/history.h"

/* Zeroed: all. Texts are borrowed. */
typedef struct HistoryFilter {
	Period period;     /* in which they were asked for, or the role began to be held */
	const char *role;  /* words of its name, or its id; NULL: any */
	const char *scope; /* words of its name, or its id: also of what lies below */
	bool has_workload, has_outcome;
	WorkloadId workload;
	RequestState outcome; /* as it is now */
} HistoryFilter;

bool history_filter_takes(const HistoryFilter *filter, const HistoryEntry *entry, Instant now);

/* Does it hold a role in the period, whenever that began? The rest as above. */
bool history_filter_reaches(const HistoryFilter *filter, const HistoryEntry *entry, Instant now);

/* HistoryEntry*, borrowed: those of `entries` that it takes, or that reach into its period. The caller unrefs. */
GPtrArray *history_filter_list(const HistoryFilter *filter, const GPtrArray *entries, Instant now,
			       bool reaches);

/* When the entry counts: when the role began to be held, else when it was asked for. */
Instant history_moment(const HistoryEntry *entry, Instant now);

/* "active", "refused", …; false on other words. */
bool history_outcome_from_word(const char *word, RequestState *out);

#endif
