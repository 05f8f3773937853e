/* Claims challenges, in a header and in an error's message. */
#include <string.h>

#include "src/json/value.h"
#include "src/net/challenge.h"
#include "tests/fuzz/fuzz.h"

/* A challenge that was taken goes to the sign-in as it is: it has to be JSON of the known shape. */
static void check(const char *claims)
{
	g_autoptr(GError) error = NULL;
	if (claims == NULL)
		return;
	g_autoptr(JsonValue) value = json_parse(claims, strlen(claims), &error);

	g_assert_no_error(error);
	g_assert_true(json_is_object(json_get(value, "access_token")) ||
		      json_is_object(json_get(value, "id_token")));
}

void fuzz_challenge(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autofree char *from_header = challenge_from_header(text);
	g_autofree char *from_message = challenge_from_message(text);
	check(from_header);
	check(from_message);
}
