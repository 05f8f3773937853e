/* How requests look as rows: shared by the screens of requests. */
#ifndef MYROLES_TUI_SCREENS_REQUEST_COLUMNS_H
#define MYROLES_TUI_SCREENS_REQUEST_COLUMNS_H

#include "tui/core/state.h"

/* What these columns are in each list of requests; how wide they are is up to the list. */
#define COLUMN_WHEN \
	.name = "when", .least = 5, .most = 14, .is_right = true, .write = request_write_when
#define COLUMN_WHAT                                                           \
	.name = "what", .least = 8, .most = 10, .gap = 2, .style = STYLE_DIM, \
	.write = request_write_kind
#define COLUMN_ROLE .name = "role", .gap = 2, .write = request_write_role, .end = request_access_end
#define COLUMN_AT   .name = "at", .least = 8, .share = 1, .gap = 1, .write = request_write_scope
#define COLUMN_KIND                                                          \
	.name = "kind", .least = 5, .most = 5, .gap = 2, .style = STYLE_DIM, \
	.write = request_write_workload
#define COLUMN_FOR .name = "for", .least = 3, .most = 6, .gap = 1, .is_right = true
#define COLUMN_WHY .name = "why", .gap = 2, .write = request_write_reason

enum { REQUEST_COLUMNS = 8 };
extern const ListColumn request_columns[REQUEST_COLUMNS];

/* What the columns of a Request say. */
void request_write_when(const State *state, gconstpointer row, GString *text);
void request_write_kind(const State *state, gconstpointer row, GString *text);
void request_write_length(const State *state, gconstpointer row, GString *text);
void request_write_role(const State *state, gconstpointer row, GString *text);
const char *request_access_end(const State *state, gconstpointer row);
void request_write_scope(const State *state, gconstpointer row, GString *text);
void request_write_workload(const State *state, gconstpointer row, GString *text);
void request_write_reason(const State *state, gconstpointer row, GString *text);
StyleId request_outcome_style(const State *state, gconstpointer row);

#endif
