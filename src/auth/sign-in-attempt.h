/*
 * One attempt to sign in: without a page, where there is a refresh token to try, else by browser or by code; and the check
 * that it was the one who was meant who came back.
 */
#ifndef MYROLES_AUTH_SIGN_IN_ATTEMPT_H
#define MYROLES_AUTH_SIGN_IN_ATTEMPT_H

#include "src/auth/credentials.h"
#include "src/auth/registration.h"

typedef struct SignInAttempt SignInAttempt;

/*
 * Begins. `registration` and `store` are borrowed; `store` outlives its own answer. `request` is copied: its `tenant` is where
 * to sign in (NULL: anywhere). `from`: the refresh token to try before any page; NULL: none. `show` comes once for each page,
 * `done` once, with tokens that hold a refresh token; then free the attempt. Errors of AUTH_ERROR: WRONG_ACCOUNT, and those
 * of the way that was gone.
 */
SignInAttempt *sign_in_attempt_new(const Registration *registration, TokenStore *store,
				   const CredentialsRequest *request, const StoreKey *from,
				   CredentialsShow show, SignInDone done, gpointer data);

/* Ends it without a word. */
void sign_in_attempt_free(SignInAttempt *attempt);

/* The redirected address, pasted. False with error set: it is not the one that is waited for. */
bool sign_in_attempt_paste(SignInAttempt *attempt, const char *address, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SignInAttempt, sign_in_attempt_free)

#endif
