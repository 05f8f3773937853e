#include "src/store/record.h"
#include "src/store/snapshot_internal.h"

/* What each kind of list holds. The first column of a shape is the identity of its rows. */
typedef struct ListKind {
	const char *table;
	const RecordShape *shape;
	size_t size;
	GDestroyNotify free_row;
} ListKind;

static const ListKind list_kinds[LIST_COUNT] = {
	[LIST_ELIGIBILITIES] = { "eligibility", &record_eligibility, sizeof(Eligibility),
				 (GDestroyNotify)eligibility_free },
	[LIST_ASSIGNMENTS] = { "assignment", &record_assignment, sizeof(Assignment),
			       (GDestroyNotify)assignment_free },
	[LIST_REQUESTS] = { "request", &record_request, sizeof(Request),
			    (GDestroyNotify)request_free },
};

static const ListKind *kind_of(SnapshotList list)
{
	g_assert((unsigned)list.list < LIST_COUNT);
	return &list_kinds[list.list];
}

#define ACCOUNT_IS "cloud = ?1 AND client = ?2 AND tenant = ?3 AND oid = ?4"
#define LIST_IS    ACCOUNT_IS " AND workload = ?5 AND list = ?6"

/* Who to the parameters 1 to 4. */
static void bind_account(sqlite3_stmt *statement, const Account *account)
{
	const char *const texts[] = { snapshot_text(account->cloud),
				      snapshot_text(account->client_id),
				      snapshot_text(account->tid), snapshot_text(account->oid) };
	snapshot_bind_texts(statement, 1, texts, G_N_ELEMENTS(texts));
}

/* Which list to the parameters 5 and 6. */
static void bind_list(sqlite3_stmt *statement, SnapshotList list)
{
	const char *const texts[] = { workload_info(list.workload)->name, kind_of(list)->table };
	snapshot_bind_texts(statement, 5, texts, G_N_ELEMENTS(texts));
}

/* *id 0: never kept. */
static bool find_list(Snapshot *snapshot, const Account *account, SnapshotList list, int64_t *id,
		      Instant *as_of, GError **error)
{
	g_autoptr(sqlite3_stmt) statement =
		database_prepare(snapshot->database,
				 "SELECT list.id, as_of FROM list JOIN account ON account.id = "
				 "account WHERE " LIST_IS,
				 error);
	if (statement == NULL)
		return false;
	bind_account(statement, account);
	bind_list(statement, list);
	bool has_row = false;
	if (!database_step(statement, &has_row, error))
		return false;
	*id = has_row ? sqlite3_column_int64(statement, 0) : 0;
	*as_of = has_row ? sqlite3_column_int64(statement, 1) : 0;
	return true;
}

/* ---- reading ---- */

static bool read_rows(const ListKind *kind, sqlite3_stmt *statement, GPtrArray *rows,
		      GError **error)
{
	for (;;) {
		bool has_row = false;
		if (!database_step(statement, &has_row, error))
			return false;
		if (!has_row)
			return true;
		gpointer row = g_malloc0(kind->size);
		record_read(statement, 0, kind->shape, row);
		g_ptr_array_add(rows, row);
	}
}

GPtrArray *snapshot_read(Snapshot *snapshot, const Account *account, SnapshotList list,
			 size_t first, size_t limit, Instant *as_of, GError **error)
{
	if (!snapshot_is_open(snapshot, error))
		return NULL;
	const ListKind *kind = kind_of(list);
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(kind->free_row);
	GError *problem = NULL;
	int64_t id = 0;
	Instant when = 0;
	if (!find_list(snapshot, account, list, &id, &when, &problem)) {
		snapshot_give_up(snapshot, problem, error);
		return NULL;
	}

	g_autofree char *names = record_names(kind->shape);
	g_autofree char *sql =
		g_strdup_printf("SELECT %s FROM %s WHERE list = ? ORDER BY number LIMIT ? OFFSET ?",
				names, kind->table);
	g_autoptr(sqlite3_stmt) statement = database_prepare(snapshot->database, sql, &problem);
	if (statement != NULL) {
		sqlite3_bind_int64(statement, 1, id);
		sqlite3_bind_int64(statement, 2, limit != 0 ? (int64_t)limit : -1);
		sqlite3_bind_int64(statement, 3, (int64_t)first);
	}
	if (statement == NULL || !read_rows(kind, statement, rows, &problem)) {
		snapshot_give_up(snapshot, problem, error);
		return NULL;
	}
	*as_of = when;
	return g_steal_pointer(&rows);
}

int64_t snapshot_count(Snapshot *snapshot, const Account *account, SnapshotList list,
		       GError **error)
{
	if (!snapshot_is_open(snapshot, error))
		return -1;
	g_autofree char *sql =
		g_strdup_printf("SELECT count(*) FROM %s WHERE list = ?", kind_of(list)->table);
	GError *problem = NULL;
	int64_t id = 0;
	Instant as_of = 0;
	g_autoptr(sqlite3_stmt) statement = database_prepare(snapshot->database, sql, &problem);
	bool ok = statement != NULL && find_list(snapshot, account, list, &id, &as_of, &problem) &&
		  sqlite3_bind_int64(statement, 1, id) == SQLITE_OK &&
		  database_step(statement, NULL, &problem);
	if (!ok) {
		snapshot_give_up(snapshot, problem, error);
		return -1;
	}
	return sqlite3_column_int64(statement, 0);
}

/* ---- replacing ---- */

/* A row that the file holds. */
typedef struct KeptRow {
	int64_t number, digest;
	bool is_wanted;
} KeptRow;

/* What one replacement works with. */
typedef struct Replacement {
	sqlite3 *database;
	const ListKind *kind;
	int64_t list;
	GHashTable *kept; /* char* identity → KeptRow* */
	int64_t last_number;
} Replacement;

/* All rows' identities and digests: much less than the rows. */
static bool read_kept(Replacement *replacement, GError **error)
{
	const ListKind *kind = replacement->kind;
	g_autofree char *sql =
		g_strdup_printf("SELECT %s, number, digest FROM %s WHERE list = ? ORDER BY number",
				kind->shape->columns[0].name, kind->table);
	g_autoptr(sqlite3_stmt) statement = database_prepare(replacement->database, sql, error);
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
		replacement->last_number = row->number;
		g_hash_table_insert(replacement->kept,
				    g_strdup((const char *)sqlite3_column_text(statement, 0)), row);
	}
}

static bool write_row(sqlite3_stmt *statement, const Replacement *replacement, int64_t number,
		      int64_t digest, gconstpointer row, GError **error)
{
	sqlite3_bind_int64(statement, 1, replacement->list);
	sqlite3_bind_int64(statement, 2, number);
	sqlite3_bind_int64(statement, 3, digest);
	record_bind(statement, 4, replacement->kind->shape, row);
	bool ok = database_step(statement, NULL, error);
	sqlite3_reset(statement);
	return ok;
}

static bool write_changed(Replacement *replacement, GPtrArray *rows, GError **error)
{
	const ListKind *kind = replacement->kind;
	g_autofree char *names = record_names(kind->shape);
	g_autofree char *marks = record_marks(kind->shape->count);
	g_autofree char *sql = g_strdup_printf(
		"INSERT OR REPLACE INTO %s (list, number, digest, %s) VALUES (?, ?, ?, %s)",
		kind->table, names, marks);
	g_autoptr(sqlite3_stmt) statement = database_prepare(replacement->database, sql, error);
	if (statement == NULL)
		return false;
	for (guint i = 0; i < rows->len; i++) {
		const char *identity = record_identity(kind->shape, rows->pdata[i]);
		KeptRow *kept =
			identity != NULL ? g_hash_table_lookup(replacement->kept, identity) : NULL;
		/* Without identity, or there already: nothing that could be found again. */
		if (identity == NULL || (kept != NULL && kept->is_wanted))
			continue;
		int64_t digest = record_digest(kind->shape, rows->pdata[i]);
		if (kept == NULL) {
			kept = g_new0(KeptRow, 1);
			kept->number = ++replacement->last_number;
			g_hash_table_insert(replacement->kept, g_strdup(identity), kept);
		}
		kept->is_wanted = true;
		if (kept->digest != digest &&
		    !write_row(statement, replacement, kept->number, digest, rows->pdata[i], error))
			return false;
	}
	return true;
}

static bool remove_unwanted(Replacement *replacement, GError **error)
{
	g_autofree char *sql = g_strdup_printf("DELETE FROM %s WHERE list = ? AND number = ?",
					       replacement->kind->table);
	g_autoptr(sqlite3_stmt) statement = database_prepare(replacement->database, sql, error);
	if (statement == NULL)
		return false;
	GHashTableIter iter;
	gpointer value = NULL;
	g_hash_table_iter_init(&iter, replacement->kept);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const KeptRow *row = value;
		if (row->is_wanted)
			continue;
		sqlite3_bind_int64(statement, 1, replacement->list);
		sqlite3_bind_int64(statement, 2, row->number);
		if (!database_step(statement, NULL, error))
			return false;
		sqlite3_reset(statement);
	}
	return true;
}

/* The list's own row, made if need be; *id tells which. */
static bool write_list(Snapshot *snapshot, const Account *account, SnapshotList list, Instant as_of,
		       int64_t *id, GError **error)
{
	static const char *const statements[] = {
		"INSERT OR IGNORE INTO account (cloud, client, tenant, oid) VALUES (?1, ?2, ?3, "
		"?4)",
		"INSERT INTO list (account, workload, list, as_of) "
		"SELECT id, ?5, ?6, ?7 FROM account WHERE " ACCOUNT_IS
		" ON CONFLICT (account, workload, list) DO UPDATE SET as_of = excluded.as_of",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(statements); i++) {
		g_autoptr(sqlite3_stmt) statement =
			database_prepare(snapshot->database, statements[i], error);
		if (statement == NULL)
			return false;
		bind_account(statement, account);
		if (sqlite3_bind_parameter_count(statement) > 4) {
			bind_list(statement, list);
			sqlite3_bind_int64(statement, 7, as_of);
		}
		if (!database_step(statement, NULL, error))
			return false;
	}
	Instant kept = 0;
	return find_list(snapshot, account, list, id, &kept, error);
}

static bool replace(Snapshot *snapshot, const Account *account, SnapshotList list, GPtrArray *rows,
		    Instant as_of, GError **error)
{
	if (!database_begin(snapshot->database, error))
		return false;
	g_autoptr(GHashTable) kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	Replacement replacement = { .database = snapshot->database,
				    .kind = kind_of(list),
				    .kept = kept };
	bool ok = write_list(snapshot, account, list, as_of, &replacement.list, error) &&
		  read_kept(&replacement, error) && write_changed(&replacement, rows, error) &&
		  remove_unwanted(&replacement, error);
	return database_end(snapshot->database, ok, error);
}

bool snapshot_replace(Snapshot *snapshot, const Account *account, SnapshotList list,
		      GPtrArray *rows, Instant as_of, bool *is_written, GError **error)
{
	if (!snapshot_is_open(snapshot, error))
		return false;
	GError *problem = NULL;
	bool ok = replace(snapshot, account, list, rows, as_of, &problem);
	if (is_written != NULL)
		*is_written = ok;
	return ok || snapshot_was_busy(&problem) || snapshot_give_up(snapshot, problem, error);
}

/* One statement whose parameters 1 to 4 are who. */
static bool execute_for(Snapshot *snapshot, const Account *account, const char *sql, GError **error)
{
	g_autoptr(sqlite3_stmt) statement = database_prepare(snapshot->database, sql, error);
	if (statement == NULL)
		return false;
	bind_account(statement, account);
	return database_step(statement, NULL, error);
}

static bool forget_rows(Snapshot *snapshot, const Account *account, GError **error)
{
	bool ok = true;
	for (size_t i = 0; ok && i < G_N_ELEMENTS(list_kinds); i++) {
		g_autofree char *sql = g_strdup_printf(
			"DELETE FROM %s WHERE list IN (SELECT list.id FROM list JOIN account "
			"ON account.id = account WHERE " ACCOUNT_IS ")",
			list_kinds[i].table);
		ok = execute_for(snapshot, account, sql, error);
	}
	return ok;
}

bool snapshot_forget(Snapshot *snapshot, const Account *account, GError **error)
{
	if (!snapshot_is_open(snapshot, error))
		return false;
	/* A person asked for it: here another process is waited for. */
	GError *problem = NULL;
	sqlite3_busy_timeout(snapshot->database, 2000);
	bool ok = database_begin(snapshot->database, &problem);
	sqlite3_busy_timeout(snapshot->database, 0);
	if (!ok)
		return snapshot_give_up(snapshot, problem, error);
	ok = forget_rows(snapshot, account, &problem) &&
	     execute_for(
		     snapshot, account,
		     "DELETE FROM list WHERE account IN (SELECT id FROM account WHERE " ACCOUNT_IS
		     ")",
		     &problem) &&
	     execute_for(snapshot, account,
			 "DELETE FROM known WHERE cloud = ?1 AND coalesce(client, '') = ?2 "
			 "AND tenant = ?3 AND oid = ?4",
			 &problem);
	ok = database_end(snapshot->database, ok, ok ? &problem : NULL);
	return ok || snapshot_give_up(snapshot, problem, error);
}
