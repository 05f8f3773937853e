/*
 * Where tokens are kept: in memory, and in a real keyring daemon on a bus of its own (skipped where neither is
 * installed).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gio/gio.h>
#include <string.h>

#include "src/auth/token-store.h"
#include "tests/e2e/keyring.h"
#include "tests/replay/server.h"
#include "tests/unit/store-got.h"

static const StoreKey refresh_key = {
	"public", "https://login", "client", "oid", "tid", "refresh"
};
static const StoreKey access_key = {
	"public", "https://login", "client", "oid", "tid", "access:arm"
};
static const StoreKey other_key = { "public", "https://login", "client", "oid", "tid2", "refresh" };
static const StoreKey all_keys = { "public", "https://login", "client", "oid", "tid", NULL };

static StoreGot load(TokenStore *store, const StoreKey *key)
{
	StoreGot got = { 0 };
	store->load(store, key, store_got_loaded, &got);
	assert_false(got.is_there);
	assert_true(replay_run_until(&got.is_there));
	return got;
}

static StoreGot save(TokenStore *store, const StoreKey *key, const char *text)
{
	g_autoptr(Secret) value = secret_new(text, -1);
	StoreGot got = { 0 };
	store->save(store, key, value, store_got_done, &got);
	assert_false(got.is_there);
	assert_true(replay_run_until(&got.is_there));
	return got;
}

static StoreGot erase(TokenStore *store, const StoreKey *key)
{
	StoreGot got = { 0 };
	store->erase(store, key, store_got_done, &got);
	assert_true(replay_run_until(&got.is_there));
	return got;
}

static void assert_holds(TokenStore *store, const StoreKey *key, const char *text)
{
	g_auto(StoreGot) got = load(store, key);
	if (got.error != NULL || g_strcmp0(got.value, text) != 0)
		fail_msg("%s: %s", key->item, got.error != NULL ? got.error->message : got.value);
}

static void assert_done(StoreGot got)
{
	if (got.error != NULL)
		fail_msg("%s", got.error->message);
	store_got_clear(&got);
}

static void assert_refused(StoreGot got, AuthError code)
{
	if (!g_error_matches(got.error, AUTH_ERROR, (int)code))
		fail_msg("%s", got.error != NULL ? got.error->message : "no error");
	store_got_clear(&got);
}

/* What every store does. */
static void check_store(TokenStore *store)
{
	assert_holds(store, &refresh_key, NULL);
	assert_done(save(store, &refresh_key, "first"));
	assert_done(save(store, &refresh_key, "se\"cond ü"));
	assert_done(save(store, &access_key, "access"));
	assert_done(save(store, &other_key, "other"));
	assert_holds(store, &refresh_key, "se\"cond ü");
	assert_holds(store, &access_key, "access");
	assert_holds(store, &other_key, "other");
	assert_done(erase(store, &access_key));
	assert_done(erase(store, &access_key));
	assert_holds(store, &access_key, NULL);
	assert_done(save(store, &access_key, "again"));
	assert_done(erase(store, &all_keys));
	assert_holds(store, &refresh_key, NULL);
	assert_holds(store, &access_key, NULL);
	assert_holds(store, &other_key, "other");
	assert_done(erase(store, &other_key));
}

static void memory_store__keeps__by_account_and_item(void **unused)
{
	TokenStore *store = token_store_new_memory();
	g_auto(StoreGot) late = { 0 };
	(void)unused;
	check_store(store);
	store->load(store, &refresh_key, store_got_loaded, &late);
	token_store_free(store);
	assert_true(g_error_matches(late.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

static void store_key_account__tells_accounts_apart__and_names_none(void **unused)
{
	static const StoreKey first = { "a", "bc", "d", "e", "f", "x" };
	static const StoreKey others[] = {
		{ "ab", "c", "d", "e", "f", "x" }, { "z", "bc", "d", "e", "f", "x" },
		{ "a", "z", "d", "e", "f", "x" },  { "a", "bc", "z", "e", "f", "x" },
		{ "a", "bc", "d", "z", "f", "x" }, { "a", "bc", "d", "e", "z", "x" },
	};
	g_autofree char *one = store_key_account(&first);
	(void)unused;
	assert_int_equal(strlen(one), 32);
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autofree char *other = store_key_account(&others[i]);
		assert_string_not_equal(one, other);
	}
}

/* ---- a real keyring ---- */

typedef struct Fixture {
	Keyring *keyring; /* NULL: none is installed */
	TokenStore *store;
} Fixture;

static void no_bus__is_told__as_no_keyring(void **unused)
{
	TokenStore *store = token_store_new_keyring(5000);
	(void)unused;
	g_setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all", TRUE);
	assert_refused(load(store, &refresh_key), AUTH_ERROR_NO_KEYRING);
	assert_refused(save(store, &refresh_key, "x"), AUTH_ERROR_NO_KEYRING);
	token_store_free(store);
	g_unsetenv("DBUS_SESSION_BUS_ADDRESS");
}

static int set_up(void **state)
{
	Fixture *fixture = g_new0(Fixture, 1);
	*state = fixture;
	fixture->keyring = keyring_new();
	if (fixture->keyring == NULL)
		return 0;
	g_setenv("DBUS_SESSION_BUS_ADDRESS", keyring_address(fixture->keyring), TRUE);
	fixture->store = token_store_new_keyring(5000);
	return 0;
}

static int tear_down(void **state)
{
	Fixture *fixture = *state;
	token_store_free(fixture->store);
	keyring_free(fixture->keyring);
	/* The end of the bus is not the end of the process. */
	replay_settle();
	g_free(fixture);
	return 0;
}

static void check_locked(Fixture *fixture)
{
	keyring_lock(fixture->keyring);
	assert_refused(load(fixture->store, &refresh_key), AUTH_ERROR_KEYRING_LOCKED);
	assert_refused(save(fixture->store, &refresh_key, "x"), AUTH_ERROR_KEYRING_LOCKED);
}

/* The end of the program waits for what is saved, not for a person who may never come. */
static void check_busy(TokenStore *store)
{
	g_autoptr(Secret) value = secret_new("x", -1);
	g_auto(StoreGot) unlocked = { 0 };
	g_auto(StoreGot) loaded = { 0 };
	g_auto(StoreGot) saved = { 0 };
	store->unlock(store, store_got_done, &unlocked);
	store->load(store, &refresh_key, store_got_loaded, &loaded);
	assert_false(store->is_busy(store));
	store->save(store, &refresh_key, value, store_got_done, &saved);
	assert_true(store->is_busy(store));
	token_store_free(store);
	assert_true(unlocked.is_there && loaded.is_there && saved.is_there);
}

static void check_hung(Fixture *fixture)
{
	TokenStore *impatient = token_store_new_keyring(50);
	keyring_hang(fixture->keyring);
	assert_refused(load(impatient, &refresh_key), AUTH_ERROR_KEYRING_HUNG);
	assert_refused(save(impatient, &refresh_key, "x"), AUTH_ERROR_KEYRING_HUNG);
	check_busy(token_store_new_keyring(5000));
	keyring_go_on(fixture->keyring);
	token_store_free(impatient);
	assert_refused(load(fixture->store, &refresh_key), AUTH_ERROR_KEYRING_LOCKED);
}

/* One bus for the whole story: libsecret keeps to the first that it sees. */
static void keyring_store__keeps_and_tells__in_every_state(void **state)
{
	Fixture *fixture = *state;
	g_auto(StoreGot) late = { 0 };
	if (fixture->store == NULL)
		skip();
	assert_refused(load(fixture->store, &refresh_key), AUTH_ERROR_NO_KEYRING);

	keyring_start(fixture->keyring, "--unlock");
	check_store(fixture->store);
	check_locked(fixture);
	check_hung(fixture);

	fixture->store->load(fixture->store, &refresh_key, store_got_loaded, &late);
	g_clear_pointer(&fixture->store, token_store_free);
	assert_true(g_error_matches(late.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_store__keeps__by_account_and_item),
		cmocka_unit_test(store_key_account__tells_accounts_apart__and_names_none),
		cmocka_unit_test(no_bus__is_told__as_no_keyring),
		cmocka_unit_test_setup_teardown(keyring_store__keeps_and_tells__in_every_state,
						set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
