#include "tests/unit/store-got.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/replay/server.h"

void store_got_clear(StoreGot *got)
{
	g_clear_pointer(&got->value, g_free);
	g_clear_error(&got->error);
	got->is_there = false;
}

void store_got_loaded(const Secret *value, const GError *error, gpointer data)
{
	StoreGot *got = data;
	assert_false(got->is_there);
	got->is_there = true;
	got->value = value != NULL ? g_strdup(secret_peek(value)) : NULL;
	got->error = error != NULL ? g_error_copy(error) : NULL;
}

void store_got_done(const GError *error, gpointer data)
{
	store_got_loaded(NULL, error, data);
}

void store_got_load(TokenStore *store, const StoreKey *key, StoreGot *got)
{
	store_got_clear(got);
	store->load(store, key, store_got_loaded, got);
	assert_false(got->is_there);
	assert_true(replay_run_until(&got->is_there));
}

void store_got_save(TokenStore *store, const StoreKey *key, const char *text, StoreGot *got)
{
	g_autoptr(Secret) value = secret_new(text, -1);
	store_got_clear(got);
	store->save(store, key, value, store_got_done, got);
	assert_false(got->is_there);
	assert_true(replay_run_until(&got->is_there));
}
