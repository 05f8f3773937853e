/* What is told beside the screen: to which terminal how, and what comes of choosing it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frontend/notification.h"
#include "tests/tui/desk.h"
#include "tui/terminal/clipboard.h"
#include "tui/terminal/notify.h"

/* ---- Terminals --------------------------------------------------------------------------------- */

static const char *name_set, *value_set; /* one case at a time */

static const char *variable(const char *name)
{
	return g_strcmp0(name, name_set) == 0 ? value_set : NULL;
}

static void way__is_what_the_terminal_is_known_to_take(void **state)
{
	static const struct {
		const char *name, *value;
		NotifyTerminal way;
	} cases[] = {
		{ "TERM", "xterm-256color", NOTIFY_TERMINAL_OFF },
		{ "TERM", "linux", NOTIFY_TERMINAL_OFF },
		{ "TERM", "tmux-256color", NOTIFY_TERMINAL_OFF },
		{ "TERM", "xterm-kitty", NOTIFY_TERMINAL_99 },
		{ "TERM", "foot-extra", NOTIFY_TERMINAL_777 },
		{ "TERM", "rxvt-unicode-256color", NOTIFY_TERMINAL_777 },
		{ "KITTY_WINDOW_ID", "1", NOTIFY_TERMINAL_99 },
		{ "KITTY_WINDOW_ID", "", NOTIFY_TERMINAL_OFF },
		{ "TERM_PROGRAM", "iTerm.app", NOTIFY_TERMINAL_9 },
		{ "TERM_PROGRAM", "Apple_Terminal", NOTIFY_TERMINAL_OFF },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		name_set = cases[i].name;
		value_set = cases[i].value;
		assert_int_equal(notify_find_way(variable), cases[i].way);
	}
}

static void sequence__holds_the_words__whatever_they_are(void **state)
{
	static const struct {
		NotifyTerminal way;
		bool is_in_tmux;
		const char *text, *expected;
	} cases[] = {
		{ NOTIFY_TERMINAL_9, false, "4;3;50", "\033]9;myroles: 4,3,50\a" },
		{ NOTIFY_TERMINAL_99, false, "Owner ends.", "\033]99;;myroles: Owner ends.\a" },
		{ NOTIFY_TERMINAL_777, false, "a;b", "\033]777;notify;myroles;a,b\a" },
		{ NOTIFY_TERMINAL_777, true, "a",
		  "\033Ptmux;\033\033]777;notify;myroles;a\a\033\\" },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text =
			notify_sequence(cases[i].way, cases[i].text, cases[i].is_in_tmux);
		assert_string_equal(text, cases[i].expected);
	}
	g_autofree char *hostile =
		notify_sequence(NOTIFY_TERMINAL_9, "x\a\033]52;c;eA==\a\033\\\xc2\x9dy", false);
	assert_ptr_equal(strchr(hostile, '\a'), hostile + strlen(hostile) - 1);
	assert_null(strchr(hostile + 1, '\033'));
	assert_null(strstr(hostile, "\xc2\x9d"));
	assert_null(notify_sequence(NOTIFY_TERMINAL_OFF, "x", false));
}

/* ---- The clipboard ----------------------------------------------------------------------------- */

static const char *only_screen(const char *name)
{
	return g_str_equal(name, "STY") ? "12.pts-0.here" : "";
}

static const char *tmux_in_screen(const char *name)
{
	return g_str_equal(name, "TMUX") ? "/tmp/x,1,0" : only_screen(name);
}

static const char *nothing(const char *name)
{
	(void)name;
	return NULL;
}

static void clipboard__goes_through__what_stands_before_the_terminal(void **state)
{
	(void)state;
	static const char *const expected[] = {
		[CLIPBOARD_DIRECT] = "\033]52;c;aGk=\a",
		[CLIPBOARD_TMUX] = "\033]52;c;aGk=\a\033Ptmux;\033\033]52;c;aGk=\a\033\\",
		[CLIPBOARD_SCREEN] = "\033P\033]52;c;aGk=\a\033\\",
	};
	for (size_t way = 0; way < G_N_ELEMENTS(expected); way++) {
		g_autofree char *sequence = clipboard_sequence((ClipboardWay)way, "hi");
		assert_string_equal(sequence, expected[way]);
	}
	assert_int_equal(clipboard_find_way(nothing), CLIPBOARD_DIRECT);
	assert_int_equal(clipboard_find_way(only_screen), CLIPBOARD_SCREEN);
	assert_int_equal(clipboard_find_way(tmux_in_screen), CLIPBOARD_TMUX);
}

/* It keeps no more than 768 bytes of a sequence, and drops the rest. */
static void clipboard__comes_in_pieces__through_screen(void **state)
{
	(void)state;
	g_autofree char *text = g_strnfill(3000, 'x');
	g_autofree char *whole = clipboard_sequence(CLIPBOARD_DIRECT, text);
	g_autofree char *sequence = clipboard_sequence(CLIPBOARD_SCREEN, text);
	g_auto(GStrv) pieces = g_strsplit(sequence, "\033\\", -1);
	g_autoptr(GString) joined = g_string_new(NULL);
	for (char **piece = pieces; **piece != '\0'; piece++) {
		assert_true(g_str_has_prefix(*piece, "\033P") && strlen(*piece) < 768);
		g_string_append(joined, *piece + 2);
	}
	assert_string_equal(joined->str, whole);
}

/* ---- The dashboard ----------------------------------------------------------------------------- */

static void one__is_told__by_who_was_first(void **state)
{
	(void)state;
	for (int is_first = 0; is_first < 2; is_first++) {
		g_autoptr(Desk) desk = desk_new(80, 24);
		if (is_first)
			desk_tell_first(desk);
		desk_load(desk);
		desk_wait(desk, 39 * 60);
		assert_int_equal(desk_count(desk, EFFECT_NOTIFY), is_first);
		/* The screen says it in each. */
		assert_non_null(strstr(desk_notice(desk), "Reader on rg-payments ends at"));
	}
}

/* What answers a key stays while it is due; what nobody asked for follows. */
static void notice__covers_no_answer__when_nobody_asked_for_it(void **state)
{
	(void)state;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_tell_first(desk);
	desk_load(desk);
	desk_wait(desk, DESK_NOTICE_SECONDS + 1);
	desk_keys(desk, "s");
	desk_wait(desk, DESK_NOTICE_SECONDS / 2);
	Eligibility *ending = make_eligible(WORKLOAD_ENTRA, "Security Reader", "/", "directory");
	ending->grant.end = DESK_NOW + 3 * 24 * HOUR;
	desk_event(desk, eligible_event(WORKLOAD_ENTRA, ending, NULL));
	assert_non_null(strstr(desk_notice(desk), "Ordered by"));
	desk_wait(desk, DESK_NOTICE_SECONDS / 2 + 1);
	assert_non_null(strstr(desk_notice(desk), "Security Reader"));
	desk_wait(desk, DESK_NOTICE_SECONDS);
	assert_null(desk_notice(desk));
}

static void choosing_it__selects_and_asks__and_sends_nothing(void **state)
{
	g_autoptr(Desk) desk = desk_new(80, 24);
	(void)state;
	desk_load(desk);
	desk_keys(desk, "4");
	Notification notification = { .kind = NOTIFY_NEAR };
	grant_copy(&notification.grant, desk_grant(desk, "active", 0));
	desk_forget(desk);
	desk_choose(desk, &notification, false);
	assert_string_equal(desk_screen(desk), "Roles");
	assert_string_equal(desk_focus(desk), "active");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
	assert_null(desk_effect(desk, EFFECT_OPEN_URL));

	desk_choose(desk, &notification, true);
	assert_non_null(desk_effect(desk, EFFECT_OPEN_URL));
	grant_clear(&notification.grant);
}

static void what_is_typed__stays_in_front__when_one_is_chosen(void **state)
{
	g_autoptr(Desk) desk = desk_at_form(HOUR, false);
	(void)state;
	Notification notification = { .kind = NOTIFY_NEAR };
	grant_copy(&notification.grant, desk_grant(desk, "active", 0));
	g_autofree char *before = desk_dialog_text(desk);
	desk_choose(desk, &notification, false);
	g_autofree char *after = desk_dialog_text(desk);
	assert_string_equal(after, before);
	grant_clear(&notification.grant);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(way__is_what_the_terminal_is_known_to_take),
		cmocka_unit_test(clipboard__goes_through__what_stands_before_the_terminal),
		cmocka_unit_test(clipboard__comes_in_pieces__through_screen),
		cmocka_unit_test(sequence__holds_the_words__whatever_they_are),
		cmocka_unit_test(one__is_told__by_who_was_first),
		cmocka_unit_test(notice__covers_no_answer__when_nobody_asked_for_it),
		cmocka_unit_test(choosing_it__selects_and_asks__and_sends_nothing),
		cmocka_unit_test(what_is_typed__stays_in_front__when_one_is_chosen),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
