#include "src/auth/kernel-store.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "src/auth/store-answers.h"
#include "src/base/limits.h"
#include "src/base/text.h"

/* Whoever possesses it may do everything, all others nothing: not even see that it is there. */
#define KEY_PERMISSIONS 0x3f000000

/* What a description has before the name: "user;1000;1000;3f000000;". */
#define NAME_PLACE 4

#define LARGEST 3

typedef struct KernelStore {
	TokenStore base;
	const KernelCalls *calls;
	StoreAnswers *answers;
} KernelStore;

/* ---- what went wrong ---- */

typedef struct LargeKey {
	char id[16];
	char *name; /* sanitized */
	unsigned size;
} LargeKey;

static void large_key_clear(LargeKey *key)
{
	g_free(key->name);
	*key = (LargeKey){ 0 };
}

/* A line of /proc/keys (proc(5)): "ID FLAGS USAGE TIMEOUT PERMISSIONS UID GID TYPE NAME: SIZE". */
static bool read_listed(const char *line, LargeKey *key)
{
	char type[16] = "";
	char uid[16] = "";
	int name = 0;
	const char *colon = strrchr(line, ':');
	if (sscanf(line, "%15s %*s %*s %*s %*s %15s %*s %15s %n", key->id, uid, type, &name) != 3 ||
	    strcmp(type, "user") != 0 || g_ascii_strtoull(uid, NULL, 10) != getuid() ||
	    colon == NULL || colon < line + name)
		return false;
	key->size = (unsigned)g_ascii_strtoull(colon + 1, NULL, 10);
	key->name = text_sanitize(line + name, colon - line - name);
	return true;
}

/* Puts it among the largest, the largest first. Taken. */
static void rank(LargeKey *largest, LargeKey *key)
{
	for (size_t i = 0; i < LARGEST; i++) {
		if (largest[i].size >= key->size)
			continue;
		const LargeKey smaller = largest[i];
		largest[i] = *key;
		*key = smaller;
	}
	large_key_clear(key);
}

static void add_words(GString *words, const LargeKey *key)
{
	if (key->size > 0)
		g_string_append_printf(words, "%s%s “%s” (%u bytes)", words->len > 0 ? ", " : "",
				       key->id, key->name, key->size);
}

/* What fills it: "1f2e3d4c “name” (12000 bytes), …"; "" when it is not known. */
static char *name_largest(const char *listing)
{
	LargeKey largest[LARGEST] = { 0 };
	GString *words = g_string_new(NULL);
	char line[LIMIT_KEY_LINE];
	FILE *file = fopen(listing, "re");
	for (size_t i = 0; file != NULL && i < LIMIT_KEYS_LISTED; i++) {
		LargeKey key = { 0 };
		if (fgets(line, sizeof line, file) == NULL)
			break;
		if (read_listed(line, &key))
			rank(largest, &key);
	}
	if (file != NULL)
		fclose(file);
	for (size_t i = 0; i < LARGEST; i++) {
		add_words(words, &largest[i]);
		large_key_clear(&largest[i]);
	}
	return g_string_free(words, FALSE);
}

static GError *say_full(const KernelStore *store)
{
	g_autofree char *largest = name_largest(store->calls->listing);
	return g_error_new(
		AUTH_ERROR, AUTH_ERROR_KERNEL_KEYRING_FULL,
		"the kernel's keyring is full: all keys of one user share 20,000 bytes%s%s",
		*largest != '\0' ? "; the largest are " : "", largest);
}

static const struct {
	int number;
	const char *sentence;
} refusals[] = {
#ifdef HAVE_KEYUTILS
	{ ENOSYS, "there is no kernel's keyring here (ENOSYS): this kernel has none, or a "
		  "container hides it" },
#else
	{ ENOSYS, "this program was built without the kernel's keyring (libkeyutils)" },
#endif
	{ EOPNOTSUPP, "this kernel has no persistent keyrings (EOPNOTSUPP)" },
	{ EPERM, "the kernel's keyring may not be used here (EPERM): containers often forbid it" },
	{ EACCES, "the kernel's keyring denies access (EACCES): another program has changed the "
		  "permissions of the key, or a policy of this machine forbids it" },
	{ ENOMEM, "the kernel has no memory for another key (ENOMEM)" },
};

/* What errno says. */
static GError *say(const KernelStore *store, int number)
{
	if (number == EDQUOT)
		return say_full(store);
	for (size_t i = 0; i < G_N_ELEMENTS(refusals); i++) {
		if (refusals[i].number == number)
			return g_error_new_literal(AUTH_ERROR, AUTH_ERROR_NO_KERNEL_KEYRING,
						   refusals[i].sentence);
	}
	return g_error_new(AUTH_ERROR, AUTH_ERROR_NO_KERNEL_KEYRING,
			   "the kernel's keyring cannot be used: %s", g_strerror(number));
}

/* ---- keys ---- */

static char *name_of(const StoreKey *key)
{
	g_autofree char *account = store_key_account(key);
	return g_strconcat("myroles:", account, ":", key->item, NULL);
}

/* One that has ended, or was taken back, is none. */
static bool is_gone(int number)
{
	return number == ENOKEY || number == EKEYEXPIRED || number == EKEYREVOKED;
}

/* -1: it cannot be used, *error says why. */
static int32_t open_ring(const KernelStore *store, GError **error)
{
	const long ring = store->calls->open();
	if (ring < 0)
		g_propagate_error(error, say(store, errno));
	return (int32_t)ring;
}

/* 0: there is none. -1: *error says why. */
static int32_t find(const KernelStore *store, int32_t ring, const char *name, GError **error)
{
	const long key = store->calls->find(ring, name);
	if (key >= 0)
		return (int32_t)key;
	if (is_gone(errno))
		return 0;
	g_propagate_error(error, say(store, errno));
	return -1;
}

/* NULL without an error: none is kept. */
static Secret *read_value(const KernelStore *store, const char *name, GError **error)
{
	const int32_t ring = open_ring(store, error);
	const int32_t key = ring >= 0 ? find(store, ring, name, error) : 0;
	if (key <= 0)
		return NULL;

	char *bytes = g_malloc(LIMIT_KEY_VALUE);
	Secret *value = NULL;
	const long length = store->calls->read(key, bytes, LIMIT_KEY_VALUE);
	const int number = errno;
	if (length >= 0 && length <= LIMIT_KEY_VALUE)
		value = secret_new(bytes, length);
	else if (length >= 0)
		g_set_error_literal(error, AUTH_ERROR, AUTH_ERROR_NO_KERNEL_KEYRING,
				    "what the kernel's keyring holds is longer than any token");
	else if (!is_gone(number))
		g_propagate_error(error, say(store, number));
	secret_wipe(bytes, LIMIT_KEY_VALUE);
	g_free(bytes);
	return value;
}

/* One that others may read, or see, is not left behind. */
static bool write_value(const KernelStore *store, const char *name, const Secret *value,
			GError **error)
{
	const int32_t ring = open_ring(store, error);
	if (ring < 0)
		return false;
	if (secret_length(value) > LIMIT_KEY_VALUE) {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_KERNEL_KEYRING_FULL,
			    "a token of %zu bytes is too long for the kernel's keyring",
			    secret_length(value));
		return false;
	}
	const long key = store->calls->add(ring, name, secret_peek(value), secret_length(value));
	if (key < 0) {
		g_propagate_error(error, say(store, errno));
		return false;
	}
	if (store->calls->set_permissions((int32_t)key, KEY_PERMISSIONS) == 0)
		return true;
	g_propagate_error(error, say(store, errno));
	store->calls->remove((int32_t)key);
	return false;
}

static bool remove_key(const KernelStore *store, int32_t key, GError **error)
{
	if (store->calls->remove(key) == 0 || is_gone(errno))
		return true;
	g_propagate_error(error, say(store, errno));
	return false;
}

static bool remove_named(const KernelStore *store, const char *name, GError **error)
{
	const int32_t ring = open_ring(store, error);
	const int32_t key = ring >= 0 ? find(store, ring, name, error) : -1;
	return key == 0 || (key > 0 && remove_key(store, key, error));
}

static bool begins_so(const KernelStore *store, int32_t key, const char *prefix)
{
	char text[LIMIT_KEY_LINE];
	const long length = store->calls->describe(key, text, sizeof text);
	if (length <= 0 || (size_t)length > sizeof text || text[length - 1] != '\0')
		return false;
	g_auto(GStrv) parts = g_strsplit(text, ";", NAME_PLACE + 1);
	return g_strv_length(parts) > NAME_PLACE && strcmp(parts[0], "user") == 0 &&
	       g_str_has_prefix(parts[NAME_PLACE], prefix);
}

/* All of them are tried, whatever becomes of one. */
static bool remove_all(const KernelStore *store, const char *prefix, GError **error)
{
	int32_t keys[LIMIT_KEYS_LISTED];
	const int32_t ring = open_ring(store, error);
	if (ring < 0)
		return false;
	const long size = store->calls->read(ring, keys, sizeof keys);
	if (size < 0) {
		g_propagate_error(error, say(store, errno));
		return false;
	}

	const size_t count = MIN((size_t)size, sizeof keys) / sizeof keys[0];
	bool is_clean = true;
	for (size_t i = 0; i < count; i++) {
		if (begins_so(store, keys[i], prefix))
			is_clean = remove_key(store, keys[i], is_clean ? error : NULL) && is_clean;
	}
	return is_clean;
}

/* ---- the store ---- */

static void kernel_load(TokenStore *base, const StoreKey *key, StoreLoaded done, gpointer data)
{
	const KernelStore *store = (KernelStore *)base;
	g_autofree char *name = name_of(key);
	GError *error = NULL;
	g_autoptr(Secret) value = read_value(store, name, &error);
	store_answers_load(store->answers, value, error, done, data);
}

static void kernel_save(TokenStore *base, const StoreKey *key, const Secret *value, StoreDone done,
			gpointer data)
{
	const KernelStore *store = (KernelStore *)base;
	g_autofree char *name = name_of(key);
	GError *error = NULL;
	write_value(store, name, value, &error);
	store_answers_done(store->answers, error, done, data);
}

static void kernel_erase(TokenStore *base, const StoreKey *key, StoreDone done, gpointer data)
{
	const KernelStore *store = (KernelStore *)base;
	const StoreKey all = { .cloud = key->cloud,
			       .issuer = key->issuer,
			       .client_id = key->client_id,
			       .oid = key->oid,
			       .tid = key->tid,
			       .item = key->item != NULL ? key->item : "" };
	g_autofree char *name = name_of(&all);
	GError *error = NULL;
	if (key->item != NULL)
		remove_named(store, name, &error);
	else
		remove_all(store, name, &error);
	store_answers_done(store->answers, error, done, data);
}

/* That it is there does not mean that it takes a key: a container may forbid some calls only. */
static GError *try_key(const KernelStore *store)
{
	g_autofree char *name = g_strdup_printf("myroles:probe:%d", (int)getpid());
	g_autoptr(Secret) value = secret_new("probe", -1);
	GError *error = NULL;
	if (!write_value(store, name, value, &error))
		return error;
	g_autoptr(Secret) found = read_value(store, name, &error);
	if (error == NULL && !secret_equal(found, value))
		g_set_error_literal(&error, AUTH_ERROR, AUTH_ERROR_NO_KERNEL_KEYRING,
				    "the kernel's keyring does not give back what it took");
	remove_named(store, name, error == NULL ? &error : NULL);
	return error;
}

bool kernel_store_try(const KernelCalls *calls, GError **error)
{
	const KernelStore store = { .calls = calls };
	GError *problem = try_key(&store);
	if (problem != NULL)
		g_propagate_error(error, problem);
	return problem == NULL;
}

static void kernel_probe(TokenStore *base, const StoreKey *key, StoreDone done, gpointer data)
{
	const KernelStore *store = (KernelStore *)base;
	GError *error = try_key(store);
	(void)key;
	store_answers_done(store->answers, error, done, data);
}

static void kernel_unlock(TokenStore *base, StoreDone done, gpointer data)
{
	store_answers_done(((KernelStore *)base)->answers, NULL, done, data);
}

static bool kernel_is_busy(const TokenStore *store)
{
	return store_answers_are_due(((const KernelStore *)store)->answers);
}

static void kernel_free(TokenStore *base)
{
	KernelStore *store = (KernelStore *)base;
	store_answers_free(store->answers);
	g_free(store);
}

TokenStore *token_store_new_kernel(const KernelCalls *calls)
{
	KernelStore *store = g_new0(KernelStore, 1);
	store->base.is_refresh_only = true;
	store->base.load = kernel_load;
	store->base.save = kernel_save;
	store->base.erase = kernel_erase;
	store->base.probe = kernel_probe;
	store->base.unlock = kernel_unlock;
	store->base.is_busy = kernel_is_busy;
	store->base.free = kernel_free;
	store->calls = calls;
	store->answers = store_answers_new();
	return &store->base;
}
