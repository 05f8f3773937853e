/* What stands between any text and a terminal. */
#include <string.h>

#include "src/base/limits.h"
#include "src/base/text.h"
#include "tests/fuzz/fuzz.h"

void fuzz_sanitizer(const uint8_t *data, size_t size)
{
	g_autofree char *clean = text_sanitize((const char *)data, (gssize)size);
	g_autofree char *again = text_sanitize(clean, -1);
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autofree char *input = text_clean_input(text);
	g_autofree char *fitted = text_fit(clean, size > 0 ? data[0] % 100 : 0, "…");
	g_assert_true(g_utf8_validate(clean, -1, NULL));
	g_assert_cmpstr(clean, ==, again);
	g_assert_true(text_is_clean(clean));
	g_assert_cmpint(g_utf8_strlen(clean, -1), <=, LIMIT_TEXT_CHARS);
	for (const char *at = clean; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		g_assert_true(c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0));
		g_assert_true(g_unichar_type(c) != G_UNICODE_FORMAT || text_is_joiner(c));
		if (text_is_joiner(c)) /* never at an end of a word */
			g_assert_true(at > clean && at[-1] != ' ');
	}
	g_autofree char *seen = text_without_joiners(clean);
	g_assert_cmpint(text_width(seen), ==, text_width(clean));
	g_assert_true(g_utf8_validate(input, -1, NULL));
	g_assert_true(g_utf8_validate(fitted, -1, NULL));
	g_assert_cmpint(text_width(fitted), <=, size > 0 ? data[0] % 100 : 0);
	(void)text_matches(clean, input);
}
