/*
 * A history as a table for other programs: which columns there are, and the table as CSV.
 */
#ifndef MYROLES_FRONTEND_HISTORY_TABLE_H
#define MYROLES_FRONTEND_HISTORY_TABLE_H

#include <glib.h>
#include <stdbool.h>

#include "frontend/wording.h"
#include "src/model/history.h"

/* The chosen columns, in their order; count 0: all. */
typedef struct HistoryColumns {
	int *places; /* in the table of all */
	size_t count;
} HistoryColumns;

void history_columns_clear(HistoryColumns *columns);

/*
 * "created,role,scope": names as in the first line of the CSV, in any letter case; NULL or "": all. False where one is not known
 * or named twice: *wrong (free it) is that one.
 */
bool history_columns_parse(const char *text, HistoryColumns *out, char **wrong);

/* "id, workload, …": all of them. The caller frees. */
char *history_columns_names(void);

/* HistoryEntry* as CSV, with a first line of names. Times are UTC. The caller frees. */
char *history_csv(const Wording *wording, const GPtrArray *entries, const HistoryColumns *columns);

/* The same by and by: its first line, and the line of an entry. Both append. */
void history_csv_begin(GString *text, const HistoryColumns *columns);
void history_csv_entry(GString *text, const Wording *wording, const HistoryEntry *entry,
		       const HistoryColumns *columns);

/* Whether a member of what document_history makes belongs to a chosen column. */
bool history_columns_has_member(const HistoryColumns *columns, const char *member);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HistoryColumns, history_columns_clear)

#endif
