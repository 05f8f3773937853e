/*
 * Whether the terminal that ncurses was started on speaks as the painter does (painter.h), and how it shows the styles of a theme.
 */
#ifndef MYROLES_TUI_TERMINAL_DIALECT_H
#define MYROLES_TUI_TERMINAL_DIALECT_H

#include <stdbool.h>

#include "tui/terminal/painter.h"
#include "tui/terminal/theme.h"

/* How terminfo is asked of the terminal. */
typedef struct Terminfo {
	const char *(*text)(const char *name); /* NULL: the terminal has no such thing */
	int (*number)(const char *name);       /* below 0: none */
	bool (*flag)(const char *name);
	const char *(*foreground)(int color); /* what selects it; NULL: there are no colors */
} Terminfo;

/* Gives the painter its pens. False: the terminal speaks otherwise, and ncurses draws. */
bool dialect_prepare(Painter *painter, const Theme *theme, ColorDepth depth,
		     const Terminfo *terminfo);

#endif
