/*
 * From argv to a verb and its options, and what --help prints.
 */
#ifndef MYROLES_CLI_COMMAND_LINE_H
#define MYROLES_CLI_COMMAND_LINE_H

#include "cli/verbs.h"

/*
 * Takes argv apart. NULL when the words make no sense: the error says why, and *verb which one was meant. The caller frees.
 */
Options *options_parse(const Verb **verb, int argc, char **argv, GError **error);

/* What --help prints. The caller frees. */
char *options_help(const Verb *verb);

#endif
