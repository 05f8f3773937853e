/*
 * SQLite files of ours: opened safely, versioned, told apart from foreign ones.
 */
#ifndef MYROLES_STORE_DATABASE_H
#define MYROLES_STORE_DATABASE_H

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>

typedef struct DatabaseKind {
	const char *title;  /* "journal", for messages */
	int application_id; /* PRAGMA application_id */
	const char *const
		*migrations; /* [n] makes version n + 1 (PRAGMA user_version) out of version n */
	int version;         /* how many of them there are */
	bool is_durable;     /* what was committed survives a power cut */
	int busy_ms;         /* how long another process is waited for */
} DatabaseKind;

typedef struct Database {
	sqlite3 *handle;
	GHashTable *statements; /* char* SQL → sqlite3_stmt*, prepared once */
	unsigned depth;         /* transactions that are open, one in the other */
	bool is_durable;
	bool is_light;  /* the outermost was begun by database_begin_light */
	bool is_spoilt; /* an inner one was rolled back, and so will be the outer one */
} Database;

/*
 * Opens or creates `path` (0600, in a folder of 0700), never through a symlink, and brings it up to date. A foreign or
 * damaged file is STORE_ERROR_DAMAGED, a newer one STORE_ERROR_VERSION; neither is touched.
 */
Database *database_open(const char *path, const DatabaseKind *kind, GError **error);

/*
 * The same in memory, beginning as what `path` holds, or empty where it cannot be read or is not safe. Neither a lock nor a
 * place to write is needed, the file stays as it is, and what is written is gone at the end. *is_whole: nothing that is there
 * is lacking; false also where a part of it was still beside the file.
 */
Database *database_open_copy(const char *path, const DatabaseKind *kind, bool *is_whole);

/* In memory, too, of one that is open, with all that was written to it; NULL: it cannot be read, or is damaged. */
Database *database_copy(const Database *from, const DatabaseKind *kind);

void database_close(Database *database); /* NULL is fine */

/*
 * A statement that the database keeps: borrow it, bind, step, and give it back (g_autoptr does). The same SQL may not be
 * borrowed twice at once.
 */
typedef sqlite3_stmt BorrowedStatement;
BorrowedStatement *database_borrow(Database *database, const char *sql, GError **error);
void database_give_back(BorrowedStatement *statement);

/*
 * What is kept only to be quicker is given back: prepared statements, and pages that are on the disk as well. No statement may
 * be borrowed. The next calls make it again.
 */
void database_rest(Database *database);

/* One step: *has_row (may be NULL) tells whether there is a row. */
bool database_step(sqlite3_stmt *statement, bool *has_row, GError **error);

/*
 * begin, then either commit or, when `ok` is false, roll back: end returns whether all went well. One inside another is part
 * of it: all of the outermost is written at once, or nothing.
 */
bool database_begin(Database *database, GError **error);
bool database_end(Database *database, bool ok, GError **error);

/*
 * The same for what may be lost in a power cut, though in nothing less: the disk is not waited for. Inside another it is as
 * that one.
 */
bool database_begin_light(Database *database, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Database, database_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BorrowedStatement, database_give_back)

#endif
