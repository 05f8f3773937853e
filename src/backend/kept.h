/*
 * What is kept on disk: the journal of one's own requests, and the snapshot of the lists.
 *
 * Reading and looking need neither: where the journal cannot be had, a copy in memory takes its place, that is told once, and
 * only sending is refused. Where another process holds it, nobody waits longer than KEPT_PATIENCE_MS: what is to be written
 * waits in a queue, in order, and what is to be sent waits for that.
 */
#ifndef MYROLES_BACKEND_KEPT_H
#define MYROLES_BACKEND_KEPT_H

#include "src/backend.h"
#include "src/backend/events.h"
#include "src/store/journal.h"
#include "src/store/snapshot.h"

#define KEPT_PATIENCE_MS 200

/* Members but those of kept.c are for reading. */
typedef struct Kept {
	Events *events;
	char *journal_path, *snapshot_path;
	Journal *journal; /* never NULL; another one after it could be opened at last */
	GError *trouble;  /* why `journal` is a copy in memory; NULL: it is the file */
	bool is_lacking;  /* what the file has is not in the copy, or not all of it */
	Snapshot *
		snapshot; /* a copy in memory where the file cannot be written; NULL: off or not to be had */
	/* kept.c */
	GQueue waiting; /* KeptWrite* */
	guint timer;    /* while another process holds the file */
	unsigned pace_ms;
	GError *told; /* the trouble that was told last; NULL: all was well since */
	bool is_grouping;
} Kept;

/* `pace_ms`: see BackendOptions. Trouble is told as a notice. */
Kept *kept_open(const BackendOptions *options, bool has_snapshot, unsigned pace_ms, Events *events);

/* Nothing is to be done for a while: what is held only to be quicker is given back. */
void kept_rest(Kept *kept);

/* What waits is written if that can be had at once. */
void kept_close(Kept *kept);

/* Writes `what` by one call of the journal; may be called twice, with two journals. */
typedef bool (*KeptWork)(Journal *journal, gpointer what, GError **error);

/*
 * Writes it down, or puts it into the queue where another process holds the file: true. `what` is taken and freed by
 * `free_what`. With `tag` it is to be on the disk before something is sent: kept_when_written tells when it is.
 */
bool kept_write(Kept *kept, KeptWork work, gpointer what, GDestroyNotify free_what, const char *tag,
		GError **error);

/*
 * Calls when what was written with `tag` is on the disk: at once where it is, else later, with STORE_ERROR_BUSY when that was
 * waited for in vain: then it will not be written any more. Not after kept_drop_tagged.
 */
typedef void (*KeptWritten)(const char *tag, const GError *error, gpointer data);
void kept_when_written(Kept *kept, const char *tag, KeptWritten written, gpointer data);

/* What was to be sent will not be: it is not written either, and nobody is called. */
void kept_drop_tagged(Kept *kept);

/* What is written between the two goes to the disk once: all or nothing. The first is false where that cannot be now. */
bool kept_begin_group(Kept *kept);
bool kept_end_group(Kept *kept, GError **error);

/* Does something wait to be written? What comes again of itself is better left to the next time then. */
bool kept_is_waiting(const Kept *kept);

/* Is all well but that another process holds the file? What was written waits for it. */
bool kept_is_busy(const Kept *kept);

/* A notice, unless the same trouble was told and lasts. */
void kept_tell(Kept *kept, const GError *error);

/* The same of a call of the journal; where another process holds it, the next calls do not wait for that. */
void kept_journal_failed(Kept *kept, const GError *error);

/*
 * The journal could be opened, but what the services told did not go into it: from now on a copy in memory takes its place, so
 * that it can be read all the same. False: it is one already, or another process holds the file.
 */
bool kept_take_copy(Kept *kept, const GError *error);

#endif
