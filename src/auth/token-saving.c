#include "src/auth/token-saving.h"

#include <gio/gio.h>

struct TokenSaving {
	TokenStore *store;
	StoreKey *key;
	Secret *token;   /* NULL: given up */
	Secret *before;  /* what was kept there; NULL: nothing */
	bool is_written; /* the store was told */
	TokenSaved done;
	gpointer data;
};

static void saving_free(TokenSaving *saving)
{
	store_key_free(saving->key);
	secret_free(saving->token);
	secret_free(saving->before);
	g_free(saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(TokenSaving, saving_free)

static void on_saved(const GError *error, gpointer data)
{
	g_autoptr(TokenSaving) saving = data;
	if (!g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
		saving->done(saving, error, saving->data);
}

static void on_looked(const Secret *value, const GError *error, gpointer data)
{
	TokenSaving *saving = data;
	if (saving->token == NULL || g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
		on_saved(error, saving);
		return;
	}
	saving->before = secret_copy(value);
	saving->is_written = true;
	saving->store->save(saving->store, saving->key, saving->token, on_saved, saving);
}

TokenSaving *token_saving_new(TokenStore *store, const StoreKey *key, const Secret *token,
			      TokenSaved done, gpointer data)
{
	TokenSaving *saving = g_new0(TokenSaving, 1);
	saving->store = store;
	saving->key = store_key_copy(key);
	saving->token = secret_copy(token);
	saving->done = done;
	saving->data = data;
	store->load(store, saving->key, on_looked, saving);
	return saving;
}

const StoreKey *token_saving_key(const TokenSaving *saving)
{
	return saving->key;
}

void token_saving_give_up(TokenSaving *saving)
{
	g_clear_pointer(&saving->token, secret_free);
}

void token_saving_undo(const TokenSaving *saving)
{
	TokenStore *store = saving->store;
	if (!saving->is_written)
		return;
	if (saving->before != NULL)
		store->save(store, saving->key, saving->before, NULL, NULL);
	else
		store->erase(store, saving->key, NULL, NULL);
}
