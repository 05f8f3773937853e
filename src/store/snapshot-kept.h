/*
 * What is known of the lists in a file: which rows it holds, so that a refresh writes what changed and reads nothing again.
 * Another process may write, too: then what is known is read once more.
 */
#ifndef MYROLES_STORE_SNAPSHOT_KEPT_H
#define MYROLES_STORE_SNAPSHOT_KEPT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/store/database.h"
#include "src/store/record.h"

/* A row that the file holds. */
typedef struct KeptRow {
	int64_t number, digest;
	unsigned seen; /* the round that wanted it last */
} KeptRow;

/* All rows of one list. */
typedef struct KeptList {
	GHashTable *rows; /* char* identity → KeptRow* */
	int64_t last_number;
	int version; /* PRAGMA data_version: another process has not written since */
	unsigned round;
} KeptList;

void kept_list_free(KeptList *list);

/* Has nobody else written to the file since? False with error set when that cannot be read. */
bool kept_list_holds(const KeptList *list, Database *database, GError **error);

/* All lists of one file. */
typedef struct KeptLists {
	GHashTable *lists;  /* int64_t* id → KeptList* */
	unsigned forgotten; /* how often all of that became worthless */
} KeptLists;

void kept_lists_init(KeptLists *lists);
void kept_lists_clear(KeptLists *lists);

/* The file is another one, or rows have gone from it. */
void kept_lists_forget(KeptLists *lists);

/* What is known of list `id`, if it still holds; else what the file says of it. The caller frees it, or puts it back. */
KeptList *kept_lists_take(KeptLists *lists, Database *database, int64_t id, const char *table,
			  const RecordShape *shape, GError **error);

/* Takes `list`. */
void kept_lists_put_back(KeptLists *lists, int64_t id, KeptList *list);

#endif
