#include "src/store/snapshot_internal.h"

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

/* What one replacement works with. */
typedef struct Replacement {
	Database *database;
	const ListKind *kind;
	int64_t list;
	KeptList *kept;
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

static bool write_changed(Replacement *replacement, GPtrArray *rows, GError **error)
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
	list->round++;
	for (guint i = 0; i < rows->len; i++) {
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

/* The list's own row, made if need be; *id tells which. */
static bool write_list(Snapshot *snapshot, SnapshotList list, Instant as_of, int64_t *id,
		       GError **error)
{
	static const char *const statements[] = {
		"INSERT OR IGNORE INTO account (cloud, client, tenant, oid) VALUES (?1, ?2, ?3, "
		"?4)",
		"INSERT INTO list (account, workload, list, as_of) "
		"SELECT id, ?5, ?6, ?7 FROM account WHERE " SNAPSHOT_ACCOUNT_IS
		" ON CONFLICT (account, workload, list) DO UPDATE SET as_of = excluded.as_of",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(statements); i++) {
		g_autoptr(BorrowedStatement) statement =
			database_borrow(snapshot->database, statements[i], error);
		if (statement == NULL)
			return false;
		snapshot_bind_account(statement, list.account);
		if (sqlite3_bind_parameter_count(statement) > 4) {
			snapshot_bind_list(statement, list);
			sqlite3_bind_int64(statement, 7, as_of);
		}
		if (!database_step(statement, NULL, error))
			return false;
	}
	Instant kept = 0;
	return snapshot_find_list(snapshot, list, id, &kept, error);
}

static bool replace(Snapshot *snapshot, SnapshotList list, GPtrArray *rows, Instant as_of,
		    GError **error)
{
	if (!database_begin(snapshot->database, error))
		return false;
	Replacement replacement = { .database = snapshot->database,
				    .kind = snapshot_kind_of(list) };
	bool ok = write_list(snapshot, list, as_of, &replacement.list, error) &&
		  take_kept(snapshot, &replacement, error) &&
		  write_changed(&replacement, rows, error) && remove_unwanted(&replacement, error);
	ok = database_end(snapshot->database, ok, error);
	/* After a failure what is remembered may not be what the file holds. */
	if (ok)
		put_kept_back(snapshot, &replacement);
	else if (replacement.kept != NULL)
		kept_list_free(replacement.kept);
	return ok;
}

bool snapshot_replace(Snapshot *snapshot, SnapshotList list, GPtrArray *rows, Instant as_of,
		      bool *is_written, GError **error)
{
	if (!snapshot_is_open(snapshot, error))
		return false;
	GError *problem = NULL;
	bool ok = replace(snapshot, list, rows, as_of, &problem);
	if (is_written != NULL)
		*is_written = ok;
	return ok || snapshot_was_busy(&problem) || snapshot_give_up(snapshot, problem, error);
}
