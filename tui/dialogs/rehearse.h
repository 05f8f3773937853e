/* A set looked at before it is needed: would each of its roles be given now? Nothing is sent that has an effect. */
#ifndef MYROLES_TUI_DIALOGS_REHEARSE_H
#define MYROLES_TUI_DIALOGS_REHEARSE_H

#include "src/model/activation-set.h"
#include "tui/core/effects.h"

/* Over the list of sets; the set is copied. */
void rehearse_open(Update *update, const ActivationSet *set);

#endif
