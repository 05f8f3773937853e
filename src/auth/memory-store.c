#include <gio/gio.h>
#include <stdbool.h>
#include <string.h>

#include "src/auth/token-store.h"

typedef struct MemoryStore {
	TokenStore base;
	GHashTable *values; /* "account item" → Secret* */
	GPtrArray *calls;   /* Call* */
} MemoryStore;

/* An answer that waits for the main loop. */
typedef struct Call {
	MemoryStore *store;
	StoreLoaded loaded; /* or: */
	StoreDone done;
	gpointer data;
	Secret *value;
	guint source;
} Call;

static char *name_of(const StoreKey *key)
{
	g_autofree char *account = store_key_account(key);
	return g_strconcat(account, " ", key->item, NULL);
}

static void call_free(Call *call)
{
	g_clear_handle_id(&call->source, g_source_remove);
	secret_free(call->value);
	g_free(call);
}

static void report(const Call *call, const GError *error)
{
	if (call->loaded != NULL)
		call->loaded(error == NULL ? call->value : NULL, error, call->data);
	else if (call->done != NULL)
		call->done(error, call->data);
}

static gboolean on_turn(gpointer data)
{
	Call *call = data;
	call->source = 0;
	g_ptr_array_remove(call->store->calls, call);
	report(call, NULL);
	call_free(call);
	return G_SOURCE_REMOVE;
}

static Call *answer_later(MemoryStore *store, gpointer data)
{
	Call *call = g_new0(Call, 1);
	call->store = store;
	call->data = data;
	call->source = g_idle_add_full(G_PRIORITY_DEFAULT, on_turn, call, NULL);
	g_ptr_array_add(store->calls, call);
	return call;
}

static void memory_load(TokenStore *base, const StoreKey *key, StoreLoaded done, gpointer data)
{
	MemoryStore *store = (MemoryStore *)base;
	Call *call = answer_later(store, data);
	g_autofree char *name = name_of(key);
	call->loaded = done;
	call->value = secret_copy(g_hash_table_lookup(store->values, name));
}

static void memory_save(TokenStore *base, const StoreKey *key, const Secret *value, StoreDone done,
			gpointer data)
{
	MemoryStore *store = (MemoryStore *)base;
	answer_later(store, data)->done = done;
	g_hash_table_replace(store->values, name_of(key), secret_copy(value));
}

static gboolean is_of_account(gpointer name, gpointer value, gpointer account)
{
	(void)value;
	return g_str_has_prefix(name, account);
}

static void memory_erase(TokenStore *base, const StoreKey *key, StoreDone done, gpointer data)
{
	MemoryStore *store = (MemoryStore *)base;
	g_autofree char *account = store_key_account(key);
	g_autofree char *name = key->item != NULL ? name_of(key) : NULL;
	answer_later(store, data)->done = done;
	if (name != NULL)
		g_hash_table_remove(store->values, name);
	else
		g_hash_table_foreach_remove(store->values, is_of_account, account);
}

static void memory_unlock(TokenStore *base, StoreDone done, gpointer data)
{
	answer_later((MemoryStore *)base, data)->done = done;
}

static bool memory_is_busy(const TokenStore *store)
{
	return ((const MemoryStore *)store)->calls->len > 0;
}

static void memory_free(TokenStore *base)
{
	MemoryStore *store = (MemoryStore *)base;
	g_autoptr(GError) canceled =
		g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, "canceled");
	while (store->calls->len > 0) {
		Call *call = g_ptr_array_steal_index(store->calls, 0);
		report(call, canceled);
		call_free(call);
	}
	g_ptr_array_unref(store->calls);
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
	store->calls = g_ptr_array_new();
	return &store->base;
}
