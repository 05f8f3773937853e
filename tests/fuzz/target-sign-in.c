/* What comes while signing in: redirects of a browser, and tokens that are looked into. */
#include <string.h>

#include "src/auth/jwt.h"
#include "src/auth/redirect.h"
#include "tests/fuzz/fuzz.h"

void fuzz_redirect(const uint8_t *data, size_t size)
{
	g_autofree char *query = g_strndup((const char *)data, size);
	g_autofree char *pasted = redirect_query_of(query);
	g_autoptr(Secret) state = secret_new("st", -1);
	g_autoptr(Secret) code = NULL;
	g_autoptr(GError) error = NULL;
	RedirectOutcome outcome = redirect_read(query, state, "https://i", &code, &error);

	g_assert_cmpint(code != NULL, ==, outcome == REDIRECT_CODE);
	g_assert_cmpint(error != NULL, ==, outcome == REDIRECT_ERROR);
	/* Nothing counts without our state. */
	if (strstr(query, "st") == NULL && strchr(query, '%') == NULL)
		g_assert_cmpint(outcome, ==, REDIRECT_FOREIGN);
	g_assert_true(error == NULL || g_utf8_validate(error->message, -1, NULL));
	g_assert_true(pasted == NULL || strchr(pasted, '#') == NULL);
}

void fuzz_token(const uint8_t *data, size_t size)
{
	g_autoptr(Secret) whole = secret_new((const char *)data, (gssize)size);
	g_autofree char *payload = g_base64_encode(data, size);
	g_auto(TokenClaims) claims = { 0 };
	g_auto(TokenClaims) wrapped = { 0 };
	g_autoptr(Secret) token = NULL;
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;

	if (token_is_plausible(whole))
		g_assert_cmpuint(strlen(secret_peek(whole)), ==, size);
	jwt_peek(whole, &claims, NULL);
	/* As the claims of a token. */
	g_strdelimit(payload, "+", '-');
	g_strdelimit(payload, "/", '_');
	payload[strcspn(payload, "=")] = '\0';
	text = g_strconcat("e30.", payload, ".c2ln", NULL);
	token = secret_new(text, -1);
	if (jwt_peek(token, &wrapped, &error))
		g_assert_true(wrapped.oid == NULL || g_utf8_validate(wrapped.oid, -1, NULL));
	else
		g_assert_true(g_utf8_validate(error->message, -1, NULL));
}
