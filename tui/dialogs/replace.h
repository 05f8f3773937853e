/* More time where the service takes no second activation beside the first: end it, and activate again. */
#ifndef MYROLES_TUI_DIALOGS_REPLACE_H
#define MYROLES_TUI_DIALOGS_REPLACE_H

#include "tui/core/effects.h"

/*
 * Asks whether to; both are copied. What is activated then starts now, as soon as the other has ended, and not at all when that
 * failed.
 */
void replace_ask(Update *update, const Assignment *assignment, const Activation *activation);

#endif
