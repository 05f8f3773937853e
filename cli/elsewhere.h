/*
 * The active roles of all accounts: those of the one in use, and those of others as they were known last.
 */
#ifndef MYROLES_CLI_ELSEWHERE_H
#define MYROLES_CLI_ELSEWHERE_H

#include "cli/lists.h"

/* Prints them, and tells how it went. `listing`: what is active of the account in use. */
ExitCode elsewhere_print(Session *session, const Options *options, const Listing *listing,
			 bool has_rows);

#endif
