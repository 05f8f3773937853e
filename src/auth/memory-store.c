#include <stdbool.h>
#include <string.h>

#include "src/auth/store-answers.h"
#include "src/auth/token-store.h"

typedef struct MemoryStore {
	TokenStore base;
	GHashTable *values; /* "account item" → Secret* */
	StoreAnswers *answers;
} MemoryStore;

static char *name_of(const StoreKey *key)
{
	g_autofree char *account = store_key_account(key);
	return g_strconcat(account, " ", key->item, NULL);
}

static void memory_load(TokenStore *base, const StoreKey *key, StoreLoaded done, gpointer data)
{
	const MemoryStore *store = (MemoryStore *)base;
	g_autofree char *name = name_of(key);
	store_answers_load(store->answers, g_hash_table_lookup(store->values, name), NULL, done,
			   data);
}

static void memory_save(TokenStore *base, const StoreKey *key, const Secret *value, StoreDone done,
			gpointer data)
{
	const MemoryStore *store = (MemoryStore *)base;
	g_hash_table_replace(store->values, name_of(key), secret_copy(value));
	store_answers_done(store->answers, NULL, done, data);
}

static gboolean is_of_account(gpointer name, gpointer value, gpointer account)
{
	(void)value;
	return g_str_has_prefix(name, account);
}

static void memory_erase(TokenStore *base, const StoreKey *key, StoreDone done, gpointer data)
{
	const MemoryStore *store = (MemoryStore *)base;
	g_autofree char *account = store_key_account(key);
	g_autofree char *name = key->item != NULL ? name_of(key) : NULL;
	if (name != NULL)
		g_hash_table_remove(store->values, name);
	else
		g_hash_table_foreach_remove(store->values, is_of_account, account);
	store_answers_done(store->answers, NULL, done, data);
}

static void memory_unlock(TokenStore *base, StoreDone done, gpointer data)
{
	store_answers_done(((MemoryStore *)base)->answers, NULL, done, data);
}

static bool memory_is_busy(const TokenStore *store)
{
	return store_answers_are_due(((const MemoryStore *)store)->answers);
}

static void memory_free(TokenStore *base)
{
	MemoryStore *store = (MemoryStore *)base;
	store_answers_free(store->answers);
	g_hash_table_unref(store->values);
	g_free(store);
}

TokenStore *token_store_new_memory(void)
{
	MemoryStore *store = g_new0(MemoryStore, 1);
	store->base.load = memory_load;
	store->base.save = memory_save;
	store->base.erase = memory_erase;
	store->base.unlock = memory_unlock;
	store->base.is_busy = memory_is_busy;
	store->base.free = memory_free;
	store->values =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)secret_free);
	store->answers = store_answers_new();
	return &store->base;
}
