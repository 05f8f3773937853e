#include "src/store/snapshot-changes.h"

#include "src/base/limits.h"
#include "src/store/record.h"

/* ---- noting ---- */

/* The oldest of an account give way. */
static bool bound_changes(Database *database, int64_t account, GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(
		database,
		"DELETE FROM change WHERE account = ?1 AND number <= (SELECT number FROM change "
		"WHERE account = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)",
		error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, account);
	sqlite3_bind_int64(statement, 2, LIMIT_CHANGES);
	return database_step(statement, NULL, error);
}

bool snapshot_note_change(Database *database, int64_t account, const Change *change, GError **error)
{
	g_autofree char *names = record_names(&record_change);
	g_autofree char *marks = record_marks(record_change.count);
	g_autofree char *sql =
		g_strdup_printf("INSERT INTO change (account, %s) VALUES (?, %s)", names, marks);
	g_autoptr(BorrowedStatement) statement = database_borrow(database, sql, error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, account);
	record_bind(statement, 2, &record_change, change);
	return database_step(statement, NULL, error) && bound_changes(database, account, error);
}

/* Of a list. */
static bool account_of(Database *database, int64_t list, int64_t *account, GError **error)
{
	g_autoptr(BorrowedStatement) statement =
		database_borrow(database, "SELECT account FROM list WHERE id = ?", error);
	bool has_row = false;
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, list);
	if (!database_step(statement, &has_row, error))
		return false;
	*account = has_row ? sqlite3_column_int64(statement, 0) : 0;
	return true;
}

static bool note_of_list(Comparison *comparison, const Change *change, GError **error)
{
	int64_t account = 0;
	comparison->count++;
	return account_of(comparison->database, comparison->list, &account, error) &&
	       snapshot_note_change(comparison->database, account, change, error);
}

static bool note_kind(Comparison *comparison, ChangeKind kind, const Grant *grant, Instant before,
		      GError **error)
{
	g_autoptr(Change) change = change_new(kind, grant, comparison->now);
	change->before = before;
	change->after = grant->end;
	return note_of_list(comparison, change, error);
}

/* ---- one list against another ---- */

void comparison_begin(Comparison *comparison, Database *database, ListId list, int64_t id,
		      Instant before, Instant now)
{
	if (list != LIST_ELIGIBILITIES || before == 0 || now < before)
		return;
	comparison->database = database;
	comparison->list = id;
	comparison->before = before;
	comparison->now = now;
}

/* A row that was kept, if it was. */
typedef struct KeptEnd {
	bool is_there;
	Instant end; /* 0: none, or no row */
} KeptEnd;

/* When the row ends that the statement finds by the grant's id; NULL: by its number. */
static bool find_end(const Comparison *comparison, const char *sql, const Grant *grant,
		     int64_t number, KeptEnd *kept, GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(comparison->database, sql, error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, comparison->list);
	if (grant != NULL)
		sqlite3_bind_text(statement, 2, grant->id, -1, SQLITE_STATIC);
	else
		sqlite3_bind_int64(statement, 2, number);
	if (!database_step(statement, &kept->is_there, error))
		return false;
	kept->end = kept->is_there ? sqlite3_column_int64(statement, 0) : 0;
	return true;
}

/* It is there again: the answer that lacked it was one of those that lack rows. */
static bool unmiss(const Comparison *comparison, const Grant *grant, GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(
		comparison->database, "DELETE FROM missing WHERE list = ? AND id = ?", error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, comparison->list);
	sqlite3_bind_text(statement, 2, grant->id, -1, SQLITE_STATIC);
	return database_step(statement, NULL, error);
}

/* A known row, which ended at `end` as far as was known. */
static bool take_known(Comparison *comparison, const Grant *grant, Instant end, GError **error)
{
	if (change_is_nearer(grant->end, end))
		return note_kind(comparison, CHANGE_SHORTENED, grant, end, error);
	const Instant near = grant->end - CHANGE_NEAR_SECONDS;
	if (grant->end > comparison->now && near <= comparison->now && near > comparison->before)
		return note_kind(comparison, CHANGE_NEAR, grant, 0, error);
	return true;
}

bool comparison_take(Comparison *comparison, const KeptRow *kept, bool is_other, gconstpointer row,
		     GError **error)
{
	if (comparison->database == NULL)
		return true;
	const Grant *grant = &((const Eligibility *)row)->grant;
	KeptEnd before = { .is_there = true, .end = grant->end };
	if (is_other && kept->digest == 0) {
		if (!find_end(comparison, "SELECT \"end\" FROM missing WHERE list = ? AND id = ?",
			      grant, 0, &before, error))
			return false;
		if (!before.is_there)
			return note_kind(comparison, CHANGE_NEW, grant, 0, error);
		if (!unmiss(comparison, grant, error))
			return false;
	} else if (is_other &&
		   !find_end(comparison,
			     "SELECT \"end\" FROM eligibility WHERE list = ? AND number = ?", NULL,
			     kept->number, &before, error)) {
		return false;
	}
	return take_known(comparison, grant, before.is_there ? before.end : grant->end, error);
}

bool comparison_miss(Comparison *comparison, const KeptRow *kept, GError **error)
{
	if (comparison->database == NULL)
		return true;
	g_autofree char *names = record_names(&record_eligibility);
	g_autofree char *sql =
		g_strdup_printf("INSERT OR REPLACE INTO missing (list, is_certain, %s) "
				"SELECT list, ?3, %s FROM eligibility "
				"WHERE list = ?1 AND number = ?2",
				names, names);
	g_autoptr(BorrowedStatement) statement = database_borrow(comparison->database, sql, error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, comparison->list);
	sqlite3_bind_int64(statement, 2, kept->number);
	sqlite3_bind_int(statement, 3, !comparison->is_doubtful);
	return database_step(statement, NULL, error);
}

/* What an answer before lacked without doubt, as Eligibility*; NULL with error set. */
static GPtrArray *read_missing(const Comparison *comparison, GError **error)
{
	g_autofree char *names = record_names(&record_eligibility);
	g_autofree char *sql = g_strdup_printf(
		"SELECT %s FROM missing WHERE list = ? AND is_certain ORDER BY rowid", names);
	g_autoptr(BorrowedStatement) statement = database_borrow(comparison->database, sql, error);
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	if (statement == NULL)
		return NULL;
	sqlite3_bind_int64(statement, 1, comparison->list);
	for (;;) {
		bool has_row = false;
		if (!database_step(statement, &has_row, error))
			return NULL;
		if (!has_row)
			return g_steal_pointer(&rows);
		Eligibility *row = eligibility_new();
		record_read(statement, 0, &record_eligibility, row);
		g_ptr_array_add(rows, row);
	}
}

/* This answer lacks the others, and is the first one without doubt. */
static bool make_certain(const Comparison *comparison, GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(
		comparison->database, "UPDATE missing SET is_certain = 1 WHERE list = ?", error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, comparison->list);
	return database_step(statement, NULL, error);
}

bool comparison_settle(Comparison *comparison, GError **error)
{
	if (comparison->database == NULL || comparison->is_doubtful)
		return true;
	g_autoptr(GPtrArray) rows = read_missing(comparison, error);
	if (rows == NULL)
		return false;
	for (guint i = 0; i < rows->len; i++) {
		const Grant *grant = &((const Eligibility *)rows->pdata[i])->grant;
		if (!note_kind(comparison, CHANGE_GONE, grant, 0, error) ||
		    !unmiss(comparison, grant, error))
			return false;
	}
	return make_certain(comparison, error);
}
