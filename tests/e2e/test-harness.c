/* The harness itself: what it waits for, and that it sees what it is meant to see. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "tests/e2e/pty.h"
#include "tests/e2e/stream.h"

static Pty *start(const char *script)
{
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	const char *const environment[] = { "PATH=/usr/bin:/bin", "TERM=xterm-256color", NULL };
	const SessionOptions options = {
		.argv = argv, .environment = environment, .rows = 10, .columns = 40
	};
	return pty_new(&options);
}

static void stream__names_the_offence__when_a_byte_is_not_allowed(void **state)
{
	static const struct {
		const char *bytes;
		bool is_allowed;
	} cases[] = {
		{ "plain text\r\n", true },
		{ "caf\xc3\xa9 \xe6\xbc\xa2 \xe2\x94\x80", true },
		{ "\033[?1049h\033[22;0;0t\033[1;24r\033[4l\033[?2004h\033(B\033[m", true },
		{ "\033[1;31m\033[38;5;12mx\033[39;49m\033[2;3H\033[K", true },
		{ "\033]0;myroles\a\033]2;title\033\\", true },
		{ "\033[?25l\033[?12;25h\033[2 q", true },
		{ "\033[6n", false },
		{ "\033[?2004", false },
		{ "\033[?2027h", false },
		{ "\033[21t", false },
		{ "\033]8;;http://x\a", false },
		{ "\033]0;a\033[31m\a", false },
		{ "\033P+q\033\\", false },
		{ "\033c", false },
		{ "a\x7f", false },
		{ "\x01", false },
		{ "\xc2\x9b"
		  "31m",
		  false },
		{ "\x9b"
		  "31m",
		  false },
		{ "\xff", false },
		{ "\xe2\x80\xae", false },
		{ "\xe2\x80\x8b", false },
		{ "\xe2\x81\xa6", false },
		{ "\xef\xbb\xbf", false },
		{ "\xe2\x80\xa8", false },
		{ "\xf3\xa0\x81\x81", false },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *offence =
			stream_find_offence(cases[i].bytes, strlen(cases[i].bytes));
		if ((offence == NULL) != cases[i].is_allowed)
			fail_msg("case %zu: %s", i, offence != NULL ? offence : "not seen");
	}
}

static void stream__tells_modes_and_colors(void **state)
{
	const char *bytes = "\033[?1049h\033[?12;25l\033[1m\033[?1049l\033[?2004h";
	size_t length = strlen(bytes);
	(void)state;
	assert_false(stream_has_mode(bytes, length, 1049, false));
	assert_true(stream_has_mode(bytes, length, 2004, false));
	assert_false(stream_has_mode(bytes, length, 25, true));
	assert_true(stream_has_mode(bytes, length, 7, true));
	assert_false(stream_has_color(bytes, length));
	assert_true(stream_has_color("\033[1;34m", 7));
	assert_true(stream_has_color("\033[m\033[101m", 9));
	assert_false(stream_has_color("\033[0;7m", 6));
	assert_true(stream_is_ascii("abc", 3));
	assert_false(stream_is_ascii("\xc3\xa9", 2));
}

static void pty__reads_the_screen__as_a_terminal_shows_it(void **state)
{
	g_autoptr(Pty) pty =
		start("printf 'one\\033[3;5Htwo'; read x; printf '\\033[2J[%s]' \"$x\"");
	int status;
	(void)state;
	assert_true(pty_wait_text(pty, "two"));
	assert_true(pty_wait_match(pty, "^    two$"));
	assert_true(pty_wait_row(pty, "o", "ne"));
	pty_type(pty, "typed");
	pty_press(pty, "enter");
	assert_true(pty_wait_text(pty, "[typed]"));
	assert_true(pty_wait_gone(pty, "two"));
	assert_true(pty_wait_end(pty, &status));
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_false(pty_wait_text(pty, "never"));
}

static void pty__follows_job_control(void **state)
{
	g_autoptr(Pty) pty = start("echo ready; read x; echo back $x; kill -TERM $$");
	int number, status;
	(void)state;
	assert_true(pty_wait_text(pty, "ready"));
	pty_press(pty, "ctrl-z");
	assert_true(pty_wait_stop(pty, &number));
	assert_int_equal(number, SIGTSTP);
	pty_continue(pty);
	pty_press(pty, "a enter");
	assert_true(pty_wait_text(pty, "back a"));
	assert_true(pty_wait_end(pty, &status));
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGTERM);
}

static void pty__sees_a_terminal_left_behind(void **state)
{
	static const char *const scripts[] = { "stty -echo", "printf '\\033[?1049h'",
					       "printf '\\033[?25l'", "printf '\\033[?2004h'",
					       "printf '\\033[?1006h'" };
	int status;
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(scripts); i++) {
		g_autoptr(Pty) pty = start(scripts[i]);
		g_autofree char *why = NULL;
		assert_true(pty_wait_end(pty, &status));
		assert_false(pty_is_restored(pty, &why));
	}
	g_autoptr(Pty) tidy =
		start("stty -echo; printf '\\033[?1049h'; stty echo; printf '\\033[?1049l'");
	g_autofree char *why = NULL;
	assert_true(pty_wait_end(tidy, &status));
	assert_true(pty_is_restored(tidy, &why));
}

static void pty__tells_the_program_of_a_new_size_and_a_hang_up(void **state)
{
	g_autoptr(Pty) pty = start("trap 'stty size' WINCH; trap 'exit 3' HUP; echo ready; "
				   "while :; do read x; done");
	int status;
	(void)state;
	assert_true(pty_wait_text(pty, "ready"));
	pty_resize(pty, 12, 50);
	assert_true(pty_wait_text(pty, "12 50"));
	pty_hang_up(pty);
	assert_true(pty_wait_end(pty, &status));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stream__names_the_offence__when_a_byte_is_not_allowed),
		cmocka_unit_test(stream__tells_modes_and_colors),
		cmocka_unit_test(pty__reads_the_screen__as_a_terminal_shows_it),
		cmocka_unit_test(pty__follows_job_control),
		cmocka_unit_test(pty__sees_a_terminal_left_behind),
		cmocka_unit_test(pty__tells_the_program_of_a_new_size_and_a_hang_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
