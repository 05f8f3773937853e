/*
 * Randomness for signing in: PKCE (RFC 7636), state and nonce. From getrandom(2).
 */
#ifndef MYROLES_AUTH_PKCE_H
#define MYROLES_AUTH_PKCE_H

#include "src/base/secret.h"

/* `bytes` random bytes (at most 64) as base64url without padding. */
Secret *random_token(size_t bytes);

/* The S256 challenge of a verifier: base64url of its SHA-256. The caller frees. */
char *pkce_challenge(const Secret *verifier);

/* base64url without padding (RFC 7515 §2). The caller frees. */
char *base64url_encode(const unsigned char *bytes, size_t length);

#endif
