#include "tenant/jwt.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "tenant/json.h"
#include "tenant/tenant-error.h"

struct JwtKey {
	gnutls_privkey_t private;
	gnutls_pubkey_t public;
	char *id;
};

char *jwt_base64url(const void *data, size_t length)
{
	char *text = g_base64_encode(data, length);
	g_strdelimit(text, "+", '-');
	g_strdelimit(text, "/", '_');
	text[strcspn(text, "=")] = '\0';
	return text;
}

guchar *jwt_unbase64(const char *text, size_t length, size_t *out_length)
{
	GString *plain = g_string_new_len(text, (gssize)length);
	while (plain->len > 0 && plain->str[plain->len - 1] == '=')
		g_string_truncate(plain, plain->len - 1);
	g_strdelimit(plain->str, "-", '+');
	g_strdelimit(plain->str, "_", '/');
	while (plain->len % 4 != 0)
		g_string_append_c(plain, '=');
	guchar *data = g_base64_decode(plain->str, out_length);
	g_string_free(plain, TRUE);
	return data;
}

static bool check(int result, const char *what, GError **error)
{
	if (result >= 0)
		return true;
	g_set_error(error, TENANT_ERROR, TENANT_ERROR_SYSTEM, "cannot %s: %s", what,
		    gnutls_strerror(result));
	return false;
}

JwtKey *jwt_key_new(GError **error)
{
	g_autoptr(JwtKey) key = g_new0(JwtKey, 1);
	unsigned char id[20];
	size_t id_length = sizeof id;
	if (!check(gnutls_privkey_init(&key->private), "make a key", error) ||
	    !check(gnutls_privkey_generate(key->private, GNUTLS_PK_RSA, 2048, 0), "make a key",
		   error) ||
	    !check(gnutls_pubkey_init(&key->public), "make a key", error) ||
	    !check(gnutls_pubkey_import_privkey(key->public, key->private, 0, 0), "make a key",
		   error) ||
	    !check(gnutls_pubkey_get_key_id(key->public, 0, id, &id_length), "name a key", error))
		return NULL;
	key->id = jwt_base64url(id, id_length);
	return g_steal_pointer(&key);
}

void jwt_key_free(JwtKey *key)
{
	if (key == NULL)
		return;
	if (key->public != NULL)
		gnutls_pubkey_deinit(key->public);
	if (key->private != NULL)
		gnutls_privkey_deinit(key->private);
	g_free(key->id);
	g_free(key);
}

char *jwt_sign(const JwtKey *key, const cJSON *claims)
{
	g_autofree char *header =
		g_strdup_printf("{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"%s\"}", key->id);
	g_autofree char *header64 = jwt_base64url(header, strlen(header));
	char *payload = json_print(claims);
	g_autofree char *payload64 = jwt_base64url(payload, strlen(payload));
	cJSON_free(payload);
	g_autofree char *signing = g_strconcat(header64, ".", payload64, NULL);
	gnutls_datum_t data = { (unsigned char *)signing, (unsigned)strlen(signing) };
	gnutls_datum_t signature = { NULL, 0 };
	int result = gnutls_privkey_sign_data2(key->private, GNUTLS_SIGN_RSA_SHA256, 0, &data,
					       &signature);
	g_assert(result >= 0);
	g_autofree char *signature64 = jwt_base64url(signature.data, signature.size);
	gnutls_free(signature.data);
	return g_strconcat(signing, ".", signature64, NULL);
}

cJSON *jwt_verify(const JwtKey *key, const char *token)
{
	const char *payload = strchr(token, '.');
	const char *signature = payload != NULL ? strchr(payload + 1, '.') : NULL;
	if (signature == NULL || strchr(signature + 1, '.') != NULL)
		return NULL;
	payload++;
	size_t size = 0;
	g_autofree guchar *bytes = jwt_unbase64(signature + 1, strlen(signature + 1), &size);
	gnutls_datum_t data = { (unsigned char *)(uintptr_t)token, (unsigned)(signature - token) };
	gnutls_datum_t signed_with = { bytes, (unsigned)size };
	if (bytes == NULL || gnutls_pubkey_verify_data2(key->public, GNUTLS_SIGN_RSA_SHA256, 0,
							&data, &signed_with) < 0)
		return NULL;
	g_autofree guchar *claims = jwt_unbase64(payload, (size_t)(signature - payload), &size);
	return claims != NULL ? json_parse((const char *)claims, size) : NULL;
}

cJSON *jwt_key_set(const JwtKey *key)
{
	gnutls_datum_t modulus = { NULL, 0 };
	gnutls_datum_t exponent = { NULL, 0 };
	/* Without a leading zero byte, as RFC 7518 section 6.3.1 asks. */
	int result = gnutls_pubkey_export_rsa_raw2(key->public, &modulus, &exponent,
						   GNUTLS_EXPORT_FLAG_NO_LZ);
	g_assert(result >= 0);
	g_autofree char *n = jwt_base64url(modulus.data, modulus.size);
	g_autofree char *e = jwt_base64url(exponent.data, exponent.size);
	gnutls_free(modulus.data);
	gnutls_free(exponent.data);
	cJSON *set = cJSON_CreateObject();
	cJSON *row = cJSON_CreateObject();
	cJSON_AddItemToArray(json_add_array(set, "keys"), row);
	json_add(row, "kty", "RSA");
	json_add(row, "use", "sig");
	json_add(row, "alg", "RS256");
	json_add(row, "kid", key->id);
	json_add(row, "n", n);
	json_add(row, "e", e);
	return set;
}
