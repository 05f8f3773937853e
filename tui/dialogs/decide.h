/* The last look before somebody else's requests are approved or denied, with the reason for it. */
#ifndef MYROLES_TUI_DIALOGS_DECIDE_H
#define MYROLES_TUI_DIALOGS_DECIDE_H

#include "tui/core/state.h"

/* Of Request*, at least one; copied. */
void decide_ask(Update *update, const GPtrArray *requests, bool is_denial);

/* To deny this one, with the fields for what is offered instead. */
void decide_offer(Update *update, const Request *request);

#endif
