/* Where what is shown is written, and as what: one field, whose ending says the kind. */
#ifndef MYROLES_TUI_DIALOGS_EXPORT_H
#define MYROLES_TUI_DIALOGS_EXPORT_H

#include "frontend/history-export.h"
#include "tui/core/effects.h"

/* Takes `export`. */
void export_ask(Update *update, HistoryExport *export);

#endif
