/*
 * The dashboard's screens and dialogs as they are handed down to the core.
 */
#ifndef MYROLES_TUI_TABLES_H
#define MYROLES_TUI_TABLES_H

#include "tui/core/kinds.h"

extern const Tables dashboard_tables;

#endif
