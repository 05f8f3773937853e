#include "src/store/snapshot-kept.h"

/* ---- one list ---- */

void kept_list_free(KeptList *list)
{
	if (list == NULL)
		return;
	g_hash_table_unref(list->rows);
	g_free(list);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(KeptList, kept_list_free)

static bool read_version(Database *database, int *version, GError **error)
{
	g_autoptr(BorrowedStatement) statement =
		database_borrow(database, "PRAGMA data_version", error);
	if (statement == NULL || !database_step(statement, NULL, error))
		return false;
	*version = sqlite3_column_int(statement, 0);
	return true;
}

bool kept_list_holds(const KeptList *list, Database *database, GError **error)
{
	int version = 0;
	return read_version(database, &version, error) && version == list->version;
}

static bool read_rows(KeptList *list, sqlite3_stmt *statement, GError **error)
{
	for (;;) {
		bool has_row = false;
		if (!database_step(statement, &has_row, error))
			return false;
		if (!has_row)
			return true;
		KeptRow *row = g_new0(KeptRow, 1);
		row->number = sqlite3_column_int64(statement, 1);
		row->digest = sqlite3_column_int64(statement, 2);
		list->last_number = row->number;
		g_hash_table_insert(list->rows,
				    g_strdup((const char *)sqlite3_column_text(statement, 0)), row);
	}
}

static KeptList *read_list(Database *database, int64_t id, const char *table,
			   const RecordShape *shape, GError **error)
{
	g_autofree char *sql =
		g_strdup_printf("SELECT %s, number, digest FROM %s WHERE list = ? ORDER BY number",
				shape->columns[0].name, table);
	g_autoptr(BorrowedStatement) statement = database_borrow(database, sql, error);
	g_autoptr(KeptList) list = g_new0(KeptList, 1);
	list->rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	if (statement == NULL)
		return NULL;
	sqlite3_bind_int64(statement, 1, id);
	if (!read_rows(list, statement, error))
		return NULL;
	return g_steal_pointer(&list);
}

/* ---- all lists ---- */

static void free_list(gpointer list)
{
	kept_list_free(list);
}

void kept_lists_init(KeptLists *lists)
{
	lists->lists = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_list);
	lists->forgotten = 0;
}

void kept_lists_clear(KeptLists *lists)
{
	g_clear_pointer(&lists->lists, g_hash_table_unref);
}

void kept_lists_forget(KeptLists *lists)
{
	g_hash_table_remove_all(lists->lists);
	lists->forgotten++;
}

KeptList *kept_lists_take(KeptLists *lists, Database *database, int64_t id, const char *table,
			  const RecordShape *shape, GError **error)
{
	int version = 0;
	if (!read_version(database, &version, error))
		return NULL;
	gpointer key = NULL, value = NULL;
	if (g_hash_table_steal_extended(lists->lists, &id, &key, &value)) {
		g_autoptr(KeptList) known = value;
		g_free(key);
		if (known->version == version)
			return g_steal_pointer(&known);
	}
	KeptList *list = read_list(database, id, table, shape, error);
	if (list != NULL)
		list->version = version;
	return list;
}

void kept_lists_put_back(KeptLists *lists, int64_t id, KeptList *list)
{
	g_hash_table_insert(lists->lists, g_memdup2(&id, sizeof id), list);
}
