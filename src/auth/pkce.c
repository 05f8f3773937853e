#include "src/auth/pkce.h"

#include <string.h>
#include <sys/random.h>

#define LARGEST 64

char *base64url_encode(const unsigned char *bytes, size_t length)
{
	char *text = g_base64_encode(bytes, length);
	g_strdelimit(text, "+", '-');
	g_strdelimit(text, "/", '_');
	text[strcspn(text, "=")] = '\0';
	return text;
}

Secret *random_token(size_t bytes)
{
	unsigned char random[LARGEST];
	Secret *secret;
	g_assert(bytes <= LARGEST);
	/* Up to 256 bytes come at once or not at all (getrandom(2)). */
	if (getrandom(random, bytes, 0) != (ssize_t)bytes)
		g_error("no random numbers");
	secret = secret_new_take(base64url_encode(random, bytes));
	secret_wipe(random, sizeof random);
	return secret;
}

char *pkce_challenge(const Secret *verifier)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	unsigned char digest[32];
	gsize length = sizeof digest;
	g_checksum_update(sum, (const guchar *)secret_peek(verifier),
			  (gssize)secret_length(verifier));
	g_checksum_get_digest(sum, digest, &length);
	return base64url_encode(digest, length);
}
