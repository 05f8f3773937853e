/* A look into an access token. */
#include "src/auth/jwt.h"
#include "tests/fuzz/fuzz.h"

void fuzz_jwt(const uint8_t *data, size_t size)
{
	g_autoptr(Secret) token = secret_new((const char *)data, (gssize)size);
	g_auto(TokenClaims) claims = { 0 };
	g_autoptr(GError) error = NULL;
	(void)token_is_plausible(token);
	if (!jwt_peek(token, &claims, &error)) {
		g_assert_true(error != NULL && g_utf8_validate(error->message, -1, NULL));
		return;
	}
	g_assert_no_error(error);
	g_assert_true(claims.oid == NULL || g_utf8_validate(claims.oid, -1, NULL));
	g_assert_true(claims.upn == NULL || g_utf8_validate(claims.upn, -1, NULL));
}
