#include "src/store/snapshot-internal.h"

/* A row that the file holds. */
typedef struct KeptRow {
	int64_t number, digest;
	unsigned seen; /* the round that wanted it last */
} KeptRow;

/* All rows of one list: enough to know what changed without reading the file again at each refresh. */
typedef struct KeptList {
	GHashTable *rows; /* char* identity → KeptRow* */
	int64_t last_number;
	int version; /* PRAGMA data_version: another process has not written since */
	unsigned round;
} KeptList;

static void kept_list_free(gpointer data)
{
	KeptList *list = data;
	g_hash_table_unref(list->rows);
	g_free(list);
}

GHashTable *snapshot_kept_new(void)
{
	return g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, kept_list_free);
}

void snapshot_kept_forget(Snapshot *snapshot)
{
	g_hash_table_remove_all(snapshot->kept);
	snapshot->forgotten++;
}

/* What one replacement works with. */
typedef struct Replacement {
	Database *database;
	const ListKind *kind;
	int64_t list;
	KeptList *kept;
	guint next; /* row */
} Replacement;

static bool read_version(Database *database, int *version, GError **error)
{
	g_autoptr(BorrowedStatement) statement =
		database_borrow(database, "PRAGMA data_version", error);
	if (statement == NULL || !database_step(statement, NULL, error))
		return false;
	*version = sqlite3_column_int(statement, 0);
	return true;
}

static bool read_kept(Replacement *replacement, GError **error)
{
	const ListKind *kind = replacement->kind;
	g_autofree char *sql =
		g_strdup_printf("SELECT %s, number, digest FROM %s WHERE list = ? ORDER BY number",
				kind->shape->columns[0].name, kind->table);
	g_autoptr(BorrowedStatement) statement = database_borrow(replacement->database, sql, error);
	if (statement == NULL)
		return false;
	sqlite3_bind_int64(statement, 1, replacement->list);
	for (;;) {
		bool has_row = false;
		if (!database_step(statement, &has_row, error))
			return false;
		if (!has_row)
			return true;
		KeptRow *row = g_new0(KeptRow, 1);
		row->number = sqlite3_column_int64(statement, 1);
		row->digest = sqlite3_column_int64(statement, 2);
		replacement->kept->last_number = row->number;
		g_hash_table_insert(replacement->kept->rows,
				    g_strdup((const char *)sqlite3_column_text(statement, 0)), row);
	}
}

/* What is remembered of the list, if it still holds; else what the file says. The caller frees, or puts it back. */
static bool take_kept(Snapshot *snapshot, Replacement *replacement, GError **error)
{
	int version = 0;
	if (!read_version(snapshot->database, &version, error))
		return false;
	gpointer key = NULL, value = NULL;
	if (g_hash_table_steal_extended(snapshot->kept, &replacement->list, &key, &value)) {
		g_free(key);
		replacement->kept = value;
		if (replacement->kept->version == version)
			return true;
		kept_list_free(value);
	}
	replacement->kept = g_new0(KeptList, 1);
	replacement->kept->version = version;
	replacement->kept->rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return read_kept(replacement, error);
}

static void put_kept_back(Snapshot *snapshot, const Replacement *replacement)
{
	int64_t *key = g_new(int64_t, 1);
	*key = replacement->list;
	g_hash_table_insert(snapshot->kept, key, replacement->kept);
}

static bool write_row(BorrowedStatement *statement, const Replacement *replacement,
		      const KeptRow *kept, gconstpointer row, GError **error)
{
	sqlite3_bind_int64(statement, 1, replacement->list);
	sqlite3_bind_int64(statement, 2, kept->number);
	sqlite3_bind_int64(statement, 3, kept->digest);
	record_bind(statement, 4, replacement->kind->shape, row);
	bool ok = database_step(statement, NULL, error);
	sqlite3_reset(statement);
	return ok;
}

static bool write_changed(Replacement *replacement, GPtrArray *rows, guint end, GError **error)
{
	const RecordShape *shape = replacement->kind->shape;
	KeptList *list = replacement->kept;
	g_autofree char *names = record_names(shape);
	g_autofree char *marks = record_marks(shape->count);
	g_autofree char *sql = g_strdup_printf(
		"INSERT OR REPLACE INTO %s (list, number, digest, %s) VALUES (?, ?, ?, %s)",
		replacement->kind->table, names, marks);
	g_autoptr(BorrowedStatement) statement = database_borrow(replacement->database, sql, error);
	if (statement == NULL)
		return false;
	for (guint i = replacement->next; i < end; i++) {
		const char *identity = record_identity(shape, rows->pdata[i]);
		KeptRow *kept = identity != NULL ? g_hash_table_lookup(list->rows, identity) : NULL;
		/* Without identity, or there already: nothing that could be found again. */
		if (identity == NULL || (kept != NULL && kept->seen == list->round))
			continue;
		if (kept == NULL) {
			kept = g_new0(KeptRow, 1);
			kept->number = ++list->last_number;
			g_hash_table_insert(list->rows, g_strdup(identity), kept);
		}
		kept->seen = list->round;
		int64_t digest = record_digest(shape, rows->pdata[i]);
		if (kept->digest == digest)
			continue;
		kept->digest = digest;
		if (!write_row(statement, replacement, kept, rows->pdata[i], error))
			return false;
	}
	replacement->next = end;
	return true;
}

static bool remove_unwanted(Replacement *replacement, GError **error)
{
	g_autofree char *sql = g_strdup_printf("DELETE FROM %s WHERE list = ? AND number = ?",
					       replacement->kind->table);
	g_autoptr(BorrowedStatement) statement = database_borrow(replacement->database, sql, error);
	if (statement == NULL)
		return false;
	GHashTableIter iter;
	gpointer value = NULL;
	g_hash_table_iter_init(&iter, replacement->kept->rows);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const KeptRow *row = value;
		if (row->seen == replacement->kept->round)
			continue;
		sqlite3_bind_int64(statement, 1, replacement->list);
		sqlite3_bind_int64(statement, 2, row->number);
		if (!database_step(statement, NULL, error))
			return false;
		sqlite3_reset(statement);
		g_hash_table_iter_remove(&iter);
	}
	return true;
}

static bool execute_for_list(Snapshot *snapshot, SnapshotList list, const char *sql, Instant as_of,
			     GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(snapshot->database, sql, error);
	if (statement == NULL)
		return false;
	snapshot_bind_account(statement, list.account);
	if (sqlite3_bind_parameter_count(statement) > 4) {
		snapshot_bind_list(statement, list);
		sqlite3_bind_int64(statement, 7, as_of);
	}
	return database_step(statement, NULL, error);
}

/* The list's own row, made if need be; *id tells which. A new one counts as never kept until it is whole. */
static bool make_list(Snapshot *snapshot, SnapshotList list, int64_t *id, GError **error)
{
	Instant kept = 0;
	return execute_for_list(snapshot, list,
				"INSERT OR IGNORE INTO account (cloud, client, tenant, oid) "
				"VALUES (?1, ?2, ?3, ?4)",
				0, error) &&
	       execute_for_list(snapshot, list,
				"INSERT OR IGNORE INTO list (account, workload, list, as_of) "
				"SELECT id, ?5, ?6, ?7 FROM account WHERE " SNAPSHOT_ACCOUNT_IS,
				0, error) &&
	       snapshot_find_list(snapshot, list, id, &kept, error);
}

static bool set_time(Snapshot *snapshot, SnapshotList list, Instant as_of, GError **error)
{
	return execute_for_list(snapshot, list,
				"UPDATE list SET as_of = ?7 WHERE workload = ?5 AND list = ?6 AND "
				"account = (SELECT id FROM account WHERE " SNAPSHOT_ACCOUNT_IS ")",
				as_of, error);
}

struct SnapshotWrite {
	Snapshot *snapshot;
	Account *account;
	SnapshotList list;
	GPtrArray *rows;
	Instant as_of;
	unsigned forgotten;
	Replacement replacement;
};

SnapshotWrite *snapshot_write_new(Snapshot *snapshot, SnapshotList list, GPtrArray *rows,
				  Instant as_of)
{
	SnapshotWrite *write = g_new0(SnapshotWrite, 1);
	write->snapshot = snapshot;
	write->account = account_copy(list.account);
	write->list = list;
	write->list.account = write->account;
	write->rows = g_ptr_array_ref(rows);
	write->as_of = as_of;
	return write;
}

void snapshot_write_free(SnapshotWrite *write)
{
	if (write == NULL)
		return;
	/* All that was written so far is in the file: what is remembered of it holds. */
	if (write->replacement.kept != NULL && write->forgotten == write->snapshot->forgotten)
		put_kept_back(write->snapshot, &write->replacement);
	else if (write->replacement.kept != NULL)
		kept_list_free(write->replacement.kept);
	account_free(write->account);
	g_ptr_array_unref(write->rows);
	g_free(write);
}

static bool begin(SnapshotWrite *write, GError **error)
{
	Replacement *replacement = &write->replacement;
	write->forgotten = write->snapshot->forgotten;
	replacement->database = write->snapshot->database;
	replacement->kind = snapshot_kind_of(write->list);
	if (!make_list(write->snapshot, write->list, &replacement->list, error) ||
	    !take_kept(write->snapshot, replacement, error))
		return false;
	replacement->kept->round++;
	return true;
}

/* False without error: the file is no longer the one that was begun with. */
static bool is_still_ours(SnapshotWrite *write, GError **error)
{
	int version = 0;
	return write->forgotten == write->snapshot->forgotten &&
	       read_version(write->snapshot->database, &version, error) &&
	       version == write->replacement.kept->version;
}

/* In a transaction. */
static bool work(SnapshotWrite *write, guint limit, GError **error)
{
	Replacement *replacement = &write->replacement;
	guint left = write->rows->len - replacement->next;
	if (replacement->kept == NULL) {
		if (!begin(write, error))
			return false;
		if (left > limit)
			return true;
	} else if (!is_still_ours(write, error)) {
		return false;
	}
	if (!write_changed(replacement, write->rows, replacement->next + MIN(left, limit), error))
		return false;
	return replacement->next < write->rows->len ||
	       (remove_unwanted(replacement, error) &&
		set_time(write->snapshot, write->list, write->as_of, error));
}

static bool step(SnapshotWrite *write, guint limit, GError **error)
{
	Snapshot *snapshot = write->snapshot;
	if (!database_begin(snapshot->database, error))
		return false;
	bool ok = work(write, limit, error);
	ok = database_end(snapshot->database, ok, error);
	/* After a failure what is remembered may not be what the file holds. */
	if (!ok)
		g_clear_pointer(&write->replacement.kept, kept_list_free);
	return ok;
}

bool snapshot_write_step(SnapshotWrite *write, guint limit, bool *is_over, GError **error)
{
	GError *problem = NULL;
	*is_over = true;
	if (!snapshot_is_open(write->snapshot, error))
		return false;
	if (step(write, limit, &problem)) {
		*is_over = write->replacement.next == write->rows->len;
		return true;
	}
	return problem == NULL || snapshot_was_busy(&problem) ||
	       snapshot_give_up(write->snapshot, problem, error);
}

bool snapshot_replace(Snapshot *snapshot, SnapshotList list, GPtrArray *rows, Instant as_of,
		      bool *is_written, GError **error)
{
	g_autoptr(SnapshotWrite) write = snapshot_write_new(snapshot, list, rows, as_of);
	bool is_over = false;
	bool ok = snapshot_write_step(write, rows->len, &is_over, error);
	if (is_written != NULL)
		*is_written = ok && write->replacement.kept != NULL;
	return ok;
}
