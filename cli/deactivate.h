/*
 * The deactivation of one row, sent, followed and told.
 */
#ifndef MYROLES_CLI_DEACTIVATE_H
#define MYROLES_CLI_DEACTIVATE_H

#include "cli/session.h"

typedef struct DeactivateManner {
	const Options *options;
	bool is_dry_run, is_waiting;
	bool is_listed; /* a list of the service has the row */
} DeactivateManner;

ExitCode deactivate_row(Session *session, const Assignment *row, const DeactivateManner *manner);

#endif
