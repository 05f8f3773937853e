/*
 * Whose tokens are in use, and what renews them: one refresh token for both audiences, or one for each. It makes the origin
 * (origin.h) that the cache asks, which stays the same while accounts come and go.
 */
#ifndef MYROLES_AUTH_ACCOUNT_TOKENS_H
#define MYROLES_AUTH_ACCOUNT_TOKENS_H

#include "src/auth/origin.h"
#include "src/auth/registration.h"
#include "src/auth/token-store.h"

typedef struct AccountTokens AccountTokens;

/* Without an account. All are borrowed and outlive it; `unsettled` as in RefreshRequest. */
AccountTokens *account_tokens_new(const Registration *registration, TokenStore *store,
				  GPtrArray *unsettled);

/* After the cache that got the origin. */
void account_tokens_free(AccountTokens *tokens);

/* For the cache, once. Without an account every renewal ends with NOT_SIGNED_IN. */
TokenOrigin *account_tokens_origin(AccountTokens *tokens);

/* Another account; NULL: none. Renewals under way end with NOT_SIGNED_IN. `is_separate`: see account_tokens_is_separate. */
void account_tokens_set(AccountTokens *tokens, const char *oid, const char *tid, bool is_separate);

/* Whose they are; NULL: nobody's. Borrowed. */
const char *account_tokens_oid(const AccountTokens *tokens);
const char *account_tokens_tid(const AccountTokens *tokens);
bool account_tokens_are_of(const AccountTokens *tokens, const char *oid, const char *tid);

/* Was the platform found to give out grants for one resource only? */
bool account_tokens_is_separate(const AccountTokens *tokens);

/* Does one refresh token serve ARM and Graph? */
bool account_tokens_is_shared(const AccountTokens *tokens);

/* Where the refresh token of a person, in use or not, is kept. */
StoreKey account_tokens_key(const AccountTokens *tokens, Audience audience, const char *oid,
			    const char *tid);

/* What a sign-in brought for the account; all borrowed. */
typedef struct SignedIn {
	const char *subject; /* whose the id token is (oidc_fingerprint) */
	/* A refresh token that the store would not take: it serves as long as the account is in use. NULL: the store has it. */
	const Secret *unsaved;
	const Secret *access;
	Instant expires; /* of the access token */
} SignedIn;

void account_tokens_take(AccountTokens *tokens, Audience audience, const SignedIn *signed_in);

/* Asks the store once more to take what it did not. `done` may come before it returns. */
void account_tokens_keep(AccountTokens *tokens, StoreDone done, gpointer data);

#endif
