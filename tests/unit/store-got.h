/* What a store of tokens answered: once, and never from inside the call. */
#ifndef MYROLES_TESTS_STORE_GOT_H
#define MYROLES_TESTS_STORE_GOT_H

#include "src/auth/token-store.h"

typedef struct StoreGot {
	bool is_there;
	char *value; /* NULL: none */
	GError *error;
} StoreGot;

void store_got_clear(StoreGot *got); /* may be filled again */

/* Callbacks whose data is a StoreGot. */
void store_got_loaded(const Secret *value, const GError *error, gpointer data);
void store_got_done(const GError *error, gpointer data);

/* To their end. */
void store_got_load(TokenStore *store, const StoreKey *key, StoreGot *got);
void store_got_save(TokenStore *store, const StoreKey *key, const char *text, StoreGot *got);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(StoreGot, store_got_clear)

#endif
