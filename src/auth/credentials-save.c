/* Keeping what a sign-in brought: until it is kept, all goes on with the account before, and it may be given up. */
#include "src/auth/credentials-internal.h"

/* Its token may be saved after the sign-in was given up: then there is nothing to tell. */
typedef struct Saving {
	Credentials *credentials;
	unsigned number;
	Audience audience;
	char *oid, *tid;
	Secret *before; /* what was kept of that person; NULL: nothing */
} Saving;

static void saving_free(Saving *saving)
{
	secret_free(saving->before);
	g_free(saving->oid);
	g_free(saving->tid);
	g_free(saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Saving, saving_free)

static StoreKey key_of(const Saving *saving)
{
	return credentials_key(saving->credentials, saving->audience, saving->oid, saving->tid);
}

/* NULL: the sign-in was given up. */
static const PendingSignIn *pending_of(const Saving *saving)
{
	const PendingSignIn *pending = saving->credentials->pending;

	return pending != NULL && pending->number == saving->number ? pending : NULL;
}

/*
 * Whoever came back is as before: kept by an earlier token, or not known here, so that nobody could sign them out later.
 * Not when another sign-in was begun since: it may have kept a token of the same person.
 */
static void undo(const Saving *saving)
{
	const Credentials *credentials = saving->credentials;
	const StoreKey key = key_of(saving);
	TokenStore *store = credentials->store;

	if (credentials_is_account(credentials, saving->oid, saving->tid) ||
	    credentials->sign_ins != saving->number)
		return;
	if (saving->before != NULL)
		store->save(store, &key, saving->before, NULL, NULL);
	else
		store->erase(store, &key, NULL, NULL);
}

static void on_saved(const GError *error, gpointer data)
{
	g_autoptr(Saving) saving = data;
	Credentials *credentials = saving->credentials;

	if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
		return; /* all is being freed */
	if (pending_of(saving) != NULL)
		credentials_saved(credentials, error);
	else
		undo(saving);
}

static void on_looked(const Secret *value, const GError *error, gpointer data)
{
	g_autoptr(Saving) saving = data;
	const StoreKey key = key_of(saving);
	TokenStore *store = saving->credentials->store;
	const PendingSignIn *pending;

	if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
		return; /* all is being freed */
	pending = pending_of(saving);
	if (pending == NULL)
		return; /* given up before anything was changed */
	saving->before = value != NULL ? secret_copy(value) : NULL;
	store->save(store, &key, pending->refresh, on_saved, g_steal_pointer(&saving));
}

void credentials_save(Credentials *credentials)
{
	PendingSignIn *pending = credentials->pending;
	Saving *saving = g_new0(Saving, 1);
	StoreKey key;

	saving->credentials = credentials;
	saving->number = pending->number;
	saving->audience = pending->audience;
	saving->oid = g_strdup(pending->came_oid);
	saving->tid = g_strdup(pending->came_tid);
	key = key_of(saving);
	credentials->store->load(credentials->store, &key, on_looked, saving);
}
