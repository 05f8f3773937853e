/*
 * The one eligible row that ROLE [SCOPE] of a command line mean, and what is known of it.
 */
#ifndef MYROLES_CLI_ROW_H
#define MYROLES_CLI_ROW_H

#include "cli/session.h"
#include "frontend/target.h"

typedef struct Row {
	GPtrArray *rows; /* Eligibility*: all that there are */
	Target target;
} Row;

void row_clear(Row *row);

/* By the first two words of the command line. EXIT_DONE, or why not was told (and printed, with --json). */
ExitCode row_choose(Session *session, const Options *options, Row *row);

/* Whose role, where, until when, and all ids: added to `facts` (facts.h). */
void row_add_facts(const Target *target, GPtrArray *facts);

/* The facts, or {"schema","account","tenant",NAME:{…},"errors"}. */
void row_print(const Session *session, const GPtrArray *facts, DocumentKind kind, bool is_json);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Row, row_clear)

#endif
