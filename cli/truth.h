/* How far each active role has come, and what of it stays in the tokens of other programs. */
#ifndef MYROLES_CLI_TRUTH_H
#define MYROLES_CLI_TRUTH_H

#include "cli/session.h"

/* Prints rows (Assignment*), each asked for by itself. `as_of`: of their list. EXIT_DONE, or it was interrupted. */
ExitCode truth_print(Session *session, const GPtrArray *rows, Instant as_of,
		     const Options *options);

#endif
