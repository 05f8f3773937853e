/*
 * What was looked at, and how it was found: asked of the backend, and printed with the next step for each lack.
 */
#ifndef MYROLES_CLI_FINDINGS_H
#define MYROLES_CLI_FINDINGS_H

#include "cli/session.h"

/* Finding* of an intent that EVENT_EXAMINED answers are added. False: interrupted. */
bool findings_ask(Session *session, IntentKind kind, GPtrArray *findings);

/*
 * As a table (in the colors of `settings`; NULL: the default ones) or a document, as the options say; the exit code of what failed.
 */
ExitCode findings_print(const Options *options, const Settings *settings, GPtrArray *findings);

/* Both. */
ExitCode findings_examine(Session *session, IntentKind kind, const Options *options);

#endif
