/*
 * What the parts of the snapshot share: the file and who (snapshot.c), the lists (snapshot-list.c), and what is written
 * of them (snapshot-replace.c).
 */
#ifndef MYROLES_STORE_SNAPSHOT_INTERNAL_H
#define MYROLES_STORE_SNAPSHOT_INTERNAL_H

#include "src/store/database.h"
#include "src/store/record.h"
#include "src/store/snapshot.h"

struct Snapshot {
	char *path;
	Database *database; /* NULL when a new file could not be made */
	bool is_damaged;    /* to be set aside by the next call */
	GHashTable *kept;   /* what is known of the lists in the file, see snapshot-replace.c */
	unsigned forgotten; /* how often all of that became worthless */
};

/* False with error set when there is no file to work on and none can be made. */
bool snapshot_is_open(Snapshot *snapshot, GError **error);

/* Takes `problem` and hands it on; damage makes the next call set the file aside. Always false. */
bool snapshot_give_up(Snapshot *snapshot, GError *problem, GError **error);

/* True, and the error cleared, when another process was writing. */
bool snapshot_was_busy(GError **problem);

/* A new memory of what the file holds; and nothing is remembered any more. */
GHashTable *snapshot_kept_new(void);
void snapshot_kept_forget(Snapshot *snapshot);

/* What is kept of a member that is not known. */
static inline const char *snapshot_text(const char *text)
{
	return text != NULL ? text : "";
}

/* Texts to the parameters from `first` on. */
void snapshot_bind_texts(sqlite3_stmt *statement, int first, const char *const *texts, int count);

/* What each kind of list holds. The first column of a shape is the identity of its rows. */
typedef struct ListKind {
	const char *table;
	const RecordShape *shape;
	size_t size;
	GDestroyNotify free_row;
} ListKind;

const ListKind *snapshot_kind_of(SnapshotList list);

/* SQL: the account that snapshot_bind_account binds to the parameters 1 to 4. */
#define SNAPSHOT_ACCOUNT_IS "cloud = ?1 AND client = ?2 AND tenant = ?3 AND oid = ?4"
void snapshot_bind_account(sqlite3_stmt *statement, const Account *account);

/* The account, workload and list to the parameters 1 to 6. */
void snapshot_bind_list(sqlite3_stmt *statement, SnapshotList list);

/* *id is 0 when the list was never kept. */
bool snapshot_find_list(Snapshot *snapshot, SnapshotList list, int64_t *id, Instant *as_of,
			GError **error);

#endif
