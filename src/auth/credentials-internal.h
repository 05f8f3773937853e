/* The inside of Credentials, for credentials.c and for tests. */
#ifndef MYROLES_AUTH_CREDENTIALS_INTERNAL_H
#define MYROLES_AUTH_CREDENTIALS_INTERNAL_H

#include "src/auth/account-tokens.h"
#include "src/auth/credentials.h"
#include "src/auth/sign-in-attempt.h"
#include "src/auth/token-saving.h"

/* Who came back from a sign-in, and with what. */
typedef struct Newcomer {
	char *oid, *tid, *upn; /* upn may be NULL */
	char *subject;         /* oidc_fingerprint */
	Secret *access, *refresh;
	Instant expires; /* of the access token */
} Newcomer;

struct Credentials {
	Registration registration;
	TokenStore *store;
	GPtrArray *unsettled; /* renewals that use up a refresh token (RefreshRequest) */
	AccountTokens *account;
	unsigned sign_ins; /* begun so far */

	/* The sign-in under way. */
	SignInAttempt *attempt; /* NULL: none */
	Audience audience;
	CredentialsShow show;
	CredentialsDone done;
	gpointer data;
	Newcomer newcomer;   /* whoever came back, while the tokens are being kept; else zeroed */
	TokenSaving *saving; /* NULL: nobody has come back yet */

	/* Of the last sign-in, given up while its token was on its way to the store; NULL: none, or another was begun since. */
	TokenSaving *given_up;
};

#endif
