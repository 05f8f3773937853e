/* What a click and the wheel do. It stands in for keys, and does nothing that no key does. */
#ifndef MYROLES_TUI_CORE_MOUSE_H
#define MYROLES_TUI_CORE_MOUSE_H

#include "tui/core/effects.h"

void mouse_take(Update *update, const KeyEvent *input);

#endif
