/* Lines that several dialogs show. */
#ifndef MYROLES_TUI_DIALOGS_LINES_H
#define MYROLES_TUI_DIALOGS_LINES_H

#include "tui/core/state.h"

/* "at  name (type)", the id, and how much it covers as far as known. */
void lines_add_scope(Page *page, const State *state, const Scope *scope, bool is_narrowing);

/* What went wrong, the next step, and the id that support asks for. */
void lines_add_problem(Page *page, const State *state, const Problem *problem);

#endif
