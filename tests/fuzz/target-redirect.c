/* What a browser brings back after signing in. */
#include <string.h>

#include "src/auth/redirect.h"
#include "tests/fuzz/fuzz.h"

void fuzz_redirect(const uint8_t *data, size_t size)
{
	g_autofree char *query = g_strndup((const char *)data, size);
	g_autofree char *pasted = redirect_query_of(query);
	g_autoptr(Secret) state = secret_new("st", -1);
	g_autoptr(Secret) code = NULL;
	g_autoptr(GError) error = NULL;
	/* Both kinds of issuer: one that announced to name itself, and one that did not. */
	const RedirectExpected expected = { state, "https://i", size % 2 == 0 };
	RedirectOutcome outcome = redirect_read(query, &expected, &code, &error);
	g_assert_cmpint(code != NULL, ==, outcome == REDIRECT_CODE);
	g_assert_cmpint(error != NULL, ==, outcome == REDIRECT_ERROR);
	/* Nothing counts without our state. */
	if (strstr(query, "st") == NULL && strchr(query, '%') == NULL)
		g_assert_cmpint(outcome, ==, REDIRECT_FOREIGN);
	g_assert_true(error == NULL || g_utf8_validate(error->message, -1, NULL));
	g_assert_true(pasted == NULL || strchr(pasted, '#') == NULL);
}
