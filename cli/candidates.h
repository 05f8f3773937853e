/*
 * Words that could stand where a shell's cursor is.
 */
#ifndef MYROLES_CLI_CANDIDATES_H
#define MYROLES_CLI_CANDIDATES_H

#include <glib.h>
#include <stdbool.h>

typedef struct Candidate {
	char *word;
	char *text; /* what it is, in a few words; may be NULL */
} Candidate;

typedef struct Candidates {
	GPtrArray *list; /* Candidate* */
	bool is_file;    /* a file's name is wanted: the shell knows those */
} Candidates;

void candidates_init(Candidates *candidates);
void candidates_clear(Candidates *candidates);

/* Both are copied, sanitized. No word is no candidate. */
void candidates_add(Candidates *candidates, const char *word, const char *text);

/* Drops those that do not begin as `typed` does, in any letter case. */
void candidates_keep(Candidates *candidates, const char *typed);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Candidates, candidates_clear)

#endif
