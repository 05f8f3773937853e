/*
 * One list of all workloads, gathered for a verb; and what of it failed.
 */
#ifndef MYROLES_CLI_LISTS_H
#define MYROLES_CLI_LISTS_H

#include "cli/session.h"

/*
 * Loads one list of all workloads, and no other: its rows in the order of workloads. Failures are added to the session's problems. NULL: interrupted. `as_of`: of the oldest one; 0 when none came.
 */
GPtrArray *session_load(Session *session, ListId list, Instant *as_of);

/* 0 when no list failed, 6 when some rows came, else the problem's. Tells each problem on standard error. */
ExitCode session_report(const Session *session, bool has_rows);

#endif
