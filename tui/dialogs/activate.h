/* The form of an activation: what it asks, and what is sent. */
#ifndef MYROLES_TUI_DIALOGS_ACTIVATE_H
#define MYROLES_TUI_DIALOGS_ACTIVATE_H

#include "tui/core/effects.h"

/* Opens the form for rows that shall be activated at scopes: Activation*, of which duration and below may be unset. Copied. */
void activate_open(Update *update, const GPtrArray *activations);

#endif
