/*
 * An activation that was refused, since the role is on already: what holds, and whether that is what was asked for.
 */
#ifndef MYROLES_CLI_HELD_H
#define MYROLES_CLI_HELD_H

#include "cli/session.h"
#include "frontend/outcome.h"

/*
 * Looks for what is active, and makes the outcome of it: no problem when it lasts for `wished` seconds (0: any time) from
 * now on, or where a later start is promised already for so long; else the problem says until when it does.
 */
void held_judge(Session *session, Outcome *outcome, int64_t wished);

/* What came true but ends before `wished` seconds are over has a problem, too. */
void held_compare(const Session *session, Outcome *outcome, int64_t wished);

/* The row of that role at that very scope that lasts longest, among Assignment*; NULL: it is not active there. Borrowed. */
const Assignment *held_find(const GPtrArray *rows, const Subject *subject);

#endif
