/* The snapshot's file, which may be lost at any time, and what is known of it. For the files snapshot-*.c. */
#ifndef MYROLES_STORE_SNAPSHOT_INTERNAL_H
#define MYROLES_STORE_SNAPSHOT_INTERNAL_H

#include "src/store/database.h"
#include "src/store/snapshot-kept.h"
#include "src/store/snapshot.h"

struct Snapshot {
	char *path;
	Database *database; /* NULL when a new file could not be made */
	bool is_damaged;    /* to be set aside by the next call */
	KeptLists kept;
};

/* False with error set when there is no file to work on and none can be made. */
bool snapshot_is_open(Snapshot *snapshot, GError **error);

/* Takes `problem` and hands it on; damage makes the next call set the file aside. Always false. */
bool snapshot_give_up(Snapshot *snapshot, GError *problem, GError **error);

/* True, and the error cleared, when another process was writing. */
bool snapshot_was_busy(GError **problem);

/* Texts to the parameters from `first` on. Borrowed while the statement runs. */
void snapshot_bind_texts(sqlite3_stmt *statement, int first, const char *const *texts, int count);

/* SQL: the account that snapshot_bind_account binds to the parameters 1 to 4. */
#define SNAPSHOT_ACCOUNT_IS "cloud = ?1 AND client = ?2 AND tenant = ?3 AND oid = ?4"
void snapshot_bind_account(sqlite3_stmt *statement, const Account *account);

/* The account's own row, made if need be. */
bool snapshot_find_account(Database *database, const Account *account, int64_t *id, GError **error);

#endif
