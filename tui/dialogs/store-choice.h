/* Where a sign-in is to be kept, when no keyring is there to keep it: nothing is chosen for the person. */
#ifndef MYROLES_TUI_STORE_CHOICE_H
#define MYROLES_TUI_STORE_CHOICE_H

#include "tui/core/effects.h"

/* Does that problem of a sign-in leave something to choose? */
bool store_choice_is_due(const Problem *problem);

void store_choice_open(Update *update);

#endif
