/*
 * What can make a new access token. The cache asks it one renewal at a time for each audience; signing in by
 * browser will be one more origin.
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

/* Token (taken) and when it ends (0: not known), or an error (taken). May be called from inside renew. */
typedef void (*TokenRenewed)(Audience audience, Secret *token, Instant expires, GError *error,
			     gpointer data);

struct TokenOrigin {
	/*
	 * Makes a token; reports once through `renewed`. `rejected`: one that a service refused (borrowed, may be
	 * NULL). `claims`: a challenge to satisfy, NULL: none, and never set when `can_step_up` is false.
	 */
	void (*renew)(TokenOrigin *origin, Audience audience, const Secret *rejected,
		      const char *claims);
	/* What is kept of `audience` is not to be used any more: it does not carry the newest roles. NULL: nothing is kept. */
	void (*forget)(TokenOrigin *origin, Audience audience);
	/* Ends what is under way without a report. */
	void (*free)(TokenOrigin *origin);
	bool can_step_up;
	const char *step_up_hint; /* what the person can do instead; static */

	/* Set by the cache. */
	TokenRenewed renewed;
	gpointer data;
};

/* The file of token_source=file: {"arm":"…","graph":"…"}, 0600. `path` is copied, `clock` borrowed. When the token
 * there is the rejected one or has ended, the file is read again for up to `patience_ms`. */
TokenOrigin *token_file_new(const char *path, Clock *clock, unsigned patience_ms);

/* The Azure CLI of token_source=az. Both are copied; `tenant` NULL: the CLI's own. */
TokenOrigin *token_az_new(const Cloud *cloud, const char *tenant, unsigned deadline_ms);

/* How tokens are renewed by a refresh token that a sign-in left behind. All is copied but `http`, `clock`, `store`. */
typedef struct RefreshRequest {
	Http *http;
	Clock *clock;
	TokenStore *store;
	StoreKey account;      /* of the refresh token */
	const char *authority; /* where its token endpoint is asked for, when it is needed first */
	const Cloud *cloud;
	bool is_platform; /* Microsoft's: see oidc_discover; it wants to hear of cp1 with each renewal */
	/*
	 * Of a platform that takes each refresh token once only, else NULL: a renewal that is under way when the origin is
	 * freed comes to its end, and holds this lock (lock-file.h) until the next refresh token is saved. `unsettled`
	 * (borrowed) has such renewals, TokenOrigin*: a program that is about to end lets them.
	 */
	const char *lock_path;
	GPtrArray *unsettled;
} RefreshRequest;

/*
 * One refresh token serves all audiences in turn, one at a time, so that a platform that revokes a used one is content;
 * each new one is saved before it is used. When it is refused and another process has saved a newer one, that is tried.
 */
TokenOrigin *token_refresh_new(const RefreshRequest *request);

/*
 * Nothing of that account is to be kept any more: what a renewal under way brings is wiped. `unsettled` as in RefreshRequest;
 * of the key, item and issuer do not matter.
 */
void token_refresh_discard(GPtrArray *unsettled, const StoreKey *account);

/* A refresh token that could not be saved: it serves as long as the origin lives. Copied. NULL: the store has it. */
void token_refresh_hold(TokenOrigin *origin, const Secret *token);

/* How access tokens are kept between runs. All is copied but `clock` and `store`. */
typedef struct KeptRequest {
	Clock *clock;
	TokenStore *store;
	StoreKey account; /* `item` is not used */
	const Cloud *cloud;
	const char *lock_path; /* of the lock between processes; see lock-file.h */
} KeptRequest;

/*
 * Around `inner` (taken): what it makes is kept in the store and used by the next run and by other processes until
 * it is about to end. A lock lets one process renew at a time, and the others take what it got.
 */
TokenOrigin *token_kept_new(TokenOrigin *inner, const KeptRequest *request);

/* Does the inner one hold what it needs? Then a store that cannot be read is no reason to give up. */
void token_kept_hold(TokenOrigin *origin, bool is_held);

/* Keeps a token that a sign-in brought. */
void token_kept_put(TokenOrigin *origin, Audience audience, const Secret *token, Instant expires);

/* The token is not used within this time of its end. */
#define TOKEN_MARGIN_SECONDS 300

#endif
