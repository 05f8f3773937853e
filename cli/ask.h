/*
 * A line that a person is asked for on the terminal, before a session takes Ctrl-C over.
 */
#ifndef MYROLES_CLI_ASK_H
#define MYROLES_CLI_ASK_H

#include <glib.h>
#include <stdbool.h>

/* Is somebody there to ask? When both standard input and standard error are a terminal. */
bool ask_is_possible(void);

/* "WHAT [OFFERED]: " and what was typed; an empty line takes what is offered (NULL: nothing is). NULL: no more comes. The caller frees. */
char *ask(const char *what, const char *offered);

/* The line alone. */
char *ask_read(const char *offered);

#endif
