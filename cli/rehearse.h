/*
 * A set looked at before it is needed: would each of its roles be given now, and for as long as is wanted? Nothing is sent.
 */
#ifndef MYROLES_CLI_REHEARSE_H
#define MYROLES_CLI_REHEARSE_H

#include "cli/session.h"

/* `wishes`: Wish* (wish.h). As findings: one page, one exit code. */
ExitCode rehearse(Session *session, const GPtrArray *wishes, const Options *options);

#endif
