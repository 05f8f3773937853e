/* What a person was told beside the screen: once, however many processes would tell it. */
#include "src/store/journal-internal.h"

/* An event so old is not told again by anybody. */
#define KEPT_SECONDS (INT64_C(90) * 24 * 60 * 60)

static bool drop_old(Journal *journal, Instant now, GError **error)
{
	g_autoptr(BorrowedStatement) statement =
		database_borrow(journal->database, "DELETE FROM told WHERE at < ?", error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, now - KEPT_SECONDS);
	return database_step(statement, NULL, error);
}

static bool add(Journal *journal, int64_t account, const char *key, Instant now, bool *is_first,
		GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(
		journal->database, "INSERT OR IGNORE INTO told (account, key, at) VALUES (?, ?, ?)",
		error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, account);
	sqlite3_bind_text(statement, 2, key, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, now);
	if (!database_step(statement, NULL, error))
		return false;
	*is_first = sqlite3_changes(journal->database->handle) > 0;
	return true;
}

bool journal_claim(Journal *journal, const Account *account, const char *key, Instant now,
		   bool *is_first, GError **error)
{
	int64_t id = 0;
	bool is_ours = false;
	if (!database_begin(journal->database, error))
		return false;
	bool ok = journal_ensure_account(journal, account, &id, error) &&
		  drop_old(journal, now, error) && add(journal, id, key, now, &is_ours, error);
	ok = database_end(journal->database, ok, error);
	if (ok)
		*is_first = is_ours;
	return ok;
}
