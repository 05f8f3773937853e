/*
 * What others asked for and waits for one's decision: which is meant, and what is known of it.
 */
#ifndef MYROLES_CLI_APPROVALS_H
#define MYROLES_CLI_APPROVALS_H

#include "cli/refusal.h"
#include "cli/session.h"
#include "src/model/brief.h"

/* Request*: all that waits. NULL: it was told why not, and *code says how to end. Caller unrefs. */
GPtrArray *approvals_load(Session *session, ExitCode *code);

/* Of `rows` those of that id, or whose ids begin so: borrowed. Caller unrefs. */
GPtrArray *approvals_find(const GPtrArray *rows, const char *word);

/* Of `rows` those that the words name, by an id or its begin: borrowed, in the order of the words, each once. NULL: one of them names none, and why was told. */
GPtrArray *approvals_choose(const GPtrArray *rows, char **words, Refusal *refusal);

/* All that can be read of it; or, not `is_deep`, its policy alone. NULL: `*code` says how to end, and why was told. */
Brief *approvals_read_brief(Session *session, const Request *request, bool is_deep, ExitCode *code);

#endif
