/* Renewing by a refresh token: one origin for all audiences. */
#ifndef MYROLES_AUTH_TOKEN_REFRESH_H
#define MYROLES_AUTH_TOKEN_REFRESH_H

#include "src/auth/origin.h"
#include "src/auth/token-store.h"
#include "src/base/clock.h"
#include "src/model/settings.h"
#include "src/net/http.h"

/* How tokens are renewed by a refresh token that a sign-in left behind. `http`, `clock`, `store` and `unsettled` are borrowed. */
typedef struct RefreshRequest {
	Http *http;
	Clock *clock;
	TokenStore *store;
	StoreKey account;      /* of the refresh token */
	const char *authority; /* where its token endpoint is asked for, when it is needed first */
	const Cloud *cloud;
	bool is_platform; /* Microsoft's: see oidc_discover; it wants to hear of cp1 with each renewal */
	/*
	 * NULL where a refresh token may be used again. Else a renewal under way comes to its end although the origin is freed,
	 * and holds this lock (lock-file.h) until the next refresh token is saved.
	 */
	const char *lock_path;
	GPtrArray *unsettled; /* such renewals: a program that is about to end lets them finish */
} RefreshRequest;

/*
 * One refresh token serves all audiences in turn, one at a time, so that a platform that revokes a used one is content. A new
 * one is saved before the access token is handed over; when it cannot be saved, it serves as long as the origin lives. When
 * one is refused and another process has saved a newer one, that is tried. An id token that comes with a renewal has to be of
 * whom the store names; where it names nobody, it will from then on. Errors: NOT_SIGNED_IN, OTHER_SIGN_IN, and those of
 * oidc_discover, oauth_post and the store. `http` and `store` outlive their own answers.
 */
TokenOrigin *token_refresh_new(const RefreshRequest *request);

/* That account (client, oid and tid of the key) is signed out: what its renewals under way bring is wiped, not kept. */
void token_refresh_discard(GPtrArray *unsettled, const StoreKey *account);

/*
 * What a sign-in brought: whose it is (oidc_fingerprint), which is copied and not asked of the store any more, and a refresh token
 * that could not be saved and serves as long as the origin lives. Copied. NULL: the store has it.
 */
void token_refresh_hold(TokenOrigin *origin, const char *subject, const Secret *token);

/*
 * Asks the store once more to take what it did not, which goes on serving until the next renewal. `done` may come before it returns:
 * there is nothing of that.
 */
void token_refresh_keep(TokenOrigin *origin, StoreDone done, gpointer data);

/* Where the store keeps whose the tokens of an account are. It borrows from `account`. */
StoreKey token_refresh_subject_key(const StoreKey *account);

#endif
