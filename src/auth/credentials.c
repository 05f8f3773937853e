#include "src/auth/credentials.h"

#include <string.h>

#include "src/auth/credentials-internal.h"
#include "src/auth/store-switch.h"
#include "src/auth/token-refresh.h"

/* ---- the account ---- */

const char *credentials_client_id(const Credentials *credentials, Audience audience)
{
	return registration_client_id(&credentials->registration, audience);
}

const char *credentials_issuer(const Credentials *credentials)
{
	return registration_issuer(&credentials->registration);
}

bool credentials_is_shared(const Credentials *credentials)
{
	return account_tokens_is_shared(credentials->account);
}

/* Where to sign in, unless it is said; NULL: anywhere. */
static const char *usual_tenant(const Credentials *credentials)
{
	const char *tid = account_tokens_tid(credentials->account);
	return tid != NULL ? tid : credentials->registration.settings->tenant;
}

char *credentials_consent_url(const Credentials *credentials, Audience audience)
{
	return registration_consent_url(&credentials->registration, audience,
					usual_tenant(credentials));
}

void credentials_set_account(Credentials *credentials, const char *oid, const char *tid,
			     bool is_separate)
{
	account_tokens_set(credentials->account, oid, tid, is_separate);
}

TokenOrigin *credentials_origin(Credentials *credentials)
{
	return account_tokens_origin(credentials->account);
}

/* ---- the end of a sign-in ---- */

static void newcomer_clear(Newcomer *newcomer)
{
	g_free(newcomer->oid);
	g_free(newcomer->tid);
	g_free(newcomer->upn);
	g_free(newcomer->subject);
	secret_free(newcomer->access);
	secret_free(newcomer->refresh);
	*newcomer = (Newcomer){ 0 };
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Newcomer, newcomer_clear)

void credentials_cancel(Credentials *credentials)
{
	g_clear_pointer(&credentials->attempt, sign_in_attempt_free);
	newcomer_clear(&credentials->newcomer);
	if (credentials->saving == NULL)
		return;
	token_saving_give_up(credentials->saving);
	credentials->given_up = g_steal_pointer(&credentials->saving);
}

/* Another sign-in may be begun in the callback. */
static void report(Credentials *credentials, const CredentialsResult *result, const GError *error)
{
	SignInAttempt *attempt = g_steal_pointer(&credentials->attempt);
	credentials->done(result, error, credentials->data);
	g_clear_pointer(&attempt, sign_in_attempt_free);
}

/* Beside the refresh token that was kept: later runs hold what comes with a renewal against it. */
static void keep_subject(const Credentials *credentials, const Newcomer *newcomer)
{
	const StoreKey account = account_tokens_key(credentials->account, credentials->audience,
						    newcomer->oid, newcomer->tid);
	const StoreKey key = token_refresh_subject_key(&account);
	if (newcomer->subject == NULL) {
		credentials->store->erase(credentials->store, &key, NULL, NULL);
		return;
	}
	g_autoptr(Secret) value = secret_new(newcomer->subject, -1);
	credentials->store->save(credentials->store, &key, value, NULL, NULL);
}

static void use_newcomer(Credentials *credentials, const GError *unkept)
{
	AccountTokens *account = credentials->account;
	g_auto(Newcomer) newcomer = credentials->newcomer;
	const CredentialsResult result = {
		.oid = newcomer.oid,
		.tid = newcomer.tid,
		.upn = newcomer.upn,
		.access = newcomer.access,
		.expires = newcomer.expires,
		.unkept = unkept,
	};
	credentials->newcomer = (Newcomer){ 0 };
	if (!account_tokens_are_of(account, newcomer.oid, newcomer.tid))
		account_tokens_set(account, newcomer.oid, newcomer.tid,
				   account_tokens_is_separate(account));
	if (unkept == NULL && newcomer.refresh != NULL)
		keep_subject(credentials, &newcomer);
	const SignedIn signed_in = {
		.subject = newcomer.subject,
		.unsaved = unkept != NULL ? newcomer.refresh : NULL,
		.access = newcomer.access,
		.expires = newcomer.expires,
	};
	account_tokens_take(account, credentials->audience, &signed_in);
	report(credentials, &result, NULL);
}

/*
 * After a sign-in that was given up, whoever came back is as before: kept by an earlier token, or not known here, so that
 * nobody could sign them out later. Not when another sign-in was begun since: it may have kept a token of the same person.
 */
static void on_saved(TokenSaving *saving, const GError *error, gpointer data)
{
	Credentials *credentials = data;
	const StoreKey *key = token_saving_key(saving);
	if (saving == credentials->saving) {
		credentials->saving = NULL;
		use_newcomer(credentials, error);
	} else if (saving == credentials->given_up) {
		credentials->given_up = NULL;
		if (!account_tokens_are_of(credentials->account, key->oid, key->tid))
			token_saving_undo(saving);
	}
}

static void on_signed_in(const SignInResult *result, const GError *error, gpointer data)
{
	Credentials *credentials = data;
	Newcomer *newcomer = &credentials->newcomer;
	if (error != NULL) {
		report(credentials, NULL, error);
		return;
	}
	newcomer->oid = g_strdup(result->claims->oid);
	newcomer->tid = g_strdup(result->claims->tid);
	newcomer->upn = g_strdup(result->claims->upn);
	newcomer->subject = oidc_fingerprint(result->claims->subject);
	newcomer->access = secret_copy(result->tokens->access);
	newcomer->refresh = secret_copy(result->tokens->refresh);
	newcomer->expires =
		oauth_expiry(result->tokens, clock_now(credentials->registration.clock));
	/* Not every issuer gives one: then the sign-in lasts as long as the access token. */
	if (newcomer->refresh == NULL) {
		use_newcomer(credentials, NULL);
		return;
	}

	const StoreKey key = account_tokens_key(credentials->account, credentials->audience,
						newcomer->oid, newcomer->tid);

	credentials->saving = token_saving_new(credentials->store, &key, newcomer->refresh,
					       on_saved, credentials);
}

/* ---- its beginning ---- */

static void on_page(const CredentialsPage *page, gpointer data)
{
	const Credentials *credentials = data;
	credentials->show(page, credentials->data);
}

void credentials_sign_in(Credentials *credentials, const CredentialsRequest *request,
			 CredentialsShow show, CredentialsDone done, gpointer data)
{
	CredentialsRequest asked = *request;
	const SilentSource source = {
		.store = credentials->store,
		.key = account_tokens_key(credentials->account, request->audience,
					  request->from_oid, request->from_tid),
	};
	if (asked.tenant == NULL)
		asked.tenant = usual_tenant(credentials);
	credentials_cancel(credentials);
	credentials->given_up = NULL;
	credentials->sign_ins++;
	credentials->audience = request->audience;
	credentials->show = show;
	credentials->done = done;
	credentials->data = data;
	credentials->attempt = sign_in_attempt_new(&credentials->registration, &asked,
						   request->from_oid != NULL ? &source : NULL,
						   on_page, on_signed_in, credentials);
}

bool credentials_paste(Credentials *credentials, const char *address, GError **error)
{
	if (credentials->attempt != NULL)
		return sign_in_attempt_paste(credentials->attempt, address, error);
	g_set_error_literal(error, AUTH_ERROR, AUTH_ERROR_WRONG_ADDRESS,
			    "no sign-in is waiting for an address");
	return false;
}

unsigned credentials_sign_ins(const Credentials *credentials)
{
	return credentials->sign_ins;
}

/* ---- signing out ---- */

/* Two accounts of the store at most: one for each client. */
typedef struct SignOut {
	unsigned left;
	GError *error;
	StoreDone done;
	gpointer data;
} SignOut;

static void on_erased(const GError *error, gpointer data)
{
	SignOut *out = data;
	if (error != NULL && out->error == NULL)
		out->error = g_error_copy(error);
	if (--out->left > 0)
		return;
	out->done(out->error, out->data);
	g_clear_error(&out->error);
	g_free(out);
}

static const char *client_of(const Credentials *credentials, const CredentialsOwner *owner,
			     Audience audience)
{
	return owner->clients[audience] != NULL ? owner->clients[audience]
						: credentials_client_id(credentials, audience);
}

static const char *issuer_of(const Credentials *credentials, const CredentialsOwner *owner)
{
	return owner->issuer != NULL ? owner->issuer : credentials_issuer(credentials);
}

/* The same person may have signed in by another client, or elsewhere: that is not what is in use. */
static bool is_in_use(const Credentials *credentials, const CredentialsOwner *owner)
{
	return g_strcmp0(owner->oid, account_tokens_oid(credentials->account)) == 0 &&
	       g_strcmp0(owner->tid, account_tokens_tid(credentials->account)) == 0 &&
	       strcmp(issuer_of(credentials, owner), credentials_issuer(credentials)) == 0 &&
	       strcmp(client_of(credentials, owner, AUDIENCE_ARM),
		      credentials_client_id(credentials, AUDIENCE_ARM)) == 0;
}

void credentials_sign_out(Credentials *credentials, const CredentialsOwner *owner, StoreDone done,
			  gpointer data)
{
	SignOut *out = g_new0(SignOut, 1);
	const char *const clients[] = { client_of(credentials, owner, AUDIENCE_ARM),
					client_of(credentials, owner, AUDIENCE_GRAPH) };
	const size_t count = strcmp(clients[0], clients[1]) == 0 ? 1 : 2;
	for (size_t i = 0; i < count; i++) {
		const StoreKey key = { .client_id = clients[i],
				       .oid = owner->oid,
				       .tid = owner->tid };
		token_refresh_discard(credentials->unsettled, &key);
	}
	if (is_in_use(credentials, owner)) {
		credentials_cancel(credentials);
		credentials_set_account(credentials, NULL, NULL, false);
	}
	out->left = (unsigned)count;
	out->done = done;
	out->data = data;
	for (size_t i = 0; i < count; i++) {
		const StoreKey key = {
			.cloud = owner->cloud,
			.issuer = issuer_of(credentials, owner),
			.client_id = clients[i],
			.oid = owner->oid,
			.tid = owner->tid,
		};
		credentials->store->erase(credentials->store, &key, on_erased, out);
	}
}

/* ---- the store ---- */

void credentials_unlock(Credentials *credentials, StoreDone done, gpointer data)
{
	credentials->store->unlock(credentials->store, done, data);
}

typedef struct Probe {
	StoreDone done;
	gpointer data;
} Probe;

static void on_probed(const Secret *value, const GError *error, gpointer data)
{
	g_autofree Probe *probe = data;
	(void)value;
	probe->done(error, probe->data);
}

static void on_kept_probed(const GError *error, gpointer data)
{
	on_probed(NULL, error, data);
}

void credentials_probe_store(Credentials *credentials, StoreDone done, gpointer data)
{
	Probe *probe = g_new0(Probe, 1);
	const char *oid = account_tokens_oid(credentials->account);
	const char *tid = account_tokens_tid(credentials->account);
	const StoreKey key = account_tokens_key(credentials->account, AUDIENCE_ARM,
						oid != NULL ? oid : "", tid != NULL ? tid : "");
	probe->done = done;
	probe->data = data;
	TokenStore *store = credentials->store;
	if (store->probe != NULL)
		store->probe(store, &key, on_kept_probed, probe);
	else
		store->load(store, &key, on_probed, probe);
}

void credentials_keep_in(Credentials *credentials, TokenStore *store, StoreDone done, gpointer data)
{
	store_switch_to(credentials->store, store);
	account_tokens_keep(credentials->account, done, data);
}

bool credentials_is_busy(const Credentials *credentials)
{
	return credentials->unsettled->len > 0 || credentials->store->is_busy(credentials->store);
}

/* ---- life ---- */

Credentials *credentials_new(const AccountSettings *settings, const Cloud *cloud, Clock *clock,
			     TokenStore *store)
{
	Credentials *credentials = g_new0(Credentials, 1);
	registration_init(&credentials->registration, settings, cloud, clock);
	credentials->store = store_switch_new(store);
	credentials->unsettled = g_ptr_array_new();
	credentials->account = account_tokens_new(&credentials->registration, credentials->store,
						  credentials->unsettled);
	return credentials;
}

void credentials_free(Credentials *credentials)
{
	if (credentials == NULL)
		return;
	credentials_cancel(credentials);
	account_tokens_free(credentials->account);
	/* Calls under way of the queue and of the store end here, for those who were freed before. */
	registration_clear(&credentials->registration);
	token_store_free(credentials->store);
	g_ptr_array_unref(credentials->unsettled);
	g_free(credentials);
}
