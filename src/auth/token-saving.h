/*
 * Keeping the refresh token that a sign-in brought. Until it is kept, all goes on with the account before, and it may be
 * given up; what it has changed by then can be undone.
 */
#ifndef MYROLES_AUTH_TOKEN_SAVING_H
#define MYROLES_AUTH_TOKEN_SAVING_H

#include "src/auth/token-store.h"

typedef struct TokenSaving TokenSaving;

/* `error` NULL: it is kept. Comes once, from the main loop, also after it was given up; not when the store is freed. */
typedef void (*TokenSaved)(TokenSaving *saving, const GError *error, gpointer data);

/* Begins. `store` is borrowed and outlives it; key and token are copied. It frees itself after `done`. */
TokenSaving *token_saving_new(TokenStore *store, const StoreKey *key, const Secret *token,
			      TokenSaved done, gpointer data);

/* Where the token goes. Borrowed. */
const StoreKey *token_saving_key(const TokenSaving *saving);

/* Nothing more is written. What is on its way to the store cannot be held back. */
void token_saving_give_up(TokenSaving *saving);

/* In `done`: what was kept there before is kept again, or nothing, if there was nothing. */
void token_saving_undo(const TokenSaving *saving);

#endif
