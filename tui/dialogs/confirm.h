/* The last look before an activation: what is shown is what is sent. */
#ifndef MYROLES_TUI_DIALOGS_CONFIRM_H
#define MYROLES_TUI_DIALOGS_CONFIRM_H

#include "tui/core/effects.h"

/* Takes the activations (Activation*). */
void confirm_ask(Update *update, GPtrArray *activations);

#endif
