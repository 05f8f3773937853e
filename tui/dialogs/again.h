/* Asking for a role once more: what was asked for before, or more time for what is on. Opens the form, filled in. */
#ifndef MYROLES_TUI_DIALOGS_AGAIN_H
#define MYROLES_TUI_DIALOGS_AGAIN_H

#include "tui/core/effects.h"

/* Why a request cannot be repeated (static text); NULL: it can. */
const char *again_needs_repeatable(const State *state, const Request *request);

/* With the same reason, ticket and length; with the same start where that is still to come. */
void again_repeat(Update *update, const Request *request);

/* Why there is no more time to ask for (static text); NULL: there is. */
const char *again_needs_continuable(const State *state, const Assignment *assignment);

/* From the end of what is active on, as it was asked for. */
void again_continue(Update *update, const Assignment *assignment);

#endif
