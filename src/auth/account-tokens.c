#include "src/auth/account-tokens.h"

#include <string.h>

#include "src/auth/token-kept.h"
#include "src/auth/token-refresh.h"
#include "src/base/lock-file.h"

/* What one refresh token gives: the tokens of both audiences, or of one. */
typedef struct Grantor {
	TokenOrigin *refresh; /* owned by `kept` */
	TokenOrigin *kept;    /* NULL: not needed yet */
} Grantor;

/* The origin that the cache has. */
typedef struct AccountOrigin {
	TokenOrigin base;
	AccountTokens *tokens;
	bool is_renewing[AUDIENCE_COUNT];
} AccountOrigin;

struct AccountTokens {
	const Registration *registration;
	TokenStore *store;
	GPtrArray *unsettled;
	char *oid, *tid; /* NULL: no account */
	bool is_separate;
	Grantor grantors[AUDIENCE_COUNT]; /* of a shared sign-in only ARM's is used */
	AccountOrigin *origin;            /* NULL: not made, or freed by the cache */
};

/* ---- whose ---- */

const char *account_tokens_oid(const AccountTokens *tokens)
{
	return tokens->oid;
}

const char *account_tokens_tid(const AccountTokens *tokens)
{
	return tokens->tid;
}

bool account_tokens_are_of(const AccountTokens *tokens, const char *oid, const char *tid)
{
	return tokens->oid != NULL && g_ascii_strcasecmp(tokens->oid, oid) == 0 &&
	       g_ascii_strcasecmp(tokens->tid, tid) == 0;
}

bool account_tokens_is_separate(const AccountTokens *tokens)
{
	return tokens->is_separate;
}

bool account_tokens_is_shared(const AccountTokens *tokens)
{
	const Registration *registration = tokens->registration;
	/* Only Entra is known to give one refresh token for several resources. */
	return !tokens->is_separate && registration_is_entra(registration) &&
	       strcmp(registration_client_id(registration, AUDIENCE_ARM),
		      registration_client_id(registration, AUDIENCE_GRAPH)) == 0;
}

static const char *refresh_item(const AccountTokens *tokens, Audience audience)
{
	return account_tokens_is_shared(tokens) ? "refresh"
	       : audience == AUDIENCE_ARM       ? "refresh:arm"
						: "refresh:graph";
}

StoreKey account_tokens_key(const AccountTokens *tokens, Audience audience, const char *oid,
			    const char *tid)
{
	return (StoreKey){
		.cloud = tokens->registration->cloud->name,
		.issuer = registration_issuer(tokens->registration),
		.client_id = registration_client_id(tokens->registration, audience),
		.oid = oid,
		.tid = tid,
		.item = refresh_item(tokens, audience),
	};
}

/* ---- what renews them ---- */

static void on_renewed(Audience audience, Secret *token, Instant expires, GError *error,
		       gpointer data)
{
	AccountOrigin *origin = data;
	origin->is_renewing[audience] = false;
	origin->base.renewed(audience, token, expires, error, origin->base.data);
}

/* Entra itself lets a refresh token be used again; others may end everything then. */
static bool takes_tokens_once(const AccountTokens *tokens)
{
	return tokens->is_separate || !registration_is_entra(tokens->registration);
}

/* Nothing of it exists before a token is needed: a start does not wait for it. */
static void make_grantor(AccountTokens *tokens, Grantor *grantor, Audience audience)
{
	const Registration *registration = tokens->registration;
	const StoreKey key = account_tokens_key(tokens, audience, tokens->oid, tokens->tid);
	g_autofree char *authority = registration_authority(registration, tokens->tid);
	g_autofree char *account = store_key_account(&key);
	g_autofree char *lock = g_strconcat(account, "-", key.item, ".lock", NULL);
	g_autofree char *lock_path = lock_file_path(lock);
	const RefreshRequest refresh = {
		.http = registration->http,
		.clock = registration->clock,
		.store = tokens->store,
		.account = key,
		.authority = authority,
		.cloud = registration->cloud,
		.is_platform = registration_is_entra(registration),
		.lock_path = takes_tokens_once(tokens) ? lock_path : NULL,
		.unsettled = tokens->unsettled,
	};
	const KeptRequest kept = {
		.clock = registration->clock,
		.store = tokens->store,
		.account = key,
		.cloud = registration->cloud,
		.lock_path = lock_path,
	};
	grantor->refresh = token_refresh_new(&refresh);
	grantor->kept = token_kept_new(grantor->refresh, &kept);
	grantor->kept->renewed = on_renewed;
	grantor->kept->data = tokens->origin;
}

static Grantor *grantor_of(AccountTokens *tokens, Audience audience)
{
	return &tokens->grantors[account_tokens_is_shared(tokens) ? AUDIENCE_ARM : audience];
}

static Grantor *open_grantor(AccountTokens *tokens, Audience audience)
{
	Grantor *grantor = grantor_of(tokens, audience);
	if (grantor->kept == NULL)
		make_grantor(tokens, grantor, audience);
	return grantor;
}

static void close_grantors(AccountTokens *tokens)
{
	for (size_t i = 0; i < AUDIENCE_COUNT; i++) {
		Grantor *grantor = &tokens->grantors[i];
		if (grantor->kept != NULL)
			grantor->kept->free(grantor->kept);
		*grantor = (Grantor){ 0 };
	}
}

void account_tokens_take(AccountTokens *tokens, Audience audience, const SignedIn *signed_in)
{
	const Grantor *grantor = open_grantor(tokens, audience);
	token_refresh_hold(grantor->refresh, signed_in->subject, signed_in->unsaved);
	token_kept_hold(grantor->kept, signed_in->unsaved != NULL);
	token_kept_put(grantor->kept, audience, signed_in->access, signed_in->expires);
}

/* Refresh tokens on their way to the store; the first trouble is told. */
typedef struct Keeping {
	guint left;
	GError *error;
	StoreDone done;
	gpointer data;
} Keeping;

static void on_kept(const GError *error, gpointer data)
{
	Keeping *keeping = data;
	if (error != NULL && keeping->error == NULL)
		keeping->error = g_error_copy(error);
	if (--keeping->left > 0)
		return;
	keeping->done(keeping->error, keeping->data);
	g_clear_error(&keeping->error);
	g_free(keeping);
}

void account_tokens_keep(AccountTokens *tokens, StoreDone done, gpointer data)
{
	Keeping *keeping = g_new0(Keeping, 1);
	*keeping = (Keeping){ .left = 1, .done = done, .data = data };
	for (size_t i = 0; i < AUDIENCE_COUNT; i++) {
		if (tokens->grantors[i].refresh == NULL)
			continue;
		keeping->left++;
		token_refresh_keep(tokens->grantors[i].refresh, on_kept, keeping);
	}
	on_kept(NULL, keeping);
}

static void report_not_signed_in(AccountOrigin *origin, Audience audience)
{
	on_renewed(audience, NULL, 0,
		   g_error_new_literal(AUTH_ERROR, AUTH_ERROR_NOT_SIGNED_IN, "nobody is signed in"),
		   origin);
}

void account_tokens_set(AccountTokens *tokens, const char *oid, const char *tid, bool is_separate)
{
	g_autofree char *new_oid = g_strdup(oid);
	g_autofree char *new_tid = g_strdup(tid);
	AccountOrigin *origin = tokens->origin;
	close_grantors(tokens);
	g_free(tokens->oid);
	g_free(tokens->tid);
	tokens->oid = g_steal_pointer(&new_oid);
	tokens->tid = g_steal_pointer(&new_tid);
	tokens->is_separate = is_separate;
	for (Audience i = AUDIENCE_ARM; origin != NULL && i < AUDIENCE_COUNT; i++)
		if (origin->is_renewing[i])
			report_not_signed_in(origin, i);
}

/* ---- the origin ---- */

static void origin_renew(TokenOrigin *base, Audience audience, const Secret *rejected,
			 const char *claims)
{
	AccountOrigin *origin = (AccountOrigin *)base;
	TokenOrigin *kept;
	origin->is_renewing[audience] = true;
	if (origin->tokens->oid == NULL) {
		report_not_signed_in(origin, audience);
		return;
	}
	kept = open_grantor(origin->tokens, audience)->kept;
	kept->renew(kept, audience, rejected, claims);
}

static void origin_forget(TokenOrigin *base, Audience audience)
{
	const Grantor *grantor = grantor_of(((AccountOrigin *)base)->tokens, audience);
	if (grantor->kept != NULL)
		grantor->kept->forget(grantor->kept, audience);
}

static void origin_free(TokenOrigin *base)
{
	AccountOrigin *origin = (AccountOrigin *)base;
	origin->tokens->origin = NULL;
	close_grantors(origin->tokens);
	g_free(origin);
}

TokenOrigin *account_tokens_origin(AccountTokens *tokens)
{
	AccountOrigin *origin = g_new0(AccountOrigin, 1);
	g_assert(tokens->origin == NULL);
	origin->base.renew = origin_renew;
	origin->base.forget = origin_forget;
	origin->base.free = origin_free;
	origin->base.can_step_up = true;
	origin->base.step_up_hint = "sign in again";
	origin->tokens = tokens;
	tokens->origin = origin;
	return &origin->base;
}

/* ---- life ---- */

AccountTokens *account_tokens_new(const Registration *registration, TokenStore *store,
				  GPtrArray *unsettled)
{
	AccountTokens *tokens = g_new0(AccountTokens, 1);
	tokens->registration = registration;
	tokens->store = store;
	tokens->unsettled = unsettled;
	return tokens;
}

void account_tokens_free(AccountTokens *tokens)
{
	if (tokens == NULL)
		return;
	g_assert(tokens->origin == NULL);
	close_grantors(tokens);
	g_free(tokens->oid);
	g_free(tokens->tid);
	g_free(tokens);
}
