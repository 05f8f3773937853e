/* The page of a sign-in as a picture. */
#ifndef MYROLES_TUI_DIALOGS_QR_H
#define MYROLES_TUI_DIALOGS_QR_H

#include "tui/core/effects.h"

void qr_show(Update *update);

#endif
