/*
 * The last known lists, for something true on screen before any network: a SQLite file of its own in the cache folder.
 * It may be lost at any time: a damaged or foreign file is set aside, a busy one is not waited for. Damage that shows
 * only later fails that call (STORE_ERROR_DAMAGED); the next one sets the file aside and works on a new one.
 */
#ifndef MYROLES_STORE_SNAPSHOT_H
#define MYROLES_STORE_SNAPSHOT_H

#include <glib.h>
#include <stdbool.h>

#include "src/base/clock.h"
#include "src/model/account.h"
#include "src/model/change.h"
#include "src/model/event.h"
#include "src/model/role-definition.h"

typedef struct Snapshot Snapshot;

/*
 * Opens or creates the file and its folder. A file that cannot be read as ours is renamed to PATH.bad and *notice (may
 * be NULL, caller frees) says so in a sentence; else it is NULL. Errors: STORE_ERROR_*, FILES_ERROR_UNSAFE.
 */
Snapshot *snapshot_open(const char *path, char **notice, GError **error);

/* One in memory, for where the file cannot be written: begins as the file. NULL: nothing can be read there. */
Snapshot *snapshot_open_copy(const char *path);
void snapshot_rest(Snapshot *snapshot); /* see database_rest; NULL is fine */
void snapshot_close(Snapshot *snapshot);

/*
 * Who an [account NAME] was last, known before any token is: NULL without error when unknown. The account is
 * remembered under its name and cloud by snapshot_set_account.
 */
Account *snapshot_get_account(Snapshot *snapshot, const char *name, const char *cloud,
			      GError **error);
bool snapshot_set_account(Snapshot *snapshot, const char *name, const Account *account,
			  GError **error);

/* The service's clock. False: none is kept, or (then with error set) it cannot be read. */
bool snapshot_get_clock(Snapshot *snapshot, ClockAnchor *out, GError **error);
bool snapshot_set_clock(Snapshot *snapshot, const ClockAnchor *anchor, GError **error);

/* One list of one workload of an account; its rows are Eligibility*, Assignment* or Request*. */
typedef struct SnapshotList {
	const Account *account; /* borrowed for the call */
	WorkloadId workload;
	ListId list;
} SnapshotList;

/* Some rows of a list: where the next ones begin is found at once, however many stand before. Zeroed: all from the first. */
typedef struct SnapshotPage {
	size_t limit; /* so many rows at most; 0: all */
	bool has_names_only; /* of eligibilities only what names them is read: id, role, scope, access, and the end */
	int64_t next; /* the place of the first one at least; moved behind the last one that was read */
} SnapshotPage;

/*
 * Rows in the order in which they were first seen; the free function is set. `page`: NULL for all. *as_of: when the list was true,
 * 0: never kept (the array is empty then). NULL with error set.
 */
GPtrArray *snapshot_read(Snapshot *snapshot, SnapshotList list, SnapshotPage *page, Instant *as_of,
			 GError **error);

/*
 * Replaces one list; only rows that changed are written. *is_written (may be NULL) is false when another process was
 * writing: then nothing was done, and the next refresh brings another chance.
 */
bool snapshot_replace(Snapshot *snapshot, SnapshotList list, GPtrArray *rows, Instant as_of,
		      bool *is_written, GError **error);

/*
 * The same in steps, so that a long list stops nobody. What the file holds meanwhile is a mixture of both lists that
 * still counts as the old one; of a list that was never kept it is nothing yet.
 */
typedef struct SnapshotWrite SnapshotWrite;

/* Refers to `rows`, which nobody may change meanwhile, and copies the account. The snapshot must live longer. */
SnapshotWrite *snapshot_write_new(Snapshot *snapshot, SnapshotList list, GPtrArray *rows,
				  Instant as_of);
void snapshot_write_free(SnapshotWrite *write);

/*
 * Deals with the next `limit` rows, and the first step of more rows than that with none. *is_over: was that all (also
 * after an error, or when another process wrote). Of one list only one may be under way.
 */
bool snapshot_write_step(SnapshotWrite *write, guint limit, bool *is_over, GError **error);

/* Before the first step: some elements of the answer could not be read, so what it lacks may be there. */
void snapshot_write_doubt(SnapshotWrite *write);

/* How many changes of eligibilities (change.h) its steps have noted. */
guint snapshot_write_changes(const SnapshotWrite *write);

/* Of what something was read, by whom and when. Borrowed. */
typedef struct SnapshotReading {
	const Account *account;
	const Grant *grant;
	Instant now;
} SnapshotReading;

/*
 * What is not as it was. Eligibilities are compared as their list is replaced, in the same transaction; settings and
 * definitions as they are read: *count is how many changes that noted. A file that another process writes to is compared the
 * next time.
 */
bool snapshot_note_policy(Snapshot *snapshot, const SnapshotReading *of, const Policy *policy,
			  guint *count, GError **error);

/* `lines`: what the role permits, one permission a line. */
bool snapshot_note_permissions(Snapshot *snapshot, const SnapshotReading *of, const char *lines,
			       guint *count, GError **error);

/* Change*, oldest first; those that were seen too, when `has_seen`. NULL with error set. */
GPtrArray *snapshot_read_changes(Snapshot *snapshot, const Account *account, bool has_seen,
				 GError **error);

/* Those up to `number` were seen. */
bool snapshot_see_changes(Snapshot *snapshot, const Account *account, int64_t number,
			  GError **error);

/*
 * What roles permit, to find one by it: kept with the date of its reading (definition->as_of), and read. NULL without an error: that
 * of the grant's role was never kept. A file that another process writes to is written the next time.
 */
bool snapshot_keep_definition(Snapshot *snapshot, const Account *account,
			      const RoleDefinition *definition, GError **error);
RoleDefinition *snapshot_read_definition(Snapshot *snapshot, const Account *account,
					 const Grant *grant, GError **error);

/* Forgets everything of an account (after a sign-out). */
bool snapshot_forget(Snapshot *snapshot, const Account *account, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Snapshot, snapshot_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SnapshotWrite, snapshot_write_free)

#endif
