#include "src/auth/store-switch.h"

#include <glib.h>

typedef struct StoreSwitch {
	TokenStore base;
	GPtrArray *stores; /* TokenStore*; the last one is in use */
} StoreSwitch;

static TokenStore *in_use(const TokenStore *base)
{
	const GPtrArray *stores = ((const StoreSwitch *)base)->stores;
	return stores->pdata[stores->len - 1];
}

static void switch_load(TokenStore *base, const StoreKey *key, StoreLoaded done, gpointer data)
{
	TokenStore *store = in_use(base);
	store->load(store, key, done, data);
}

static void switch_save(TokenStore *base, const StoreKey *key, const Secret *value, StoreDone done,
			gpointer data)
{
	TokenStore *store = in_use(base);
	store->save(store, key, value, done, data);
}

static void switch_erase(TokenStore *base, const StoreKey *key, StoreDone done, gpointer data)
{
	TokenStore *store = in_use(base);
	store->erase(store, key, done, data);
}

static void switch_probe(TokenStore *base, const StoreKey *key, StoreDone done, gpointer data)
{
	TokenStore *store = in_use(base);
	store->probe(store, key, done, data);
}

static void switch_unlock(TokenStore *base, StoreDone done, gpointer data)
{
	TokenStore *store = in_use(base);
	store->unlock(store, done, data);
}

static bool switch_is_busy(const TokenStore *base)
{
	const GPtrArray *stores = ((const StoreSwitch *)base)->stores;
	for (guint i = 0; i < stores->len; i++) {
		const TokenStore *store = stores->pdata[i];
		if (store->is_busy(store))
			return true;
	}
	return false;
}

static void switch_free(TokenStore *base)
{
	g_ptr_array_unref(((StoreSwitch *)base)->stores);
	g_free(base);
}

static void free_store(gpointer store)
{
	token_store_free(store);
}

void store_switch_to(TokenStore *base, TokenStore *next)
{
	g_ptr_array_add(((StoreSwitch *)base)->stores, next);
	base->probe = next->probe != NULL ? switch_probe : NULL;
	base->is_refresh_only = next->is_refresh_only;
}

TokenStore *store_switch_new(TokenStore *first)
{
	StoreSwitch *store = g_new0(StoreSwitch, 1);
	store->base.load = switch_load;
	store->base.save = switch_save;
	store->base.erase = switch_erase;
	store->base.unlock = switch_unlock;
	store->base.is_busy = switch_is_busy;
	store->base.free = switch_free;
	store->stores = g_ptr_array_new_with_free_func(free_store);
	store_switch_to(&store->base, first);
	return &store->base;
}
