/* Who was here: the account that a name stood for last, and how all of an account is forgotten. */
#include "src/store/snapshot-internal.h"
#include "src/store/snapshot-list.h"

static const char *text_at(sqlite3_stmt *statement, int column)
{
	return (const char *)sqlite3_column_text(statement, column);
}

Account *snapshot_get_account(Snapshot *snapshot, const char *name, const char *cloud,
			      GError **error)
{
	GError *problem = NULL;
	if (!snapshot_is_open(snapshot, error))
		return NULL;
	g_autoptr(BorrowedStatement) statement =
		database_borrow(snapshot->database,
				"SELECT client, tenant, oid, upn, tenant_name FROM known "
				"WHERE name = ? AND cloud = ?",
				&problem);
	bool has_row = false;
	if (statement != NULL) {
		snapshot_bind_texts(statement, 1, (const char *const[]){ name, cloud }, 2);
		(void)database_step(statement, &has_row, &problem);
	}
	if (problem != NULL) {
		snapshot_give_up(snapshot, problem, error);
		return NULL;
	}
	if (!has_row)
		return NULL;
	Account *account = account_new();
	account->cloud = g_strdup(cloud);
	account->client_id = g_strdup(text_at(statement, 0));
	account->tid = g_strdup(text_at(statement, 1));
	account->oid = g_strdup(text_at(statement, 2));
	account->upn = g_strdup(text_at(statement, 3));
	account->tenant_name = g_strdup(text_at(statement, 4));
	return account;
}

bool snapshot_set_account(Snapshot *snapshot, const char *name, const Account *account,
			  GError **error)
{
	GError *problem = NULL;
	if (!snapshot_is_open(snapshot, error))
		return false;
	g_autoptr(BorrowedStatement) statement =
		database_borrow(snapshot->database,
				"INSERT OR REPLACE INTO known (name, cloud, client, tenant, oid, "
				"upn, tenant_name) VALUES (?, ?, ?, ?, ?, ?, ?)",
				&problem);
	if (statement != NULL) {
		const char *const texts[] = {
			name,         account->cloud, account->client_id,  account->tid,
			account->oid, account->upn,   account->tenant_name
		};
		snapshot_bind_texts(statement, 1, texts, G_N_ELEMENTS(texts));
		(void)database_step(statement, NULL, &problem);
	}
	return problem == NULL || snapshot_was_busy(&problem) ||
	       snapshot_give_up(snapshot, problem, error);
}

/* ---- forgetting ---- */

/* One statement whose parameters 1 to 4 are who. */
static bool execute_for(Snapshot *snapshot, const Account *account, const char *sql, GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(snapshot->database, sql, error);
	if (statement == NULL)
		return false;
	snapshot_bind_account(statement, account);
	return database_step(statement, NULL, error);
}

static bool forget_rows(Snapshot *snapshot, const Account *account, GError **error)
{
	bool ok = true;
	for (ListId i = 0; ok && i < LIST_COUNT; i++) {
		g_autofree char *sql = g_strdup_printf(
			"DELETE FROM %s WHERE list IN (SELECT list.id FROM list JOIN account "
			"ON account.id = account WHERE " SNAPSHOT_ACCOUNT_IS ")",
			snapshot_list_kind(i)->table);
		ok = execute_for(snapshot, account, sql, error);
	}
	static const char *const others[] = {
		"DELETE FROM missing WHERE list IN (SELECT list.id FROM list JOIN account "
		"ON account.id = account WHERE " SNAPSHOT_ACCOUNT_IS ")",
		"DELETE FROM setting WHERE account IN (SELECT id FROM account "
		"WHERE " SNAPSHOT_ACCOUNT_IS ")",
		"DELETE FROM definition WHERE account IN (SELECT id FROM account "
		"WHERE " SNAPSHOT_ACCOUNT_IS ")",
		"DELETE FROM role_definition WHERE account IN (SELECT id FROM account "
		"WHERE " SNAPSHOT_ACCOUNT_IS ")",
		"DELETE FROM change WHERE account IN (SELECT id FROM account "
		"WHERE " SNAPSHOT_ACCOUNT_IS ")",
	};
	for (size_t i = 0; ok && i < G_N_ELEMENTS(others); i++)
		ok = execute_for(snapshot, account, others[i], error);
	return ok;
}

bool snapshot_forget(Snapshot *snapshot, const Account *account, GError **error)
{
	if (!snapshot_is_open(snapshot, error))
		return false;
	/* A person asked for it: here another process is waited for. */
	GError *problem = NULL;
	sqlite3_busy_timeout(snapshot->database->handle, 2000);
	bool ok = database_begin(snapshot->database, &problem);
	sqlite3_busy_timeout(snapshot->database->handle, 0);
	if (!ok)
		return snapshot_give_up(snapshot, problem, error);
	ok = forget_rows(snapshot, account, &problem) &&
	     execute_for(snapshot, account,
			 "DELETE FROM list WHERE account IN (SELECT id FROM account "
			 "WHERE " SNAPSHOT_ACCOUNT_IS ")",
			 &problem) &&
	     execute_for(snapshot, account,
			 "DELETE FROM known WHERE cloud = ?1 AND coalesce(client, '') = ?2 "
			 "AND tenant = ?3 AND oid = ?4",
			 &problem);
	ok = database_end(snapshot->database, ok, ok ? &problem : NULL);
	kept_lists_forget(&snapshot->kept);
	return ok || snapshot_give_up(snapshot, problem, error);
}
