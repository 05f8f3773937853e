/* The question before a deactivation. */
#ifndef MYROLES_TUI_DIALOGS_DEACTIVATE_H
#define MYROLES_TUI_DIALOGS_DEACTIVATE_H

#include "tui/core/effects.h"
#include "tui/widgets/page.h"

/* Copies the assignment: what is asked about is what ends. */
void deactivate_ask(Update *update, const Assignment *assignment);

/* Adds why the service refuses it yet, where it does. */
void deactivate_write_first_minutes(Page *page, const State *state, const Grant *grant);

#endif
