/* The form of an activation: what it asks, and what is sent. */
#ifndef MYROLES_TUI_DIALOGS_ACTIVATE_H
#define MYROLES_TUI_DIALOGS_ACTIVATE_H

#include "tui/core/effects.h"

/* Opens the form for rows and the scopes to activate them at: Activation*, copied. From `duration` on their members may be unset. */
void activate_open(Update *update, const GPtrArray *activations);

/* … where the reason is one of another time: it stands dim in its field, and is sent only when a key takes it over. */
void activate_open_again(Update *update, const GPtrArray *activations);

#endif
