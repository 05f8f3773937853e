/*
 * From argv to a verb and its options, and what --help prints.
 */
#ifndef MYROLES_CLI_COMMAND_LINE_H
#define MYROLES_CLI_COMMAND_LINE_H

#include "cli/verb.h"

/* NULL: no such verb. The table ends by NULL; the first runs without a name. */
const Verb *verb_find(const Verb *const *verbs, const char *name);

/* "there is no verb \"lst\" (did you mean \"list\"?)". The caller frees. */
char *verb_unknown_words(const Verb *const *verbs, const char *name);

/*
 * Takes argv apart. NULL when the words make no sense: the error says why, and *verb which one was meant. The caller frees.
 */
Options *options_parse(const Verb *const *verbs, const Verb **verb, int argc, char **argv,
		       GError **error);

/*
 * As much of argv as can be understood where options_parse() gave up on that verb: to end as was asked for. The caller frees.
 */
Options *options_guess(const Verb *const *verbs, const Verb *verb, char **argv);

/* What --help prints; of all verbs where it is NULL or the first. The caller frees. */
char *options_help(const Verb *const *verbs, const Verb *verb);

#endif
