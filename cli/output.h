/*
 * Standard output: what it is, and text to it.
 */
#ifndef MYROLES_CLI_OUTPUT_H
#define MYROLES_CLI_OUTPUT_H

#include <stdbool.h>

/* True when standard output is a terminal. */
bool output_is_terminal(void);

/* … that shows colors, to a person who did not set NO_COLOR. */
bool output_has_colors(void);

/* UTF-8 in a pipe; on a terminal of another charset what that one has, and "?" for the rest. */
void print_text(const char *text);

#endif
