/*
 * Where tokens are kept between runs: one interface, so that backends can be added. A backend is chosen once and never
 * replaced silently by another; nothing is ever written to a plain file. What cannot be read now is an error in words,
 * never "nothing is kept".
 */
#ifndef MYROLES_AUTH_TOKEN_STORE_H
#define MYROLES_AUTH_TOKEN_STORE_H

#include <stdbool.h>

#include "src/auth/error.h"
#include "src/base/secret.h"

/* Which token; borrowed for the call. `issuer` is the address that the tokens came from: none is sent to another. */
typedef struct StoreKey {
	const char *cloud, *issuer, *client_id, *oid, *tid;
	const char *
		item; /* "refresh", "access:arm", …; "subject": whose they are (oidc_fingerprint) */
} StoreKey;

/* With texts of its own. */
StoreKey *store_key_copy(const StoreKey *key);
void store_key_free(StoreKey *key);

/* One word for all of an account, from which it cannot be read: attributes of a keyring are no secrets. The caller frees. */
char *store_key_account(const StoreKey *key);

/* `value` NULL without an error: nothing is kept. Both borrowed. */
typedef void (*StoreLoaded)(const Secret *value, const GError *error, gpointer data);

/* `error` NULL: done. Borrowed. The callback may be NULL where nobody wants to know. */
typedef void (*StoreDone)(const GError *error, gpointer data);

typedef struct TokenStore TokenStore;

/* Each call answers once, from the main loop, never from inside the call; also when the store is freed (canceled). */
struct TokenStore {
	void (*load)(TokenStore *store, const StoreKey *key, StoreLoaded done, gpointer data);
	void (*save)(TokenStore *store, const StoreKey *key, const Secret *value, StoreDone done,
		     gpointer data);
	/* Removes what is kept; `item` NULL: all items of that account. Nothing there: done. */
	void (*erase)(TokenStore *store, const StoreKey *key, StoreDone done, gpointer data);
	/*
	 * Can tokens be kept and read now? `key` is one that may be looked for; nobody is asked anything. NULL: a load tells it.
	 */
	void (*probe)(TokenStore *store, const StoreKey *key, StoreDone done, gpointer data);
	/* Asks the person to unlock it, where it is locked; takes as long as the person does. */
	void (*unlock)(TokenStore *store, StoreDone done, gpointer data);
	/* Is anything being saved or erased? A program that is about to end lets it. */
	bool (*is_busy)(const TokenStore *store);
	void (*free)(TokenStore *store);
	/* It has no room for access tokens: they last as long as the process. */
	bool is_refresh_only;
};

/* In memory only: token_store=memory. */
TokenStore *token_store_new_memory(void);

/*
 * The Secret Service (libsecret, its asynchronous calls): token_store=secret-service. A call that takes longer than
 * `deadline_ms` is given up as KEYRING_HUNG, except unlock. Errors: NO_KEYRING, NO_COLLECTION, KEYRING_LOCKED,
 * KEYRING_HUNG, PROMPT_DISMISSED.
 */
TokenStore *token_store_new_keyring(unsigned deadline_ms);

static inline void token_store_free(TokenStore *store)
{
	if (store != NULL)
		store->free(store);
}

#endif
