#include "src/auth/credentials.h"

#include <string.h>

#include "src/auth/credentials-internal.h"
#include "src/base/lock-file.h"

/* ---- clients ---- */

const char *credentials_client_id(const Credentials *credentials, Audience audience)
{
	const AccountSettings *settings = credentials->settings;
	const char *own =
		audience == AUDIENCE_GRAPH ? settings->graph_client_id : settings->arm_client_id;

	if (own != NULL)
		return own;
	if (settings->client_id != NULL)
		return settings->client_id;
	return audience == AUDIENCE_GRAPH ? CLIENT_GRAPH_TOOLS : CLIENT_AZURE_CLI;
}

bool credentials_is_entra(const Credentials *credentials)
{
	return credentials->settings->authority == NULL;
}

bool credentials_is_shared(const Credentials *credentials)
{
	/* Only Entra is known to give one refresh token for several resources. */
	return !credentials->is_separate && credentials_is_entra(credentials) &&
	       strcmp(credentials_client_id(credentials, AUDIENCE_ARM),
		      credentials_client_id(credentials, AUDIENCE_GRAPH)) == 0;
}

const char *credentials_issuer(const Credentials *credentials)
{
	return credentials_is_entra(credentials) ? credentials->cloud->login
						 : credentials->settings->authority;
}

char *credentials_authority(const Credentials *credentials, const char *tenant)
{
	if (!credentials_is_entra(credentials))
		return g_strdup(credentials->settings->authority);
	return oidc_authority(credentials->cloud, tenant);
}

char *credentials_consent_url(const Credentials *credentials, Audience audience)
{
	const char *tenant =
		credentials->tid != NULL ? credentials->tid : credentials->settings->tenant;

	if (!credentials_is_entra(credentials))
		return NULL;
	return g_strdup_printf("%s/%s/adminconsent?client_id=%s", credentials->cloud->login,
			       tenant != NULL ? tenant : "organizations",
			       credentials_client_id(credentials, audience));
}

Http *credentials_http(Credentials *credentials)
{
	const HttpHost hosts = { .ca_file = credentials->cloud->ca_file };

	if (credentials->http == NULL)
		credentials->http = http_new(&hosts, credentials->clock, NULL, NULL);
	return credentials->http; /* without base URLs there is none to refuse */
}

/* ---- the account's tokens ---- */

Grantor *credentials_grantor(Credentials *credentials, Audience audience)
{
	return &credentials->grantors[credentials_is_shared(credentials) ? AUDIENCE_ARM : audience];
}

const char *credentials_refresh_item(const Credentials *credentials, Audience audience)
{
	return credentials_is_shared(credentials) ? "refresh"
	       : audience == AUDIENCE_ARM         ? "refresh:arm"
						  : "refresh:graph";
}

StoreKey credentials_key(const Credentials *credentials, Audience audience, const char *oid,
			 const char *tid)
{
	return (StoreKey){
		.cloud = credentials->cloud->name,
		.issuer = credentials_issuer(credentials),
		.client_id = credentials_client_id(credentials, audience),
		.oid = oid,
		.tid = tid,
		.item = credentials_refresh_item(credentials, audience),
	};
}

bool credentials_is_account(const Credentials *credentials, const char *oid, const char *tid)
{
	return credentials->oid != NULL && g_ascii_strcasecmp(credentials->oid, oid) == 0 &&
	       g_ascii_strcasecmp(credentials->tid, tid) == 0;
}

static void origin_on_renewed(Audience audience, Secret *token, Instant expires, GError *error,
			      gpointer data);

/* Entra itself lets a refresh token be used again (AUTH.md §1.4); others may end everything then. */
static bool takes_tokens_once(const Credentials *credentials)
{
	return credentials->is_separate || !credentials_is_entra(credentials);
}

/* Nothing of it exists before a token is needed: a start does not wait for it. */
static void make_grantor(Credentials *credentials, Grantor *grantor, Audience audience)
{
	const StoreKey key =
		credentials_key(credentials, audience, credentials->oid, credentials->tid);
	g_autofree char *authority = credentials_authority(credentials, credentials->tid);
	g_autofree char *account = store_key_account(&key);
	g_autofree char *lock = g_strconcat(account, "-", key.item, ".lock", NULL);
	g_autofree char *lock_path = lock_file_path(lock);
	const RefreshRequest refresh = {
		.http = credentials_http(credentials),
		.clock = credentials->clock,
		.store = credentials->store,
		.account = key,
		.authority = authority,
		.cloud = credentials->cloud,
		.is_platform = credentials_is_entra(credentials),
		.lock_path = takes_tokens_once(credentials) ? lock_path : NULL,
		.unsettled = credentials->unsettled,
	};
	const KeptRequest kept = {
		.clock = credentials->clock,
		.store = credentials->store,
		.account = key,
		.cloud = credentials->cloud,
		.lock_path = lock_path,
	};

	grantor->refresh = token_refresh_new(&refresh);
	grantor->kept = token_kept_new(grantor->refresh, &kept);
	grantor->kept->renewed = origin_on_renewed;
	grantor->kept->data = credentials->origin;
}

static Grantor *open_grantor(Credentials *credentials, Audience audience)
{
	Grantor *grantor = credentials_grantor(credentials, audience);

	if (grantor->kept == NULL)
		make_grantor(credentials, grantor, audience);
	return grantor;
}

void credentials_hold(Credentials *credentials, Audience audience, const Secret *refresh)
{
	const Grantor *grantor = open_grantor(credentials, audience);

	token_refresh_hold(grantor->refresh, refresh);
	token_kept_hold(grantor->kept, refresh != NULL);
}

void credentials_keep(Credentials *credentials, Audience audience, const Secret *access,
		      Instant expires)
{
	token_kept_put(open_grantor(credentials, audience)->kept, audience, access, expires);
}

static void report_not_signed_in(CredentialsOrigin *origin, Audience audience)
{
	origin->is_renewing[audience] = false;
	origin->base.renewed(
		audience, NULL, 0,
		g_error_new_literal(AUTH_ERROR, AUTH_ERROR_NOT_SIGNED_IN, "nobody is signed in"),
		origin->base.data);
}

static void grantor_clear(Grantor *grantor)
{
	if (grantor->kept != NULL)
		grantor->kept->free(grantor->kept);
	memset(grantor, 0, sizeof *grantor);
}

static void close_grantors(Credentials *credentials)
{
	for (size_t i = 0; i < AUDIENCE_COUNT; i++)
		grantor_clear(&credentials->grantors[i]);
}

void credentials_set_account(Credentials *credentials, const char *oid, const char *tid,
			     bool is_separate)
{
	g_autofree char *new_oid = g_strdup(oid);
	g_autofree char *new_tid = g_strdup(tid);
	CredentialsOrigin *origin = credentials->origin;

	close_grantors(credentials);
	g_free(credentials->oid);
	g_free(credentials->tid);
	credentials->oid = g_steal_pointer(&new_oid);
	credentials->tid = g_steal_pointer(&new_tid);
	credentials->is_separate = is_separate;
	for (Audience i = AUDIENCE_ARM; origin != NULL && i < AUDIENCE_COUNT; i++)
		if (origin->is_renewing[i])
			report_not_signed_in(origin, i);
}

/* ---- the origin ---- */

static void origin_on_renewed(Audience audience, Secret *token, Instant expires, GError *error,
			      gpointer data)
{
	CredentialsOrigin *origin = data;

	origin->is_renewing[audience] = false;
	origin->base.renewed(audience, token, expires, error, origin->base.data);
}

static void origin_renew(TokenOrigin *base, Audience audience, const Secret *rejected,
			 const char *claims)
{
	CredentialsOrigin *origin = (CredentialsOrigin *)base;
	Credentials *credentials = origin->credentials;
	TokenOrigin *kept;

	origin->is_renewing[audience] = true;
	if (credentials->oid == NULL) {
		report_not_signed_in(origin, audience);
		return;
	}
	kept = open_grantor(credentials, audience)->kept;
	kept->renew(kept, audience, rejected, claims);
}

static void origin_forget(TokenOrigin *base, Audience audience)
{
	Credentials *credentials = ((CredentialsOrigin *)base)->credentials;
	Grantor *grantor = credentials_grantor(credentials, audience);

	if (grantor->kept != NULL)
		grantor->kept->forget(grantor->kept, audience);
}

static void origin_free(TokenOrigin *base)
{
	CredentialsOrigin *origin = (CredentialsOrigin *)base;

	origin->credentials->origin = NULL;
	close_grantors(origin->credentials);
	g_free(origin);
}

TokenOrigin *credentials_origin(Credentials *credentials)
{
	CredentialsOrigin *origin = g_new0(CredentialsOrigin, 1);

	g_assert(credentials->origin == NULL);
	origin->base.renew = origin_renew;
	origin->base.forget = origin_forget;
	origin->base.free = origin_free;
	origin->base.can_step_up = true;
	origin->base.step_up_hint = "sign in again";
	origin->credentials = credentials;
	credentials->origin = origin;
	return &origin->base;
}

/* ---- life ---- */

Credentials *credentials_new(const AccountSettings *settings, const Cloud *cloud, Clock *clock,
			     TokenStore *store)
{
	Credentials *credentials = g_new0(Credentials, 1);

	credentials->settings = account_settings_copy(settings);
	credentials->cloud = cloud_copy(cloud);
	credentials->clock = clock;
	credentials->store = store;
	credentials->unsettled = g_ptr_array_new();
	return credentials;
}

void credentials_free(Credentials *credentials)
{
	if (credentials == NULL)
		return;
	g_assert(credentials->origin == NULL);
	credentials_cancel(credentials);
	close_grantors(credentials);
	g_clear_pointer(&credentials->http, http_free);
	token_store_free(credentials->store);
	g_ptr_array_unref(credentials->unsettled);
	account_settings_free(credentials->settings);
	cloud_free(credentials->cloud);
	g_free(credentials->oid);
	g_free(credentials->tid);
	g_free(credentials);
}
