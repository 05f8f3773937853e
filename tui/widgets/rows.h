/*
 * The rows that lists are made of, and the order they can stand in.
 */
#ifndef MYROLES_TUI_WIDGETS_ROWS_H
#define MYROLES_TUI_WIDGETS_ROWS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "src/model/grant.h"
#include "src/model/history.h"
#include "src/model/request.h"

typedef enum {
	SORT_END, /* soonest first, permanent last; requests: newest first */
	SORT_ROLE,
	SORT_SCOPE,
	SORT_WORKLOAD,
	SORT_OFTEN, /* what is used often and lately first */
	SORT_COUNT,
} SortId;

/* One row of a list. Exactly one of the values is set, borrowed from what was loaded: `entry` is a request of the journal. */
typedef struct Row {
	const char *id; /* borrowed from the value */
	const Eligibility *eligibility;
	const Assignment *assignment;
	const HistoryEntry *entry;
	const Request *request;
	WorkloadId workload; /* of the value */
	char *search; /* folded text that filters look at; begins with the role, so rows sort by it */
	size_t scope_at;       /* where the scope begins in it */
	guint reading;         /* alike_hash of the grant */
	guint rank;            /* its place by SORT_ROLE in the list it came with; 0: not known */
	const char *role_guid; /* of the grant's role; borrowed from the value */
	bool is_elsewhere;     /* of another account: below those of one's own in any order */
	double often;          /* how often and lately it is used, see frontend/often.h */
} Row;

Row *row_new_eligibility(const Eligibility *eligibility);
/* In place of the one it has, which reads the same. */
void row_take_eligibility(Row *row, const Eligibility *eligibility);
Row *row_new_assignment(const Assignment *assignment);
Row *row_new_entry(const HistoryEntry *entry);
Row *row_new_request(const Request *request);
/* Filters look at this, too. */
void row_add_search(Row *row, const char *text);
void row_free(Row *row);
const Grant *row_grant(const Row *row);     /* NULL for rows of history and requests */
const Request *row_request(const Row *row); /* NULL for the others */
gconstpointer row_value(const Row *row);    /* the one that it holds */

/* " (member)", " (owner)"; "" for what is no group. Static. */
const char *access_suffix(Access access);

/* By end, role, scope, workload or use; requests newest first. `sort` points to a SortId. */
gint row_compare(gconstpointer a, gconstpointer b, gpointer sort);

/* ---- Rows that read alike ---- */

/* Finds the rows whose numbers are told twice, see alike_hash; the others read like no other. */
typedef struct RowsAlike RowsAlike;

RowsAlike *rows_alike_new(void);
void rows_alike_free(RowsAlike *alike);
/* The row is borrowed until it is freed. */
void rows_alike_add(RowsAlike *alike, const Row *row);
/* const Row*; borrowed. */
GPtrArray *rows_alike_found(const RowsAlike *alike);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Row, row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RowsAlike, rows_alike_free)

#endif
