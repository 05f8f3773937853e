/*
 * The policy of a row at a scope, read for a verb; and as facts.
 */
#ifndef MYROLES_CLI_POLICY_H
#define MYROLES_CLI_POLICY_H

#include "cli/session.h"
#include "frontend/target.h"

/* One that is not known where it could not be read, and `problem` says why (taken; it may be NULL). NULL: interrupted. The caller frees. */
Policy *session_read_policy(Session *session, const Target *target, Problem **problem);

/* All its settings in words, added to `facts` (facts.h). */
void policy_add_facts(const Policy *policy, GPtrArray *facts);

/* EXIT_DONE, or 6: it is not known, which was told; `problem`: why, or NULL. */
ExitCode policy_report(const Policy *policy, const Problem *problem);

#endif
