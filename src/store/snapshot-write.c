#include "src/store/snapshot-changes.h"
#include "src/store/snapshot-internal.h"
#include "src/store/snapshot-list.h"

struct SnapshotWrite {
	Snapshot *snapshot;
	Account *account;
	SnapshotList list;
	const SnapshotKind *kind;
	GPtrArray *rows;
	Instant as_of;
	guint next; /* row */

	/* Since the first step. */
	int64_t id;         /* of the list */
	KeptList *kept;     /* NULL: not begun, or failed */
	unsigned forgotten; /* of KeptLists, when it began */
	Comparison comparison;
};

/* ---- rows ---- */

static bool write_row(BorrowedStatement *statement, const SnapshotWrite *write, const KeptRow *kept,
		      gconstpointer row, GError **error)
{
	sqlite3_bind_int64(statement, 1, write->id);
	sqlite3_bind_int64(statement, 2, kept->number);
	sqlite3_bind_int64(statement, 3, kept->digest);
	record_bind(statement, 4, write->kind->shape, row);
	bool ok = database_step(statement, NULL, error);
	sqlite3_reset(statement);
	return ok;
}

static bool write_changed(SnapshotWrite *write, guint end, GError **error)
{
	const RecordShape *shape = write->kind->shape;
	KeptList *list = write->kept;
	g_autofree char *names = record_names(shape);
	g_autofree char *marks = record_marks(shape->count);
	g_autofree char *sql = g_strdup_printf(
		"INSERT OR REPLACE INTO %s (list, number, digest, %s) VALUES (?, ?, ?, %s)",
		write->kind->table, names, marks);
	g_autoptr(BorrowedStatement) statement =
		database_borrow(write->snapshot->database, sql, error);
	if (statement == NULL)
		return false;
	for (guint i = write->next; i < end; i++) {
		const char *identity = record_identity(shape, write->rows->pdata[i]);
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
		int64_t digest = record_digest(shape, write->rows->pdata[i]);
		if (!comparison_take(&write->comparison, kept, kept->digest != digest,
				     write->rows->pdata[i], error))
			return false;
		if (kept->digest == digest)
			continue;
		kept->digest = digest;
		if (!write_row(statement, write, kept, write->rows->pdata[i], error))
			return false;
	}
	write->next = end;
	return true;
}

static bool remove_unwanted(SnapshotWrite *write, GError **error)
{
	g_autofree char *sql =
		g_strdup_printf("DELETE FROM %s WHERE list = ? AND number = ?", write->kind->table);
	g_autoptr(BorrowedStatement) statement =
		database_borrow(write->snapshot->database, sql, error);
	if (statement == NULL)
		return false;
	GHashTableIter iter;
	gpointer value = NULL;
	g_hash_table_iter_init(&iter, write->kept->rows);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const KeptRow *row = value;
		if (row->seen == write->kept->round)
			continue;
		if (!comparison_miss(&write->comparison, row, error))
			return false;
		sqlite3_bind_int64(statement, 1, write->id);
		sqlite3_bind_int64(statement, 2, row->number);
		if (!database_step(statement, NULL, error))
			return false;
		sqlite3_reset(statement);
		g_hash_table_iter_remove(&iter);
	}
	return true;
}

/* ---- the list's own row ---- */

static bool execute_for_list(Snapshot *snapshot, SnapshotList list, const char *sql, Instant as_of,
			     GError **error)
{
	g_autoptr(BorrowedStatement) statement = database_borrow(snapshot->database, sql, error);
	if (statement == NULL)
		return false;
	snapshot_bind_account(statement, list.account);
	if (sqlite3_bind_parameter_count(statement) > 4) {
		snapshot_list_bind(statement, list);
		sqlite3_bind_int64(statement, 7, as_of);
	}
	return database_step(statement, NULL, error);
}

/* The list's own row, made if need be; *id tells which. A new one counts as never kept until it is whole. */
static bool make_list(Snapshot *snapshot, SnapshotList list, int64_t *id, Instant *kept,
		      GError **error)
{
	return execute_for_list(snapshot, list,
				"INSERT OR IGNORE INTO account (cloud, client, tenant, oid) "
				"VALUES (?1, ?2, ?3, ?4)",
				0, error) &&
	       execute_for_list(snapshot, list,
				"INSERT OR IGNORE INTO list (account, workload, list, as_of) "
				"SELECT id, ?5, ?6, ?7 FROM account WHERE " SNAPSHOT_ACCOUNT_IS,
				0, error) &&
	       snapshot_list_find(snapshot->database, list, id, kept, error);
}

static bool set_time(Snapshot *snapshot, SnapshotList list, Instant as_of, GError **error)
{
	return execute_for_list(snapshot, list,
				"UPDATE list SET as_of = ?7 WHERE workload = ?5 AND list = ?6 AND "
				"account = (SELECT id FROM account WHERE " SNAPSHOT_ACCOUNT_IS ")",
				as_of, error);
}

/* ---- its life ---- */

SnapshotWrite *snapshot_write_new(Snapshot *snapshot, SnapshotList list, GPtrArray *rows,
				  Instant as_of)
{
	SnapshotWrite *write = g_new0(SnapshotWrite, 1);
	write->snapshot = snapshot;
	write->account = account_copy(list.account);
	write->list = list;
	write->list.account = write->account;
	write->kind = snapshot_list_kind(list.list);
	write->rows = g_ptr_array_ref(rows);
	write->as_of = as_of;
	return write;
}

/* What is known holds for the file that it was read from. */
static bool is_same_file(const SnapshotWrite *write)
{
	return write->forgotten == write->snapshot->kept.forgotten;
}

void snapshot_write_free(SnapshotWrite *write)
{
	if (write == NULL)
		return;
	/* All that was written so far is in the file: what is known of it holds. */
	if (write->kept != NULL && is_same_file(write))
		kept_lists_put_back(&write->snapshot->kept, write->id, write->kept);
	else
		kept_list_free(write->kept);
	account_free(write->account);
	g_ptr_array_unref(write->rows);
	g_free(write);
}

void snapshot_write_doubt(SnapshotWrite *write)
{
	write->comparison.is_doubtful = true;
}

guint snapshot_write_changes(const SnapshotWrite *write)
{
	return write->comparison.count;
}

/* ---- its steps ---- */

static bool begin(SnapshotWrite *write, GError **error)
{
	Snapshot *snapshot = write->snapshot;
	write->forgotten = snapshot->kept.forgotten;
	Instant kept = 0;
	if (!make_list(snapshot, write->list, &write->id, &kept, error))
		return false;
	write->kept = kept_lists_take(&snapshot->kept, snapshot->database, write->id,
				      write->kind->table, write->kind->shape, error);
	if (write->kept == NULL)
		return false;
	write->kept->round++;
	comparison_begin(&write->comparison, snapshot->database, write->list.list, write->id, kept,
			 write->as_of);
	return true;
}

/* In a transaction. False without error: the file is no longer the one that was begun with. */
static bool work(SnapshotWrite *write, guint limit, GError **error)
{
	Database *database = write->snapshot->database;
	guint left = write->rows->len - write->next;
	if (write->kept == NULL) {
		if (!begin(write, error))
			return false;
		if (left > limit)
			return true;
	} else if (!is_same_file(write) || !kept_list_holds(write->kept, database, error)) {
		return false;
	}
	if (!write_changed(write, write->next + MIN(left, limit), error))
		return false;
	return write->next < write->rows->len ||
	       (comparison_settle(&write->comparison, error) && remove_unwanted(write, error) &&
		set_time(write->snapshot, write->list, write->as_of, error));
}

static bool step(SnapshotWrite *write, guint limit, GError **error)
{
	Database *database = write->snapshot->database;
	if (!database_begin(database, error))
		return false;
	bool ok = work(write, limit, error);
	ok = database_end(database, ok, error);
	/* After a failure what is known may not be what the file holds. */
	if (!ok)
		g_clear_pointer(&write->kept, kept_list_free);
	return ok;
}

bool snapshot_write_step(SnapshotWrite *write, guint limit, bool *is_over, GError **error)
{
	GError *problem = NULL;
	*is_over = true;
	if (!snapshot_is_open(write->snapshot, error))
		return false;
	if (step(write, limit, &problem)) {
		*is_over = write->next == write->rows->len;
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
		*is_written = ok && write->kept != NULL;
	return ok;
}
