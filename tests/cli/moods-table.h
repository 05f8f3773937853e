/*
 * Mood × verb × what is told: each mood of the service (tenant/settings.c) beside the verbs that meet it. A row says what a person
 * reads, what a script gets, what the history keeps, and what the service did in truth.
 */
#ifndef MYROLES_TESTS_CLI_MOODS_TABLE_H
#define MYROLES_TESTS_CLI_MOODS_TABLE_H

#include "tests/cli/cells.h"

#define CELLS 16

typedef struct Mood {
	const char *name; /* the settings that it is about */
	Cell cells[CELLS];
} Mood;

extern const Mood moods_table[]; /* ends with a row without a name */

#endif
