/* Signed tokens: JSON Web Tokens (RFC 7519) with RS256 (RFC 7518 section 3.3), and the key set
 * that lets others check them (RFC 7517). The key is made anew at each start. */
#pragma once

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdbool.h>

typedef struct JwtKey JwtKey;

JwtKey *jwt_key_new(GError **error);
void jwt_key_free(JwtKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JwtKey, jwt_key_free)

/* "header.payload.signature" for these claims. */
char *jwt_sign(const JwtKey *key, const cJSON *claims);
/* The claims of a token that this key signed; NULL when it did not. Says nothing of expiry. */
cJSON *jwt_verify(const JwtKey *key, const char *token);
/* {"keys":[{"kty":"RSA",...}]} */
cJSON *jwt_key_set(const JwtKey *key);

char *jwt_base64url(const void *data, size_t length);
/* Base64 or base64url, with or without padding; NULL when it is neither. NUL-terminated. */
guchar *jwt_unbase64(const char *text, size_t length, size_t *out_length);
