/* What is kept on disk: the journal of one's own requests, and the snapshot of the lists. */
#ifndef MYROLES_BACKEND_KEPT_H
#define MYROLES_BACKEND_KEPT_H

#include "src/backend.h"
#include "src/backend/events.h"
#include "src/store/journal.h"
#include "src/store/snapshot.h"

typedef struct Kept {
	Journal *journal;
	Snapshot *snapshot; /* NULL: off or not to be had */
} Kept;

/* Without a journal nothing may be sent, so it is an error; without a snapshot the start is only less quick. */
Kept *kept_open(const BackendOptions *options, bool has_snapshot, Events *events, GError **error);
void kept_close(Kept *kept);

#endif
