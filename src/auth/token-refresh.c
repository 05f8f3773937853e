#include "src/auth/token-refresh.h"

#include <gio/gio.h>
#include <string.h>

#include "src/auth/audience.h"
#include "src/auth/claims.h"
#include "src/auth/oauth.h"
#include "src/auth/oidc.h"
#include "src/base/lock-file.h"

typedef struct TokenRefresh {
	TokenOrigin base;
	Http *http;
	Clock *clock;
	TokenStore *store;
	Cloud *cloud;
	StoreKey *account; /* where the refresh token is kept */
	char *authority;
	bool is_platform;
	char *endpoint;   /* NULL: not known yet */
	char *issuer;     /* of the same metadata */
	char *subject;    /* whose they are (oidc_fingerprint); NULL: nobody knows yet */
	bool has_subject; /* the store was asked for it, or a sign-in has told it */

	struct {
		bool is_wanted;
		char *claims;
	} wishes[AUDIENCE_COUNT];
	Audience active;   /* AUDIENCE_NONE: nothing is under way */
	Secret *used;      /* the refresh token of the request under way */
	bool is_second;    /* the one that another process had saved is being tried */
	Secret *unsaved;   /* the newest refresh token, when the store would not take it */
	OauthTokens fresh; /* came, and wait until the new refresh token is saved */
	Instant expires;   /* of the access token among them */
	GError *refusal;   /* why the first one did not do */
	uint64_t request;
	char *lock_path;      /* NULL: a refresh token may be used twice */
	GPtrArray *unsettled; /* of all origins */
	bool is_discarded;    /* its account has signed out */
	bool is_unsettled; /* the refresh token is being used up, and the next one is not saved yet */
	int lock;          /* held when abandoned and unsettled; -1: not held */
	bool is_abandoned; /* freed while a call was under way, whose end is awaited */
} TokenRefresh;

static void load(TokenRefresh *refresh);

/* ---- life ---- */

static void fresh_clear(TokenRefresh *refresh)
{
	g_clear_pointer(&refresh->fresh.access, secret_free);
	g_clear_pointer(&refresh->fresh.refresh, secret_free);
}

static void unsettle(TokenRefresh *refresh)
{
	if (refresh->lock_path == NULL || refresh->is_unsettled)
		return;
	refresh->is_unsettled = true;
	g_ptr_array_add(refresh->unsettled, refresh);
}

static void settle(TokenRefresh *refresh)
{
	if (!refresh->is_unsettled)
		return;
	refresh->is_unsettled = false;
	g_ptr_array_remove_fast(refresh->unsettled, refresh);
	lock_file_release(&refresh->lock);
}

static void destroy(TokenRefresh *refresh)
{
	settle(refresh);
	fresh_clear(refresh);
	g_free(refresh->lock_path);
	secret_free(refresh->used);
	secret_free(refresh->unsaved);
	g_clear_error(&refresh->refusal);
	for (size_t i = 0; i < AUDIENCE_COUNT; i++)
		g_free(refresh->wishes[i].claims);
	cloud_free(refresh->cloud);
	store_key_free(refresh->account);
	g_free(refresh->authority);
	g_free(refresh->endpoint);
	g_free(refresh->issuer);
	g_free(refresh->subject);
	g_free(refresh);
}

/* A call has ended. False: nobody wants to know, and all is freed. */
static bool is_wanted(TokenRefresh *refresh)
{
	if (!refresh->is_abandoned)
		return true;
	destroy(refresh);
	return false;
}

/* ---- one after the other ---- */

static void begin_next(TokenRefresh *refresh)
{
	for (Audience i = AUDIENCE_ARM; i < AUDIENCE_COUNT; i++) {
		if (!refresh->wishes[i].is_wanted || refresh->active != AUDIENCE_NONE)
			continue;
		refresh->active = i;
		refresh->is_second = false;
		load(refresh);
	}
}

/* Token or error (both taken) of the audience under way. */
static void report(TokenRefresh *refresh, Secret *token, Instant expires, GError *error)
{
	Audience audience = refresh->active;
	if (g_error_matches(error, AUTH_ERROR, AUTH_ERROR_INTERACTION))
		auth_error_set_claims(error, refresh->wishes[audience].claims);
	refresh->active = AUDIENCE_NONE;
	refresh->wishes[audience].is_wanted = false;
	g_clear_pointer(&refresh->wishes[audience].claims, g_free);
	g_clear_pointer(&refresh->used, secret_free);
	g_clear_error(&refresh->refusal);
	refresh->base.renewed(audience, token, expires, error, refresh->base.data);
	begin_next(refresh);
}

/* ---- tokens ---- */

StoreKey token_refresh_subject_key(const StoreKey *account)
{
	StoreKey key = *account;
	key.item = "subject";
	return key;
}

static void wipe(TokenRefresh *refresh)
{
	const StoreKey subject = token_refresh_subject_key(refresh->account);
	refresh->store->erase(refresh->store, refresh->account, NULL, NULL);
	refresh->store->erase(refresh->store, &subject, NULL, NULL);
}

static void on_saved(const GError *error, gpointer data)
{
	TokenRefresh *refresh = data;
	Secret *token;
	Instant expires;
	if (refresh->is_discarded && !g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
		wipe(refresh);
	settle(refresh);
	if (!is_wanted(refresh))
		return;
	/* One that could not be saved serves as long as this process does. */
	g_clear_pointer(&refresh->unsaved, secret_free);
	if (error != NULL)
		refresh->unsaved = g_steal_pointer(&refresh->fresh.refresh);
	token = g_steal_pointer(&refresh->fresh.access);
	expires = refresh->expires;
	fresh_clear(refresh);
	report(refresh, token, expires, NULL);
}

static void keep_tokens(TokenRefresh *refresh)
{
	if (refresh->fresh.refresh == NULL)
		on_saved(NULL, refresh);
	else
		refresh->store->save(refresh->store, refresh->account, refresh->fresh.refresh,
				     on_saved, refresh);
}

/* A store that would not take it is asked again with the next renewal of the next run. */
static void on_subject_kept(const GError *error, gpointer data)
{
	if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
		on_saved(error, data);
	else
		keep_tokens(data);
}

/* The first id token of an account that an earlier version signed in. */
static void keep_subject(TokenRefresh *refresh)
{
	const StoreKey key = token_refresh_subject_key(refresh->account);
	g_autoptr(Secret) value = secret_new(refresh->subject, -1);
	refresh->store->save(refresh->store, &key, value, on_subject_kept, refresh);
}

/*
 * A renewal need not bring an id token; one that it brings says the same as the first (OpenID Connect Core 1.0, section 12.2).
 * `is_new`: nobody knew so far whose they are.
 */
static bool check_identity(TokenRefresh *refresh, const OauthTokens *tokens, bool *is_new,
			   GError **error)
{
	const OidcExpected expected = {
		.issuer = refresh->issuer,
		.client_id = refresh->account->client_id,
		.access = tokens->access,
		.oid = refresh->account->oid,
		.tid = refresh->account->tid,
		.subject = refresh->subject,
		.now = clock_now(refresh->clock),
	};
	g_auto(TokenClaims) claims = { 0 };
	g_autoptr(GError) fault = NULL;
	if (tokens->id == NULL)
		return true;
	if (!oidc_check_id_token(tokens->id, &expected, &claims, &fault)) {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_OTHER_SIGN_IN,
			    "the sign-in cannot be renewed, and nothing of what came was kept: %s",
			    fault->message);
		return false;
	}
	if (refresh->subject == NULL) {
		refresh->subject = oidc_fingerprint(claims.subject);
		*is_new = refresh->subject != NULL;
	}
	return true;
}

static void on_tokens(const OauthTokens *answer, const GError *failure, gpointer data)
{
	TokenRefresh *refresh = data;
	const OauthTokens *tokens = answer;
	g_autoptr(GError) error = failure != NULL ? g_error_copy(failure) : NULL;
	bool is_new = false;
	refresh->request = 0;
	if (answer != NULL && !check_identity(refresh, answer, &is_new, &error))
		tokens = NULL;
	if (tokens == NULL || refresh->is_discarded)
		settle(refresh);
	/* A successor of a token that is used up is saved, whether or not anybody waits for it. */
	if (!refresh->is_unsettled && !is_wanted(refresh))
		return;
	if (tokens == NULL && !refresh->is_second &&
	    g_error_matches(error, AUTH_ERROR, AUTH_ERROR_INTERACTION) &&
	    auth_error_details(error).claims == NULL) {
		/* Has another process a newer one? */
		refresh->is_second = true;
		refresh->refusal = g_error_copy(error);
		load(refresh);
		return;
	}
	if (tokens == NULL) {
		report(refresh, NULL, 0, g_error_copy(error));
		return;
	}
	refresh->fresh.access = secret_copy(tokens->access);
	refresh->expires = oauth_expiry(tokens, clock_now(refresh->clock));
	refresh->fresh.refresh = secret_copy(tokens->refresh);
	if (is_new)
		keep_subject(refresh);
	else
		keep_tokens(refresh);
}

/*
 * Microsoft's refresh token serves several resources, and has to be told for which. Elsewhere what was granted may be less than
 * what was asked for, and more than that must not be asked for: without a word it is all of it (RFC 6749 §6).
 */
static char *make_scope(const TokenRefresh *refresh)
{
	g_autofree char *resource = audience_resource(refresh->cloud, refresh->active);
	/* A resource that ends with a slash keeps it: two stand before ".default". */
	return refresh->is_platform
		       ? g_strconcat(resource, "/.default openid profile offline_access", NULL)
		       : NULL;
}

static void post(TokenRefresh *refresh)
{
	g_autoptr(PostForm) form = post_form_new();
	const char *wanted = refresh->wishes[refresh->active].claims;
	g_autofree char *claims =
		refresh->is_platform ? claims_with_capability(wanted) : g_strdup(wanted);
	g_autofree char *scope = make_scope(refresh);
	post_form_add(form, "grant_type", "refresh_token");
	post_form_add(form, "client_id", refresh->account->client_id);
	post_form_add(form, "scope", scope);
	post_form_add(form, "claims", claims);
	post_form_add_secret(form, "refresh_token", refresh->used);
	unsettle(refresh);
	refresh->request = oauth_post(refresh->http, refresh->endpoint, form, on_tokens, refresh);
}

static void on_metadata(const OidcMetadata *metadata, const GError *error, gpointer data)
{
	TokenRefresh *refresh = data;
	refresh->request = 0;
	if (!is_wanted(refresh))
		return;
	if (metadata == NULL) {
		report(refresh, NULL, 0, g_error_copy(error));
		return;
	}
	refresh->endpoint = g_strdup(metadata->token_endpoint);
	refresh->issuer = g_strdup(metadata->issuer);
	post(refresh);
}

static void use(TokenRefresh *refresh, const Secret *token)
{
	secret_free(refresh->used);
	refresh->used = secret_copy(token);
	if (refresh->endpoint != NULL)
		post(refresh);
	else
		refresh->request = oidc_discover(refresh->http, refresh->authority,
						 refresh->is_platform, on_metadata, refresh);
}

static void on_loaded(const Secret *value, const GError *error, gpointer data)
{
	TokenRefresh *refresh = data;
	if (!is_wanted(refresh))
		return;
	if (error != NULL)
		report(refresh, NULL, 0, g_error_copy(error));
	else if (value == NULL)
		report(refresh, NULL, 0,
		       g_error_new_literal(
			       AUTH_ERROR, AUTH_ERROR_NOT_SIGNED_IN,
			       "the sign-in has ended: nothing is kept that could renew it"));
	else if (refresh->is_second && secret_equal(value, refresh->used))
		report(refresh, NULL, 0, g_steal_pointer(&refresh->refusal));
	else
		use(refresh, value);
}

static void on_subject(const Secret *value, const GError *error, gpointer data)
{
	TokenRefresh *refresh = data;
	if (!is_wanted(refresh))
		return;
	if (error != NULL) {
		report(refresh, NULL, 0, g_error_copy(error));
		return;
	}
	refresh->has_subject = true;
	refresh->subject = value != NULL ? g_strdup(secret_peek(value)) : NULL;
	load(refresh);
}

static void load(TokenRefresh *refresh)
{
	const StoreKey subject = token_refresh_subject_key(refresh->account);
	if (!refresh->has_subject) {
		refresh->store->load(refresh->store, &subject, on_subject, refresh);
		return;
	}
	if (refresh->unsaved != NULL && !refresh->is_second) {
		use(refresh, refresh->unsaved);
		return;
	}
	refresh->store->load(refresh->store, refresh->account, on_loaded, refresh);
}

/* ---- the origin ---- */

static void refresh_renew(TokenOrigin *origin, Audience audience, const Secret *rejected,
			  const char *claims)
{
	TokenRefresh *refresh = (TokenRefresh *)origin;
	(void)rejected;
	refresh->wishes[audience].is_wanted = true;
	refresh->wishes[audience].claims = g_strdup(claims);
	begin_next(refresh);
}

static void refresh_free(TokenOrigin *origin)
{
	TokenRefresh *refresh = (TokenRefresh *)origin;
	if (refresh->active == AUDIENCE_NONE) {
		destroy(refresh);
		return;
	}
	/* Queue and store report once more, and outlive this. */
	refresh->is_abandoned = true;
	if (refresh->is_unsettled && !refresh->is_discarded)
		lock_file_try(refresh->lock_path, &refresh->lock);
	else if (refresh->request != 0)
		http_cancel(refresh->http, refresh->request);
}

TokenOrigin *token_refresh_new(const RefreshRequest *request)
{
	TokenRefresh *refresh = g_new0(TokenRefresh, 1);
	refresh->base.renew = refresh_renew;
	refresh->base.free = refresh_free;
	/* The platform says whether a challenge can be met without the person. */
	refresh->base.can_step_up = true;
	refresh->base.step_up_hint = "sign in again";
	refresh->http = request->http;
	refresh->clock = request->clock;
	refresh->store = request->store;
	refresh->cloud = cloud_copy(request->cloud);
	refresh->account = store_key_copy(&request->account);
	refresh->authority = g_strdup(request->authority);
	refresh->is_platform = request->is_platform;
	refresh->lock_path = g_strdup(request->lock_path);
	refresh->unsettled = request->unsettled;
	refresh->lock = -1;
	return &refresh->base;
}

void token_refresh_hold(TokenOrigin *origin, const char *subject, const Secret *token)
{
	TokenRefresh *refresh = (TokenRefresh *)origin;
	g_free(refresh->subject);
	refresh->subject = g_strdup(subject);
	refresh->has_subject = true;
	secret_free(refresh->unsaved);
	refresh->unsaved = secret_copy(token);
}

void token_refresh_keep(TokenOrigin *origin, StoreDone done, gpointer data)
{
	const TokenRefresh *refresh = (TokenRefresh *)origin;
	if (refresh->unsaved == NULL) {
		done(NULL, data);
		return;
	}
	if (refresh->subject != NULL) {
		const StoreKey key = token_refresh_subject_key(refresh->account);
		g_autoptr(Secret) value = secret_new(refresh->subject, -1);
		refresh->store->save(refresh->store, &key, value, NULL, NULL);
	}
	refresh->store->save(refresh->store, refresh->account, refresh->unsaved, done, data);
}

void token_refresh_discard(GPtrArray *unsettled, const StoreKey *account)
{
	for (guint i = unsettled->len; i > 0; i--) {
		TokenRefresh *refresh = g_ptr_array_index(unsettled, i - 1);
		const StoreKey *own = refresh->account;
		if (strcmp(own->client_id, account->client_id) != 0 ||
		    strcmp(own->oid, account->oid) != 0 || strcmp(own->tid, account->tid) != 0)
			continue;
		refresh->is_discarded = true;
		/* One that is abandoned already waits for nothing else. */
		if (refresh->is_abandoned && refresh->request != 0)
			http_cancel(refresh->http, refresh->request);
	}
}
