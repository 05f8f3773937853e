/*
 * What could stand where a shell's cursor is: from the table of verbs, and from what the last run knew. Nothing is asked.
 */
#ifndef MYROLES_CLI_COMPLETE_H
#define MYROLES_CLI_COMPLETE_H

#include <glib.h>
#include <stdbool.h>

#include "cli/verb.h"

typedef struct Candidate {
	char *word;
	char *text; /* what it is, in a few words; may be NULL */
} Candidate;

typedef struct Candidates {
	GPtrArray *list; /* Candidate* that begin as the last word does, in any letter case */
	bool is_file;    /* a file's name is wanted: the shell knows those */
} Candidates;

/* `words`, ended by NULL: of a command line, without the program, up to the cursor: the last one (maybe "") is being typed. */
void complete(const Verb *const *verbs, char **words, Candidates *out);

void candidates_clear(Candidates *candidates);

/* Both are copied. */
void candidates_add(Candidates *candidates, const char *word, const char *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Candidates, candidates_clear)

#endif
