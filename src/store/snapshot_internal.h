/*
 * What the halves of the snapshot share: the file and who (snapshot.c), the lists (snapshot_list.c).
 */
#ifndef MYROLES_STORE_SNAPSHOT_INTERNAL_H
#define MYROLES_STORE_SNAPSHOT_INTERNAL_H

#include "src/store/database.h"
#include "src/store/snapshot.h"

struct Snapshot {
	char *path;
	sqlite3 *database; /* NULL after damage, until snapshot_is_open makes a new file */
};

/* False with error set when there is no file to work on and none can be made. */
bool snapshot_is_open(Snapshot *snapshot, GError **error);

/* Takes `problem` and hands it on; damage sets the file aside first. Always false. */
bool snapshot_give_up(Snapshot *snapshot, GError *problem, GError **error);

/* True, and the error cleared, when another process was writing. */
bool snapshot_was_busy(GError **problem);

/* What is kept of a member that is not known. */
static inline const char *snapshot_text(const char *text)
{
	return text != NULL ? text : "";
}

/* Texts to the parameters from `first` on. */
void snapshot_bind_texts(sqlite3_stmt *statement, int first, const char *const *texts, int count);

#endif
