/* The question before what a set activated is ended. */
#ifndef MYROLES_TUI_DIALOGS_END_SET_H
#define MYROLES_TUI_DIALOGS_END_SET_H

#include "src/model/activation-set.h"
#include "tui/core/effects.h"

/* Assignment*, borrowed: what the set activated and is active. The caller unrefs. */
GPtrArray *end_set_find(const State *state, const ActivationSet *set);

void end_set_ask(Update *update, const ActivationSet *set);

#endif
