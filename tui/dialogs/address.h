/* The address that a sign-in's browser ended at is pasted or typed, unseen. */
#ifndef MYROLES_TUI_DIALOGS_ADDRESS_H
#define MYROLES_TUI_DIALOGS_ADDRESS_H

#include "tui/core/effects.h"

void address_ask(Update *update);
/* Hands it to the sign-in under way. */
void address_send(Update *update, const char *text);

#endif
