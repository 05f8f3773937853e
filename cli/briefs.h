/*
 * What to know of requests before deciding them, read a few at a time.
 */
#ifndef MYROLES_CLI_BRIEFS_H
#define MYROLES_CLI_BRIEFS_H

#include "cli/session.h"
#include "frontend/briefed.h"

/*
 * Briefed*, in the order of `rows` (Request*, borrowed as long); `waiting`: all that waits, by which it is counted how often
 * somebody asks. Why one could not be read at all was told, and `*code` says how to end. NULL: the same, of all. Caller unrefs.
 */
GPtrArray *session_read_briefs(Session *session, const GPtrArray *rows, const GPtrArray *waiting,
			       ExitCode *code);

/* Was all of all read? What is missing is named in them. */
bool briefs_are_whole(const GPtrArray *briefs);

/* The one request: what is asked for, what to know, all ids. */
ExitCode session_print_brief(Session *session, const Request *request, const GPtrArray *waiting,
			     const Options *options);

#endif
