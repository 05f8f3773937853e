/* The question before a deactivation. */
#ifndef MYROLES_TUI_DIALOGS_DEACTIVATE_H
#define MYROLES_TUI_DIALOGS_DEACTIVATE_H

#include "tui/core/effects.h"

/* Copies the assignment: what is asked about is what ends. */
void deactivate_ask(Update *update, const Assignment *assignment);

#endif
