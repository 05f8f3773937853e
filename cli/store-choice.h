/* Where no keyring is there to keep a sign-in, the person says where else: nothing is chosen for them. */
#ifndef MYROLES_CLI_STORE_CHOICE_H
#define MYROLES_CLI_STORE_CHOICE_H

#include "cli/session.h"

typedef enum {
	STORE_CHOICE_NONE, /* nothing to choose, nobody to ask, or nothing was chosen: all is as it was */
	STORE_CHOICE_MADE, /* the configuration says it now: a session opened from now on goes by it */
	STORE_CHOICE_FAILED, /* it was told why */
	STORE_CHOICE_INTERRUPTED,
} StoreChoice;

/* Of the account in use, on a terminal. */
StoreChoice store_choice_ask(Session *session, const Options *options);

/* After a choice: can the store be used? Else it is told why not, and the exit code for it. */
ExitCode store_choice_check(Session *session);

#endif
