#include "src/auth/token-store.h"

#include <string.h>

char *store_key_account(const StoreKey *key)
{
	const char *const parts[] = { key->cloud, key->issuer, key->client_id, key->oid, key->tid };
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		const char *part = parts[i] != NULL ? parts[i] : "";
		/* With its NUL, so that no two accounts run into one. */
		g_checksum_update(sum, (const guchar *)part, (gssize)strlen(part) + 1);
	}
	return g_strndup(g_checksum_get_string(sum), 32);
}

StoreKey *store_key_copy(const StoreKey *key)
{
	StoreKey *copy = g_new0(StoreKey, 1);
	copy->cloud = g_strdup(key->cloud);
	copy->issuer = g_strdup(key->issuer);
	copy->client_id = g_strdup(key->client_id);
	copy->oid = g_strdup(key->oid);
	copy->tid = g_strdup(key->tid);
	copy->item = g_strdup(key->item);
	return copy;
}

void store_key_free(StoreKey *key)
{
	const char *const texts[] = { key->cloud, key->issuer, key->client_id,
				      key->oid,   key->tid,    key->item };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free((gpointer)texts[i]);
	g_free(key);
}
