#include "src/store/snapshot.h"

#include <glib/gstdio.h>

#include "src/store/error.h"
#include "src/store/snapshot-internal.h"

/* `number` is the place in the list: kept while the row stays, so that a new row moves no other. */
#define ROW_COLUMNS "list INTEGER NOT NULL, number INTEGER NOT NULL, digest INTEGER NOT NULL, "
#define ROW_KEY     ", PRIMARY KEY (list, number)) STRICT, WITHOUT ROWID;"
#define GRANT_COLUMNS                                                                            \
	"id TEXT, workload TEXT, role_id TEXT, role_name TEXT, scope_type TEXT, scope_id TEXT, " \
	"scope_name TEXT, access TEXT, member_type TEXT, holder_id TEXT, holder_name TEXT, "     \
	"schedule_id TEXT, start INTEGER, \"end\" INTEGER, condition TEXT, "                     \
	"condition_version TEXT"

static const char *const migrations[] = {
	/* 1 */
	"CREATE TABLE account (id INTEGER PRIMARY KEY, cloud TEXT NOT NULL, client TEXT NOT NULL, "
	" tenant TEXT NOT NULL COLLATE NOCASE, oid TEXT NOT NULL COLLATE NOCASE, "
	" UNIQUE (cloud, client, tenant, oid)) STRICT;"
	"CREATE TABLE known (name TEXT NOT NULL, cloud TEXT NOT NULL, client TEXT, "
	" tenant TEXT NOT NULL, oid TEXT NOT NULL, upn TEXT, tenant_name TEXT, "
	" PRIMARY KEY (name, cloud)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE list (id INTEGER PRIMARY KEY, account INTEGER NOT NULL, "
	" workload TEXT NOT NULL, list TEXT NOT NULL, as_of INTEGER NOT NULL, "
	" UNIQUE (account, workload, list)) STRICT;"
	"CREATE TABLE eligibility (" ROW_COLUMNS GRANT_COLUMNS ROW_KEY
	"CREATE TABLE assignment (" ROW_COLUMNS GRANT_COLUMNS
	", assignment_type TEXT, eligibility_schedule_id TEXT, is_provisional INTEGER" ROW_KEY
	"CREATE TABLE request (" ROW_COLUMNS
	"request_id TEXT, service_id TEXT, workload TEXT, kind TEXT, role_id TEXT, "
	" role_name TEXT, scope_type TEXT, scope_id TEXT, scope_name TEXT, access TEXT, "
	" eligibility_schedule_id TEXT, state TEXT, status TEXT, code TEXT, message TEXT, "
	" justification TEXT, ticket_number TEXT, ticket_system TEXT, approval_id TEXT, "
	" created INTEGER, start INTEGER, duration INTEGER, \"end\" INTEGER, is_own "
	"INTEGER" ROW_KEY,
	/* 2: who asked, and what waits for one's decision */
	"ALTER TABLE request ADD COLUMN requester_id TEXT;"
	"ALTER TABLE request ADD COLUMN requester_name TEXT;"
	"CREATE TABLE approval (" ROW_COLUMNS
	"request_id TEXT, service_id TEXT, workload TEXT, kind TEXT, role_id TEXT, "
	" role_name TEXT, scope_type TEXT, scope_id TEXT, scope_name TEXT, access TEXT, "
	" eligibility_schedule_id TEXT, state TEXT, status TEXT, code TEXT, message TEXT, "
	" justification TEXT, ticket_number TEXT, ticket_system TEXT, approval_id TEXT, "
	" created INTEGER, start INTEGER, duration INTEGER, \"end\" INTEGER, is_own INTEGER, "
	" requester_id TEXT, requester_name TEXT" ROW_KEY,
	/* 3: what is not as it was. `missing`: what one whole answer lacked; the next one decides */
	"CREATE TABLE missing (list INTEGER NOT NULL, is_certain INTEGER, " GRANT_COLUMNS
	", PRIMARY KEY (list, id)) STRICT;"
	"CREATE TABLE setting (account INTEGER NOT NULL, subject TEXT NOT NULL, "
	" maximum INTEGER, needs_reason INTEGER, needs_ticket INTEGER, needs_mfa INTEGER, "
	" needs_approval INTEGER, context TEXT, "
	" PRIMARY KEY (account, subject)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE definition (account INTEGER NOT NULL, role TEXT NOT NULL, "
	" lines TEXT NOT NULL, PRIMARY KEY (account, role)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE change (number INTEGER PRIMARY KEY, account INTEGER NOT NULL, "
	" " GRANT_COLUMNS ", kind TEXT, at INTEGER, is_seen INTEGER, before INTEGER, "
	" after INTEGER, lost TEXT, gained TEXT) STRICT;"
	"CREATE INDEX change_unseen ON change (account, is_seen);",
	/* 4: what begins later, or has ended lately */
	"CREATE TABLE dormant (" ROW_COLUMNS GRANT_COLUMNS ROW_KEY,
	/* 5: the service's clock, as ClockAnchor */
	"CREATE TABLE clock (id INTEGER PRIMARY KEY, wall INTEGER NOT NULL, "
	" ticks INTEGER NOT NULL, boot TEXT NOT NULL) STRICT;",
	/* 6: what roles permit, to find one by it */
	"CREATE TABLE role_definition (account INTEGER NOT NULL, role TEXT NOT NULL, "
	" name TEXT NOT NULL, lines TEXT NOT NULL, as_of INTEGER NOT NULL, "
	" PRIMARY KEY (account, role)) STRICT, WITHOUT ROWID;",
};

static const DatabaseKind database_kind = {
	.title = "snapshot",
	.application_id = 0x6d72736e, /* "mrsn" */
	.migrations = migrations,
	.version = G_N_ELEMENTS(migrations),
	.busy_ms = 200, /* while it is being made; afterwards nobody is waited for */
};

/* ---- opening, and setting aside ---- */

static void set_aside(const char *path)
{
	g_autofree char *bad = g_strconcat(path, ".bad", NULL);
	(void)g_rename(path, bad);
	/* They belong to the file that is gone; a new one would be mended with its pages. */
	const char *const others[] = { "-wal", "-shm" };
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autofree char *other = g_strconcat(path, others[i], NULL);
		(void)g_unlink(other);
	}
}

static bool is_beyond_repair(const GError *error)
{
	return g_error_matches(error, STORE_ERROR, STORE_ERROR_DAMAGED) ||
	       g_error_matches(error, STORE_ERROR, STORE_ERROR_VERSION);
}

static Database *open_database(const char *path, GError **error)
{
	Database *database = database_open(path, &database_kind, error);
	if (database != NULL)
		sqlite3_busy_timeout(database->handle, 0);
	return database;
}

static Snapshot *snapshot_new(const char *path, Database *database)
{
	Snapshot *snapshot = g_new0(Snapshot, 1);
	snapshot->path = g_strdup(path);
	snapshot->database = database;
	kept_lists_init(&snapshot->kept);
	return snapshot;
}

Snapshot *snapshot_open(const char *path, char **notice, GError **error)
{
	g_autoptr(GError) problem = NULL;
	g_autofree char *told = NULL;
	Database *database = open_database(path, &problem);
	if (database == NULL && is_beyond_repair(problem)) {
		set_aside(path);
		told = g_strdup_printf(
			"%s; it was set aside as %s.bad, nothing is lost but a quick "
			"start",
			problem->message, path);
		g_clear_error(&problem);
		database = open_database(path, &problem);
	}
	if (database == NULL) {
		g_propagate_error(error, g_steal_pointer(&problem));
		return NULL;
	}
	if (notice != NULL)
		*notice = g_steal_pointer(&told);
	return snapshot_new(path, database);
}

Snapshot *snapshot_open_copy(const char *path)
{
	bool is_whole = false;
	g_autoptr(Database) database = database_open_copy(path, &database_kind, &is_whole);
	return is_whole && g_file_test(path, G_FILE_TEST_EXISTS)
		       ? snapshot_new(path, g_steal_pointer(&database))
		       : NULL;
}

void snapshot_rest(Snapshot *snapshot)
{
	if (snapshot != NULL && snapshot->database != NULL)
		database_rest(snapshot->database);
}

void snapshot_close(Snapshot *snapshot)
{
	if (snapshot == NULL)
		return;
	database_close(snapshot->database);
	kept_lists_clear(&snapshot->kept);
	g_free(snapshot->path);
	g_free(snapshot);
}

bool snapshot_is_open(Snapshot *snapshot, GError **error)
{
	if (snapshot->is_damaged) {
		g_clear_pointer(&snapshot->database, database_close);
		set_aside(snapshot->path);
		kept_lists_forget(&snapshot->kept);
		snapshot->is_damaged = false;
	}
	if (snapshot->database == NULL)
		snapshot->database = open_database(snapshot->path, error);
	return snapshot->database != NULL;
}

bool snapshot_give_up(Snapshot *snapshot, GError *problem, GError **error)
{
	if (is_beyond_repair(problem)) {
		snapshot->is_damaged = true;
		g_set_error(error, STORE_ERROR, STORE_ERROR_RENEWED,
			    "a new snapshot is started: %s", problem->message);
		g_error_free(problem);
	} else {
		g_propagate_error(error, problem);
	}
	return false;
}

bool snapshot_was_busy(GError **problem)
{
	if (!g_error_matches(*problem, STORE_ERROR, STORE_ERROR_BUSY))
		return false;
	g_clear_error(problem);
	return true;
}

/* ---- parameters ---- */

void snapshot_bind_texts(sqlite3_stmt *statement, int first, const char *const *texts, int count)
{
	for (int i = 0; i < count; i++)
		sqlite3_bind_text(statement, first + i, texts[i], -1, SQLITE_STATIC);
}

/* What is kept of a member that is not known. */
static const char *text_of(const char *text)
{
	return text != NULL ? text : "";
}

void snapshot_bind_account(sqlite3_stmt *statement, const Account *account)
{
	const char *const texts[] = { text_of(account->cloud), text_of(account->client_id),
				      text_of(account->tid), text_of(account->oid) };
	snapshot_bind_texts(statement, 1, texts, G_N_ELEMENTS(texts));
}
