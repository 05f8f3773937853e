/* Why a program does not get what it asks for. */
#ifndef MYROLES_TUI_DIALOGS_REFUSE_PROPOSAL_H
#define MYROLES_TUI_DIALOGS_REFUSE_PROPOSAL_H

#include <stdint.h>

#include "tui/core/effects.h"

/* Opens the question, of the open proposal of that id. */
void refuse_proposal_ask(Update *update, uint64_t id);

#endif
