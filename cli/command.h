/*
 * A command line, from its words to its exit code.
 */
#ifndef MYROLES_CLI_COMMAND_H
#define MYROLES_CLI_COMMAND_H

#include "cli/verb.h"

/* Where a verb reads and keeps its things, in place of the person's own folders. Borrowed. */
typedef struct CommandPlace {
	const char *config;
	const char *state_dir, *cache_dir;
	const Settings *taste; /* whose [theme] and [alias] are taken; NULL: those of `config` */
} CommandPlace;

/*
 * Takes argv apart by the table of verbs, opens what the verb needs, and runs it; tells what makes no sense. `place` NULL:
 * what the options say. With --json every end has a document.
 */
ExitCode command_run(const Verb *const *verbs, const CommandPlace *place, int argc, char **argv);

#endif
