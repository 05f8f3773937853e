/*
 * A style as the escape sequence that a line of output takes (SGR: ECMA-48, section 8.3.117, colors as in xterm ctlseqs).
 */
#ifndef MYROLES_TUI_TERMINAL_SGR_H
#define MYROLES_TUI_TERMINAL_SGR_H

#include "tui/terminal/theme.h"

/* "1;31"; "" for a style that says nothing. The caller frees. */
char *style_to_sgr_parameters(const Style *style);

/* "\033[1;31m"; "" for a style that says nothing. The caller frees. */
char *style_to_sgr(const Style *style);

#endif
