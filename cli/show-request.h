/*
 * What is known of one request, one's own or one that waits for one's decision.
 */
#ifndef MYROLES_CLI_SHOW_REQUEST_H
#define MYROLES_CLI_SHOW_REQUEST_H

#include "cli/session.h"

/* Is it the begin of a request's id, which no name of a role is likely to be: eight characters or more of a GUID? */
bool show_is_request(const char *word);

/*
 * True: a request is meant, it was printed (or why not was told), and *code says how to end. False: no request is known by
 * that id, and nothing was told.
 */
bool show_request(Session *session, const Options *options, ExitCode *code);

#endif
