/* Keys, pastes and the mouse: text where one types, actions elsewhere. */
#ifndef MYROLES_TUI_CORE_INPUT_H
#define MYROLES_TUI_CORE_INPUT_H

#include "tui/core/effects.h"

void input_take(Update *update, const KeyEvent *input);

#endif
