/*
 * Mood × verb × what is told: each mood of the service (tenant/settings.c) beside the verbs that meet it. A row says what a person
 * reads, what a script gets, what the history keeps, and what the service did in truth.
 */
#ifndef MYROLES_TESTS_CLI_MOODS_TABLE_H
#define MYROLES_TESTS_CLI_MOODS_TABLE_H

#define CELLS  12
#define NEWEST "NEWEST" /* in a verb: the id of the newest request about the role */

typedef struct Cell {
	const char *
		verb; /* "+PT6M": no verb, the clock moves; "\"…\":…": a setting; "{…}": a fault; "!{…}": what a sign-in proves; "@…": on another machine, whose journal is its own */
	int code;
	const char *words; /* on standard error: "" nothing, else a part of it */
	const char *
		json; /* "status=active, errors=0": fact_of in test-moods.c; NULL: it prints nothing, and is asked for none */
	const char *
		journal; /* the newest entry about the role: "activate active"; NULL: not looked at */
	const char *truth; /* of the service: how much it was asked, and whether the role is on */
} Cell;

typedef struct Mood {
	const char *name; /* the settings that it is about */
	Cell cells[CELLS];
} Mood;

extern const Mood moods_table[]; /* ends with a row without a name */

#endif
