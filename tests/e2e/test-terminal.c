/* The terminal: whatever happens, it is given back as it was, and a key does only what its screen says. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "tests/e2e/dashboard.h"
#include "tests/e2e/stream.h"

/* The one before was left in the scopes, where it had asked for all of them; this one begins there. */
static void open_form(Pty *pty)
{
	if (!pty_has_text(pty, "space mark")) {
		pty_press(pty, "shift-tab");
		expect_text(pty, "space mark");
	}
	dashboard_choose(pty, "monitoring platform", "Monitoring.*Platform");
	expect_came(dashboard_open_form(pty), pty, "the form", __FILE__, __LINE__);
}

static void a_signal__leaves_the_terminal_as_it_was(void **state)
{
	Stage *stage = *state;
	static const int signals[] = { SIGTERM,   SIGHUP,  SIGINT,  SIGQUIT, SIGSEGV, SIGABRT,
				       SIGBUS,    SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU, SIGXFSZ,
				       SIGVTALRM, SIGPROF, SIGIO,   SIGPWR,  40 };
	for (size_t i = 0; i < G_N_ELEMENTS(signals); i++) {
		g_autoptr(Pty) pty = dashboard_open(stage, NULL);
		int status;
		open_form(pty);
		pty_signal(pty, signals[i]);
		expect_came(pty_wait_end(pty, &status), pty, strsignal(signals[i]), __FILE__,
			    __LINE__);
		expect_restored(pty);
		expect_clean(pty);
	}
}

static void ctrl_z__gives_the_terminal_back__and_fg_draws_it_anew(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	int number;
	open_form(pty);
	pty_type(pty, "half a rea");
	expect_text(pty, "half a rea");
	for (int round = 0; round < 2; round++) {
		pty_press(pty, "ctrl-z");
		expect_came(pty_wait_stop(pty, &number), pty, "a stop", __FILE__, __LINE__);
		expect_restored(pty);
		expect_gone(pty, "half a rea");
		pty_continue(pty);
		expect_text(pty, "half a rea");
	}
	pty_type(pty, "son");
	expect_text(pty, "half a reason");
	pty_press(pty, "escape");
	expect_gone(pty, "─ Activate ─");
	dashboard_quit(pty);
}

static void a_new_size__is_filled__also_with_a_form_open(void **state)
{
	Stage *stage = *state;
	static const int sizes[][2] = {
		{ 12, 40 }, { 60, 200 }, { 5, 19 }, { 24, 80 }, { 40, 120 }
	};
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	open_form(pty);
	pty_type(pty, "why");
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		pty_resize(pty, sizes[i][0], sizes[i][1]);
		if (sizes[i][1] < 20)
			expect_gone(pty, "Activate");
		else
			expect_row(pty, "reason", "why");
	}
	pty_press(pty, "escape");
	/* What comes, not what goes: while all is drawn anew the form is gone for a moment, and a key behind Esc would be one with it. */
	expect_text(pty, "/ filter");
	dashboard_quit(pty);
}

static void a_paste__is_text__newline_included(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	open_form(pty);
	pty_paste(pty, "first line\nsecond line\033[31m\n");
	expect_row(pty, "reason", "first line second line");
	expect_text(pty, "─ Activate ─");
	pty_press(pty, "escape");
	expect_gone(pty, "─ Activate ─");
	/* Where no field is, a paste is no keys either: this one would activate and quit. */
	pty_paste(pty, "a\nq\n");
	pty_press(pty, "?");
	expect_text(pty, "─ Help");
	pty_press(pty, "escape");
	expect_gone(pty, "─ Help");
	assert_int_equal(tenant_count(stage->tenant, "PUT", "roleAssignmentScheduleRequests"), 0);
	dashboard_quit(pty);
}

static void typed_ahead__keys_do_not_confirm(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	open_form(pty);
	/* All in one piece: the second Enter comes before anybody has seen what it would confirm. */
	pty_type(pty, "why\r\r\r");
	expect_text(pty, "─ Activate? ─");
	pty_press(pty, "escape");
	expect_text(pty, "─ Activate ─");
	assert_int_equal(tenant_count(stage->tenant, "PUT", "roleAssignmentScheduleRequests"), 0);
	pty_press(pty, "escape");
	expect_gone(pty, "─ Activate ─");
	dashboard_quit(pty);
}

/* Over a slow line the bytes of one key come apart: it is still one key, and no Esc that closes the form. */
static void an_arrow_in_pieces__is_one_key(void **state)
{
	Stage *stage = *state;
	static const char *const slow[] = { "SSH_CONNECTION=192.0.2.1 50000 192.0.2.2 22", NULL };
	const StageRun run = { .environment = slow };
	g_autoptr(Pty) pty = dashboard_open(stage, &run);
	open_form(pty);
	pty_type(pty, "ac");
	expect_text(pty, "ac");
	pty_type(pty, "\033");
	pty_drain(pty, 120);
	pty_type(pty, "[");
	pty_drain(pty, 120);
	pty_type(pty, "D");
	pty_type(pty, "b");
	expect_row(pty, "reason", "abc");
	pty_press(pty, "escape");
	expect_gone(pty, "─ Activate ─");
	dashboard_quit(pty);
}

/* A tool of that name that does this; the path to find it by. */
static char *make_tool(Stage *stage, const char *folder_name, const char *name, const char *does)
{
	g_autofree char *folder = g_build_filename(stage->folder, folder_name, NULL);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *text = g_strdup_printf("#!/bin/sh\n%s\n", does);
	assert_int_equal(g_mkdir(folder, 0700), 0);
	assert_true(g_file_set_contents(path, text, -1, NULL));
	assert_int_equal(g_chmod(path, 0700), 0);
	return g_strdup_printf("PATH=%s:%s", folder, g_getenv("PATH"));
}

static void a_copy__is_told_as_one__only_where_it_is_known(void **state)
{
	Stage *stage = *state;
	g_autofree char *kept = g_build_filename(stage->folder, "kept", NULL);
	g_autofree char *keep =
		g_strdup_printf("[ \"$*\" = \"load-buffer -w -\" ] && cat >%s", kept);
	g_autofree char *good = make_tool(stage, "good", "tmux", keep);
	g_autofree char *bad = make_tool(stage, "bad", "tmux", "exit 1");
	/* Over SSH the person sits before a display only where it was forwarded. */
	g_autofree char *xclip = make_tool(stage, "xclip", "xclip", "cat >/dev/null");
	const struct {
		const char *environment[4];
		bool is_known;
	} cases[] = {
		{ { NULL }, false },
		{ { bad, "TMUX=/tmp/none,1,0", NULL }, false },
		{ { good, "TMUX=/tmp/none,1,0", NULL }, true },
		{ { xclip, "DISPLAY=:0", "SSH_TTY=/dev/pts/9", NULL }, false },
		{ { xclip, "DISPLAY=localhost:10.0", "SSH_TTY=/dev/pts/9", NULL }, true },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const StageRun run = { .environment = cases[i].environment };
		g_autoptr(Pty) pty = dashboard_open(stage, &run);
		const bool is_known = cases[i].is_known;
		pty_press(pty, "Y");
		expect_text(pty, is_known ? "Copied " : "Sent to the terminal: ");
		assert_false(pty_has_text(pty, is_known ? "Sent to" : "Copied"));
		if (!is_known) {
			g_autofree char *sent = pty_wait_osc(pty, "\033]52;c;");
			assert_non_null(sent);
		}
		dashboard_quit(pty);
	}
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents(kept, &text, NULL, NULL));
	assert_true(g_str_has_prefix(text, "myroles activate --role=") &&
		    strchr(text, '\n') == NULL);
}

/* By standard input, with nothing of ours but that, and an environment of what it needs. */
static void a_copy__goes_to_the_desktop__where_there_is_one(void **state)
{
	Stage *stage = *state;
	g_autofree char *kept = g_build_filename(stage->folder, "kept-by-desktop", NULL);
	/* Sockets, the database, the screen: none of them is its business. */
	g_autofree char *does = g_strdup_printf(
		"{ echo $#; env | grep -c ^MYROLES; ls -l /proc/$$/fd | "
		"grep -c 'socket:\\|memfd:\\|timerfd\\|sqlite\\|/ptmx\\|/pts/'; cat; } >%s",
		kept);
	g_autofree char *path = make_tool(stage, "desktop", "wl-copy", does);
	const char *const environment[] = {
		path, "WAYLAND_DISPLAY=wayland-9", "SSH_CONNECTION=", "SSH_TTY=", "container=", NULL
	};
	const StageRun run = { .environment = environment };
	g_autoptr(Pty) pty = dashboard_open(stage, &run);
	pty_press(pty, "Y");
	expect_text(pty, "Copied ");
	dashboard_quit(pty);
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents(kept, &text, NULL, NULL));
	if (!g_str_has_prefix(text, "0\n0\n0\nmyroles activate --role="))
		fail_msg("the tool saw: %s", text);
}

static void a_small_screen__does_the_whole_thing(void **state)
{
	Stage *stage = *state;
	const StageRun run = { .rows = 12, .columns = 40 };
	g_autoptr(Pty) pty = stage_run(stage, &run);
	expect_text(pty, "Contributor");
	pty_press(pty, "/");
	pty_type(pty, "monitoring platform");
	pty_press(pty, "enter g");
	expect_came(dashboard_open_form(pty), pty, "the form", __FILE__, __LINE__);
	expect_text(pty, "reason");
	pty_type(pty, "small");
	pty_press(pty, "enter");
	expect_text(pty, "Activate?");
	pty_press(pty, "enter");
	expect_text(pty, "Active until");
	dashboard_close(pty);
	dashboard_quit(pty);
}

static void no_color__is_sent__when_it_is_not_wanted(void **state)
{
	Stage *stage = *state;
	static const char *const without[] = { "NO_COLOR=1", NULL };
	const StageRun run = { .environment = without };
	g_autoptr(Pty) plain = dashboard_open(stage, &run);
	g_autoptr(Pty) colored = dashboard_open(stage, NULL);
	const char *bytes;
	size_t length;
	open_form(plain);
	bytes = pty_bytes(plain, &length);
	assert_false(stream_has_color(bytes, length));
	bytes = pty_bytes(colored, &length);
	assert_true(stream_has_color(bytes, length));
}

static void ascii__is_all_that_is_sent__when_the_locale_has_no_more(void **state)
{
	Stage *stage = *state;
	static const char *const posix[] = { "LC_ALL=C", NULL };
	static const char *const option[] = { "--ascii", NULL };
	const StageRun runs[] = { { .environment = posix }, { .arguments = option } };
	for (size_t i = 0; i < G_N_ELEMENTS(runs); i++) {
		g_autoptr(Pty) pty = dashboard_open(stage, &runs[i]);
		const char *bytes;
		size_t length;
		pty_press(pty, "1"); /* it opens where one left */
		expect_text(pty, "-- Active");
		pty_press(pty, "?");
		expect_text(pty, "- Help");
		pty_press(pty, "escape");
		expect_gone(pty, "- Help");
		pty_press(pty, "4");
		expect_text(pty, "-- History");
		dashboard_quit(pty);
		bytes = pty_bytes(pty, &length);
		if (i == 0)
			assert_true(stream_is_ascii(bytes, length));
	}
}

static void other_terminals__are_spoken_to_in_their_own_way(void **state)
{
	Stage *stage = *state;
	static const char *const names[] = { "screen-256color", "tmux-256color", "linux", "xterm",
					     "vt100" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *term = g_strdup_printf("TERM=%s", names[i]);
		const char *const environment[] = { term, NULL };
		const StageRun run = { .environment = environment };
		g_autoptr(Pty) pty = dashboard_open(stage, &run);
		open_form(pty);
		pty_press(pty, "escape");
		expect_gone(pty, "─ Activate ─");
		dashboard_quit(pty);
	}
}

/* What has no terminfo here is used as what it is like; what is like nothing is refused by its name. */
static void unknown_terminals__are_used_as_their_kin(void **state)
{
	Stage *stage = *state;
	static const char *const names[] = { "xterm-kitty", "xterm-ghostty", "alacritty-direct-x",
					     "wezterm", "tmux-of-tomorrow" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *term = g_strdup_printf("TERM=%s", names[i]);
		/* Only what every machine has: this one may know more. */
		const char *const environment[] = { term, "TERMINFO_DIRS=/lib/terminfo",
						    "TERMINFO=/nowhere", NULL };
		const StageRun run = { .environment = environment };
		g_autoptr(Pty) pty = dashboard_open(stage, &run);
		const char *bytes;
		size_t length;
		open_form(pty);
		bytes = pty_bytes(pty, &length);
		assert_true(stream_has_color(bytes, length));
		pty_press(pty, "escape");
		expect_gone(pty, "─ Activate ─");
		dashboard_quit(pty);
	}
	static const char *const nothing[] = { "TERM=teletype-of-nowhere", NULL };
	const StageRun run = { .environment = nothing };
	g_autoptr(Pty) pty = stage_run(stage, &run);
	expect_text(pty, "TERM=teletype-of-nowhere is not known here");
}

static void a_terminal_that_goes_away__ends_the_program(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	int status;
	pty_hang_up(pty);
	assert_true(pty_wait_end(pty, &status));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(a_signal__leaves_the_terminal_as_it_was),
		STAGE_TEST(ctrl_z__gives_the_terminal_back__and_fg_draws_it_anew),
		STAGE_TEST(a_new_size__is_filled__also_with_a_form_open),
		STAGE_TEST(a_paste__is_text__newline_included),
		STAGE_TEST(typed_ahead__keys_do_not_confirm),
		STAGE_TEST(an_arrow_in_pieces__is_one_key),
		STAGE_TEST(a_copy__is_told_as_one__only_where_it_is_known),
		STAGE_TEST(a_copy__goes_to_the_desktop__where_there_is_one),
		STAGE_TEST(a_small_screen__does_the_whole_thing),
		STAGE_TEST(no_color__is_sent__when_it_is_not_wanted),
		STAGE_TEST(ascii__is_all_that_is_sent__when_the_locale_has_no_more),
		STAGE_TEST(other_terminals__are_spoken_to_in_their_own_way),
		STAGE_TEST(unknown_terminals__are_used_as_their_kin),
		STAGE_TEST(a_terminal_that_goes_away__ends_the_program),
	};
	return stage_run_tests(tests);
}
