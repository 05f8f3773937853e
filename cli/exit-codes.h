/*
 * How each verb can end: one table, which `help VERB` and the manual print and tests/cli/test-exit-codes.c plays.
 */
#ifndef MYROLES_CLI_EXIT_CODES_H
#define MYROLES_CLI_EXIT_CODES_H

#include "cli/verb.h"

typedef struct ExitRow {
	ExitCode code;
	const char *meaning; /* what it says there; NULL ends a list */
} ExitRow;

/* By code. Every verb that is not hidden has some; NULL: there are none. */
const ExitRow *exit_rows(const Verb *verb);

/* "Exit codes:\n  0  …\n …" The caller frees; NULL: there are none. */
char *exit_rows_text(const Verb *verb);

#endif
