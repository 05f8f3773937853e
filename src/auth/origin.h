/*
 * What can make a new access token: a file, the Azure CLI, or the refresh token that a sign-in left behind. The cache asks
 * for one renewal at a time of each audience.
 */
#ifndef MYROLES_AUTH_ORIGIN_H
#define MYROLES_AUTH_ORIGIN_H

#include <stdbool.h>

#include "src/auth/token-store.h"
#include "src/base/clock.h"
#include "src/model/settings.h"
#include "src/net/http.h"
#include "src/net/token.h"

typedef struct TokenOrigin TokenOrigin;

/*
 * Token (taken) and when it ends (0: not known), or an error (taken). Comes once for each `renew`, perhaps from inside of it; not
 * after `free`.
 */
typedef void (*TokenRenewed)(Audience audience, Secret *token, Instant expires, GError *error,
			     gpointer data);

struct TokenOrigin {
	/*
	 * Makes a token for `audience`, which is not being renewed yet. `rejected`: one that a service refused; an origin that
	 * cannot tell makes a new one anyhow. `claims`: a challenge to satisfy as JSON; the cache sets it only where
	 * `can_step_up`. Both are borrowed and may be NULL.
	 */
	void (*renew)(TokenOrigin *origin, Audience audience, const Secret *rejected,
		      const char *claims);
	/* What is kept for `audience` does not carry the newest roles, and is not used any more. NULL: nothing is kept. */
	void (*forget)(TokenOrigin *origin, Audience audience);
	void (*free)(TokenOrigin *origin);
	bool can_step_up;
	const char *step_up_hint; /* what the person can do instead; static */

	/* Set by whoever renews: the cache, or an origin around this one. */
	TokenRenewed renewed;
	gpointer data;
};

/*
 * The file of token_source=file: {"arm":"…","graph":"…"}, 0600. `path` is copied, `clock` borrowed. While the token there is the
 * rejected one or has ended, the file is read again for up to `patience_ms`. Errors: FILE_MISSING, FILE_UNSAFE, FILE_BAD, EXPIRED.
 */
TokenOrigin *token_file_new(const char *path, Clock *clock, unsigned patience_ms);

/*
 * The Azure CLI of token_source=az, which is run for each token and ended after `deadline_ms`. `cloud` and `tenant` are copied;
 * `tenant` NULL: the CLI's own. Errors: AZ_MISSING, AZ_SIGNED_OUT, AZ_FAILED, TIMED_OUT.
 */
TokenOrigin *token_az_new(const Cloud *cloud, const char *tenant, unsigned deadline_ms);

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
 * one is refused and another process has saved a newer one, that is tried. Errors: NOT_SIGNED_IN, and those of oidc_discover,
 * oauth_post and the store. `http` and `store` outlive their own answers.
 */
TokenOrigin *token_refresh_new(const RefreshRequest *request);

/* That account (client, oid and tid of the key) is signed out: what its renewals under way bring is wiped, not kept. */
void token_refresh_discard(GPtrArray *unsettled, const StoreKey *account);

/* A refresh token that could not be saved: it serves as long as the origin lives. Copied. NULL: the store has it. */
void token_refresh_hold(TokenOrigin *origin, const Secret *token);

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

/* A token is renewed this long before its end. */
#define TOKEN_MARGIN_SECONDS 300

#endif
