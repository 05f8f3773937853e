/* The line editor by a table: a text, keys, the text after with "|" where the cursor is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tui/widgets/field.h"

static char *press(const char *text, const char *keys)
{
	Field field = { 0 };
	field_set(&field, text);
	g_auto(GStrv) names = g_strsplit(keys, " ", -1);
	for (size_t i = 0; names[i] != NULL; i++) {
		if (*names[i])
			field_key(&field, key_from_name(names[i]), NULL);
	}
	char *result = g_strdup_printf("%.*s|%s", (int)field.cursor, field_text(&field),
				       field_text(&field) + field.cursor);
	field_clear(&field);
	return result;
}

static void keys__edit_the_text(void **unused)
{
	(void)unused;
	static const struct {
		const char *text, *keys, *after;
	} cases[] = {
		{ "abc", "", "abc|" },
		{ "abc", "left left x", "ax|bc" },
		{ "abc", "home right backspace", "|bc" },
		{ "abc", "ctrl-a delete delete delete delete", "|" },
		{ "abc", "ctrl-a ctrl-d ctrl-e backspace", "b|" },
		{ "one two  three", "ctrl-w", "one two  |" },
		{ "one two  ", "ctrl-w ctrl-w ctrl-w", "|" },
		{ "one two", "alt-b x", "one x|two" },
		{ "one-two", "ctrl-left ctrl-left ctrl-right", "one|-two" },
		{ "one two", "home alt-d alt-f", " two|" },
		{ "one two", "alt-b ctrl-k", "one |" },
		{ "one two", "alt-b ctrl-u", "|two" },
		/* An accent goes with its letter, a wide character is one. */
		{ "cafe\xcc\x81", "backspace", "caf|" },
		{ "cafe\xcc\x81s", "left left x", "cafx|e\xcc\x81s" },
		{ "\xe6\x97\xa5\xe6\x9c\xac", "left backspace", "|\xe6\x9c\xac" },
		{ "", "left right backspace delete ctrl-w alt-b alt-f ctrl-k", "|" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *after = press(cases[i].text, cases[i].keys);
		assert_string_equal(after, cases[i].after);
	}
}

static void insert__makes_blanks_of_newlines__and_leaves_out_what_is_no_text(void **unused)
{
	(void)unused;
	Field field = { 0 };
	field_insert(&field, "a\nb\r\nc\td\x1b[31m\x07 \xe2\x80\xae\xe2\x80\x8bx\xff", false);
	assert_string_equal(field_text(&field), "a b c d[31m x\xef\xbf\xbd");
	field_clear(&field);
}

static void insert__keeps_joiners(void **unused)
{
	(void)unused;
	Field field = { 0 };
	assert_true(field_insert(&field, "👩\u200d💻 ⚠\ufe0f گروه\u200cها", false));
	assert_true(field_key(&field, 0x200c, NULL)); /* as keyboards for Persian send it */
	assert_string_equal(field_text(&field), "👩\u200d💻 ⚠\ufe0f گروه\u200cها\u200c");
	field_clear(&field);
}

static void limit__holds__for_typing_and_pasting(void **unused)
{
	(void)unused;
	Field field = { .limit = 5 };
	assert_false(field_insert(&field, "äbcdefgh", false));
	assert_true(field_is_empty(&field));
	assert_true(field_insert(&field, "äbcde\x01\x02", false));
	assert_false(field_insert(&field, "f", false));
	assert_string_equal(field_text(&field), "äbcde");
	bool is_changed = true;
	assert_true(field_key(&field, 'x', &is_changed));
	assert_false(is_changed);
	field_clear(&field);
	assert_int_equal(field.limit, 5);
	assert_true(field_is_empty(&field));
}

static void keys__that_mean_nothing__are_left(void **unused)
{
	(void)unused;
	Field field = { 0 };
	const Key keys[] = {
		KEY_UP, KEY_ENTER, KEY_ESCAPE, KEY_TAB, KEY_CTRL | 'x', KEY_F1, 0x202e
	};
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		assert_false(field_key(&field, keys[i], NULL));
	assert_string_equal(field_text(&field), "");
	field_clear(&field);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys__edit_the_text),
		cmocka_unit_test(insert__makes_blanks_of_newlines__and_leaves_out_what_is_no_text),
		cmocka_unit_test(insert__keeps_joiners),
		cmocka_unit_test(limit__holds__for_typing_and_pasting),
		cmocka_unit_test(keys__that_mean_nothing__are_left),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
