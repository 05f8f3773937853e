/* The question before signing out. */
#ifndef MYROLES_TUI_DIALOGS_SIGN_OUT_H
#define MYROLES_TUI_DIALOGS_SIGN_OUT_H

#include "tui/core/effects.h"

/* Of that account (copied); NULL: of the one in use. */
void sign_out_ask(Update *update, const Account *account);

#endif
