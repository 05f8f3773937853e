/*
 * A list of eligibilities compared with the one that it replaces, row by row, in the transaction that replaces it: of several
 * processes one notes a change. For snapshot-write.c.
 */
#ifndef MYROLES_STORE_SNAPSHOT_CHANGES_H
#define MYROLES_STORE_SNAPSHOT_CHANGES_H

#include "src/store/database.h"
#include "src/store/snapshot-kept.h"
#include "src/store/snapshot.h"

typedef struct Comparison {
	Database *database; /* NULL: nothing is compared */
	int64_t list;
	Instant before, now; /* when the rows of the file, and the new ones, were true */
	bool is_doubtful;    /* not all rows could be read: that one is not there says nothing */
	guint count;         /* changes noted */
} Comparison;

/* Of the account with that number in the file; in a transaction of the caller's. */
bool snapshot_note_change(Database *database, int64_t account, const Change *change,
			  GError **error);

/* Compares only what can tell: eligibilities, with an answer that was whole, and not with a later one. */
void comparison_begin(Comparison *comparison, Database *database, ListId list, int64_t id,
		      Instant before, Instant now);

/* Before a row is written; `kept`: as the file holds it, its digest 0 when it does not. `row`: as the list has it. */
bool comparison_take(Comparison *comparison, const KeptRow *kept, bool is_other, gconstpointer row,
		     GError **error);

/* Before a row is removed, which the list does not have. */
bool comparison_miss(Comparison *comparison, const KeptRow *kept, GError **error);

/* After all rows were taken, and before any is missed: what an answer before lacked too, without doubt, is gone. */
bool comparison_settle(Comparison *comparison, GError **error);

#endif
