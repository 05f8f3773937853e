/* What a person was told beside the screen: once, however many processes would tell it. */
#include <string.h>

#include "src/store/journal-internal.h"

/* An event so old is not told again by anybody. */
#define KEPT_SECONDS (INT64_C(90) * 24 * 60 * 60)

/* One or many of an account. */
typedef struct Claim {
	int64_t account;
	const GPtrArray *keys;
	Instant now;
} Claim;

static bool drop_old(Journal *journal, Instant now, GError **error)
{
	g_autoptr(BorrowedStatement) statement =
		database_borrow(journal->database, "DELETE FROM told WHERE at < ?", error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, now - KEPT_SECONDS);
	return database_step(statement, NULL, error);
}

static bool add(Journal *journal, const Claim *claim, guint place, bool *is_first, GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(
		journal->database, "INSERT OR IGNORE INTO told (account, key, at) VALUES (?, ?, ?)",
		error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, claim->account);
	sqlite3_bind_text(statement, 2, claim->keys->pdata[place], -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, claim->now);
	if (!database_step(statement, NULL, error))
		return false;
	*is_first = sqlite3_changes(journal->database->handle) > 0;
	return true;
}

static bool is_told(Journal *journal, const Claim *claim, guint place)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(
		journal->database, "SELECT 1 FROM told WHERE account = ? AND key = ? AND at >= ?",
		NULL);
	bool has_row = false;
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, claim->account);
	sqlite3_bind_text(statement, 2, claim->keys->pdata[place], -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, claim->now - KEPT_SECONDS);
	return database_step(statement, &has_row, NULL) && has_row;
}

/* At a start that is the rule: then nothing is written. */
static bool are_all_told(Journal *journal, const Account *account, Claim claim)
{
	if (!journal_find_account(journal, account, &claim.account, NULL) || claim.account == 0)
		return false;
	for (guint i = 0; i < claim.keys->len; i++)
		if (!is_told(journal, &claim, i))
			return false;
	return true;
}

bool journal_claim(Journal *journal, const Account *account, const GPtrArray *keys, Instant now,
		   bool *is_first, GError **error)
{
	Claim claim = { .keys = keys, .now = now };
	g_autofree bool *are_ours = g_new0(bool, keys->len);
	if (!are_all_told(journal, account, claim)) {
		if (!database_begin_light(journal->database, error))
			return false;
		bool ok = journal_ensure_account(journal, account, &claim.account, error) &&
			  drop_old(journal, now, error);
		for (guint i = 0; ok && i < keys->len; i++)
			ok = add(journal, &claim, i, &are_ours[i], error);
		if (!database_end(journal->database, ok, error))
			return false;
	}
	memcpy(is_first, are_ours, keys->len * sizeof *is_first);
	return true;
}
