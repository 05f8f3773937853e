/*
 * More of an eligibility is asked for: for how long, and why. An administrator decides.
 */
#ifndef MYROLES_TUI_DIALOGS_EXTEND_H
#define MYROLES_TUI_DIALOGS_EXTEND_H

#include "src/model/grant.h"
#include "tui/core/action.h"

void extend_ask(Update *update, const Eligibility *eligibility, bool is_renewal);

#endif
