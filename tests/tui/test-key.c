/* Keys: names, the byte decoder, hostile bytes. */
#include "tui/terminal/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "src/base/limits.h"
#include "tui/terminal/tty.h"

/* What a decoder says, as text: key names, <paste>, button@column,row. */
static void describe_events(KeyDecoder *decoder, GString *out)
{
	for (;;) {
		g_auto(KeyEvent) event = { 0 };
		if (!key_decoder_next(decoder, &event))
			return;
		if (out->len > 0)
			g_string_append_c(out, ' ');
		if (event.kind == KEY_EVENT_PASTE) {
			g_string_append_printf(out, "<%s>", event.paste);
		} else if (event.kind == KEY_EVENT_MOUSE) {
			g_string_append_printf(out, "%s%d@%d,%d", event.is_drag ? "drag" : "",
					       event.button, event.column, event.row);
		} else if (event.kind == KEY_EVENT_BACKGROUND) {
			g_string_append_printf(out, "#%06x", event.color);
		} else if (event.kind == KEY_EVENT_FOCUS) {
			g_string_append(out, event.has_focus ? "here" : "elsewhere");
		} else {
			g_autofree char *name = key_name(event.key);
			g_string_append(out, name);
		}
	}
}

/* Feeds in two pieces, split before byte `split`, then lets the Esc timer run out. */
static char *decode(const char *bytes, size_t length, size_t split)
{
	g_autoptr(KeyDecoder) decoder = key_decoder_new();
	GString *out = g_string_new(NULL);
	key_decoder_feed(decoder, bytes, split);
	describe_events(decoder, out);
	key_decoder_feed(decoder, bytes + split, length - split);
	describe_events(decoder, out);
	if (key_decoder_is_waiting(decoder))
		key_decoder_time_out(decoder);
	assert_false(key_decoder_is_waiting(decoder));
	describe_events(decoder, out);
	return g_string_free(out, FALSE);
}

typedef struct Case {
	const char *bytes;
	const char *expected;
	size_t length; /* 0: up to the NUL */
} Case;

static const Case cases[] = {
	/* characters */
	{ "a", "a" },
	{ "aZ?", "a Z ?" },
	{ " ", "space" },
	{ "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", "é € 😀" },
	{ "\xff\x61\xc3", "a" },
	{ "\xed\xa0\x80x", "x" },
	{ "\xc2\x85x", "x" },
	/* control characters */
	{ "\r", "enter" },
	{ "\n", "ctrl-j" },
	{ "\t", "tab" },
	{ "\b\x7f", "backspace backspace" },
	{ "\x01\x12\x1a\x1c", "ctrl-a ctrl-r ctrl-z ctrl-\\" },
	{ "\0", "ctrl-space", 1 },
	/* Esc and Alt */
	{ "\033", "esc" },
	{ "\033\033", "esc esc" },
	{ "\033x\033X", "alt-x alt-X" },
	{ "\033\r", "alt-enter" },
	{ "\033\xc3\xa9", "alt-é" },
	{ "\033[", "alt-[" },
	{ "\033O", "alt-O" },
	{ "\033]", "alt-]" },
	/* CSI */
	{ "\033[A\033[B\033[C\033[D", "up down right left" },
	{ "\033[H\033[F\033[1~\033[4~\033[7~\033[8~", "home end home end home end" },
	{ "\033[5~\033[6~\033[2~\033[3~", "page-up page-down insert delete" },
	{ "\033[1;5A\033[1;2B\033[1;3C\033[1;8D",
	  "ctrl-up shift-down alt-right ctrl-alt-shift-left" },
	{ "\033[3;5~\033[5;2~", "ctrl-delete shift-page-up" },
	{ "\033[Z", "shift-tab" },
	{ "\033[11~\033[15~\033[17~\033[24~", "F1 F5 F6 F12" },
	{ "\033[1;5P\033[[A\033[[E", "ctrl-F1 F1 F5" },
	/* SS3 */
	{ "\033OA\033OH\033OP\033OS", "up home F1 F4" },
	{ "\033O5P\033OM\033Oj\033Op\033Oy", "ctrl-F1 enter * 0 9" },
	/* rxvt */
	{ "\033[a\033Oa\033[5^", "shift-up ctrl-up ctrl-page-up" },
	{ "\033\033[A", "alt-up" },
	/* kitty and modifyOtherKeys */
	{ "\033[97u\033[97;5u\033[27u", "a ctrl-a esc" },
	{ "\033[97:65;2u\033[97;2u", "A A" },
	{ "\033[13;5u\033[9;2u\033[127u", "ctrl-enter shift-tab backspace" },
	{ "\033[97;1:3u\033[97;1:1u", "a" },
	{ "\033[57414u\033[57417u\033[57441u", "enter left" },
	{ "\033[27;5;9~\033[27;5;13~", "ctrl-tab ctrl-enter" },
	{ "\033[105;5u\033[109;5u", "tab enter" },
	/* mouse */
	{ "\033[<0;1;1M\033[<0;1;1m", "1@0,0" },
	{ "\033[<2;80;24M\033[<64;5;6M\033[<65;5;6M", "3@79,23 4@4,5 5@4,5" },
	{ "\033[<32;5;6M\033[<32;5;6m\033[<33;5;6M\033[<35;5;6M", "drag1@4,5" },
	{ "\033[<96;5;6M\033[<0;0;0M\033[<0;1M", "" },
	{ "\033[M !!x", "x" },
	/* paste */
	{ "\033[200~hello\r\nw\001\033[31mörld\t!\033[201~x", "<hello\nw[31mörld !> x" },
	{ "\033[200~a\rb\033[201~", "<a\nb>" },
	{ "\033[200~\033[201~", "<>" },
	{ "\033[200~\033[20\033[201\033[201~q", "<[20[201> q" },
	{ "\033[200~endless", "<endless>" },
	{ "\033[200~\xff\033[201~", "<\xef\xbf\xbd>" },
	/* what the terminal says by itself, and noise */
	{ "\033[?2026;2$yx", "x" },
	{ "\033[?62;c\033[>1;2cx", "x" },
	{ "\033[I\033[Ox", "here elsewhere x" },
	{ "\033]11;rgb:0000/0000/0000\ax", "#000000 x" },
	{ "\033]11;rgb:ffff/f6f6/e3e3\033\\x", "#fff6e3 x" },
	{ "\033]10;rgb:ffff/f6f6/e3e3\033\\x", "x" },
	{ "\033P11;rgb:ffff/f6f6/e3e3\033\\x", "x" },
	{ "\033]11;rgb:ffff/f6f6/e3e3                                              \ax", "x" },
	{ "\033P1$r0m\033\\x", "x" },
	{ "\033_Gi=1;OK\033\\x", "x" },
	{ "\033]endless", "" },
	{ "\033[1;2", "" },
	{ "\033[12\033[A", "up" },
	{ "\033[99~\033[1;1z\033Oz", "" },
	{ "\033[99999999999999999999;1u", "" },
	{ "\033[;;;;;;;;;;;;;A", "up" },
	{ "\033[55296u\033[1u", "" },
};

static void key_decoder__names_what_was_pressed__at_every_chunk_boundary(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		size_t length = cases[i].length != 0 ? cases[i].length : strlen(cases[i].bytes);
		for (size_t split = 0; split <= length; split++) {
			g_autofree char *text = decode(cases[i].bytes, length, split);
			if (strcmp(text, cases[i].expected) != 0) {
				g_autofree char *shown = g_strescape(cases[i].bytes, NULL);
				fail_msg("\"%s\" cut at %zu gives \"%s\", not \"%s\"", shown, split,
					 text, cases[i].expected);
			}
		}
	}
}

static void key_decoder__cuts_a_paste__at_its_limit(void **state)
{
	(void)state;
	g_autoptr(KeyDecoder) decoder = key_decoder_new();
	key_decoder_feed(decoder, "\033[200~", 6);
	g_autofree char *block = g_strnfill(4000, 'x');
	for (int i = 0; i < 100; i++)
		key_decoder_feed(decoder, block, 4000);
	assert_true(key_decoder_is_in_paste(decoder));
	key_decoder_feed(decoder, "\033[201~y", 7);
	g_auto(KeyEvent) paste = { 0 };
	assert_true(key_decoder_next(decoder, &paste));
	assert_int_equal(paste.kind, KEY_EVENT_PASTE);
	assert_int_equal(strlen(paste.paste), LIMIT_PASTE);
	g_auto(KeyEvent) key = { 0 };
	assert_true(key_decoder_next(decoder, &key));
	assert_int_equal(key.key, 'y');
}

static void key_decoder__swallows_an_endless_sequence__to_its_final_byte(void **state)
{
	(void)state;
	g_autoptr(KeyDecoder) decoder = key_decoder_new();
	g_autoptr(GString) out = g_string_new(NULL);
	key_decoder_feed(decoder, "\033[", 2);
	for (int i = 0; i < 10000; i++)
		key_decoder_feed(decoder, "1;", 2);
	key_decoder_feed(decoder, "Ab", 2);
	describe_events(decoder, out);
	assert_string_equal(out->str, "b");
}

static void key_decoder__survives_noise__of_any_kind(void **state)
{
	(void)state;
	GRand *rand = g_rand_new_with_seed(4711);
	static const char likely[] = "\033\033[O]P<;:012567~AMuZ\\\a\xc3\xff";
	g_autoptr(KeyDecoder) decoder = key_decoder_new();
	for (int round = 0; round < 20000; round++) {
		char bytes[16];
		size_t length = (size_t)g_rand_int_range(rand, 1, sizeof bytes);
		for (size_t i = 0; i < length; i++)
			bytes[i] = g_rand_boolean(rand)
					   ? likely[g_rand_int_range(rand, 0, sizeof likely - 1)]
					   : (char)g_rand_int_range(rand, 0, 256);
		key_decoder_feed(decoder, bytes, length);
		if (round % 16 == 0)
			key_decoder_time_out(decoder);
		for (;;) {
			g_auto(KeyEvent) event = { 0 };
			if (!key_decoder_next(decoder, &event))
				break;
			if (event.kind == KEY_EVENT_PASTE)
				assert_true(g_utf8_validate(event.paste, -1, NULL));
			else if (event.kind == KEY_EVENT_KEY)
				assert_true(event.key != KEY_NONE);
		}
	}
	key_decoder_time_out(decoder);
	assert_false(key_decoder_is_waiting(decoder));
	g_rand_free(rand);
}

static void key_decoder__forgets_everything__when_reset(void **state)
{
	(void)state;
	g_autoptr(KeyDecoder) decoder = key_decoder_new();
	g_auto(KeyEvent) event = { 0 };
	key_decoder_feed(decoder, "abc\033[200~rm", 11);
	key_decoder_reset(decoder);
	assert_false(key_decoder_next(decoder, &event));
	assert_false(key_decoder_is_waiting(decoder));
	key_decoder_feed(decoder, "x", 1);
	assert_true(key_decoder_next(decoder, &event));
	assert_int_equal(event.key, 'x');
}

/* A dialog opens, and what was typed ahead is dropped, while an answer is half here. */
static void key_decoder__drops_the_rest_of_an_answer__when_reset(void **state)
{
	(void)state;
	g_autoptr(KeyDecoder) decoder = key_decoder_new();
	g_autoptr(GString) out = g_string_new(NULL);
	key_decoder_feed(decoder, "\033]11;rgb:1e", 11);
	key_decoder_reset(decoder);
	assert_true(key_decoder_is_in_sequence(decoder));
	key_decoder_feed(decoder, "1e/1e1e/1e1e\ax", 14);
	describe_events(decoder, out);
	assert_string_equal(out->str, "#1e1e1e x");
}

static void key_from_name__reads_back__what_key_name_wrote(void **state)
{
	(void)state;
	static const char *const names[] = {
		"a",         "A",          "?",
		":",         "-",          "ctrl--",
		"ctrl-r",    "alt-x",      "alt-X",
		"enter",     "esc",        "space",
		"tab",       "shift-tab",  "up",
		"F1",        "F12",        "page-down",
		"shift-F5",  "é",          "ctrl-alt-delete",
		"ctrl-\\",   "home",       "insert",
		"backspace", "ctrl-space",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		Key key = key_from_name(names[i]);
		assert_int_not_equal(key, KEY_NONE);
		g_autofree char *name = key_name(key);
		assert_string_equal(name, names[i]);
	}
}

static void key_from_name__takes_other_spellings__as_the_same_key(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{ "Ctrl-R", "ctrl-r" },
		{ "ESCAPE", "esc" },
		{ "pgup", "page-up" },
		{ "return", "enter" },
		{ "ctrl-m", "enter" },
		{ "ctrl-i", "tab" },
		{ "shift-a", "A" },
		{ "f5", "F5" },
		{ "alt-ctrl-up", "ctrl-alt-up" },
		{ "ctrl-[", "esc" },
		{ "ctrl-h", "backspace" },
		{ "ctrl-@", "ctrl-space" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		assert_int_not_equal(key_from_name(pairs[i][0]), KEY_NONE);
		assert_int_equal(key_from_name(pairs[i][0]), key_from_name(pairs[i][1]));
	}
}

static void key_from_name__refuses__what_is_no_key(void **state)
{
	(void)state;
	static const char *const bad[] = { "",     "ab",           "ctrl-",   "F0",
					   "F13",  "F1x",          "up down", "\n",
					   "\033", "ctrl-up-down", "hyper-x", "\xff" };
	assert_int_equal(key_from_name(NULL), KEY_NONE);
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_int_equal(key_from_name(bad[i]), KEY_NONE);
}

/* What the pieces mean when the wait for an Esc is over after each. */
static void assert_slow(const char *const *pieces, const char *expected)
{
	g_autoptr(KeyDecoder) decoder = key_decoder_new();
	g_autoptr(GString) out = g_string_new(NULL);
	for (size_t i = 0; pieces[i] != NULL; i++) {
		key_decoder_feed(decoder, pieces[i], strlen(pieces[i]));
		if (key_decoder_is_waiting(decoder) && !key_decoder_is_in_sequence(decoder))
			key_decoder_time_out(decoder);
	}
	if (key_decoder_is_waiting(decoder))
		key_decoder_time_out(decoder);
	describe_events(decoder, out);
	assert_string_equal(out->str, expected);
}

static void decoder__takes_the_rest_of_a_key_for_no_text__when_it_comes_late(void **state)
{
	(void)state;
	assert_slow((const char *const[]){ "\033", "[A", NULL }, "esc up");
	assert_slow((const char *const[]){ "\033", "OB", NULL }, "esc down");
	assert_slow((const char *const[]){ "\033", "[5~x", NULL }, "esc page-up x");
	assert_slow((const char *const[]){ "\033[", "A", NULL }, "up");
	/* What somebody types comes one by one, and without an Esc before it is text. */
	assert_slow((const char *const[]){ "\033", "[", "A", NULL }, "esc [ A");
	assert_slow((const char *const[]){ "\033", "OK", NULL }, "esc O K");
	assert_slow((const char *const[]){ "\033", "x", "[A", NULL }, "esc x [ A");
	assert_slow((const char *const[]){ "[A", NULL }, "[ A");
}

static void escape__is_waited_for__by_what_the_terminal_is(void **state)
{
	(void)state;
	static const char *const variables[] = { "SSH_CONNECTION", "SSH_TTY", "MOSH_IP",
						 "TMUX",           "STY",     "ZELLIJ" };
	for (size_t i = 0; i < G_N_ELEMENTS(variables); i++)
		g_unsetenv(variables[i]);
	const unsigned local = tty_escape_ms();
	g_setenv("TMUX", "/tmp/tmux-0/default,1,0", TRUE);
	const unsigned tmux = tty_escape_ms();
	g_setenv("SSH_CONNECTION", "192.0.2.1 5 192.0.2.2 22", TRUE);
	assert_true(local > 120 && local < tmux && tmux < tty_escape_ms());
	g_unsetenv("TMUX");
	g_unsetenv("SSH_CONNECTION");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decoder__takes_the_rest_of_a_key_for_no_text__when_it_comes_late),
		cmocka_unit_test(escape__is_waited_for__by_what_the_terminal_is),
		cmocka_unit_test(key_decoder__names_what_was_pressed__at_every_chunk_boundary),
		cmocka_unit_test(key_decoder__cuts_a_paste__at_its_limit),
		cmocka_unit_test(key_decoder__swallows_an_endless_sequence__to_its_final_byte),
		cmocka_unit_test(key_decoder__survives_noise__of_any_kind),
		cmocka_unit_test(key_decoder__forgets_everything__when_reset),
		cmocka_unit_test(key_decoder__drops_the_rest_of_an_answer__when_reset),
		cmocka_unit_test(key_from_name__reads_back__what_key_name_wrote),
		cmocka_unit_test(key_from_name__takes_other_spellings__as_the_same_key),
		cmocka_unit_test(key_from_name__refuses__what_is_no_key),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
