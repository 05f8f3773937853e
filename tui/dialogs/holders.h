/* Who is active at a scope: others, too, where one may read that. */
#ifndef MYROLES_TUI_DIALOGS_HOLDERS_H
#define MYROLES_TUI_DIALOGS_HOLDERS_H

#include "tui/core/effects.h"

/* `scope` is copied, and asked about. */
void holders_open(Update *update, WorkloadId workload, const Scope *scope);

#endif
