/* Which of the sign-ins that are written down is to be used. */
#ifndef MYROLES_BACKEND_SIGN_IN_CHOICE_H
#define MYROLES_BACKEND_SIGN_IN_CHOICE_H

#include "src/backend/network.h"
#include "src/store/journal.h"

/* Whose sign-in is wanted; all NULL: the last one. */
typedef struct SignInWish {
	const Account *account;
	const char *tenant; /* an id or a name */
	const char *person; /* a user name or an object id */
} SignInWish;

/*
 * Of `sign_ins` (JournalSignIn*, the last first) the one to use with that connection; NULL without an error: nobody is wanted
 * in particular, and nobody was there. Errors of AUTH_ERROR: who is wanted is not there, or several fit. Borrowed.
 */
const JournalSignIn *sign_in_choose(const Connection *connection, const GPtrArray *sign_ins,
				    const SignInWish *wish, GError **error);

/* An id or a name. */
bool sign_in_is_in_tenant(const Account *account, const char *tenant);

#endif
