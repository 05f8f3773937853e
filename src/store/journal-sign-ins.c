/* Who signed in under which name of the configuration. */
#include "src/store/journal-internal.h"

#define COLUMNS                                                                           \
	"sign_in.name, cloud, client, oid, tenant, upn, tenant_name, is_separate, used, " \
	"issuer, graph_client "                                                           \
	"FROM sign_in JOIN account ON account.id = sign_in.account"

void journal_sign_in_free(JournalSignIn *sign_in)
{
	if (sign_in == NULL)
		return;
	g_free(sign_in->name);
	account_free(sign_in->account);
	g_free(sign_in->issuer);
	g_free(sign_in->graph_client_id);
	g_free(sign_in);
}

static char *text_at(sqlite3_stmt *statement, int column)
{
	return g_strdup((const char *)sqlite3_column_text(statement, column));
}

static JournalSignIn *read_row(sqlite3_stmt *statement)
{
	JournalSignIn *sign_in = g_new0(JournalSignIn, 1);
	sign_in->name = text_at(statement, 0);
	sign_in->account = account_new();
	sign_in->account->cloud = text_at(statement, 1);
	sign_in->account->client_id = text_at(statement, 2);
	sign_in->account->oid = text_at(statement, 3);
	sign_in->account->tid = text_at(statement, 4);
	sign_in->account->upn = text_at(statement, 5);
	sign_in->account->tenant_name = text_at(statement, 6);
	sign_in->is_separate = sqlite3_column_int(statement, 7) != 0;
	sign_in->used = sqlite3_column_int64(statement, 8);
	sign_in->issuer = text_at(statement, 9);
	sign_in->graph_client_id = text_at(statement, 10);
	return sign_in;
}

GPtrArray *journal_list_sign_ins(Journal *journal, const char *name, GError **error)
{
	g_autoptr(BorrowedStatement) statement =
		database_borrow(journal->database,
				"SELECT " COLUMNS " WHERE ?1 IS NULL OR name = ?1 "
				"ORDER BY name, used DESC, account",
				error);
	if (statement == NULL)
		return NULL;
	if (name != NULL)
		sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)journal_sign_in_free);
	for (;;) {
		bool has_row = false;
		if (!database_step(statement, &has_row, error))
			return NULL;
		if (!has_row)
			return g_steal_pointer(&rows);
		g_ptr_array_add(rows, read_row(statement));
	}
}

/* The one used last comes first, also where two were used within a second, or the clock went back. */
static bool write_row(Journal *journal, int64_t account, const JournalSignIn *sign_in,
		      GError **error)
{
	g_autoptr(BorrowedStatement) statement =
		database_borrow(journal->database,
				"INSERT OR REPLACE INTO sign_in (name, account, upn, tenant_name, "
				"is_separate, used, issuer, graph_client) "
				"VALUES (?1, ?2, ?3, ?4, ?5, MAX(?6, "
				"IFNULL((SELECT MAX(used) + 1 FROM sign_in WHERE name = ?1 "
				"AND account != ?2), 0)), ?7, ?8)",
				error);
	if (statement == NULL)
		return false;
	sqlite3_bind_text(statement, 1, sign_in->name, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, account);
	sqlite3_bind_text(statement, 3, sign_in->account->upn, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 4, sign_in->account->tenant_name, -1, SQLITE_STATIC);
	sqlite3_bind_int(statement, 5, sign_in->is_separate);
	sqlite3_bind_int64(statement, 6, sign_in->used);
	sqlite3_bind_text(statement, 7, sign_in->issuer, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 8, sign_in->graph_client_id, -1, SQLITE_STATIC);
	return database_step(statement, NULL, error);
}

bool journal_set_sign_in(Journal *journal, const JournalSignIn *sign_in, GError **error)
{
	int64_t id = 0;
	if (!database_begin(journal->database, error))
		return false;
	bool ok = journal_ensure_account(journal, sign_in->account, &id, error) &&
		  write_row(journal, id, sign_in, error);
	return database_end(journal->database, ok, error);
}

bool journal_remove_sign_in(Journal *journal, const char *name, const Account *account,
			    GError **error)
{
	int64_t id = 0;
	if (!journal_find_account(journal, account, &id, error))
		return false;
	g_autoptr(BorrowedStatement) statement = database_borrow(
		journal->database, "DELETE FROM sign_in WHERE name = ? AND account = ?", error);
	if (statement == NULL)
		return false;
	sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, id);
	return database_step(statement, NULL, error);
}
