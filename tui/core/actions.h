/*
 * What can be done on every screen, or in every dialog of a kind: moving, filtering, copying, leaving.
 */
#ifndef MYROLES_TUI_CORE_ACTIONS_H
#define MYROLES_TUI_CORE_ACTIONS_H

#include "tui/core/action.h"

void actions_add_core(ActionTable *table);

#endif
