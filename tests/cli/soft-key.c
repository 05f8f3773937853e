/*
 * A security key made of software, for tests: what ssh-keygen loads as its provider (SSH_SK_PROVIDER) in place of the library that
 * talks to hardware. It never asks for a finger; that ssh-keygen asks for one is what the tests look at. The private key is its own
 * handle. Source of the interface: OpenSSH, PROTOCOL.u2f and sk-api.h of 9.0 and later.
 */
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define API_VERSION     0x000a0000
#define ED25519         1
#define FLAG_TOUCHED    1
#define ERROR_ANY       (-1)
#define ERROR_ALGORITHM (-2)
#define KEY_BYTES       32
#define SIGNATURE_BYTES 64
#define HASH_BYTES      32
#define COUNTER         7
#define SIGNED_BYTES    (HASH_BYTES + 1 + 4 + HASH_BYTES)

struct sk_enroll_response {
	uint8_t flags;
	uint8_t *public_key;
	size_t public_key_len;
	uint8_t *key_handle;
	size_t key_handle_len;
	uint8_t *signature;
	size_t signature_len;
	uint8_t *attestation_cert;
	size_t attestation_cert_len;
	uint8_t *authdata;
	size_t authdata_len;
};

struct sk_sign_response {
	uint8_t flags;
	uint32_t counter;
	uint8_t *sig_r;
	size_t sig_r_len;
	uint8_t *sig_s;
	size_t sig_s_len;
};

struct sk_option;
struct sk_resident_key;

uint32_t sk_api_version(void);
int sk_enroll(uint32_t algorithm, const uint8_t *challenge, size_t challenge_length,
	      const char *application, uint8_t flags, const char *pin, struct sk_option **options,
	      struct sk_enroll_response **out);
int sk_sign(uint32_t algorithm, const uint8_t *data, size_t length, const char *application,
	    const uint8_t *handle, size_t handle_length, uint8_t flags, const char *pin,
	    struct sk_option **options, struct sk_sign_response **out);
int sk_load_resident_keys(const char *pin, struct sk_option **options,
			  struct sk_resident_key ***keys, size_t *count);

uint32_t sk_api_version(void)
{
	return API_VERSION;
}

static uint8_t *copy(const void *data, size_t length)
{
	uint8_t *out = calloc(1, length);
	return out != NULL ? memcpy(out, data, length) : NULL;
}

/* NOLINTNEXTLINE(readability-function-size): OpenSSH's shape */
int sk_enroll(uint32_t algorithm, const uint8_t *challenge, size_t challenge_length,
	      const char *application, uint8_t flags, const char *pin, struct sk_option **options,
	      struct sk_enroll_response **out)
{
	gnutls_privkey_t key;
	gnutls_ecc_curve_t curve;
	gnutls_datum_t public = { 0 }, secret = { 0 };
	(void)challenge, (void)challenge_length, (void)application, (void)pin, (void)options;
	if (algorithm != ED25519)
		return ERROR_ALGORITHM;
	if (gnutls_privkey_init(&key) < 0 ||
	    gnutls_privkey_generate(key, GNUTLS_PK_EDDSA_ED25519,
				    GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_ED25519), 0) < 0 ||
	    gnutls_privkey_export_ecc_raw2(key, &curve, &public, NULL, &secret, 0) < 0)
		return ERROR_ANY;
	uint8_t handle[2 * KEY_BYTES];
	memcpy(handle, secret.data, KEY_BYTES);
	memcpy(handle + KEY_BYTES, public.data, KEY_BYTES);
	struct sk_enroll_response *made = calloc(1, sizeof(*made));
	*made = (struct sk_enroll_response){
		.flags = flags,
		.public_key = copy(public.data, KEY_BYTES),
		.public_key_len = KEY_BYTES,
		.key_handle = copy(handle, sizeof(handle)),
		.key_handle_len = sizeof(handle),
		.signature = copy(handle, SIGNATURE_BYTES),
		.signature_len = SIGNATURE_BYTES,
	};
	*out = made;
	gnutls_free(public.data);
	gnutls_free(secret.data);
	gnutls_privkey_deinit(key);
	return 0;
}

/* What a key signs, by PROTOCOL.u2f: the hashes of who asks and of what, and between them that it was touched, and a counter. */
static void write_signed(uint8_t *text, uint8_t flags, const char *application, const uint8_t *data,
			 size_t length)
{
	gnutls_hash_fast(GNUTLS_DIG_SHA256, application, strlen(application), text);
	text += HASH_BYTES;
	*text++ = flags;
	memcpy(text, (const uint8_t[]){ 0, 0, 0, COUNTER }, 4);
	gnutls_hash_fast(GNUTLS_DIG_SHA256, data, length, text + 4);
}

/* NOLINTNEXTLINE(readability-function-size): OpenSSH's shape */
int sk_sign(uint32_t algorithm, const uint8_t *data, size_t length, const char *application,
	    const uint8_t *handle, size_t handle_length, uint8_t flags, const char *pin,
	    struct sk_option **options, struct sk_sign_response **out)
{
	gnutls_privkey_t key;
	uint8_t text[SIGNED_BYTES];
	gnutls_datum_t signature = { 0 };
	(void)pin, (void)options;
	if (algorithm != ED25519 || handle_length != (size_t)2 * KEY_BYTES)
		return ERROR_ALGORITHM;
	const gnutls_datum_t secret = { (uint8_t *)handle, KEY_BYTES };
	const gnutls_datum_t public = { (uint8_t *)handle + KEY_BYTES, KEY_BYTES };
	const gnutls_datum_t what = { text, sizeof(text) };
	write_signed(text, flags & FLAG_TOUCHED, application, data, length);
	if (gnutls_privkey_init(&key) < 0 ||
	    gnutls_privkey_import_ecc_raw(key, GNUTLS_ECC_CURVE_ED25519, &public, NULL, &secret) <
		    0 ||
	    gnutls_privkey_sign_data2(key, GNUTLS_SIGN_EDDSA_ED25519, 0, &what, &signature) < 0)
		return ERROR_ANY;
	struct sk_sign_response *made = calloc(1, sizeof(*made));
	*made = (struct sk_sign_response){
		.flags = flags & FLAG_TOUCHED,
		.counter = COUNTER,
		.sig_r = copy(signature.data, SIGNATURE_BYTES),
		.sig_r_len = SIGNATURE_BYTES,
	};
	*out = made;
	gnutls_free(signature.data);
	gnutls_privkey_deinit(key);
	return 0;
}

int sk_load_resident_keys(const char *pin, struct sk_option **options,
			  struct sk_resident_key ***keys, size_t *count)
{
	(void)pin, (void)options, (void)keys;
	*count = 0;
	return 0;
}
