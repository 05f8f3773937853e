/*
 * One attempt to sign in: without a page, where there is a refresh token to try, else by browser or by code; and the check
 * that it was the one who was meant who came back.
 */
#ifndef MYROLES_AUTH_SIGN_IN_ATTEMPT_H
#define MYROLES_AUTH_SIGN_IN_ATTEMPT_H

#include "src/auth/credentials.h"
#include "src/auth/registration.h"

typedef struct SignInAttempt SignInAttempt;

/* A refresh token of the same person that is tried before any page. The store outlives its own answer. */
typedef struct SilentSource {
	TokenStore *store;
	StoreKey key;
} SilentSource;

/*
 * Begins. `registration` is borrowed. `request` is copied: its `tenant` is where to sign in (NULL: anywhere). `source` NULL: there
 * is nothing to try. `show` comes once for each page; `done` once, and then the attempt
 * is to be freed. Errors of AUTH_ERROR: WRONG_ACCOUNT, and those of the way that was gone.
 */
SignInAttempt *sign_in_attempt_new(const Registration *registration,
				   const CredentialsRequest *request, const SilentSource *source,
				   CredentialsShow show, SignInDone done, gpointer data);

/* Ends it without a word. */
void sign_in_attempt_free(SignInAttempt *attempt);

/* The redirected address, pasted. False with error set: it is not the one that is waited for. */
bool sign_in_attempt_paste(SignInAttempt *attempt, const char *address, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SignInAttempt, sign_in_attempt_free)

#endif
