/* Keeping access tokens between runs: an origin around another one. */
#ifndef MYROLES_AUTH_TOKEN_KEPT_H
#define MYROLES_AUTH_TOKEN_KEPT_H

#include "src/auth/origin.h"
#include "src/auth/token-store.h"
#include "src/base/clock.h"
#include "src/model/settings.h"

/* How access tokens are kept between runs. `clock` and `store` are borrowed, the rest is copied. */
typedef struct KeptRequest {
	Clock *clock;
	TokenStore *store;
	StoreKey account; /* `item` is not used */
	const Cloud *cloud;
	const char *lock_path; /* of the lock between processes; see lock-file.h */
} KeptRequest;

/*
 * Around `inner` (taken): what it makes is kept in the store, and used by the next run and by other processes until it is
 * about to end. What satisfies a challenge is not kept. A lock lets one process renew at a time, and the others take what it
 * got; ten seconds later they renew without the lock.
 */
TokenOrigin *token_kept_new(TokenOrigin *inner, const KeptRequest *request);

/* Does the inner one hold what it needs? Then a store that cannot be read is no reason to give up. */
void token_kept_hold(TokenOrigin *origin, bool is_held);

/* Keeps a token that a sign-in brought. */
void token_kept_put(TokenOrigin *origin, Audience audience, const Secret *token, Instant expires);

#endif
