#include <errno.h>
#include <signal.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "src/base/secret.h"
#include "src/base/watch.h"
#include "tui/core/update.h"
#include "tui/loop.h"
#include "tui/terminal/signals.h"
#include "tui/terminal/theme.h"

/* An Esc alone waits by what the terminal is. What is surely more than an Esc, and a paste's end, may take longer. */
#define SEQUENCE_MILLISECONDS 1000
#define PASTE_MILLISECONDS    3000

#define READ_BYTES 4096

/* ---- The queue ----------------------------------------------------------------------------------- */

void item_free(gpointer data)
{
	Item *item = data;
	key_event_clear(&item->message.input);
	event_free(item->event);
	g_free(item->text);
	written_free(item->written);
	notification_free(item->notification);
	kept_place_free(item->place);
	asked_free(item->asked);
	proposal_free(item->proposal);
	g_free(item);
}

Item *loop_push(Loop *loop, MessageKind kind)
{
	Item *item = g_new0(Item, 1);
	item->message.kind = kind;
	g_queue_push_tail(&loop->items, item);
	return item;
}

void loop_push_notice(Loop *loop, ProblemKind kind, const char *code, const char *message,
		      const char *hint)
{
	Item *item = loop_push(loop, MESSAGE_EVENT);
	item->event = event_new(EVENT_NOTICE, 0);
	item->event->problem = problem_new(kind, code, message, hint);
	item->message.event = item->event;
}

void loop_fail(Loop *loop, GError *error)
{
	if (loop->failure == NULL)
		loop->failure = error;
	else
		g_error_free(error);
	loop->is_quitting = true;
}

static void clear_source(GSource **source)
{
	if (*source == NULL)
		return;
	g_source_destroy(*source);
	g_clear_pointer(source, g_source_unref);
}

/* ---- Keys ---------------------------------------------------------------------------------------- */

/* The default theme follows what the terminal writes on. */
static void take_background(Loop *loop, uint32_t rgb)
{
	Theme theme;
	if (loop->term == NULL ||
	    !theme_depends_on_ground(loop->settings, term_depth(loop->term)) ||
	    !theme_load(loop->settings, term_depth(loop->term), color_ground(rgb), &theme, NULL))
		return;
	term_set_theme(loop->term, &theme);
	loop->is_changed = true;
}

static void take_keys(Loop *loop)
{
	KeyEvent event = { 0 };
	while (key_decoder_next(loop->decoder, &event)) {
		if (event.kind == KEY_EVENT_BACKGROUND)
			take_background(loop, event.color);
		else if (event.kind == KEY_EVENT_FOCUS)
			loop_take_focus(loop, event.has_focus);
		else
			loop_push(loop, MESSAGE_KEY)->message.input = event;
		event = (KeyEvent){ 0 };
	}
}

static bool take_input(Loop *loop);

static gboolean on_escape(gpointer data)
{
	Loop *loop = data;
	g_clear_pointer(&loop->escape, g_source_unref);
	/* On a busy machine the rest may be here, and not looked at yet. */
	if (!take_input(loop) || loop->escape != NULL)
		return G_SOURCE_REMOVE;
	key_decoder_time_out(loop->decoder);
	take_keys(loop);
	return G_SOURCE_REMOVE;
}

static unsigned patience(const KeyDecoder *decoder)
{
	if (key_decoder_is_in_paste(decoder))
		return PASTE_MILLISECONDS;
	return key_decoder_is_in_sequence(decoder) ? SEQUENCE_MILLISECONDS : tty_escape_ms();
}

static void set_escape(Loop *loop)
{
	clear_source(&loop->escape);
	if (!key_decoder_is_waiting(loop->decoder))
		return;
	loop->escape = g_timeout_source_new(patience(loop->decoder));
	g_source_set_callback(loop->escape, on_escape, loop, NULL);
	g_source_attach(loop->escape, NULL);
}

/* False: the terminal is gone. */
static bool take_input(Loop *loop)
{
	char bytes[READ_BYTES];
	GError *error = NULL;
	ssize_t length = tty_read(loop->tty, bytes, sizeof bytes, &error);
	if (length < 0) {
		loop_fail(loop, error);
		return false;
	}
	if (length == 0)
		return true;
	key_decoder_feed(loop->decoder, bytes, (size_t)length);
	secret_wipe(bytes, sizeof bytes);
	take_keys(loop);
	set_escape(loop);
	return true;
}

static gboolean on_input(gint fd, GIOCondition condition, gpointer data)
{
	(void)fd;
	(void)condition;
	return take_input(data) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void loop_clear_input(Loop *loop)
{
	for (GList *link = loop->items.head; link != NULL;) {
		GList *next = link->next;
		Item *item = link->data;
		if (item->message.kind == MESSAGE_KEY && !item->is_suspend) {
			item_free(item);
			g_queue_delete_link(&loop->items, link);
		}
		link = next;
	}
	key_decoder_reset(loop->decoder);
	clear_source(&loop->escape);
	if (loop->tty != NULL)
		tty_drop_input(loop->tty);
}

/* ---- The line's other end, signals, time --------------------------------------------------------- */

static gboolean on_output(gint fd, GIOCondition condition, gpointer data)
{
	(void)fd;
	(void)condition;
	Loop *loop = data;
	GError *error = NULL;
	if (!tty_continue(loop->tty, &error))
		loop_fail(loop, error);
	return G_SOURCE_CONTINUE;
}

void loop_watch_output(Loop *loop)
{
	bool is_wanted = loop->tty != NULL && tty_has_output(loop->tty);
	if (is_wanted && loop->output == NULL)
		loop->output = watch_fd(tty_fd(loop->tty), G_IO_OUT, on_output, loop);
	else if (!is_wanted)
		clear_source(&loop->output);
}

/* `is_awake`: just continued, so that only what ends the program is news. */
static void take_signals(Loop *loop, bool is_awake)
{
	for (int number = signals_take(); number != 0; number = signals_take()) {
		bool is_end = number != SIGWINCH && number != SIGCONT && number != SIGTSTP;
		if (is_end)
			loop_push(loop, MESSAGE_QUIT);
		else if (is_awake)
			continue;
		else if (number == SIGWINCH)
			loop_push(loop, MESSAGE_RESIZE);
		else
			loop_push(loop, MESSAGE_RESUME)->is_suspend = number == SIGTSTP;
	}
}

void loop_take_signals(Loop *loop)
{
	take_signals(loop, true);
}

static gboolean on_signal(gint fd, GIOCondition condition, gpointer data)
{
	(void)fd;
	(void)condition;
	take_signals(data, false);
	return G_SOURCE_CONTINUE;
}

static gboolean on_wake(gint fd, GIOCondition condition, gpointer data)
{
	(void)condition;
	Loop *loop = data;
	guint64 expirations = 0;
	if (read(fd, &expirations, sizeof expirations) > 0) {
		loop->wake_at = 0;
		loop_push(loop, MESSAGE_TIME);
	}
	return G_SOURCE_CONTINUE;
}

static gboolean on_more(gpointer data)
{
	Loop *loop = data;
	g_clear_pointer(&loop->more, g_source_unref);
	loop_push(loop, MESSAGE_TIME);
	return G_SOURCE_REMOVE;
}

void loop_continue(Loop *loop)
{
	if (loop->more != NULL)
		return;
	loop->more = g_idle_source_new();
	g_source_set_callback(loop->more, on_more, loop, NULL);
	g_source_attach(loop->more, NULL);
}

void loop_set_wake(Loop *loop)
{
	Instant at = state_next_wake(loop->state);
	if (at == loop->wake_at)
		return;
	loop->wake_at = at;
	/* Never sooner than in a second: whole seconds are all that anything on screen counts. */
	Instant wait = at == 0 ? 0 : MAX(at - clock_now(backend_clock(loop->backend)), 1);
	struct itimerspec timer = { .it_value = { .tv_sec = wait } };
	timerfd_settime(loop->wake_fd, 0, &timer, NULL);
}

void loop_read_input(Loop *loop, bool is_read)
{
	clear_source(&loop->input);
	if (!is_read)
		return;
	/* Whoever presses a key waits for what is being done already, not for all else that is ready. */
	loop->input = watch_fd(tty_fd(loop->tty), G_IO_IN, on_input, loop);
	g_source_set_priority(loop->input, G_PRIORITY_HIGH);
}

void loop_add_sources(Loop *loop, int signals_fd)
{
	/* CLOCK_BOOTTIME: after a suspend a countdown is right at once, not when its old wait is over. */
	loop->wake_fd = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
	if (loop->wake_fd >= 0)
		loop->wake = watch_fd(loop->wake_fd, G_IO_IN, on_wake, loop);
	if (signals_fd >= 0)
		loop->signals = watch_fd(signals_fd, G_IO_IN, on_signal, loop);
	if (loop->tty == NULL)
		return;
	loop_read_input(loop, true);
}

void loop_remove_sources(Loop *loop)
{
	clear_source(&loop->input);
	clear_source(&loop->output);
	clear_source(&loop->signals);
	clear_source(&loop->wake);
	clear_source(&loop->escape);
	clear_source(&loop->more);
	if (loop->wake_fd >= 0)
		close(loop->wake_fd);
	loop->wake_fd = -1;
}
