#include "src/store/database.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/files.h"
#include "src/store/error.h"

/* What is written aside goes into the file in pieces of so many pages (of 4 KiB): a thousand stop the loop for 3 ms. */
#define CHECKPOINT_PAGES 250

/* SQLite calls it so, or "disk I/O error" where the file beside the database was to grow. */
static bool is_full(int code, int number)
{
	return (code & 0xff) == SQLITE_FULL ||
	       ((code & 0xff) == SQLITE_IOERR && files_is_full(number));
}

static StoreError error_code(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return STORE_ERROR_BUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_FORMAT:
	/* A table or column that is not there, a value of the wrong type: not the file that we wrote. */
	case SQLITE_ERROR:
	case SQLITE_MISMATCH:
		return STORE_ERROR_DAMAGED;
	default:
		return STORE_ERROR_IO;
	}
}

/* From what SQLite said last; always false. The number tells which of the many "disk I/O error" it was. */
static bool fail(sqlite3 *handle, GError **error)
{
	/* Empty: in memory. */
	const char *path = sqlite3_db_filename(handle, "main");
	int code = sqlite3_extended_errcode(handle);
	const int number = sqlite3_system_errno(handle);
	if (is_full(code, number)) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_FULL, "%s: %s",
			    path != NULL && *path != '\0' ? path : "database",
			    files_full_words(number));
		return false;
	}
	g_set_error(error, STORE_ERROR, (int)error_code(code), "%s: %s (SQLite %d)",
		    path != NULL && *path != '\0' ? path : "database", sqlite3_errmsg(handle),
		    code);
	return false;
}

static bool execute(Database *database, const char *sql, GError **error)
{
	return sqlite3_exec(database->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       fail(database->handle, error);
}

BorrowedStatement *database_borrow(Database *database, const char *sql, GError **error)
{
	sqlite3_stmt *statement = g_hash_table_lookup(database->statements, sql);
	if (statement != NULL)
		return statement;
	if (sqlite3_prepare_v3(database->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
			       NULL) != SQLITE_OK) {
		fail(database->handle, error);
		return NULL;
	}
	g_hash_table_insert(database->statements, g_strdup(sql), statement);
	return statement;
}

void database_give_back(BorrowedStatement *statement)
{
	/* The bindings point into the borrower's memory. */
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
}

void database_rest(Database *database)
{
	g_hash_table_remove_all(database->statements);
	sqlite3_db_release_memory(database->handle);
}

bool database_step(sqlite3_stmt *statement, bool *has_row, GError **error)
{
	int code = sqlite3_step(statement);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return fail(sqlite3_db_handle(statement), error);
	if (has_row != NULL)
		*has_row = code == SQLITE_ROW;
	return true;
}

static bool fail_spoilt(GError **error)
{
	g_set_error_literal(error, STORE_ERROR, STORE_ERROR_IO,
			    "a part of it could not be written, so nothing was");
	return false;
}

static bool set_durable(Database *database, bool is_durable, GError **error)
{
	return execute(database,
		       is_durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
		       error);
}

bool database_begin(Database *database, GError **error)
{
	if (database->depth == 0) {
		database->is_spoilt = false;
		if (!execute(database, "BEGIN IMMEDIATE", error))
			return false;
	} else if (database->is_spoilt) { /* SQLite may have rolled back already */
		return fail_spoilt(error);
	}
	database->depth++;
	return true;
}

/* SQLite takes the change outside of a transaction only. */
bool database_begin_light(Database *database, GError **error)
{
	const bool is_outermost = database->depth == 0 && database->is_durable;
	if (is_outermost && !set_durable(database, false, error))
		return false;
	database->is_light = is_outermost;
	if (database_begin(database, error))
		return true;
	if (is_outermost)
		set_durable(database, true, NULL);
	database->is_light = false;
	return false;
}

static bool commit(Database *database, GError **error)
{
	return database->is_spoilt ? fail_spoilt(error) : execute(database, "COMMIT", error);
}

static bool commit_or_roll_back(Database *database, bool ok, GError **error)
{
	if (ok && commit(database, error))
		return true;
	/* What went wrong is told already; SQLite may have rolled back by itself. */
	sqlite3_exec(database->handle, "ROLLBACK", NULL, NULL, NULL);
	return false;
}

bool database_end(Database *database, bool ok, GError **error)
{
	if (--database->depth > 0) {
		database->is_spoilt = database->is_spoilt || !ok;
		return ok;
	}
	const bool is_written = commit_or_roll_back(database, ok, error);
	if (!database->is_light)
		return is_written;
	database->is_light = false;
	return set_durable(database, true, is_written ? error : NULL) && is_written;
}

static bool fail_unsafe(const char *path, const char *what, GError **error)
{
	g_set_error(error, FILES_ERROR, FILES_ERROR_UNSAFE, "%s: %s", path, what);
	return false;
}

/* That of a database which is there. */
static bool check_file(const char *path, GError **error)
{
	struct stat info;
	if (lstat(path, &info) != 0) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_IO, "%s: %s", path, g_strerror(errno));
		return false;
	}
	if (!S_ISREG(info.st_mode))
		return fail_unsafe(path, "is not a regular file", error);
	if (info.st_uid != geteuid())
		return fail_unsafe(path, "belongs to another user", error);
	if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return fail_unsafe(path, "others may read or write it; run: chmod 600 on it",
				   error);
	return true;
}

/*
 * Makes an empty file 0600, or checks the one that is there. It is not opened and closed again if it exists: that would
 * drop the locks that another connection of this process holds on it (POSIX locks, sqlite.org/howtocorrupt.html §2.2).
 */
static bool prepare_file(const char *path, GError **error)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (fd >= 0) {
		close(fd);
		return true;
	}
	if (errno == EEXIST)
		return check_file(path, error);
	g_set_error(error, STORE_ERROR, STORE_ERROR_IO, "%s: %s", path, g_strerror(errno));
	return false;
}

static bool write_pragma(Database *database, const char *name, int value, GError **error)
{
	g_autofree char *sql = g_strdup_printf("PRAGMA %s = %d", name, value);
	return execute(database, sql, error);
}

/*
 * A file without any table is a new one: of us, or of another process that has not got further yet. All in one
 * statement, so that what another process does meanwhile is seen whole or not at all.
 */
static bool check_identity(Database *database, const DatabaseKind *kind, int *version,
			   GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(
		database,
		"SELECT user_version, application_id, (SELECT count(*) FROM sqlite_schema) "
		"FROM pragma_user_version, pragma_application_id",
		error);
	if (statement == NULL || !database_step(statement, NULL, error))
		return false;
	*version = sqlite3_column_int(statement, 0);
	int application = sqlite3_column_int(statement, 1);
	int tables = sqlite3_column_int(statement, 2);
	bool is_new = application == 0 && *version == 0 && tables == 0;
	const char *path = sqlite3_db_filename(database->handle, "main");
	if (!is_new && application != kind->application_id) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_DAMAGED, "%s: is not a %s of myroles",
			    path, kind->title);
		return false;
	}
	if (*version > kind->version || *version < 0) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_VERSION,
			    "%s: was written by a newer myroles (version %d, known here: up to %d)",
			    path, *version, kind->version);
		return false;
	}
	return true;
}

/* In one transaction: a crash leaves the old version or the new one. */
static bool migrate(Database *database, const DatabaseKind *kind, GError **error)
{
	int version = 0;
	if (!database_begin(database, error))
		return false;
	/* Looked at again inside: another process may have been quicker. */
	bool ok = check_identity(database, kind, &version, error);
	for (; ok && version < kind->version; version++)
		ok = execute(database, kind->migrations[version], error);
	ok = ok && write_pragma(database, "application_id", kind->application_id, error) &&
	     write_pragma(database, "user_version", kind->version, error);
	return database_end(database, ok, error);
}

static bool set_up(Database *database, const DatabaseKind *kind, GError **error)
{
	database->is_durable = kind->is_durable;
	sqlite3_busy_timeout(database->handle, kind->busy_ms);
	sqlite3_db_config(database->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(database->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	int version = 0;
	if (!check_identity(database, kind, &version, error))
		return false;
	/* Another process may hold the file just now; then it stays in the mode it is in, which is as safe. */
	sqlite3_exec(database->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
	sqlite3_wal_autocheckpoint(database->handle, CHECKPOINT_PAGES);
	if (!set_durable(database, kind->is_durable, error) ||
	    !execute(database, "PRAGMA foreign_keys = ON", error))
		return false;
	return version == kind->version || migrate(database, kind, error);
}

/* The folder without symlinks: SQLITE_OPEN_NOFOLLOW would also refuse a home folder that is one. */
static char *real_path(const char *path, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *name = g_path_get_basename(path);
	if (!files_ensure_private_folder(folder, error))
		return NULL;
	char *real_folder = realpath(folder, NULL);
	if (real_folder == NULL) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_IO, "%s: %s", folder,
			    g_strerror(errno));
		return NULL;
	}
	char *real = g_build_filename(real_folder, name, NULL);
	free(real_folder);
	return real;
}

static void finalize(gpointer statement)
{
	sqlite3_finalize(statement);
}

static Database *database_new(void)
{
	Database *database = g_new0(Database, 1);
	database->statements = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, finalize);
	return database;
}

/* Where files cannot be locked at all, SQLite says that another process has the lock. */
static void look_behind_busy(const char *path, const DatabaseKind *kind, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autoptr(GError) reason = NULL;
	/* Who waits for nothing looks often: not each time at the disk. */
	if (kind->busy_ms == 0 || error == NULL ||
	    !g_error_matches(*error, STORE_ERROR, STORE_ERROR_BUSY) ||
	    files_try_folder(folder, &reason))
		return;
	g_clear_error(error);
	g_set_error_literal(error, STORE_ERROR, (int)store_error_of(reason), reason->message);
}

static bool check_writable(Database *database, const char *path, GError **error)
{
	if (sqlite3_db_readonly(database->handle, "main") == 0)
		return true;
	g_set_error(error, STORE_ERROR, STORE_ERROR_IO, "%s: cannot be written", path);
	return false;
}

Database *database_open(const char *path, const DatabaseKind *kind, GError **error)
{
	g_autofree char *real = real_path(path, error);
	if (real == NULL || !prepare_file(real, error))
		return NULL;

	g_autoptr(Database) database = database_new();
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX |
		    SQLITE_OPEN_EXRESCODE;
	int code = sqlite3_open_v2(real, &database->handle, flags, NULL);
	if (code != SQLITE_OK) {
		g_set_error(error, STORE_ERROR, (int)error_code(code), "%s: %s", real,
			    sqlite3_errstr(code));
		return NULL;
	}
	if (!check_writable(database, real, error))
		return NULL;
	if (!set_up(database, kind, error)) {
		look_behind_busy(real, kind, error);
		return NULL;
	}
	return g_steal_pointer(&database);
}

/* ---- a copy in memory ---- */

static bool copy_all(Database *into, sqlite3 *from)
{
	sqlite3_backup *backup = sqlite3_backup_init(into->handle, "main", from, "main");
	const bool ok = backup != NULL && sqlite3_backup_step(backup, -1) == SQLITE_DONE;
	return sqlite3_backup_finish(backup) == SQLITE_OK && ok;
}

/* Immutable: no lock is asked for, and nothing is made beside the file. */
static bool copy_file(Database *database, const char *path)
{
	g_autofree char *real = real_path(path, NULL);
	if (real == NULL || !check_file(real, NULL))
		return false;
	g_autofree char *escaped = g_uri_escape_string(real, "/", FALSE);
	g_autofree char *uri = g_strdup_printf("file:%s?immutable=1", escaped);
	int flags =
		SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX;
	sqlite3 *file = NULL;
	const bool ok =
		sqlite3_open_v2(uri, &file, flags, NULL) == SQLITE_OK && copy_all(database, file);
	sqlite3_close(file);
	return ok;
}

/* Somebody may have written while it was read. */
static bool is_sound(Database *database)
{
	g_autoptr(BorrowedStatement) statement =
		database_borrow(database, "PRAGMA quick_check(1)", NULL);
	return statement != NULL && database_step(statement, NULL, NULL) &&
	       g_strcmp0((const char *)sqlite3_column_text(statement, 0), "ok") == 0;
}

static Database *open_in_memory(const char *path, const DatabaseKind *kind)
{
	g_autoptr(Database) database = database_new();
	if (sqlite3_open(":memory:", &database->handle) != SQLITE_OK ||
	    (path != NULL && (!copy_file(database, path) || !is_sound(database))) ||
	    !set_up(database, kind, NULL))
		return NULL;
	return g_steal_pointer(&database);
}

static bool is_absent(const char *path)
{
	struct stat info;
	return lstat(path, &info) != 0 && errno == ENOENT;
}

/* What was written last, by a program that holds the file or ended before its time: an immutable file is read without it. */
static bool has_log(const char *path)
{
	g_autofree char *log = g_strconcat(path, "-wal", NULL);
	struct stat info;
	return lstat(log, &info) == 0 && info.st_size > 0;
}

Database *database_open_copy(const char *path, const DatabaseKind *kind, bool *is_whole)
{
	Database *database = open_in_memory(path, kind);
	*is_whole = database != NULL ? !has_log(path) : is_absent(path);
	if (database == NULL)
		database = open_in_memory(NULL, kind);
	g_assert(database != NULL);
	return database;
}

Database *database_copy(const Database *from, const DatabaseKind *kind)
{
	g_autoptr(Database) database = database_new();
	if (sqlite3_open(":memory:", &database->handle) != SQLITE_OK ||
	    !copy_all(database, from->handle) || !is_sound(database) ||
	    !set_up(database, kind, NULL))
		return NULL;
	return g_steal_pointer(&database);
}

void database_close(Database *database)
{
	if (database == NULL)
		return;
	g_clear_pointer(&database->statements, g_hash_table_unref);
	sqlite3_close(database->handle);
	g_free(database);
}
