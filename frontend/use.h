/*
 * Uses: the time in which an activation gave a role. What is drawn, summed up and told of a history is made of them.
 */
#ifndef MYROLES_FRONTEND_USE_H
#define MYROLES_FRONTEND_USE_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/history.h"

typedef enum {
	USE_OVER,
	USE_RUNNING,
	USE_COMING, /* granted, starts later */
} UseState;

typedef struct Use {
	const HistoryEntry *entry; /* borrowed */
	UseState state;
	Instant start;
	Instant end; /* after `start`; of what runs without an end: now */
} Use;

/* False where the entry is no activation, or never gave anything. */
bool use_of(const HistoryEntry *entry, Instant now, Use *out);

/* How long it has given the role so far. */
int64_t use_seconds(const Use *use, Instant now);

/* By how much it was given back, or taken, before its time; 0 where it was not. */
int64_t request_early_seconds(const Request *request);

/* The state as it is now: what was active once and is over is not active. */
RequestState request_state_now(const Request *request, Instant now);

#endif
