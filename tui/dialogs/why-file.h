/* Which file holds a plan of Terraform, or what was denied. */
#ifndef MYROLES_TUI_DIALOGS_WHY_FILE_H
#define MYROLES_TUI_DIALOGS_WHY_FILE_H

#include "tui/core/effects.h"

/* Asks for it, and then which roles it needs: NEWS_WHY follows. */
void why_file_ask(Update *update);

#endif
