#include "src/store/snapshot-list.h"

#include "src/model/list.h"
#include "src/store/snapshot-internal.h"

static const SnapshotKind list_kinds[LIST_COUNT] = {
	[LIST_ELIGIBILITIES] = { "eligibility", &record_eligibility, &record_eligibility_names,
				 sizeof(Eligibility) },
	[LIST_ASSIGNMENTS] = { "assignment", &record_assignment, NULL, sizeof(Assignment) },
	[LIST_REQUESTS] = { "request", &record_request, NULL, sizeof(Request) },
	[LIST_DORMANT] = { "dormant", &record_eligibility, &record_eligibility_names,
			   sizeof(Eligibility) },
	[LIST_APPROVALS] = { "approval", &record_request, NULL, sizeof(Request) },
};

const SnapshotKind *snapshot_list_kind(ListId list)
{
	g_assert((unsigned)list < LIST_COUNT);
	return &list_kinds[list];
}

#define LIST_IS SNAPSHOT_ACCOUNT_IS " AND workload = ?5 AND list = ?6"

void snapshot_list_bind(sqlite3_stmt *statement, SnapshotList list)
{
	snapshot_bind_account(statement, list.account);
	const char *const texts[] = { workload_info(list.workload)->name,
				      snapshot_list_kind(list.list)->table };
	snapshot_bind_texts(statement, 5, texts, G_N_ELEMENTS(texts));
}

bool snapshot_list_find(Database *database, SnapshotList list, int64_t *id, Instant *as_of,
			GError **error)
{
	g_autoptr(BorrowedStatement) statement =
		database_borrow(database,
				"SELECT list.id, as_of FROM list JOIN account ON account.id = "
				"account WHERE " LIST_IS,
				error);
	if (statement == NULL)
		return false;
	snapshot_list_bind(statement, list);
	bool has_row = false;
	if (!database_step(statement, &has_row, error))
		return false;
	*id = has_row ? sqlite3_column_int64(statement, 0) : 0;
	*as_of = has_row ? sqlite3_column_int64(statement, 1) : 0;
	return true;
}

/* ---- reading ---- */

static const RecordShape *shape_of(const SnapshotKind *kind, const SnapshotPage *page)
{
	return page->has_names_only && kind->names != NULL ? kind->names : kind->shape;
}

/* The place stands before the columns of the row. */
static bool read_rows(const SnapshotKind *kind, sqlite3_stmt *statement, GPtrArray *rows,
		      SnapshotPage *page, GError **error)
{
	for (;;) {
		bool has_row = false;
		if (!database_step(statement, &has_row, error))
			return false;
		if (!has_row)
			return true;
		gpointer row = g_malloc0(kind->size);
		page->next = sqlite3_column_int64(statement, 0) + 1;
		record_read(statement, 1, shape_of(kind, page), row);
		g_ptr_array_add(rows, row);
	}
}

GPtrArray *snapshot_read(Snapshot *snapshot, SnapshotList list, SnapshotPage *page, Instant *as_of,
			 GError **error)
{
	SnapshotPage whole = { 0 };
	SnapshotPage *part = page != NULL ? page : &whole;
	if (!snapshot_is_open(snapshot, error))
		return NULL;
	const SnapshotKind *kind = snapshot_list_kind(list.list);
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(list_kind(list.list)->free_row);
	GError *problem = NULL;
	int64_t id = 0;
	Instant when = 0;
	if (!snapshot_list_find(snapshot->database, list, &id, &when, &problem)) {
		snapshot_give_up(snapshot, problem, error);
		return NULL;
	}

	g_autofree char *names = record_names(shape_of(kind, part));
	g_autofree char *sql =
		g_strdup_printf("SELECT number, %s FROM %s WHERE list = ? AND number >= ? ORDER BY "
				"number LIMIT ?",
				names, kind->table);
	g_autoptr(BorrowedStatement) statement = database_borrow(snapshot->database, sql, &problem);
	if (statement != NULL) {
		/* Of a list that was never whole nothing is told. */
		sqlite3_bind_int64(statement, 1, when != 0 ? id : 0);
		sqlite3_bind_int64(statement, 2, part->next);
		sqlite3_bind_int64(statement, 3, part->limit != 0 ? (int64_t)part->limit : -1);
	}
	if (statement == NULL || !read_rows(kind, statement, rows, part, &problem)) {
		snapshot_give_up(snapshot, problem, error);
		return NULL;
	}
	*as_of = when;
	return g_steal_pointer(&rows);
}
