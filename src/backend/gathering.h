/* The answers to one intent that is asked in several pieces: told by one event when the last is there. */
#ifndef MYROLES_BACKEND_GATHERING_H
#define MYROLES_BACKEND_GATHERING_H

#include "src/backend/jobs.h"

typedef struct Gathering {
	Events *events;
	Job *job;
	EventKind kind;
	GPtrArray *rows;
	GPtrArray *failed; /* char*: pieces that are not among the rows */
	GError *error;     /* of the first that failed */
	unsigned open;     /* pieces to come */
	bool is_over;      /* nobody wants to know any more */
} Gathering;

/* Has one piece, which ends when all others have begun. Rows are freed by `free_row`. */
Gathering *gathering_new(Events *events, Job *job, EventKind kind, GDestroyNotify free_row);

/* One more piece, whose gathering_end is due. */
void gathering_begin(Gathering *gathering);

/* What came with a piece, or NULL. False: nobody wants to know. */
bool gathering_hear(Gathering *gathering, const GError *error);

/* The piece lacks; the first reason is told. */
void gathering_fail(Gathering *gathering, const GError *error);

/* With the last one the event is told, and the gathering freed. */
void gathering_end(Gathering *gathering);

#endif
