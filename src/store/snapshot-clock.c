/* The service's clock as the last run learnt it: what is shown before any network counts down by it, too. */
#include "src/store/snapshot-internal.h"

bool snapshot_get_clock(Snapshot *snapshot, ClockAnchor *out, GError **error)
{
	GError *problem = NULL;
	if (!snapshot_is_open(snapshot, error))
		return false;
	g_autoptr(BorrowedStatement) statement = database_borrow(
		snapshot->database, "SELECT wall, ticks, boot FROM clock WHERE id = 1", &problem);
	bool has_row = false;
	if (statement != NULL)
		(void)database_step(statement, &has_row, &problem);
	if (problem != NULL)
		return snapshot_give_up(snapshot, problem, error);
	if (!has_row)
		return false;
	out->wall = sqlite3_column_int64(statement, 0);
	out->ticks = sqlite3_column_int64(statement, 1);
	g_strlcpy(out->boot, (const char *)sqlite3_column_text(statement, 2), sizeof out->boot);
	return true;
}

bool snapshot_set_clock(Snapshot *snapshot, const ClockAnchor *anchor, GError **error)
{
	GError *problem = NULL;
	if (!snapshot_is_open(snapshot, error))
		return false;
	g_autoptr(BorrowedStatement) statement = database_borrow(
		snapshot->database,
		"INSERT OR REPLACE INTO clock (id, wall, ticks, boot) VALUES (1, ?, ?, ?)",
		&problem);
	if (statement != NULL) {
		sqlite3_bind_int64(statement, 1, anchor->wall);
		sqlite3_bind_int64(statement, 2, anchor->ticks);
		sqlite3_bind_text(statement, 3, anchor->boot, -1, SQLITE_STATIC);
		(void)database_step(statement, NULL, &problem);
	}
	return problem == NULL || snapshot_was_busy(&problem) ||
	       snapshot_give_up(snapshot, problem, error);
}
