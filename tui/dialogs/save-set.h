/* A set made of what is marked, or was activated today: its name is typed, and the configuration gets it. */
#ifndef MYROLES_TUI_DIALOGS_SAVE_SET_H
#define MYROLES_TUI_DIALOGS_SAVE_SET_H

#include "src/model/activation-set.h"
#include "tui/core/effects.h"

/* Takes the set, which has no name yet (""). */
void save_set_ask(Update *update, ActivationSet *set);

#endif
