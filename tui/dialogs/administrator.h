/*
 * In the demo: who decides extensions and renewals. The service has no call for that, elsewhere it is done in the portal.
 */
#ifndef MYROLES_TUI_DIALOGS_ADMINISTRATOR_H
#define MYROLES_TUI_DIALOGS_ADMINISTRATOR_H

#include "tui/core/effects.h"

/* Shows what the person in use asked an administrator for. */
void administrator_open(Update *update);

#endif
