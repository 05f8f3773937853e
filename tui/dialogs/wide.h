/* The question before a role is activated beyond one subscription: all of it? */
#ifndef MYROLES_TUI_DIALOGS_WIDE_H
#define MYROLES_TUI_DIALOGS_WIDE_H

#include "tui/core/effects.h"

/* One of the activations (Activation*) is wide; see target_is_wide. */
bool wide_is_asked(const GPtrArray *activations);

/* Asks; when all of it is meant, calls `on_yes` with the activations. Takes them. */
void wide_ask(Update *update, GPtrArray *activations,
	      void (*on_yes)(Update *update, const GPtrArray *activations));

#endif
