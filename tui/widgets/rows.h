/*
 * Rows and panes: a pane shows some of its rows in some order, and keeps selection by id, so that nothing
 * moves a choice to another row.
 */
#ifndef MYROLES_TUI_WIDGETS_ROWS_H
#define MYROLES_TUI_WIDGETS_ROWS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "src/model/grant.h"
#include "src/model/history.h"
#include "src/model/request.h"
#include "tui/widgets/field.h"

typedef enum {
	PANE_ACTIVE,
	PANE_ELIGIBLE,
	PANE_SCOPE,
	PANE_REQUESTS,
	PANE_APPROVALS,
	PANE_HISTORY,
	PANE_COUNT,
} PaneId;

typedef enum {
	SORT_END, /* soonest first, permanent last; history: newest first */
	SORT_ROLE,
	SORT_SCOPE,
	SORT_WORKLOAD,
	SORT_COUNT,
} SortId;

/* One row of a list. Exactly one of the values is set, borrowed from what was loaded. */
typedef struct Row {
	const char *id; /* borrowed from the value */
	const Eligibility *eligibility;
	const Assignment *assignment;
	const HistoryEntry *entry;
	const Request *request;
	char *search; /* folded text that filters look at; begins with the role, so rows sort by it */
	size_t scope_at; /* where the scope begins in it */
} Row;

Row *row_new_eligibility(const Eligibility *eligibility);
Row *row_new_assignment(const Assignment *assignment);
Row *row_new_entry(const HistoryEntry *entry);
void row_free(Row *row);
const Grant *row_grant(const Row *row); /* NULL for rows of history and requests */

typedef struct Pane {
	GPtrArray *all; /* Row* in order, before the filter; borrowed; not of the scope pane */
	GPtrArray *
		visible; /* what is shown, in order: Row*, in the scope pane ScopeNode*; borrowed */
	size_t total;    /* rows before the filter */
	char *selected;  /* id of the selected row; NULL: none */
	size_t cursor;   /* its place in `visible` */
	size_t top;      /* first row on screen */
	bool is_held; /* a key was pressed since it has a selection, which from then on keeps its row */
	Field filter;
	SortId sort;
} Pane;

void pane_init(Pane *pane, SortId sort);
void pane_clear(Pane *pane);

static inline size_t pane_count(const Pane *pane)
{
	return pane->visible ? pane->visible->len : 0;
}

/* Text made ready for searching: folded letter case, one form. */
char *search_fold(const char *text);

/* The words of a filter, folded; NULL when there are none. */
char **search_words(const char *filter);

/* True when each word occurs in the folded text. */
bool search_matches(const char *folded, char *const *words);

/* True when a word can be meant as a part of an id: it has a slash, or is a piece of a GUID. */
bool search_is_for_id(char *const *words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Row, row_free)

#endif
