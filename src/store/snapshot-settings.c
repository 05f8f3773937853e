/* What a role asks for and what it permits, as they were read last; and all that was noted of changes. */
#include <string.h>

#include "src/base/limits.h"
#include "src/store/record.h"
#include "src/store/snapshot-changes.h"
#include "src/store/snapshot-internal.h"

/* ---- settings and definitions ---- */

bool snapshot_find_account(Database *database, const Account *account, int64_t *id, GError **error)
{
	g_autoptr(BorrowedStatement) make =
		database_borrow(database,
				"INSERT OR IGNORE INTO account (cloud, client, tenant, oid) "
				"VALUES (?1, ?2, ?3, ?4)",
				error);
	if (make == NULL)
		return false;
	snapshot_bind_account(make, account);
	if (!database_step(make, NULL, error))
		return false;
	g_autoptr(BorrowedStatement) find = database_borrow(
		database, "SELECT id FROM account WHERE " SNAPSHOT_ACCOUNT_IS, error);
	if (find == NULL)
		return false;
	snapshot_bind_account(find, account);
	bool has_row = false;
	if (!database_step(find, &has_row, error))
		return false;
	*id = has_row ? sqlite3_column_int64(find, 0) : 0;
	return true;
}

/* Groups: one role id, two sets of rules. */
static char *subject_of(const Grant *grant, const char *scope_id)
{
	const char *access = grant->access == ACCESS_NONE ? "" : access_word(grant->access);
	g_autofree char *text = g_strdup_printf("%s %s%s %s", workload_info(grant->workload)->name,
						role_guid(grant->role.id), access,
						scope_id != NULL ? scope_id : "");
	return g_ascii_strdown(text, -1);
}

/* One thing that is read again and again, and what of it is noted. */
typedef struct Reading {
	Database *database;
	int64_t account;
	char *subject;
	const Grant *grant;
	Instant now;
	guint count;
} Reading;

static bool note_reading(Reading *reading, const Change *change, GError **error)
{
	reading->count++;
	return snapshot_note_change(reading->database, reading->account, change, error);
}

/* As it was read last; *out stays NULL when it never was. */
static bool read_setting(const Reading *reading, Policy **out, GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(
		reading->database,
		"SELECT maximum, needs_reason, needs_ticket, needs_mfa, needs_approval, context "
		"FROM setting WHERE account = ? AND subject = ?",
		error);
	bool has_row = false;
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, reading->account);
	sqlite3_bind_text(statement, 2, reading->subject, -1, SQLITE_STATIC);
	if (!database_step(statement, &has_row, error))
		return false;
	if (!has_row)
		return true;
	Policy *policy = policy_new();
	policy->is_known = true;
	policy->maximum = sqlite3_column_int64(statement, 0);
	policy->needs_justification = sqlite3_column_int(statement, 1) != 0;
	policy->needs_ticket = sqlite3_column_int(statement, 2) != 0;
	policy->needs_mfa = sqlite3_column_int(statement, 3) != 0;
	policy->needs_approval = sqlite3_column_int(statement, 4) != 0;
	policy->context = g_strdup((const char *)sqlite3_column_text(statement, 5));
	*out = policy;
	return true;
}

static bool write_setting(const Reading *reading, const Policy *policy, GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(
		reading->database,
		"INSERT OR REPLACE INTO setting (account, subject, maximum, needs_reason, "
		"needs_ticket, needs_mfa, needs_approval, context) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, reading->account);
	sqlite3_bind_text(statement, 2, reading->subject, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, policy->maximum);
	sqlite3_bind_int(statement, 4, policy->needs_justification);
	sqlite3_bind_int(statement, 5, policy->needs_ticket);
	sqlite3_bind_int(statement, 6, policy->needs_mfa);
	sqlite3_bind_int(statement, 7, policy->needs_approval);
	sqlite3_bind_text(statement, 8, policy->context, -1, SQLITE_STATIC);
	return database_step(statement, NULL, error);
}

/* Who approves is not kept: names alone tighten nothing. */
static bool is_same_setting(const Policy *a, const Policy *b)
{
	return a->maximum == b->maximum && a->needs_justification == b->needs_justification &&
	       a->needs_ticket == b->needs_ticket && a->needs_mfa == b->needs_mfa &&
	       a->needs_approval == b->needs_approval && g_strcmp0(a->context, b->context) == 0;
}

static bool compare_setting(Reading *reading, gconstpointer what, GError **error)
{
	const Policy *policy = what;
	g_autoptr(Policy) before = NULL;
	if (!read_setting(reading, &before, error))
		return false;
	if (before != NULL && is_same_setting(before, policy))
		return true;
	if (before != NULL) {
		g_autoptr(GPtrArray) changes =
			change_compare_policies(reading->grant, before, policy, reading->now);
		for (guint i = 0; i < changes->len; i++) {
			if (!note_reading(reading, changes->pdata[i], error))
				return false;
		}
	}
	return write_setting(reading, policy, error);
}

static bool read_definition(const Reading *reading, char **lines, GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(
		reading->database, "SELECT lines FROM definition WHERE account = ? AND role = ?",
		error);
	bool has_row = false;
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, reading->account);
	sqlite3_bind_text(statement, 2, reading->subject, -1, SQLITE_STATIC);
	if (!database_step(statement, &has_row, error))
		return false;
	*lines = has_row ? g_strdup((const char *)sqlite3_column_text(statement, 0)) : NULL;
	return true;
}

static bool write_definition(const Reading *reading, const char *lines, GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(
		reading->database,
		"INSERT OR REPLACE INTO definition (account, role, lines) VALUES (?, ?, ?)", error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, reading->account);
	sqlite3_bind_text(statement, 2, reading->subject, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 3, lines, -1, SQLITE_STATIC);
	return database_step(statement, NULL, error);
}

static bool compare_definition(Reading *reading, gconstpointer lines, GError **error)
{
	g_autofree char *before = NULL;
	if (!read_definition(reading, &before, error))
		return false;
	if (g_strcmp0(before, lines) == 0)
		return true;
	g_autoptr(Change) change = NULL;
	if (before != NULL)
		change = change_compare_permissions(reading->grant, before, lines, reading->now);
	if (change != NULL && !note_reading(reading, change, error))
		return false;
	return write_definition(reading, lines, error);
}

typedef bool (*Compare)(Reading *reading, gconstpointer what, GError **error);

/* In one transaction, unless another process has one. */
static bool take_reading(Snapshot *snapshot, const Account *account, Reading *reading,
			 Compare compare, gconstpointer what, GError **error)
{
	GError *problem = NULL;
	if (!snapshot_is_open(snapshot, error))
		return false;
	reading->database = snapshot->database;
	bool ok = database_begin(snapshot->database, &problem);
	if (ok) {
		ok = snapshot_find_account(snapshot->database, account, &reading->account,
					   &problem) &&
		     compare(reading, what, &problem);
		ok = database_end(snapshot->database, ok, ok ? &problem : NULL);
	}
	if (!ok)
		reading->count = 0;
	return ok || snapshot_was_busy(&problem) || snapshot_give_up(snapshot, problem, error);
}

bool snapshot_note_policy(Snapshot *snapshot, const SnapshotReading *of, const Policy *policy,
			  guint *count, GError **error)
{
	g_autofree char *subject = subject_of(of->grant, of->grant->scope.id);
	Reading reading = { .subject = subject, .grant = of->grant, .now = of->now };
	const bool ok =
		take_reading(snapshot, of->account, &reading, compare_setting, policy, error);
	*count = reading.count;
	return ok;
}

bool snapshot_note_permissions(Snapshot *snapshot, const SnapshotReading *of, const char *lines,
			       guint *count, GError **error)
{
	*count = 0;
	if (strlen(lines) > LIMIT_PERMISSIONS)
		return true;
	g_autofree char *subject = subject_of(of->grant, NULL);
	Reading reading = { .subject = subject, .grant = of->grant, .now = of->now };
	const bool ok =
		take_reading(snapshot, of->account, &reading, compare_definition, lines, error);
	*count = reading.count;
	return ok;
}

/* ---- what was noted ---- */

static bool read_changes(Database *database, const Account *account, bool has_seen,
			 GPtrArray *changes, GError **error)
{
	g_autofree char *names = record_names(&record_change);
	g_autofree char *sql = g_strdup_printf(
		"SELECT number, %s FROM change WHERE account = (SELECT id FROM account "
		"WHERE " SNAPSHOT_ACCOUNT_IS ") AND is_seen <= ?5 ORDER BY number",
		names);
	g_autoptr(BorrowedStatement) statement = database_borrow(database, sql, error);
	if (statement == NULL)
		return false;
	snapshot_bind_account(statement, account);
	sqlite3_bind_int(statement, 5, has_seen);
	for (;;) {
		bool has_row = false;
		if (!database_step(statement, &has_row, error))
			return false;
		if (!has_row)
			return true;
		Change *change = g_new0(Change, 1);
		change->number = sqlite3_column_int64(statement, 0);
		record_read(statement, 1, &record_change, change);
		g_ptr_array_add(changes, change);
	}
}

GPtrArray *snapshot_read_changes(Snapshot *snapshot, const Account *account, bool has_seen,
				 GError **error)
{
	GError *problem = NULL;
	if (!snapshot_is_open(snapshot, error))
		return NULL;
	g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func((GDestroyNotify)change_free);
	if (read_changes(snapshot->database, account, has_seen, changes, &problem))
		return g_steal_pointer(&changes);
	snapshot_give_up(snapshot, problem, error);
	return NULL;
}

bool snapshot_see_changes(Snapshot *snapshot, const Account *account, int64_t number,
			  GError **error)
{
	GError *problem = NULL;
	if (!snapshot_is_open(snapshot, error))
		return false;
	g_autoptr(BorrowedStatement) statement =
		database_borrow(snapshot->database,
				"UPDATE change SET is_seen = 1 WHERE account = (SELECT id FROM "
				"account WHERE " SNAPSHOT_ACCOUNT_IS ") AND number <= ?5",
				&problem);
	if (statement != NULL) {
		snapshot_bind_account(statement, account);
		sqlite3_bind_int64(statement, 5, number);
		(void)database_step(statement, NULL, &problem);
	}
	return problem == NULL || snapshot_was_busy(&problem) ||
	       snapshot_give_up(snapshot, problem, error);
}
