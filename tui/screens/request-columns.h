/* How requests look as rows: shared by the screens of requests. */
#ifndef MYROLES_TUI_SCREENS_REQUEST_COLUMNS_H
#define MYROLES_TUI_SCREENS_REQUEST_COLUMNS_H

#include "tui/core/state.h"

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
