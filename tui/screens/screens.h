/*
 * The screens, one file each: roles, requests, approvals, history. tui/tables.c lists them; nobody else names them.
 */
#ifndef MYROLES_TUI_SCREENS_SCREENS_H
#define MYROLES_TUI_SCREENS_SCREENS_H

#include "tui/core/kinds.h"

extern const ScreenKind roles_screen, requests_screen, approvals_screen, history_screen;

#endif
