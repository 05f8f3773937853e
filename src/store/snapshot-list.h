/* How a list is found in the snapshot's file, and what each kind of list holds. */
#ifndef MYROLES_STORE_SNAPSHOT_LIST_H
#define MYROLES_STORE_SNAPSHOT_LIST_H

#include "src/store/database.h"
#include "src/store/record.h"
#include "src/store/snapshot.h"

/* How the file holds each kind of list. The first column of a shape is the identity of its rows. */
typedef struct SnapshotKind {
	const char *table;
	const RecordShape *shape;
	const RecordShape *names; /* those columns that name a row; NULL: all */
	size_t size;
} SnapshotKind;

const SnapshotKind *snapshot_list_kind(ListId list);

/* The account, workload and list to the parameters 1 to 6. */
void snapshot_list_bind(sqlite3_stmt *statement, SnapshotList list);

/* *id is 0 when the list was never begun, *as_of when it was never whole. */
bool snapshot_list_find(Database *database, SnapshotList list, int64_t *id, Instant *as_of,
			GError **error);

#endif
