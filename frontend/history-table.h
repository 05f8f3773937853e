/*
 * A history as a table for other programs: which of its columns (history_sheet) there are, and the table as CSV.
 */
#ifndef MYROLES_FRONTEND_HISTORY_TABLE_H
#define MYROLES_FRONTEND_HISTORY_TABLE_H

#include "frontend/sheet.h"
#include "src/model/history.h"

/* Columns of a CSV by their names, as sheet_choose_named; NULL or "": the usual ones, in their order. */
bool history_columns_parse(const char *text, SheetChoice *out, char **wrong);

/* HistoryEntry* as CSV, with a first line of names. Times are UTC. The caller frees. */
char *history_csv(const Wording *wording, const GPtrArray *entries, const SheetChoice *columns);

/* The same by and by: its first line, and the line of an entry. Both append. */
void history_csv_begin(GString *text, const SheetChoice *columns);
void history_csv_entry(GString *text, const Wording *wording, const HistoryEntry *entry,
		       const SheetChoice *columns);

/* Whether a member of what document_history makes belongs to a chosen column: "role" to role and to role_id. */
bool history_columns_has_member(const SheetChoice *columns, const char *member);

#endif
