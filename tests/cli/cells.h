/*
 * A verb, and what is to come of it: what a person reads, what a script gets, what the history keeps, and what the service did in
 * truth.
 */
#ifndef MYROLES_TESTS_CLI_CELLS_H
#define MYROLES_TESTS_CLI_CELLS_H

#include "tests/e2e/stage.h"

#define NEWEST  "NEWEST"  /* in a verb: the id of the newest request about the role */
#define WAITING "WAITING" /* … of what waits first for one's own decision */
#define ANY     "ANY" /* in place of facts: it may print what it wants, and is asked for no document */

/* The role that all cells of a table are about. */
typedef struct CellSubject {
	const char *role, *scope; /* ids, in documents; of the role its end */
	const char *own_role;     /* how the service calls the role */
} CellSubject;

typedef struct Cell {
	const char *
		verb; /* "+PT6M": no verb, the clock moves; "\"…\":…": a setting; "{…}": a fault; "!{…}": what a sign-in proves; "@…": on another machine, whose journal is its own */
	int code;
	const char *words; /* on standard error: "" nothing, else a part of it */
	const char *
		json; /* "status=active, errors=0": fact_of in test-moods.c; NULL: it prints nothing, and is asked for none */
	const char *
		journal; /* the newest entry about the role: "activate active"; NULL: not looked at */
	const char *
		truth; /* of the service: how much it was asked, and whether the role is on; "…, 1 decided": and how often it was decided */
} Cell;

/* True when all is as the cell says; else what is so is printed, under the name. CELLS_TELL=1 prints it always. */
bool cell_is_right(Stage *stage, const char *name, const CellSubject *subject, const Cell *cell);

#endif
