/* `list active --at`: who is active at a scope. */
#ifndef MYROLES_CLI_HOLDINGS_H
#define MYROLES_CLI_HOLDINGS_H

#include "cli/session.h"

/* Prints them and says what could not be told. */
ExitCode holdings_run(Session *session, const Options *options, const char *at);

#endif
