/*
 * Tokens in the kernel's keyring: each refusal of the kernel is played by calls of the test's own; one test goes to the real
 * keyring, and is skipped where that may not be used.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <gio/gio.h>

#include "src/auth/kernel-store.h"
#include "tests/replay/server.h"
#include "tests/unit/store-got.h"

static const StoreKey shared = { "public", "https://login", "client", "oid", "tid", "refresh" };
static const StoreKey graph = {
	"public", "https://login", "client", "oid", "tid", "refresh:graph"
};
static const StoreKey other = { "public", "https://login", "client", "oid", "tid2", "refresh" };
static const StoreKey everything = { "public", "https://login", "client", "oid", "tid", NULL };

/* ---- A kernel --------------------------------------------------------------------------------- */

#define RING 7
#define KEYS 8

typedef enum {
	CALL_OPEN,
	CALL_FIND,
	CALL_ADD,
	CALL_PERMIT,
	CALL_READ,
	CALL_DESCRIBE,
	CALL_REMOVE
} Call;

typedef struct Kernel {
	struct {
		char name[128], value[64];
		size_t length;
		uint32_t permissions;
	} keys[KEYS];
	Call refused; /* with `number`, unless that is 0 */
	int number;
} Kernel;

static Kernel kernel; /* the calls have no data of their own: one kernel, one process */

static bool refuses(Call call)
{
	if (kernel.number == 0 || kernel.refused != call)
		return false;
	errno = kernel.number;
	return true;
}

static long fake_open(void)
{
	return refuses(CALL_OPEN) ? -1 : RING;
}

/* Keys are 100 and more. */
static long fake_find(int32_t ring, const char *name)
{
	assert_int_equal(ring, RING);
	if (refuses(CALL_FIND))
		return -1;
	for (int i = 0; i < KEYS; i++) {
		if (strcmp(kernel.keys[i].name, name) == 0)
			return 100 + i;
	}
	errno = ENOKEY;
	return -1;
}

static long fake_add(int32_t ring, const char *name, const void *value, size_t length)
{
	if (refuses(CALL_ADD))
		return -1;
	int place = (int)fake_find(ring, name) - 100;
	for (int i = 0; i < KEYS && place < 0; i++) {
		if (*kernel.keys[i].name == '\0')
			place = i;
	}
	g_strlcpy(kernel.keys[place].name, name, sizeof kernel.keys[place].name);
	kernel.keys[place].length = MIN(length, sizeof kernel.keys[place].value);
	memcpy(kernel.keys[place].value, value, kernel.keys[place].length);
	kernel.keys[place].permissions = 0x3f010000;
	return 100 + place;
}

static long fake_permit(int32_t key, uint32_t permissions)
{
	if (refuses(CALL_PERMIT))
		return -1;
	kernel.keys[key - 100].permissions = permissions;
	return 0;
}

static long fake_read(int32_t key, void *value, size_t size)
{
	if (refuses(CALL_READ))
		return -1;
	if (key != RING) {
		memcpy(value, kernel.keys[key - 100].value,
		       MIN(size, kernel.keys[key - 100].length));
		return (long)kernel.keys[key - 100].length;
	}
	int32_t ids[KEYS];
	for (int i = 0; i < KEYS; i++)
		ids[i] = 100 + i;
	memcpy(value, ids, MIN(size, sizeof ids));
	return sizeof ids;
}

static long fake_describe(int32_t key, char *text, size_t size)
{
	if (refuses(CALL_DESCRIBE))
		return -1;
	return snprintf(text, size, "user;0;0;%08x;%s", kernel.keys[key - 100].permissions,
			kernel.keys[key - 100].name) +
	       1;
}

static long fake_remove(int32_t key)
{
	if (refuses(CALL_REMOVE))
		return -1;
	memset(&kernel.keys[key - 100], 0, sizeof kernel.keys[key - 100]);
	return 0;
}

static KernelCalls fake = { fake_open, fake_find,     fake_add,    fake_permit,
			    fake_read, fake_describe, fake_remove, "/nowhere" };

static size_t count_keys(void)
{
	size_t count = 0;
	for (int i = 0; i < KEYS; i++)
		count += *kernel.keys[i].name != '\0';
	return count;
}

/* ---- The store -------------------------------------------------------------------------------- */

static void erase(TokenStore *store, const StoreKey *key, StoreGot *got)
{
	store_got_clear(got);
	store->erase(store, key, store_got_done, got);
	assert_true(replay_run_until(&got->is_there));
}

static void probe(TokenStore *store, StoreGot *got)
{
	store_got_clear(got);
	store->probe(store, &shared, store_got_done, got);
	assert_true(replay_run_until(&got->is_there));
}

static void assert_holds(TokenStore *store, const StoreKey *key, const char *text)
{
	g_auto(StoreGot) got = { 0 };
	store_got_load(store, key, &got);
	if (got.error != NULL || g_strcmp0(got.value, text) != 0)
		fail_msg("%s: %s", key->item, got.error != NULL ? got.error->message : got.value);
}

static void assert_done(const StoreGot *got)
{
	if (got->error != NULL)
		fail_msg("%s", got->error->message);
}

static void check_store(TokenStore *store)
{
	g_auto(StoreGot) got = { 0 };
	assert_holds(store, &shared, NULL);
	store_got_save(store, &shared, "first", &got);
	assert_done(&got);
	store_got_save(store, &shared, "second", &got);
	assert_done(&got);
	store_got_save(store, &graph, "graph's", &got);
	store_got_save(store, &other, "other", &got);
	assert_holds(store, &shared, "second");
	assert_holds(store, &graph, "graph's");
	probe(store, &got);
	assert_done(&got);
	erase(store, &graph, &got);
	assert_done(&got);
	erase(store, &graph, &got);
	assert_done(&got);
	assert_holds(store, &graph, NULL);
	store_got_save(store, &graph, "again", &got);
	erase(store, &everything, &got);
	assert_done(&got);
	assert_holds(store, &shared, NULL);
	assert_holds(store, &graph, NULL);
	assert_holds(store, &other, "other");
	erase(store, &other, &got);
	assert_done(&got);
	assert_holds(store, &other, NULL);
}

static void kernel_store__keeps__by_account_and_item(void **state)
{
	TokenStore *store = token_store_new_kernel(&fake);
	g_auto(StoreGot) late = { 0 };
	(void)state;
	kernel = (Kernel){ 0 };
	assert_true(store->is_refresh_only);
	check_store(store);
	assert_int_equal(count_keys(), 0);
	store->load(store, &shared, store_got_loaded, &late);
	token_store_free(store);
	assert_true(g_error_matches(late.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

/* Nobody but who possesses it may even see the key; one that cannot be closed is not left. */
static void kernel_store__leaves_no_key__that_others_may_see(void **state)
{
	TokenStore *store = token_store_new_kernel(&fake);
	g_auto(StoreGot) got = { 0 };
	(void)state;
	kernel = (Kernel){ 0 };
	store_got_save(store, &shared, "token", &got);
	assert_int_equal(kernel.keys[0].permissions, 0x3f000000);
	assert_null(strstr(kernel.keys[0].name, "oid"));
	kernel.refused = CALL_PERMIT;
	kernel.number = EACCES;
	store_got_save(store, &shared, "token", &got);
	assert_true(g_error_matches(got.error, AUTH_ERROR, AUTH_ERROR_NO_KERNEL_KEYRING));
	assert_int_equal(count_keys(), 0);
	token_store_free(store);
}

static void every_refusal__is_told_in_words(void **state){ static const struct { Call call;
int number;
AuthError code;
const char *words;
}
cases[] = {
	{ CALL_OPEN, ENOSYS, AUTH_ERROR_NO_KERNEL_KEYRING,
#ifdef HAVE_KEYUTILS
	  "this kernel has none, or a container hides it" },
#else
	  "built without the kernel's keyring" },
#endif
	{ CALL_OPEN, EPERM, AUTH_ERROR_NO_KERNEL_KEYRING, "containers often forbid it" },
	{ CALL_OPEN, EACCES, AUTH_ERROR_NO_KERNEL_KEYRING, "denies access" },
	{ CALL_OPEN, EOPNOTSUPP, AUTH_ERROR_NO_KERNEL_KEYRING, "no persistent keyrings" },
	{ CALL_OPEN, EIO, AUTH_ERROR_NO_KERNEL_KEYRING, "cannot be used: " },
	{ CALL_ADD, EPERM, AUTH_ERROR_NO_KERNEL_KEYRING, "containers often forbid it" },
	{ CALL_ADD, EACCES, AUTH_ERROR_NO_KERNEL_KEYRING, "changed the permissions" },
	{ CALL_ADD, ENOMEM, AUTH_ERROR_NO_KERNEL_KEYRING, "no memory" },
	{ CALL_ADD, EDQUOT, AUTH_ERROR_KERNEL_KEYRING_FULL, "20,000 bytes" },
};
TokenStore *store = token_store_new_kernel(&fake);
(void)state;
for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
	g_auto(StoreGot) got = { 0 };
	kernel = (Kernel){ .refused = cases[i].call, .number = cases[i].number };
	store_got_save(store, &shared, "token", &got);
	if (!g_error_matches(got.error, AUTH_ERROR, (int)cases[i].code) ||
	    strstr(got.error->message, cases[i].words) == NULL)
		fail_msg("row %zu: %s", i, got.error != NULL ? got.error->message : "no error");
	assert_null(strstr(got.error->message, "token\""));
	probe(store, &got);
	assert_non_null(got.error);
	assert_false(kernel_store_try(&fake, NULL));
	/* What cannot be asked is never told as nothing. */
	store_got_load(store, &shared, &got);
	assert_int_equal(got.error != NULL, cases[i].call == CALL_OPEN);
	erase(store, &everything, &got);
	assert_int_equal(got.error != NULL, cases[i].call == CALL_OPEN);
}
token_store_free(store);
}

/* What ended by itself is none; what cannot be read, or not removed, is an error. */
static void one_call__that_fails__is_told_or_means_none(void **state)
{
	static const int gone[] = { ENOKEY, EKEYEXPIRED, EKEYREVOKED };
	static const Call reading[] = { CALL_FIND, CALL_READ };
	TokenStore *store = token_store_new_kernel(&fake);
	g_auto(StoreGot) got = { 0 };
	(void)state;
	kernel = (Kernel){ 0 };
	store_got_save(store, &shared, "token", &got);
	for (size_t i = 0; i < G_N_ELEMENTS(reading); i++) {
		kernel.refused = reading[i];
		for (size_t j = 0; j < G_N_ELEMENTS(gone); j++) {
			kernel.number = gone[j];
			assert_holds(store, &shared, NULL);
		}
		kernel.number = EACCES;
		store_got_load(store, &shared, &got);
		assert_true(g_error_matches(got.error, AUTH_ERROR, AUTH_ERROR_NO_KERNEL_KEYRING));
	}
	kernel.refused = CALL_REMOVE;
	erase(store, &shared, &got);
	assert_non_null(got.error);
	erase(store, &everything, &got);
	assert_non_null(got.error);
	kernel.number = EKEYREVOKED;
	erase(store, &everything, &got);
	assert_done(&got);
	token_store_free(store);
}

static void full_keyring__names_the_largest_keys(void **state)
{
	g_autofree char *folder = g_dir_make_tmp("myroles-test-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "keys", NULL);
	g_autofree char *text = g_strdup_printf(
		"00000001 I--Q---     1 perm 3f010000 %5u     0 user      small: 12\n"
		"00000002 I--Q---     1 perm 3f010000 %5u     0 user      a: b\033[2J: 9000\n"
		"00000003 I--Q---     1 perm 3f010000 %5u     0 user      of others: 99999\n"
		"00000004 I--Q---     2 perm 1f3f0000 %5u 65534 keyring   _uid.0: 12\n"
		"00000005 I--Q---     1   3d 3f000000 %5u     0 user      myroles:ab:refresh: "
		"1500\n"
		"00000006 I--Q---     1   3d 3f000000 %5u     0 user      tiny: 1\n"
		"nonsense\n\n:\n",
		getuid(), getuid(), getuid() + 1, getuid(), getuid(), getuid());
	KernelCalls listed = fake;
	listed.listing = path;
	TokenStore *store = token_store_new_kernel(&listed);
	g_auto(StoreGot) got = { 0 };
	(void)state;
	assert_true(g_file_set_contents(path, text, -1, NULL));
	kernel = (Kernel){ .refused = CALL_ADD, .number = EDQUOT };
	store_got_save(store, &shared, "token", &got);
	assert_non_null(strstr(got.error->message,
			       "the largest are 00000002 “a: b\xEF\xBF\xBD[2J” (9000 bytes), "
			       "00000005 “myroles:ab:refresh” (1500 bytes), "
			       "00000001 “small” (12 bytes)"));
	assert_null(strstr(got.error->message, "of others"));
	token_store_free(store);
	unlink(path);
	rmdir(folder);
}

static void value__may_have__what_a_key_can_hold(void **state)
{
	TokenStore *store = token_store_new_kernel(&fake);
	g_autofree char *most = g_strnfill(32767, 'x');
	g_autofree char *more = g_strnfill(32768, 'x');
	g_auto(StoreGot) got = { 0 };
	(void)state;
	kernel = (Kernel){ 0 };
	store_got_save(store, &shared, most, &got);
	assert_done(&got);
	store_got_save(store, &shared, more, &got);
	assert_true(g_error_matches(got.error, AUTH_ERROR, AUTH_ERROR_KERNEL_KEYRING_FULL));
	token_store_free(store);
}

/* ---- The real one ----------------------------------------------------------------------------- */

static void real_keyring__keeps_and_removes(void **state)
{
	TokenStore *store = token_store_new_kernel(&kernel_calls);
	g_auto(StoreGot) got = { 0 };
	(void)state;
	probe(store, &got);
	if (got.error != NULL) {
		print_message("skipped: %s\n", got.error->message);
		token_store_free(store);
		store_got_clear(&got);
		skip();
	}
	check_store(store);
	token_store_free(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kernel_store__keeps__by_account_and_item),
		cmocka_unit_test(kernel_store__leaves_no_key__that_others_may_see),
		cmocka_unit_test(every_refusal__is_told_in_words),
		cmocka_unit_test(one_call__that_fails__is_told_or_means_none),
		cmocka_unit_test(full_keyring__names_the_largest_keys),
		cmocka_unit_test(value__may_have__what_a_key_can_hold),
		cmocka_unit_test(real_keyring__keeps_and_removes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
