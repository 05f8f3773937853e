/*
 * Terminals bring terminfo of their own, which other machines lack (over SSH above all), and old machines lack the names with
 * colors. What they are like is known everywhere.
 */
#ifndef MYROLES_TUI_TERMINAL_KIN_H
#define MYROLES_TUI_TERMINAL_KIN_H

#include <stddef.h>

/* What a terminal of that TERM is like, the best first: the `number`th; NULL: there are no more. */
const char *kin_of(const char *term, size_t number);

#endif
