/*
 * Signing in without a page. A refresh token is bound to person and client, not to a tenant (Microsoft identity platform,
 * "Refresh tokens"): the one that is kept for a person in one tenant may get tokens in another, where the person is a guest.
 */
#ifndef MYROLES_AUTH_SILENT_SIGN_IN_H
#define MYROLES_AUTH_SILENT_SIGN_IN_H

#include "src/auth/sign-in.h"
#include "src/auth/token-store.h"

typedef struct SilentSignIn SilentSignIn;

typedef struct SilentRequest {
	const char *authority; /* of the tenant to enter */
	const char *scope;     /* of one resource, with "openid profile offline_access" */
	const char *claims;    /* NULL: none */
	StoreKey from;         /* the refresh token that is tried; it stays where it is */
} SilentRequest;

/*
 * `http`, `clock` and `store` are borrowed and outlive the answer of the store; `request` is copied. `done` comes once,
 * from the main loop. Errors of AUTH_ERROR: NOT_SIGNED_IN when nothing is kept, INTERACTION when the person is needed.
 */
SilentSignIn *silent_sign_in_new(Http *http, Clock *clock, TokenStore *store,
				 const SilentRequest *request, SignInDone done, gpointer data);
void silent_sign_in_free(SilentSignIn *silent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SilentSignIn, silent_sign_in_free)

#endif
