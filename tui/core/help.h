/* Help and palette: dialogs made of the rows of actions alone. */
#ifndef MYROLES_TUI_CORE_HELP_H
#define MYROLES_TUI_CORE_HELP_H

#include "tui/core/kinds.h"

extern const DialogKind help_dialog;
extern const DialogKind palette_dialog;

#endif
