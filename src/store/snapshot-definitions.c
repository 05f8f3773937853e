/* What roles permit, with the date when it was read. */
#include <string.h>

#include "src/base/limits.h"
#include "src/store/snapshot-internal.h"

/* "azure b24988ac-…": one definition, wherever it is held. */
static char *subject_of(WorkloadId workload, const char *role_id)
{
	g_autofree char *text =
		g_strdup_printf("%s %s", workload_info(workload)->name, role_guid(role_id));
	return g_ascii_strdown(text, -1);
}

static bool write_row(Database *database, int64_t account, const RoleDefinition *definition,
		      const char *lines, GError **error)
{
	g_autofree char *subject = subject_of(definition->workload, definition->role.id);
	g_autoptr(BorrowedStatement) statement =
		database_borrow(database,
				"INSERT OR REPLACE INTO role_definition "
				"(account, role, name, lines, as_of) VALUES (?, ?, ?, ?, ?)",
				error);
	if (statement == NULL)
		return false;
	const char *const texts[] = { subject, role_label(&definition->role), lines };
	sqlite3_bind_int64(statement, 1, account);
	snapshot_bind_texts(statement, 2, texts, G_N_ELEMENTS(texts));
	sqlite3_bind_int64(statement, 5, definition->as_of);
	return database_step(statement, NULL, error);
}

bool snapshot_keep_definition(Snapshot *snapshot, const Account *account,
			      const RoleDefinition *definition, GError **error)
{
	GError *problem = NULL;
	int64_t id = 0;
	g_autofree char *lines = role_definition_to_lines(definition);
	if (strlen(lines) > LIMIT_PERMISSIONS)
		return true;
	if (!snapshot_is_open(snapshot, error))
		return false;
	bool ok = database_begin(snapshot->database, &problem);
	if (ok) {
		ok = snapshot_find_account(snapshot->database, account, &id, &problem) &&
		     write_row(snapshot->database, id, definition, lines, &problem);
		ok = database_end(snapshot->database, ok, ok ? &problem : NULL);
	}
	return ok || snapshot_was_busy(&problem) || snapshot_give_up(snapshot, problem, error);
}

/* NULL: there is none, or `problem` is set. */
static RoleDefinition *read_row(Database *database, const Account *account, const Grant *grant,
				GError **problem)
{
	g_autofree char *subject = subject_of(grant->workload, grant->role.id);
	bool has_row = false;
	g_autoptr(BorrowedStatement) statement = database_borrow(
		database,
		"SELECT name, lines, as_of FROM role_definition WHERE account = "
		"(SELECT id FROM account WHERE " SNAPSHOT_ACCOUNT_IS ") AND role = ?5",
		problem);
	if (statement == NULL)
		return NULL;
	snapshot_bind_account(statement, account);
	sqlite3_bind_text(statement, 5, subject, -1, SQLITE_STATIC);
	if (!database_step(statement, &has_row, problem) || !has_row)
		return NULL;
	RoleDefinition *definition =
		role_definition_from_lines((const char *)sqlite3_column_text(statement, 1));
	definition->workload = grant->workload;
	definition->role.id = g_strdup(grant->role.id);
	definition->role.name = g_strdup((const char *)sqlite3_column_text(statement, 0));
	definition->as_of = sqlite3_column_int64(statement, 2);
	return definition;
}

RoleDefinition *snapshot_read_definition(Snapshot *snapshot, const Account *account,
					 const Grant *grant, GError **error)
{
	GError *problem = NULL;
	if (!snapshot_is_open(snapshot, error))
		return NULL;
	RoleDefinition *definition = read_row(snapshot->database, account, grant, &problem);
	if (problem != NULL)
		snapshot_give_up(snapshot, problem, error);
	return definition;
}
