#include "src/auth/cache.h"

#include "src/auth/audience.h"
#include "src/auth/error.h"
#include "src/auth/jwt.h"
#include "src/net/http.h"

/* A call of token_provider's get that has not been answered. */
typedef struct Waiter {
	struct TokenCache *cache;
	Audience audience;
	char *claims; /* NULL: none */
	Secret *rejected;
	GCancellable *cancellable;
	gulong handler;
	TokenReady ready;
	gpointer data;
	guint source; /* when the answer is known: */
	Secret *token;
	GError *error;
} Waiter;

/* What a sign-in brought serves what it was for, before an activation that ends meanwhile has it renewed. */
#define PUT_SECONDS 30

typedef struct Slot {
	Secret *token;
	Instant expires;         /* 0: not known */
	Instant protected_until; /* a token that was put is used till then; 0: it was not */
	bool is_stale;           /* it was to be forgotten while it was protected */
	bool is_renewing;
	bool is_overtaken; /* one was put since the renewal under way began */
	char *claims;      /* of the renewal under way */
} Slot;

typedef struct TokenCache {
	TokenProvider base;
	TokenOrigin *origin;
	Cloud *cloud;
	Clock *clock;
	Slot slots[AUDIENCE_COUNT];
	GPtrArray *waiters; /* Waiter* */
	char *oid, *tid;    /* of the first token, and of all others */
} TokenCache;

static void renew_next(TokenCache *cache, Audience audience);

/* ---- waiters ---- */

static void waiter_free(Waiter *waiter)
{
	g_clear_handle_id(&waiter->source, g_source_remove);
	if (waiter->cancellable != NULL) {
		g_cancellable_disconnect(waiter->cancellable, waiter->handler);
		g_object_unref(waiter->cancellable);
	}
	g_free(waiter->claims);
	secret_free(waiter->rejected);
	secret_free(waiter->token);
	g_clear_error(&waiter->error);
	g_free(waiter);
}

static gboolean on_answer(gpointer data)
{
	Waiter *waiter = data;
	waiter->source = 0;
	g_ptr_array_remove(waiter->cache->waiters, waiter);
	waiter->ready(waiter->token, waiter->error, waiter->data);
	/* The cache may be gone now. */
	waiter_free(waiter);
	return G_SOURCE_REMOVE;
}

/* From the main loop, so that no callback runs inside the call that caused it. The first answer counts. */
static void answer(Waiter *waiter, const Secret *token, const GError *error)
{
	if (waiter->source != 0)
		return;
	waiter->token = secret_copy(token);
	waiter->error = error != NULL ? g_error_copy(error) : NULL;
	waiter->source = g_idle_add_full(G_PRIORITY_DEFAULT, on_answer, waiter, NULL);
}

static void on_canceled(GCancellable *cancellable, gpointer data)
{
	g_autoptr(GError) error = NULL;
	g_cancellable_set_error_if_cancelled(cancellable, &error);
	answer(data, NULL, error);
}

/* ---- what may pass ---- */

static bool is_same(char **known, const char *claim)
{
	if (claim == NULL)
		return true;
	if (*known == NULL)
		*known = g_ascii_strdown(claim, -1);
	return g_ascii_strcasecmp(*known, claim) == 0;
}

/* Services take a token that names them among others. */
static bool is_for(const TokenCache *cache, Audience audience, const TokenClaims *claims)
{
	for (guint i = 0; claims->audiences != NULL && i < claims->audiences->len; i++)
		if (audience_is_of(cache->cloud, audience, claims->audiences->pdata[i]))
			return true;
	return claims->audiences == NULL;
}

/* A token that cannot be looked into is the services' business alone. */
static bool check_token(TokenCache *cache, Audience audience, const Secret *token, Instant *expires,
			GError **error)
{
	g_auto(TokenClaims) claims = { 0 };
	if (!token_is_plausible(token)) {
		g_set_error_literal(error, AUTH_ERROR, AUTH_ERROR_BAD_TOKEN, "this is not a token");
		return false;
	}
	if (!jwt_peek(token, &claims, NULL))
		return true;
	if (!is_for(cache, audience, &claims)) {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_WRONG_AUDIENCE,
			    "the token is for %s, not for %s",
			    (const char *)claims.audiences->pdata[0],
			    audience == AUDIENCE_ARM ? cache->cloud->arm : cache->cloud->graph);
		return false;
	}
	if (!is_same(&cache->tid, claims.tid)) {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_WRONG_ACCOUNT,
			    "the token belongs to tenant %s, not to %s", claims.tid, cache->tid);
		return false;
	}
	if (!is_same(&cache->oid, claims.oid)) {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_WRONG_ACCOUNT,
			    "the token belongs to another account (%s)",
			    claims.upn != NULL ? claims.upn : claims.oid);
		return false;
	}
	if (*expires == 0)
		*expires = claims.expires;
	return true;
}

/* ---- renewals ---- */

static void answer_all(TokenCache *cache, Audience audience, const GError *error)
{
	const Slot *slot = &cache->slots[audience];
	for (guint i = 0; i < cache->waiters->len; i++) {
		Waiter *waiter = g_ptr_array_index(cache->waiters, i);
		if (waiter->audience == audience && g_strcmp0(waiter->claims, slot->claims) == 0)
			answer(waiter, error == NULL ? slot->token : NULL, error);
	}
}

/* A renewal that failed for now leaves a token in use that has not ended yet. */
static bool can_keep(const TokenCache *cache, const Slot *slot, const GError *error)
{
	return slot->token != NULL && slot->claims == NULL &&
	       slot->expires > clock_now(cache->clock) && error != NULL &&
	       (error->domain == HTTP_ERROR ||
		g_error_matches(error, AUTH_ERROR, AUTH_ERROR_TIMED_OUT) ||
		g_error_matches(error, AUTH_ERROR, AUTH_ERROR_AGAIN_LATER) ||
		g_error_matches(error, AUTH_ERROR, AUTH_ERROR_AZ_FAILED));
}

static void on_renewed(Audience audience, Secret *token, Instant expires, GError *failure,
		       gpointer data)
{
	TokenCache *cache = data;
	Slot *slot = &cache->slots[audience];
	g_autoptr(Secret) renewed = token;
	g_autoptr(GError) error = failure;
	slot->is_renewing = false;
	if (slot->is_overtaken && slot->token != NULL && slot->claims == NULL) {
		g_clear_error(&error);
		g_clear_pointer(&renewed, secret_free);
	} else if (can_keep(cache, slot, error))
		g_clear_error(&error);
	else
		g_clear_pointer(&slot->token, secret_free);
	if (renewed != NULL && check_token(cache, audience, renewed, &expires, &error)) {
		slot->token = g_steal_pointer(&renewed);
		slot->expires = expires;
		slot->protected_until = 0;
		slot->is_stale = false;
	}
	slot->is_overtaken = false;
	answer_all(cache, audience, error);
	g_clear_pointer(&slot->claims, g_free);
	renew_next(cache, audience);
}

/* Begins the renewal that the first unanswered call wants, if none is under way. */
static void renew_next(TokenCache *cache, Audience audience)
{
	Slot *slot = &cache->slots[audience];
	for (guint i = 0; i < cache->waiters->len && !slot->is_renewing; i++) {
		Waiter *waiter = g_ptr_array_index(cache->waiters, i);
		if (waiter->audience != audience || waiter->source != 0)
			continue;
		slot->is_renewing = true;
		slot->claims = g_strdup(waiter->claims);
		cache->origin->renew(cache->origin, audience, waiter->rejected, waiter->claims);
		return;
	}
}

static bool is_fresh(const TokenCache *cache, const Slot *slot)
{
	const bool is_protected = slot->protected_until > clock_now(cache->clock);
	return slot->token != NULL && (is_protected || !slot->is_stale) &&
	       (slot->expires == 0 ||
		slot->expires > clock_now(cache->clock) + TOKEN_MARGIN_SECONDS);
}

/* Answers at once what needs no renewal. */
static bool answer_now(TokenCache *cache, Waiter *waiter)
{
	const TokenOrigin *origin = cache->origin;
	Slot *slot = &cache->slots[waiter->audience];
	g_autoptr(GError) error = NULL;
	if (waiter->claims != NULL && !origin->can_step_up) {
		error = g_error_new(AUTH_ERROR, AUTH_ERROR_CANNOT_STEP_UP,
				    "a stronger sign-in is required; %s", origin->step_up_hint);
		answer(waiter, NULL, error);
		return true;
	}
	if (waiter->rejected != NULL && secret_equal(waiter->rejected, slot->token))
		g_clear_pointer(&slot->token, secret_free);
	if (waiter->claims != NULL || !is_fresh(cache, slot))
		return false;
	answer(waiter, slot->token, NULL);
	return true;
}

/* ---- the provider ---- */

static void cache_get(TokenProvider *provider, const TokenQuery *query, TokenReady ready,
		      gpointer data)
{
	TokenCache *cache = (TokenCache *)provider;
	Waiter *waiter = g_new0(Waiter, 1);
	g_assert(query->audience == AUDIENCE_ARM || query->audience == AUDIENCE_GRAPH);
	waiter->cache = cache;
	waiter->audience = query->audience;
	waiter->claims = g_strdup(query->claims);
	waiter->rejected = secret_copy(query->rejected);
	waiter->ready = ready;
	waiter->data = data;
	g_ptr_array_add(cache->waiters, waiter);
	if (query->cancellable != NULL) {
		waiter->cancellable = g_object_ref(query->cancellable);
		waiter->handler = g_cancellable_connect(waiter->cancellable,
							G_CALLBACK(on_canceled), waiter, NULL);
	}
	if (waiter->source == 0 && !answer_now(cache, waiter))
		renew_next(cache, waiter->audience);
}

static void cache_forget(TokenProvider *provider, Audience audience)
{
	TokenCache *cache = (TokenCache *)provider;
	Slot *slot = &cache->slots[audience];
	if (slot->protected_until > clock_now(cache->clock))
		slot->is_stale = true;
	else
		g_clear_pointer(&slot->token, secret_free);
	if (cache->origin->forget != NULL)
		cache->origin->forget(cache->origin, audience);
}

static void cache_free(TokenProvider *provider)
{
	TokenCache *cache = (TokenCache *)provider;
	g_autoptr(GError) canceled =
		g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, "canceled");
	cache->origin->free(cache->origin);
	while (cache->waiters->len > 0) {
		Waiter *waiter = g_ptr_array_steal_index(cache->waiters, 0);
		waiter->ready(NULL, canceled, waiter->data);
		waiter_free(waiter);
	}
	for (size_t i = 0; i < AUDIENCE_COUNT; i++) {
		secret_free(cache->slots[i].token);
		g_free(cache->slots[i].claims);
	}
	g_ptr_array_unref(cache->waiters);
	cloud_free(cache->cloud);
	g_free(cache->oid);
	g_free(cache->tid);
	g_free(cache);
}

static void set_text(char **text, const char *value)
{
	g_free(*text);
	*text = value != NULL ? g_ascii_strdown(value, -1) : NULL;
}

void token_cache_set_account(TokenProvider *provider, const char *oid, const char *tid)
{
	TokenCache *cache = (TokenCache *)provider;
	for (size_t i = 0; i < AUDIENCE_COUNT; i++)
		g_clear_pointer(&cache->slots[i].token, secret_free);
	set_text(&cache->oid, oid);
	set_text(&cache->tid, tid);
}

bool token_cache_put(TokenProvider *provider, Audience audience, const Secret *token,
		     Instant expires, GError **error)
{
	TokenCache *cache = (TokenCache *)provider;
	Slot *slot = &cache->slots[audience];
	if (!check_token(cache, audience, token, &expires, error))
		return false;
	secret_free(slot->token);
	slot->token = secret_copy(token);
	slot->expires = expires;
	slot->protected_until = clock_now(cache->clock) + PUT_SECONDS;
	slot->is_stale = false;
	slot->is_overtaken = slot->is_renewing;
	return true;
}

bool token_cache_lacks_context(const TokenProvider *provider, Audience audience,
			       const char *context)
{
	const Slot *slot = &((const TokenCache *)provider)->slots[audience];
	g_auto(TokenClaims) claims = { 0 };
	if (slot->token == NULL || !jwt_peek(slot->token, &claims, NULL))
		return false;
	for (guint i = 0; claims.acrs != NULL && i < claims.acrs->len; i++)
		if (strcmp(claims.acrs->pdata[i], context) == 0)
			return false;
	return true;
}

TokenProvider *token_cache_new(TokenOrigin *origin, const Cloud *cloud, const char *tenant,
			       Clock *clock)
{
	TokenCache *cache = g_new0(TokenCache, 1);
	cache->base.get = cache_get;
	cache->base.forget = cache_forget;
	cache->base.free = cache_free;
	cache->origin = origin;
	cache->origin->renewed = on_renewed;
	cache->origin->data = cache;
	cache->cloud = cloud_copy(cloud);
	cache->clock = clock;
	cache->waiters = g_ptr_array_new();
	if (tenant != NULL && g_uuid_string_is_valid(tenant))
		cache->tid = g_ascii_strdown(tenant, -1);
	return &cache->base;
}
