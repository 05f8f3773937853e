/* What is told beside the screen: by the desktop, else by the terminal, and by the window's title. */
#include "frontend/desktop.h"
#include "tui/core/words.h"
#include "tui/loop.h"

/* More at once are a flood: the screen has them all. */
#define AT_ONCE        5
#define AT_ONCE_PERIOD (10 * G_USEC_PER_SEC)

typedef enum { FOCUS_UNKNOWN, FOCUS_HERE, FOCUS_ELSEWHERE } Focus;

struct Notices {
	Desktop *desktop; /* NULL: nothing was shown there yet */
	Focus focus;      /* many terminals never say */
	char *attention;  /* told while nobody looked; NULL: nothing */
	gint64 since;     /* the first of those that count as at once */
	unsigned count;
};

static struct Notices *notices_of(Loop *loop)
{
	if (loop->notices == NULL)
		loop->notices = g_new0(struct Notices, 1);
	return loop->notices;
}

static const NotifySettings *settings_of(const Loop *loop)
{
	return loop->settings != NULL ? &loop->settings->notify : NULL;
}

static void tell_terminal(Loop *loop, const char *text)
{
	const NotifySettings *settings = settings_of(loop);
	const NotifyTerminal way = settings != NULL ? settings->terminal : NOTIFY_TERMINAL_AUTO;
	GError *error = NULL;
	if (loop->term != NULL && !term_notify(loop->term, way, text, &error))
		loop_fail(loop, error);
}

/* ---- What comes of the desktop ------------------------------------------------------------------ */

static void on_chosen(const Notification *notification, const char *action, gpointer data)
{
	Item *item = loop_push(data, MESSAGE_CHOSEN);
	item->notification = notification_copy(notification);
	item->message.notification = item->notification;
	item->message.is_known = g_str_equal(action, "portal");
}

static void on_failed(const Notification *notification, gpointer data)
{
	tell_terminal(data, notification->text);
}

/* ---- Telling ------------------------------------------------------------------------------------ */

static bool is_flood(struct Notices *notices)
{
	const gint64 now = g_get_monotonic_time();
	if (notices->count == 0 || now - notices->since > AT_ONCE_PERIOD) {
		notices->since = now;
		notices->count = 0;
	}
	return ++notices->count > AT_ONCE;
}

void loop_notify(Loop *loop, const Notification *notification)
{
	const NotifySettings *settings = settings_of(loop);
	struct Notices *notices = notices_of(loop);
	GError *error = NULL;
	if (loop->term == NULL || is_flood(notices))
		return;
	if ((settings == NULL || settings->has_bell) && !term_ring(loop->term, &error)) {
		loop_fail(loop, error);
		return;
	}
	if (notices->focus == FOCUS_HERE)
		return;
	g_free(notices->attention);
	notices->attention = g_strdup(notification->text);
	if (settings != NULL && !settings->is_on_desktop) {
		tell_terminal(loop, notification->text);
		return;
	}
	if (notices->desktop == NULL)
		notices->desktop = desktop_new(on_chosen, on_failed, loop, 0);
	desktop_show(notices->desktop, notification, loop->state->at.portal != NULL);
}

void loop_take_focus(Loop *loop, bool has_focus)
{
	struct Notices *notices = notices_of(loop);
	notices->focus = has_focus ? FOCUS_HERE : FOCUS_ELSEWHERE;
	if (!has_focus)
		return;
	loop->is_changed |= notices->attention != NULL;
	g_clear_pointer(&notices->attention, g_free);
}

char *loop_title(const Loop *loop)
{
	char *title = state_title(loop->state);
	const struct Notices *notices = loop->notices;
	if (notices == NULL || notices->attention == NULL || notices->focus != FOCUS_ELSEWHERE)
		return title;
	g_autofree char *own = title;
	return g_strdup_printf("! %s - %s", notices->attention, own);
}

void loop_stop_notices(Loop *loop)
{
	struct Notices *notices = g_steal_pointer(&loop->notices);
	if (notices == NULL)
		return;
	desktop_free(notices->desktop);
	g_free(notices->attention);
	g_free(notices);
}
