/* Signing out, and what the store is asked beside: is it there, unlocked, at work? */
#include <string.h>

#include "src/auth/credentials-internal.h"

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
	return g_strcmp0(owner->oid, credentials->oid) == 0 &&
	       g_strcmp0(owner->tid, credentials->tid) == 0 &&
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

void credentials_probe_store(Credentials *credentials, StoreDone done, gpointer data)
{
	Probe *probe = g_new0(Probe, 1);
	const bool has_account = credentials->oid != NULL;
	const StoreKey key =
		credentials_key(credentials, AUDIENCE_ARM, has_account ? credentials->oid : "",
				has_account ? credentials->tid : "");

	probe->done = done;
	probe->data = data;
	credentials->store->load(credentials->store, &key, on_probed, probe);
}

unsigned credentials_sign_ins(const Credentials *credentials)
{
	return credentials->sign_ins;
}

bool credentials_is_busy(const Credentials *credentials)
{
	return credentials->unsettled->len > 0 || credentials->store->is_busy(credentials->store);
}
