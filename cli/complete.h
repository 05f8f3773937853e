/*
 * What could stand where a shell's cursor is: from the table of verbs, and from what the last run knew. Nothing is asked.
 */
#ifndef MYROLES_CLI_COMPLETE_H
#define MYROLES_CLI_COMPLETE_H

#include "cli/candidates.h"
#include "cli/verb.h"

/* `words`, ended by NULL: of a command line, without the program, up to the cursor: the last one (maybe "") is being typed. `out` is initialized. */
void complete(const Verb *const *verbs, char **words, Candidates *out);

#endif
