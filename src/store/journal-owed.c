/* Ends that are owed: written together with the activation before it is sent, and taken out when nothing is left to be ended. */
#include "src/store/journal-internal.h"

bool journal_add_holder(Journal *journal, int64_t account, const char *request_id, int64_t holder,
			GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(
		journal->database,
		"INSERT OR IGNORE INTO owed (account, request_id, holder) VALUES (?, ?, ?)", error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, account);
	sqlite3_bind_text(statement, 2, request_id, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, holder);
	return database_step(statement, NULL, error);
}

/* ---- Reading ------------------------------------------------------------------------------------ */

static void take_row(Owed *owed, sqlite3_stmt *statement)
{
	const int64_t holder = sqlite3_column_int64(statement, 1);
	g_array_append_val(owed->holders, holder);
	owed->released = MAX(owed->released, sqlite3_column_int64(statement, 2));
	owed->postponed = MAX(owed->postponed, sqlite3_column_int64(statement, 3));
	owed->tries = MAX(owed->tries, (unsigned)sqlite3_column_int(statement, 4));
	if (owed->fault == NULL)
		owed->fault = g_strdup((const char *)sqlite3_column_text(statement, 5));
}

/* Rows of one request stand together. Owed*, with nothing but the id of the request. */
static GPtrArray *read_rows(Journal *journal, int64_t account, GError **error)
{
	g_autoptr(BorrowedStatement) statement =
		database_borrow(journal->database,
				"SELECT request_id, holder, released, postponed, tries, fault "
				"FROM owed WHERE account = ? ORDER BY request_id, holder",
				error);
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)owed_free);
	bool has_row = statement != NULL;
	if (statement != NULL)
		sqlite3_bind_int64(statement, 1, account);
	while (has_row) {
		if (!database_step(statement, &has_row, error))
			return NULL;
		if (!has_row)
			break;
		const char *id = (const char *)sqlite3_column_text(statement, 0);
		Owed *last = rows->len > 0 ? rows->pdata[rows->len - 1] : NULL;
		if (last == NULL || g_ascii_strcasecmp(last->request->id, id) != 0) {
			last = owed_new();
			last->request = request_new();
			last->request->id = g_strdup(id);
			g_ptr_array_add(rows, last);
		}
		take_row(last, statement);
	}
	return statement != NULL ? g_steal_pointer(&rows) : NULL;
}

GPtrArray *journal_list_owed(Journal *journal, const Account *account, GError **error)
{
	int64_t id = 0;
	if (!journal_find_account(journal, account, &id, error))
		return NULL;
	g_autoptr(GPtrArray) rows = read_rows(journal, id, error);
	for (guint i = 0; rows != NULL && i < rows->len;) {
		Owed *owed = rows->pdata[i];
		int64_t place = 0;
		g_autoptr(HistoryEntry) entry = NULL;
		if (!journal_find_entry(journal, id, owed->request->id, &place, &entry, error))
			return NULL;
		if (entry == NULL) {
			g_ptr_array_remove_index(rows, i);
			continue;
		}
		request_free(owed->request);
		owed->request = g_steal_pointer(&entry->request);
		i++;
	}
	return g_steal_pointer(&rows);
}

/* ---- Writing ------------------------------------------------------------------------------------ */

static bool is_owed(Journal *journal, int64_t account, const char *request_id, bool *is_there,
		    GError **error)
{
	g_autoptr(BorrowedStatement) statement =
		database_borrow(journal->database,
				"SELECT 1 FROM owed WHERE account = ? AND request_id = ?", error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, account);
	sqlite3_bind_text(statement, 2, request_id, -1, SQLITE_STATIC);
	return database_step(statement, is_there, error);
}

bool journal_hold_owed(Journal *journal, const Account *account, const char *request_id,
		       int64_t holder, bool *is_held, GError **error)
{
	int64_t id = 0;
	bool is_there = false;
	if (!database_begin(journal->database, error))
		return false;
	bool ok = journal_find_account(journal, account, &id, error) &&
		  is_owed(journal, id, request_id, &is_there, error);
	if (ok && is_there)
		ok = journal_add_holder(journal, id, request_id, holder, error);
	if (!database_end(journal->database, ok, error))
		return false;
	*is_held = is_there;
	return true;
}

/* Of one account, durably. */
static bool change(Journal *journal, const Account *account, sqlite3_stmt *statement,
		   GError **error)
{
	int64_t id = 0;
	if (!database_begin(journal->database, error))
		return false;
	bool ok = journal_find_account(journal, account, &id, error);
	sqlite3_bind_int64(statement, 1, id);
	ok = ok && database_step(statement, NULL, error);
	return database_end(journal->database, ok, error);
}

bool journal_release_owed(Journal *journal, const Account *account, int64_t holder, Instant now,
			  GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(
		journal->database,
		"UPDATE owed SET released = ?2 WHERE account = ?1 AND holder = ?3", error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 2, now);
	sqlite3_bind_int64(statement, 3, holder);
	return change(journal, account, statement, error);
}

bool journal_postpone_owed(Journal *journal, const Account *account, const Owed *owed,
			   GError **error)
{
	g_autoptr(BorrowedStatement) statement =
		database_borrow(journal->database,
				"UPDATE owed SET postponed = ?3, tries = ?4, fault = ?5 "
				"WHERE account = ?1 AND request_id = ?2",
				error);
	if (statement == NULL)
		return false;
	sqlite3_bind_text(statement, 2, owed->request->id, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, owed->postponed);
	sqlite3_bind_int64(statement, 4, owed->tries);
	sqlite3_bind_text(statement, 5, owed->fault, -1, SQLITE_STATIC);
	return change(journal, account, statement, error);
}

bool journal_settle_owed(Journal *journal, const Account *account, const char *request_id,
			 GError **error)
{
	g_autoptr(BorrowedStatement) statement =
		database_borrow(journal->database,
				"DELETE FROM owed WHERE account = ?1 AND request_id = ?2", error);
	if (statement == NULL)
		return false;
	sqlite3_bind_text(statement, 2, request_id, -1, SQLITE_STATIC);
	return change(journal, account, statement, error);
}
