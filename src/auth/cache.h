/*
 * The token cache: the TokenProvider that the HTTP queue sees. It keeps one token per audience until five minutes
 * before its end, lets waiting calls share one renewal, and lets no token pass that is for another service, another
 * tenant or another person than the first one was.
 */
#ifndef MYROLES_AUTH_CACHE_H
#define MYROLES_AUTH_CACHE_H

#include "src/auth/origin.h"
#include "src/model/settings.h"

/* Takes `origin`; copies `cloud` and `tenant` (a GUID is compared with the tokens'; NULL or a domain is not). */
TokenProvider *token_cache_new(TokenOrigin *origin, const Cloud *cloud, const char *tenant,
			       Clock *clock);

/* Whose tokens pass from now on (NULL: the next one's); those that are there are dropped. */
void token_cache_set_account(TokenProvider *provider, const char *oid, const char *tid);

/*
 * A token that a sign-in brought, checked like any other; errors as of `ready`. `expires` 0: not known. It overtakes a
 * renewal under way, and half a minute long nothing but its refusal takes it away: what it was got for is sent with it.
 */
bool token_cache_put(TokenProvider *provider, Audience audience, const Secret *token,
		     Instant expires, GError **error);

/* Is there a token that says which authentication contexts it was got for, and not for this one? */
bool token_cache_lacks_context(const TokenProvider *provider, Audience audience,
			       const char *context);

#endif
