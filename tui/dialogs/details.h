/* Everything known of the row with the focus, in words. */
#ifndef MYROLES_TUI_DIALOGS_DETAILS_H
#define MYROLES_TUI_DIALOGS_DETAILS_H

#include "tui/core/effects.h"

/* About the subject of the focused pane; nothing happens where it has none. */
void details_open(Update *update);

#endif
