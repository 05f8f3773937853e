#include "tests/e2e/pty.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <vterm.h>

#include "tests/e2e/keyboard.h"
#include "tests/e2e/stream.h"

struct Pty {
	Session session;
	VTerm *term;
	VTermScreen *screen;
	GString *bytes;
	GString *text; /* of the screen */
	gint64 last_output;
	bool is_at_end; /* of output */
	bool has_stopped, has_ended;
	int stop_signal, status;
};

/* What the emulator answers or types goes to the program. */
static void write_to_program(const char *bytes, size_t length, void *data)
{
	Pty *pty = data;
	while (length > 0 && pty->session.terminal >= 0) {
		struct pollfd wait = { .fd = pty->session.terminal, .events = POLLOUT };
		ssize_t written = write(pty->session.terminal, bytes, length);
		if (written > 0) {
			bytes += written;
			length -= (size_t)written;
		} else if (written < 0 && errno == EAGAIN) {
			if (poll(&wait, 1, PTY_DEADLINE_MS) <= 0)
				return;
		} else if (errno != EINTR) {
			return;
		}
	}
}

Pty *pty_new(const SessionOptions *options)
{
	Pty *pty = g_new0(Pty, 1);
	pty->bytes = g_string_new(NULL);
	pty->text = g_string_new(NULL);
	pty->term = vterm_new(options->rows, options->columns);
	vterm_set_utf8(pty->term, 1);
	vterm_output_set_callback(pty->term, write_to_program, pty);
	pty->screen = vterm_obtain_screen(pty->term);
	vterm_screen_enable_altscreen(pty->screen, 1);
	vterm_screen_reset(pty->screen, 1);
	session_open(&pty->session, options);
	return pty;
}

void pty_free(Pty *pty)
{
	if (pty == NULL)
		return;
	session_close(&pty->session);
	vterm_free(pty->term);
	g_string_free(pty->bytes, TRUE);
	g_string_free(pty->text, TRUE);
	g_free(pty);
}

/* ---- reading ---------------------------------------------------------------------------------- */

static void read_output(Pty *pty)
{
	char buffer[65536];
	ssize_t got = read(pty->session.terminal, buffer, sizeof buffer);
	if (got > 0) {
		pty->last_output = g_get_monotonic_time();
		g_string_append_len(pty->bytes, buffer, got);
		vterm_input_write(pty->term, buffer, (size_t)got);
	} else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
		pty->is_at_end = true;
	}
}

static void read_news(Pty *pty)
{
	SessionNews news;
	if (!session_read_news(&pty->session, &news)) {
		pty->has_ended = true;
		return;
	}
	if (news.kind == SESSION_STOPPED) {
		pty->has_stopped = true;
		pty->stop_signal = news.value;
	} else if (news.kind == SESSION_ENDED) {
		pty->has_ended = true;
		pty->status = news.value;
	}
}

/* Takes in what comes next; false when nothing came until `deadline` (monotonic) or nothing can come. */
static bool pump(Pty *pty, gint64 deadline)
{
	gint64 left = (deadline - g_get_monotonic_time() + 999) / 1000;
	struct pollfd fds[2] = {
		{ .fd = pty->is_at_end ? -1 : pty->session.terminal, .events = POLLIN },
		{ .fd = pty->has_ended ? -1 : pty->session.control, .events = POLLIN },
	};
	if ((fds[0].fd < 0 && fds[1].fd < 0) || left <= 0)
		return false;
	if (poll(fds, 2, (int)left) <= 0)
		return g_get_monotonic_time() < deadline;
	if (fds[0].revents != 0)
		read_output(pty);
	if (fds[1].revents != 0)
		read_news(pty);
	return true;
}

typedef bool (*Condition)(Pty *pty, const void *data);

static bool wait_for(Pty *pty, Condition condition, const void *data)
{
	gint64 deadline = g_get_monotonic_time() + PTY_DEADLINE_MS * G_TIME_SPAN_MILLISECOND;
	while (!condition(pty, data))
		if (!pump(pty, deadline))
			return condition(pty, data);
	return true;
}

static bool has_text(Pty *pty, const void *text)
{
	return strstr(pty_screen(pty), text) != NULL;
}

static bool lacks_text(Pty *pty, const void *text)
{
	return !has_text(pty, text);
}

static bool has_row(Pty *pty, const void *data)
{
	const char *const *parts = data;
	g_auto(GStrv) rows = g_strsplit(pty_screen(pty), "\n", -1);

	for (size_t i = 0; rows[i] != NULL; i++)
		if (strstr(rows[i], parts[0]) != NULL && strstr(rows[i], parts[1]) != NULL)
			return true;
	return false;
}

static bool has_match(Pty *pty, const void *regex)
{
	return g_regex_match(regex, pty_screen(pty), 0, NULL);
}

/* Where the parameter of an OSC sequence that begins so stands in the stream; NULL: it has not come, or not all. */
static const char *find_osc(const Pty *pty, const char *begin, size_t *length)
{
	size_t all = 0;
	const char *bytes = pty_bytes(pty, &all);
	const char *at = g_strstr_len(bytes, (gssize)all, begin);
	const char *end = at != NULL ? memchr(at, '\a', all - (size_t)(at - bytes)) : NULL;
	if (end == NULL)
		return NULL;
	at += strlen(begin);
	*length = (size_t)(end - at);
	return at;
}

static bool has_osc(Pty *pty, const void *begin)
{
	size_t length;
	return find_osc(pty, begin, &length) != NULL;
}

static bool is_stopped(Pty *pty, const void *data)
{
	(void)data;
	return pty->has_stopped;
}

static bool is_over(Pty *pty, const void *data)
{
	(void)data;
	return pty->has_ended && pty->is_at_end;
}

bool pty_wait_text(Pty *pty, const char *text)
{
	return wait_for(pty, has_text, text);
}

bool pty_wait_gone(Pty *pty, const char *text)
{
	return wait_for(pty, lacks_text, text);
}

bool pty_wait_row(Pty *pty, const char *one, const char *two)
{
	const char *parts[] = { one, two };
	return wait_for(pty, has_row, parts);
}

bool pty_wait_match(Pty *pty, const char *regex)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GRegex) compiled = g_regex_new(regex, G_REGEX_MULTILINE, 0, &error);
	g_assert_no_error(error);
	return wait_for(pty, has_match, compiled);
}

char *pty_wait_osc(Pty *pty, const char *begin)
{
	size_t length = 0;
	const char *found = wait_for(pty, has_osc, begin) ? find_osc(pty, begin, &length) : NULL;
	return found != NULL ? g_strndup(found, length) : NULL;
}

bool pty_wait_stop(Pty *pty, int *signal_number)
{
	if (!wait_for(pty, is_stopped, NULL))
		return false;
	pty->has_stopped = false;
	*signal_number = pty->stop_signal;
	return true;
}

bool pty_wait_end(Pty *pty, int *status)
{
	if (!wait_for(pty, is_over, NULL))
		return false;
	*status = pty->status;
	return true;
}

void pty_drain(Pty *pty, int quiet_ms)
{
	while (pump(pty, g_get_monotonic_time() + quiet_ms * G_TIME_SPAN_MILLISECOND))
		;
}

/* ---- steering --------------------------------------------------------------------------------- */

void pty_type(Pty *pty, const char *text)
{
	write_to_program(text, strlen(text), pty);
}

void pty_press(Pty *pty, const char *names)
{
	keyboard_press(pty->term, names);
}

void pty_paste(Pty *pty, const char *text)
{
	vterm_keyboard_start_paste(pty->term);
	pty_type(pty, text);
	vterm_keyboard_end_paste(pty->term);
}

void pty_resize(Pty *pty, int rows, int columns)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
	vterm_set_size(pty->term, rows, columns);
	g_assert_cmpint(ioctl(pty->session.terminal, TIOCSWINSZ, &size), ==, 0);
}

void pty_signal(Pty *pty, int signal_number)
{
	kill(pty->session.program, signal_number);
}

void pty_hang_up(Pty *pty)
{
	session_hang_up(&pty->session);
	pty->is_at_end = true;
}

void pty_continue(Pty *pty)
{
	session_continue(&pty->session);
}

/* ---- looking ---------------------------------------------------------------------------------- */

const char *pty_screen(Pty *pty)
{
	int rows, columns;
	vterm_get_size(pty->term, &rows, &columns);
	g_string_truncate(pty->text, 0);
	for (int row = 0; row < rows; row++) {
		VTermRect line = { row, row + 1, 0, columns };
		size_t room = (size_t)columns * VTERM_MAX_CHARS_PER_CELL * 6;
		g_autofree char *buffer = g_malloc(room + 1);
		size_t length = vterm_screen_get_text(pty->screen, buffer, room, line);
		while (length > 0 && buffer[length - 1] == ' ')
			length--;
		g_string_append_len(pty->text, buffer, (gssize)length);
		g_string_append_c(pty->text, '\n');
	}
	return pty->text->str;
}

bool pty_has_text(Pty *pty, const char *text)
{
	return has_text(pty, text);
}

const char *pty_bytes(const Pty *pty, size_t *length)
{
	*length = pty->bytes->len;
	return pty->bytes->str;
}

gint64 pty_last_output(const Pty *pty)
{
	return pty->last_output;
}

pid_t pty_pid(const Pty *pty)
{
	return pty->session.program;
}

bool pty_is_restored(const Pty *pty, char **why)
{
	static const struct {
		int mode;
		bool is_on;
		const char *what;
	} modes[] = {
		{ 1049, false, "the alternate screen is still there" },
		{ 25, true, "the cursor is hidden" },
		{ 2004, false, "bracketed paste is on" },
		{ 1, false, "cursor keys are in application mode" },
		{ 1000, false, "the mouse is reported" },
		{ 1002, false, "mouse drags are reported" },
		{ 1004, false, "focus is reported" },
		{ 1006, false, "the mouse is reported in SGR form" },
		{ 7, true, "lines do not wrap" },
		{ 2026, false, "output is held back" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(modes); i++)
		if (stream_has_mode(pty->bytes->str, pty->bytes->len, modes[i].mode,
				    modes[i].is_on) != modes[i].is_on) {
			*why = g_strdup(modes[i].what);
			return false;
		}
	if (!session_has_modes_restored(&pty->session)) {
		*why = g_strdup("the terminal's modes (termios) are not what they were");
		return false;
	}
	return true;
}
