/*
 * What a verb of myroles(1) is. Each is one file, with its row beside its function; cli/verbs.h lists them.
 */
#ifndef MYROLES_CLI_VERB_H
#define MYROLES_CLI_VERB_H

#include <stddef.h>

#include "cli/options.h"
#include "cli/session.h"
#include "cli/tell.h"

typedef struct Verb {
	const char *name;      /* "" is what runs without a verb */
	const char *arguments; /* "eligible|active", or NULL */
	const char *summary;
	const OptionRow *options;
	size_t arguments_min, arguments_max;
	/* Do the words make sense, as far as they tell by themselves? EXIT_DONE, or why not was told. NULL: always. */
	ExitCode (*check)(const Options *options);
	/* One of the two. With a session, opened for it: */
	ExitCode (*run)(Session *session, const Options *options);
	/* By itself, since it opens something else, or later: */
	ExitCode (*run_alone)(const Options *options);
} Verb;

#endif
