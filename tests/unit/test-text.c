/* The sanitizer, widths, fitting and the filter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/base/limits.h"
#include "src/base/text.h"

#define R "\xef\xbf\xbd" /* U+FFFD */

static void text_sanitize__leaves_nothing_that_controls_or_hides(void **state)
{
	(void)state;
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "", "" },
		{ "Reader (sub-prod) ~", "Reader (sub-prod) ~" },
		{ "Müßig 日本 🔑 ﷺ", "Müßig 日本 🔑 ﷺ" },
		{ "a\nb\tc\rd", "a b c d" },
		{ "\x1b[31mred\x07", R "[31mred" R },
		{ "\x01\x1f\x7f", R R R },
		{ "\xc2\x80\xc2\x9b\xc2\x9f", R R R },         /* C1 */
		{ "a\xe2\x80\xa8z\xe2\x80\xa9", "a" R "z" R }, /* line, paragraph separator */
		{ "\xe2\x80\xaetxt\xe2\x81\xa9", R "txt" R },  /* bidi override, isolate */
		{ "a\xd8\x9cz", "a" R "z" },                   /* Arabic letter mark */
		{ "a\xe2\x80\x8bz\xe2\x80\x8d\xef\xbb\xbf", "a" R "z" R R }, /* ZWSP, ZWJ, BOM */
		{ "a\xc2\xadz", "a" R "z" },                                 /* soft hyphen */
		{ "\xf3\xa0\x81\x81", R },                                   /* tag A */
		{ "\xef\xb8\x8f", R },                             /* variation selector 16 */
		{ "\xf3\xa0\x84\x80", R },                         /* variation selector 17 */
		{ "\xe3\x85\xa4\xe2\xa0\x80\xe1\x85\x9f", R R R }, /* blank glyphs */
		{ "\xef\xbe\xa0\xcd\x8f", R R },
		{ "\xee\x80\x80", R },           /* private use */
		{ "\xef\xbf\xbf\xcd\xb8", R R }, /* noncharacter, unassigned */
		{ "\xff", R },
		{ "a\xc0\xafz", "a" R R "z" },   /* overlong */
		{ "\xed\xa0\x80", R R R },       /* surrogate */
		{ "\xf4\x90\x80\x80", R R R R }, /* past the end of Unicode */
		{ "a\xe2\x82", "a" R R },        /* cut short */
		{ "\xcc\x81"
		  "a",
		  R "a" }, /* a mark with nothing below it */
		{ "e\xcc\x81", "e\xcc\x81" },
		{ "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81.",
		  "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81." },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *safe = text_sanitize(cases[i].text, -1);
		assert_string_equal(safe, cases[i].expected);
		g_autofree char *again = text_sanitize(safe, -1);
		assert_string_equal(again, safe);
		assert_true(text_is_clean(safe));
		assert_int_equal(text_is_clean(cases[i].text),
				 strcmp(cases[i].text, cases[i].expected) == 0);
	}
	g_autofree char *none = text_sanitize(NULL, -1);
	assert_string_equal(none, "");
	assert_true(text_is_clean(NULL));
	g_autofree char *zeros = text_sanitize("a\0b", 3);
	assert_string_equal(zeros, "a" R "b");
	g_autofree char *part = text_sanitize("abcdef", 3);
	assert_string_equal(part, "abc");
}

#define ZWNJ "\u200c"
#define ZWJ  "\u200d"
#define VS16 "\ufe0f"

/* Each text stays as it is, and is seen as `seen`. */
static void text_sanitize__keeps_joiners__inside_words(void **state)
{
	(void)state;
	static const struct {
		const char *text, *seen;
	} cases[] = {
		{ "👩" ZWJ "💻 dev", "👩💻 dev" },
		{ "⚠" VS16 " break glass", "⚠ break glass" },
		{ "گروه" ZWNJ "ها (فنی)", "گروهها (فنی)" },
		{ "🏳" VS16 ZWJ "🌈", "🏳🌈" },
		{ "👩🏽" ZWJ "🚀", "👩🏽🚀" },
		{ "👨" ZWJ "👩" ZWJ "👧", "👨👩👧" },
		{ "1" VS16 "\u20e3 first", "1\u20e3 first" }, /* a keycap */
		{ "ℹ" VS16 "‼" VS16, "ℹ‼" },
		{ "क्" ZWJ "ष", "क्ष" }, /* a mark between letter and joiner */
		{ "葛\U000e0100城", "葛城" },
		{ "\u182d\u180b", "\u182d" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *safe = text_sanitize(cases[i].text, -1);
		assert_string_equal(safe, cases[i].text);
		assert_true(text_is_clean(safe));
		g_autofree char *seen = text_without_joiners(safe);
		assert_string_equal(seen, cases[i].seen);
		assert_int_equal(text_width(seen), text_width(safe));
		assert_true(text_matches(safe, cases[i].text));
		assert_true(text_matches(safe, cases[i].seen));
	}
}

static void text_sanitize__marks_joiners__that_deceive(void **state)
{
	(void)state;
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "Ow" ZWJ "ner", "Ow" R "ner" }, /* joins nothing there */
		{ "Ow" ZWNJ "ner", "Ow" R "ner" },
		{ "Ow" VS16 "ner", "Ow" R "ner" },
		{ "é" ZWNJ "é", "é" R "é" },
		{ "е" ZWNJ "е", "е" R "е" }, /* Cyrillic */
		{ "گروه" ZWNJ, "گروه" R },
		{ "گروه" ZWNJ " ها", "گروه" R " ها" },
		{ ZWNJ "گروه", R "گروه" },
		{ "گروه" ZWNJ ZWNJ "ها", "گروه" R R "ها" },
		{ "👩" ZWJ, "👩" R },
		{ "👩" ZWJ "a", "👩" R "a" },
		{ "👩" ZWJ ZWJ "💻", "👩" R R "💻" },
		{ "⚠" VS16 VS16, "⚠" VS16 R },
		{ "⚠\U000e0100", "⚠" R }, /* bytes can be hidden in these */
		{ "1" VS16 "2", "1" R "2" },
		{ R ZWJ "💻", R R "💻" },
		{ "🏴\U000e0067\U000e007f", "🏴" R R }, /* tags */
		{ "گ\u202eه", "گ" R "ه" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *safe = text_sanitize(cases[i].text, -1);
		if (strcmp(safe, cases[i].expected) != 0)
			fail_msg("%zu: %s", i, safe);
		assert_true(text_is_clean(safe));
	}
}

static void text_sanitize__leaves_no_joiner_at_the_cut(void **state)
{
	(void)state;
	g_autofree char *most = g_strnfill(LIMIT_TEXT_CHARS - 3, 'x');
	static const char *const ends[] = { "👩" ZWJ "💻x", "x1" VS16 "\u20e3", "1" VS16 "\u20e3x",
					    "x⚠" VS16 "x" };
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		g_autofree char *text = g_strconcat(most, ends[i], NULL);
		g_autofree char *safe = text_sanitize(text, -1);
		assert_true(text_is_clean(safe));
		assert_true(g_utf8_strlen(safe, -1) <= LIMIT_TEXT_CHARS);
	}
}

static void text_sanitize__gives_safe_utf8__of_any_bytes(void **state)
{
	(void)state;
	g_autoptr(GRand) random = g_rand_new_with_seed(4711);
	for (int round = 0; round < 3000; round++) {
		char bytes[48];
		size_t length = (size_t)g_rand_int_range(random, 0, sizeof bytes);
		for (size_t i = 0; i < length; i++)
			bytes[i] = (char)g_rand_int_range(random, 0, 256);
		g_autofree char *safe = text_sanitize(bytes, (gssize)length);
		assert_true(g_utf8_validate(safe, -1, NULL));
		assert_true(text_is_clean(safe));
		for (const char *c = safe; *c != '\0'; c = g_utf8_next_char(c))
			assert_false(g_unichar_iscntrl(g_utf8_get_char(c)));
	}
}

static void text_sanitize__cuts_at_the_limit__and_says_so(void **state)
{
	(void)state;
	g_autofree char *exact = g_strnfill(LIMIT_TEXT_CHARS, 'x');
	g_autofree char *longer = g_strnfill(LIMIT_TEXT_CHARS + 1, 'x');
	assert_true(text_is_clean(exact));
	g_autofree char *cut = text_sanitize(longer, -1);
	assert_int_equal(g_utf8_strlen(cut, -1), LIMIT_TEXT_CHARS);
	assert_true(g_str_has_suffix(cut, "x…"));
	assert_true(text_is_clean(cut));
}

static void text_clean_input__keeps_what_a_person_means(void **state)
{
	(void)state;
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "  deploy hotfix ", "deploy hotfix" },
		{ "line one\nline two\t!", "line one line two !" },
		{ "a\x1b[31mb\x7f\xc2\x9b"
		  "c",
		  "a[31mbc" },
		{ "a\xe2\x80\xae"
		  "b\xe2\x80\xa8"
		  "c",
		  "abc" },
		{ "👩\xe2\x80\x8d🚀", "👩\xe2\x80\x8d🚀" }, /* a joiner belongs to what was typed */
		{ "bad\xff", "bad" R },
		{ "\n", "" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *clean = text_clean_input(cases[i].text);
		assert_string_equal(clean, cases[i].expected);
	}
	g_autofree char *none = text_clean_input(NULL);
	assert_string_equal(none, "");
}

static void text_width__counts_columns(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int expected;
	} cases[] = {
		{ "", 0 },      { "Reader", 6 },    { "Müßig", 5 },
		{ "日本", 4 },  { "e\xcc\x81", 1 }, { "🔑", 2 },
		{ R, 1 },       { "ｱ", 1 },         { "\xe2\x82", 2 }, /* ends within a character */
		{ "a\xf0", 2 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_int_equal(text_width(cases[i].text), cases[i].expected);
	assert_int_equal(text_char_width('\n'), 0);
	assert_int_equal(text_char_width(0x7f), 0);
	assert_int_equal(text_char_width('~'), 1);
	assert_int_equal(text_char_width(0x0301), 0);
}

static void text_fit__cuts_between_characters(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int columns;
		const char *ellipsis, *expected;
	} cases[] = {
		{ "Reader", 6, "…", "Reader" },
		{ "Reader", 5, "…", "Read…" },
		{ "Reader", 1, "…", "…" },
		{ "Reader", 0, "…", "" },
		{ "Reader", -3, "…", "" },
		{ "Reader", 3, "~", "Re~" },
		{ "Reader", 2, "...", "Re" },
		{ "日本語", 6, "…", "日本語" },
		{ "日本語", 5, "…", "日本…" },
		{ "日本語", 4, "…", "日…" }, /* half of a wide character never */
		{ "日", 1, "~", "~" },
		{ "e\xcc\x81"
		  "e\xcc\x81"
		  "e",
		  2, "~", "e\xcc\x81~" }, /* marks stay with their base */
		{ "e\xcc\x81", 1, "~", "e\xcc\x81" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *fit = text_fit(cases[i].text, cases[i].columns, cases[i].ellipsis);
		assert_string_equal(fit, cases[i].expected);
		assert_true(text_width(fit) <= MAX(cases[i].columns, 0));
	}
}

static void text_matches__finds_every_word_in_any_case(void **state)
{
	(void)state;
	static const struct {
		const char *haystack, *needle;
		bool expected;
	} cases[] = {
		{ "Reader on rg-payments", "", true },
		{ "Reader on rg-payments", "  ", true },
		{ "Reader on rg-payments", NULL, true },
		{ NULL, "x", false },
		{ NULL, "", true },
		{ "Reader on rg-payments", "READ", true },
		{ "Reader on rg-payments", "pay read", true },
		{ "Reader on rg-payments", "pay write", false },
		{ "Reader", "readers", false },
		{ "aab", "ab", true },
		{ "Schlüssel-ÖFFNER", "öffner schl", true },
		{ "STRASSE", "straße", true },
		{ "Reader", "ö", false },
		{ "日本 Reader", "reader 本", true },
		{ "گروهها", "گروه\u200cها", true }, /* copied from a screen, and from the portal */
		{ "⚠\ufe0f break glass", "break ⚠", true },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_int_equal(text_matches(cases[i].haystack, cases[i].needle),
				 cases[i].expected);
}

static void text_is_blank__where_nobody_sees_anything(void **state)
{
	(void)state;
	assert_true(text_is_blank(""));
	assert_true(text_is_blank(" \u00a0\u3000 "));
	assert_false(text_is_blank(" x "));
	assert_false(text_is_blank("\ufffd"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_sanitize__leaves_nothing_that_controls_or_hides),
		cmocka_unit_test(text_sanitize__keeps_joiners__inside_words),
		cmocka_unit_test(text_sanitize__marks_joiners__that_deceive),
		cmocka_unit_test(text_sanitize__leaves_no_joiner_at_the_cut),
		cmocka_unit_test(text_sanitize__gives_safe_utf8__of_any_bytes),
		cmocka_unit_test(text_sanitize__cuts_at_the_limit__and_says_so),
		cmocka_unit_test(text_clean_input__keeps_what_a_person_means),
		cmocka_unit_test(text_is_blank__where_nobody_sees_anything),
		cmocka_unit_test(text_width__counts_columns),
		cmocka_unit_test(text_fit__cuts_between_characters),
		cmocka_unit_test(text_matches__finds_every_word_in_any_case),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
