/*
 * Whether the terminal that ncurses was started on speaks as the painter does (painter.h), and how it shows the styles of a theme.
 */
#ifndef MYROLES_TUI_TERMINAL_DIALECT_H
#define MYROLES_TUI_TERMINAL_DIALECT_H

#include <stdbool.h>

#include "tui/terminal/painter.h"
#include "tui/terminal/theme.h"

/* Gives the painter its pens. False: the terminal speaks otherwise, and ncurses draws. */
bool dialect_prepare(Painter *painter, const Theme *theme, ColorDepth depth);

#endif
