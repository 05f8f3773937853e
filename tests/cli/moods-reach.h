/*
 * Which moods of the service a verb can meet: what each verb asks the services for, and what of it each mood changes. Where nothing
 * of the one is among the other, the two have nothing to say to each other; every other cell is played, by moods-table.c (verbs
 * that change something), by reads of the verb with and without the mood (moods-read.c), or by a test that is named here.
 */
#ifndef MYROLES_TESTS_CLI_MOODS_REACH_H
#define MYROLES_TESTS_CLI_MOODS_REACH_H

#include <stdbool.h>

#include "tests/e2e/stage.h"

enum {
	REACH_ACTIVE = 1 << 0,   /* lists of what is active */
	REACH_EFFECT = 1 << 1,   /* what counts: checkAccess and permissions */
	REACH_ELIGIBLE = 1 << 2, /* lists of eligibilities */
	REACH_OWN = 1 << 3,      /* one's own requests */
	REACH_PENDING = 1 << 4,  /* what waits for one's decision */
	REACH_SCOPE = 1 << 5,    /* what is read at one scope: policies, children */
	REACH_ASK = 1 << 6,      /* an activation */
	REACH_END = 1 << 7,      /* a deactivation */
	REACH_CANCEL = 1 << 8,
	REACH_DECIDE = 1 << 9,
	REACH_MORE = 1 << 10, /* an extension or a renewal */
};

typedef struct VerbReach {
	const char *name; /* "list" has one for each of its lists */
	unsigned asks;
	/* How it is read with and without a mood ("WAITING": the first approval's id, "FILE": a new file); NULL: it changes something. */
	const char *line;
	const char *
		alone; /* why it asks the services for nothing that moods are about; NULL: it does */
} VerbReach;

typedef struct MoodReach {
	const char *name; /* of the setting */
	unsigned changes;
	const char *
		reading; /* the settings to read with; NULL: another mood's have it, or nobody reads with it */
	const char *
		loses; /* members of documents that may be others then, between blanks; NULL: none */
} MoodReach;

/* Of a read that a mood may change: what comes of it instead. */
typedef struct ReadChange {
	const char *mood, *verb;
	int code;
	const char *words; /* on standard error */
} ReadChange;

/* A cell that another test plays: "cli/test-exec" and the name of its function. */
typedef struct PlayedElsewhere {
	const char *mood, *verb;
	const char *program, *test;
} PlayedElsewhere;

extern const VerbReach verbs_reach[];            /* ends with a row without a name */
extern const MoodReach moods_reach[];            /* … */
extern const ReadChange read_changes[];          /* … without a mood */
extern const PlayedElsewhere played_elsewhere[]; /* … */

/* How many verbs have a line, and one of them against every mood that it can meet. */
unsigned count_reads(void);
void play_read(Stage *stage, unsigned read);

#endif
