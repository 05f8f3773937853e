/*
 * What can make a new access token: a file, the Azure CLI, or the refresh token that a sign-in left behind. The cache asks
 * for one renewal at a time of each audience.
 */
#ifndef MYROLES_AUTH_ORIGIN_H
#define MYROLES_AUTH_ORIGIN_H

#include <stdbool.h>

#include "src/base/clock.h"
#include "src/base/secret.h"
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
	const char *step_up_hint; /* what the person can do instead; lives as long as this */

	/* Set by whoever renews: the cache, or an origin around this one. */
	TokenRenewed renewed;
	gpointer data;
};

/* A token is renewed this long before its end. */
#define TOKEN_MARGIN_SECONDS 300

#endif
