#include "tui/terminal/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

G_DEFINE_QUARK(myroles_tty_error, tty_error)

struct Tty {
	int fd;
	struct termios found;
	GByteArray *output;
	size_t written; /* of output */
};

/*
 * Opened anew, since O_NONBLOCK on a shared descriptor would reach the shell that started us. /dev/tty first: after
 * su or sudo the terminal's own name may not be ours to open.
 */
static int open_line(void)
{
	const int flags = O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
	int fd = open("/dev/tty", flags);
	const char *name = fd < 0 ? ttyname(STDOUT_FILENO) : NULL;
	if (name != NULL)
		fd = open(name, flags);
	return fd >= 0 ? fd : fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
}

Tty *tty_new(GError **error)
{
	int fd = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) ? open_line() : -1;
	struct termios found;
	if (fd < 0 || tcgetattr(fd, &found) != 0) {
		if (fd >= 0)
			close(fd);
		g_set_error_literal(error, TTY_ERROR, TTY_ERROR_NONE_THERE,
				    "The dashboard needs a terminal.");
		return NULL;
	}
	Tty *tty = g_new0(Tty, 1);
	tty->fd = fd;
	tty->found = found;
	tty->output = g_byte_array_new();
	return tty;
}

void tty_free(Tty *tty)
{
	if (tty == NULL)
		return;
	tty_set_cooked(tty);
	close(tty->fd);
	g_byte_array_unref(tty->output);
	g_free(tty);
}

int tty_fd(const Tty *tty)
{
	return tty->fd;
}

const struct termios *tty_modes(const Tty *tty)
{
	return &tty->found;
}

void tty_size(const Tty *tty, int *columns, int *rows)
{
	struct winsize size = { 0 };
	bool is_known =
		ioctl(tty->fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
	*columns = is_known ? MIN(size.ws_col, 1000) : 80;
	*rows = is_known ? MIN(size.ws_row, 1000) : 24;
}

void tty_set_raw(Tty *tty)
{
	struct termios raw = tty->found;
	cfmakeraw(&raw);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(tty->fd, TCSANOW, &raw);
}

void tty_set_cooked(Tty *tty)
{
	tcsetattr(tty->fd, TCSANOW, &tty->found);
}

unsigned tty_escape_ms(void)
{
	/* The farthest first. Multiplexers send a key in one piece, but theirs may be a slow line, too. */
	static const struct {
		const char *variable;
		unsigned milliseconds;
	} ways[] = {
		{ "SSH_CONNECTION", 300 }, { "SSH_TTY", 300 }, { "MOSH_IP", 300 },
		{ "TMUX", 200 },           { "STY", 200 },     { "ZELLIJ", 200 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
		const char *value = g_getenv(ways[i].variable);
		if (value != NULL && *value != '\0')
			return ways[i].milliseconds;
	}
	return 150;
}

static void set_lost(GError **error, int code)
{
	g_set_error(error, TTY_ERROR, TTY_ERROR_LOST, "The terminal is gone: %s.",
		    code != 0 ? g_strerror(code) : "it hung up");
}

ssize_t tty_read(Tty *tty, char *bytes, size_t size, GError **error)
{
	ssize_t length = read(tty->fd, bytes, size);
	if (length > 0)
		return length;
	if (length < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	set_lost(error, length < 0 ? errno : 0);
	return -1;
}

void tty_drop_input(Tty *tty)
{
	tcflush(tty->fd, TCIFLUSH);
}

bool tty_has_output(const Tty *tty)
{
	return tty->written < tty->output->len;
}

bool tty_continue(Tty *tty, GError **error)
{
	while (tty_has_output(tty)) {
		ssize_t length = write(tty->fd, tty->output->data + tty->written,
				       tty->output->len - tty->written);
		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0 && errno == EAGAIN)
			return true;
		if (length < 0) {
			set_lost(error, errno);
			return false;
		}
		tty->written += (size_t)length;
	}
	g_byte_array_set_size(tty->output, 0);
	tty->written = 0;
	return true;
}

bool tty_write(Tty *tty, const char *bytes, size_t length, GError **error)
{
	g_byte_array_append(tty->output, (const guint8 *)bytes, (guint)length);
	return tty_continue(tty, error);
}

void tty_drain(Tty *tty, int milliseconds)
{
	gint64 end = g_get_monotonic_time() + milliseconds * (gint64)1000;
	while (tty_continue(tty, NULL) && tty_has_output(tty)) {
		gint64 left = (end - g_get_monotonic_time()) / 1000;
		struct pollfd line = { .fd = tty->fd, .events = POLLOUT };
		if (left <= 0 || poll(&line, 1, (int)left) < 0)
			break;
	}
	g_byte_array_set_size(tty->output, 0);
	tty->written = 0;
}
