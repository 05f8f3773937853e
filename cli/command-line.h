/*
 * From argv to a verb and its options, and what --help prints.
 */
#ifndef MYROLES_CLI_COMMAND_LINE_H
#define MYROLES_CLI_COMMAND_LINE_H

#include "cli/verbs.h"

/* Takes argv apart. False when the words make no sense: the error says why. `*verb` is set in any case. */
bool options_parse(Options *options, const Verb **verb, int argc, char **argv, GError **error);

/* What --help prints. The caller frees. */
char *options_help(const Verb *verb);

#endif
