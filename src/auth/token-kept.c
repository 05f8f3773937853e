#include "src/auth/token-kept.h"

#include <stdlib.h>
#include <string.h>

#include "src/auth/audience.h"
#include "src/base/lock-file.h"

#define LOCK_PAUSE_MS 50
#define LOCK_TRIES    200 /* ten seconds: whoever holds it for longer is stuck */

typedef struct TokenKept TokenKept;

/* One audience's renewal. */
typedef struct Renewal {
	TokenKept *kept;
	bool is_active;
	bool is_waiting; /* another process holds the lock */
	bool has_looked; /* what is kept was looked at with the lock held: nobody else renewed it since */
	bool is_stale; /* what is kept must not be used: forgotten here, and not replaced yet */
	Secret *rejected;
	char *claims;
} Renewal;

struct TokenKept {
	TokenOrigin base;
	TokenOrigin *inner;
	Clock *clock;
	TokenStore *store;
	Cloud *cloud;
	StoreKey *account;
	char *lock_path;
	Renewal renewals[AUDIENCE_COUNT];
	bool is_held; /* the refresh token is in memory */
	int lock;     /* -1: not held */
	unsigned tries;
	guint timer;       /* another process holds the lock */
	unsigned calls;    /* of the store, that have not come back */
	unsigned writes;   /* of these; until they have, others would find what was before */
	bool is_abandoned; /* freed while a call was under way, whose end is awaited */
};

static const char *const items[AUDIENCE_COUNT] = {
	[AUDIENCE_ARM] = "access:arm",
	[AUDIENCE_GRAPH] = "access:graph",
};

/* ---- life ---- */

static void renewal_end(Renewal *renewal)
{
	renewal->is_active = renewal->is_waiting = renewal->has_looked = false;
	g_clear_pointer(&renewal->rejected, secret_free);
	g_clear_pointer(&renewal->claims, g_free);
}

static void destroy(TokenKept *kept)
{
	for (size_t i = 0; i < AUDIENCE_COUNT; i++)
		renewal_end(&kept->renewals[i]);
	cloud_free(kept->cloud);
	store_key_free(kept->account);
	g_free(kept->lock_path);
	g_free(kept);
}

/* A call of the store has ended. False: nobody wants to know. */
static bool take_end(TokenKept *kept)
{
	kept->calls--;
	if (kept->is_abandoned && kept->calls == 0)
		destroy(kept);
	else if (!kept->is_abandoned)
		return true;
	return false;
}

static StoreKey key_of(const TokenKept *kept, Audience audience)
{
	StoreKey key = *kept->account;
	key.item = items[audience];
	return key;
}

static Audience audience_of(const Renewal *renewal)
{
	return (Audience)(renewal - renewal->kept->renewals);
}

/* ---- what is kept: "EXPIRES RESOURCE TOKEN" ---- */

static Secret *pack(const TokenKept *kept, Audience audience, const Secret *token, Instant expires)
{
	g_autofree char *resource = audience_resource(kept->cloud, audience);
	return secret_new_take(g_strdup_printf("%" G_GINT64_FORMAT " %s %s", expires, resource,
					       secret_peek(token)));
}

/* NULL: none that can be used now. */
static Secret *unpack(const TokenKept *kept, Audience audience, const Secret *value,
		      Instant *expires)
{
	g_autofree char *resource = audience_resource(kept->cloud, audience);
	const char *text = value != NULL ? secret_peek(value) : "";
	char *end = NULL;
	*expires = g_ascii_strtoll(text, &end, 10);
	if (*end != ' ' || *expires <= clock_now(kept->clock) + TOKEN_MARGIN_SECONDS)
		return NULL;
	end++;
	if (!g_str_has_prefix(end, resource) || end[strlen(resource)] != ' ')
		return NULL;
	return secret_new(end + strlen(resource) + 1, -1);
}

static void release_unused(TokenKept *kept);

static void on_kept(const GError *error, gpointer data)
{
	TokenKept *kept = data;
	(void)error; /* the next run renews it, that is all */
	kept->writes--;
	if (take_end(kept))
		release_unused(kept);
}

static void keep(TokenKept *kept, Audience audience, const Secret *token, Instant expires)
{
	kept->renewals[audience].is_stale = false;
	if (kept->store->is_refresh_only)
		return;
	const StoreKey key = key_of(kept, audience);
	g_autoptr(Secret) value = pack(kept, audience, token, expires);
	kept->calls++;
	kept->writes++;
	kept->store->save(kept->store, &key, value, on_kept, kept);
}

/* ---- the lock ---- */

static void go_on(TokenKept *kept);

static gboolean on_pause(gpointer data)
{
	TokenKept *kept = data;
	kept->timer = 0;
	go_on(kept);
	return G_SOURCE_REMOVE;
}

/* True: this process may renew, perhaps without the lock when it cannot be had. */
static bool has_lock(TokenKept *kept)
{
	if (kept->lock >= 0)
		return true;
	if (lock_file_try(kept->lock_path, &kept->lock) != LOCK_BUSY || kept->tries++ >= LOCK_TRIES)
		return true;
	if (kept->timer == 0)
		kept->timer = g_timeout_add(LOCK_PAUSE_MS, on_pause, kept);
	return false;
}

static void release_unused(TokenKept *kept)
{
	if (kept->writes > 0)
		return;
	for (size_t i = 0; i < AUDIENCE_COUNT; i++)
		if (kept->renewals[i].is_active)
			return;
	lock_file_release(&kept->lock);
	kept->tries = 0;
}

/* ---- renewals ---- */

static void report(Renewal *renewal, Secret *token, Instant expires, GError *error)
{
	TokenKept *kept = renewal->kept;
	renewal_end(renewal);
	release_unused(kept);
	kept->base.renewed(audience_of(renewal), token, expires, error, kept->base.data);
}

static void on_renewed(Audience audience, Secret *token, Instant expires, GError *error,
		       gpointer data)
{
	TokenKept *kept = data;
	/* One that satisfies a challenge is for the call that it was got for. */
	if (token != NULL && kept->renewals[audience].claims == NULL)
		keep(kept, audience, token, expires);
	report(&kept->renewals[audience], token, expires, error);
}

static void load(Renewal *renewal);

/* One that satisfies a challenge is for the call that it was got for; and some stores have no room for any. */
static bool may_be_kept(const Renewal *renewal)
{
	return renewal->claims == NULL && !renewal->kept->store->is_refresh_only;
}

/* What is kept was of no use. Another process may have renewed it since it was read. */
static void renew(Renewal *renewal)
{
	TokenKept *kept = renewal->kept;
	renewal->is_waiting = !has_lock(kept);
	if (renewal->is_waiting)
		return;
	if (!renewal->has_looked && may_be_kept(renewal)) {
		renewal->has_looked = true;
		load(renewal);
		return;
	}
	kept->inner->renew(kept->inner, audience_of(renewal), renewal->rejected, renewal->claims);
}

/* The pause is over: all that wait for the lock try again. */
static void go_on(TokenKept *kept)
{
	for (size_t i = 0; i < AUDIENCE_COUNT; i++)
		if (kept->renewals[i].is_waiting)
			renew(&kept->renewals[i]);
}

static void on_loaded(const Secret *value, const GError *error, gpointer data)
{
	Renewal *renewal = data;
	TokenKept *kept = renewal->kept;
	g_autoptr(Secret) token = NULL;
	Instant expires = 0;
	if (!take_end(kept))
		return;
	if (error == NULL && !renewal->is_stale)
		token = unpack(kept, audience_of(renewal), value, &expires);
	/* A keyring that cannot be read now gives no refresh token either: it is not waited for twice. */
	if (error != NULL && !kept->is_held)
		report(renewal, NULL, 0, g_error_copy(error));
	else if (token != NULL && !secret_equal(token, renewal->rejected))
		report(renewal, g_steal_pointer(&token), expires, NULL);
	else
		renew(renewal);
}

static void load(Renewal *renewal)
{
	TokenKept *kept = renewal->kept;
	const StoreKey key = key_of(kept, audience_of(renewal));
	kept->calls++;
	kept->store->load(kept->store, &key, on_loaded, renewal);
}

/* ---- the origin ---- */

static void kept_renew(TokenOrigin *origin, Audience audience, const Secret *rejected,
		       const char *claims)
{
	Renewal *renewal = &((TokenKept *)origin)->renewals[audience];
	renewal->is_active = true;
	renewal->rejected = secret_copy(rejected);
	renewal->claims = g_strdup(claims);
	if (may_be_kept(renewal))
		load(renewal);
	else
		renew(renewal);
}

static void kept_forget(TokenOrigin *origin, Audience audience)
{
	TokenKept *kept = (TokenKept *)origin;
	const StoreKey key = key_of(kept, audience);
	kept->renewals[audience].is_stale = true;
	if (kept->store->is_refresh_only)
		return;
	kept->calls++;
	kept->writes++;
	kept->store->erase(kept->store, &key, on_kept, kept);
}

static void kept_free(TokenOrigin *origin)
{
	TokenKept *kept = (TokenKept *)origin;
	g_clear_handle_id(&kept->timer, g_source_remove);
	lock_file_release(&kept->lock);
	kept->inner->free(kept->inner);
	kept->is_abandoned = true;
	if (kept->calls == 0)
		destroy(kept);
}

void token_kept_put(TokenOrigin *origin, Audience audience, const Secret *token, Instant expires)
{
	keep((TokenKept *)origin, audience, token, expires);
}

void token_kept_hold(TokenOrigin *origin, bool is_held)
{
	((TokenKept *)origin)->is_held = is_held;
}

TokenOrigin *token_kept_new(TokenOrigin *inner, const KeptRequest *request)
{
	TokenKept *kept = g_new0(TokenKept, 1);
	kept->base.renew = kept_renew;
	kept->base.forget = kept_forget;
	kept->base.free = kept_free;
	kept->base.can_step_up = inner->can_step_up;
	kept->base.step_up_hint = inner->step_up_hint;
	kept->inner = inner;
	inner->renewed = on_renewed;
	inner->data = kept;
	kept->clock = request->clock;
	kept->store = request->store;
	kept->cloud = cloud_copy(request->cloud);
	kept->account = store_key_copy(&request->account);
	kept->lock_path = g_strdup(request->lock_path);
	kept->lock = -1;
	for (size_t i = 0; i < AUDIENCE_COUNT; i++)
		kept->renewals[i].kept = kept;
	return &kept->base;
}
