/*
 * A sign-in that a verb began: its pages are opened or shown, on standard error, and its end is awaited.
 */
#ifndef MYROLES_CLI_SIGN_IN_H
#define MYROLES_CLI_SIGN_IN_H

#include "cli/session.h"

/* EVENT_SIGN_IN (done; `problem`: what did not come with it) or EVENT_SIGN_IN_FAILED. NULL: interrupted. */
Event *sign_in_follow(Session *session, uint64_t intent);

#endif
