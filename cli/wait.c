#include "cli/wait.h"

/* A clock may be set, and GLib's timers stand still while the machine sleeps: it is looked at so often at least. */
#define LOOK_SECONDS 10

void wait_once(void)
{
	g_main_context_iteration(NULL, TRUE);
}

/* ---- Timers ----------------------------------------------------------------------------------- */

struct Timer {
	guint source; /* 0: it has called */
	const Clock *clock;
	Instant when;
	TimerCall call;
	gpointer data;
};

static gboolean on_due(gpointer data)
{
	Timer *timer = data;
	timer->source = 0;
	timer->call(timer->data); /* which may free it */
	return G_SOURCE_REMOVE;
}

Timer *timer_after(unsigned ms, TimerCall call, gpointer data)
{
	Timer *timer = g_new0(Timer, 1);
	timer->call = call;
	timer->data = data;
	timer->source = g_timeout_add(ms, on_due, timer);
	return timer;
}

static gboolean on_look(gpointer data)
{
	Timer *timer = data;
	const int64_t left = timer->when - clock_now(timer->clock);
	if (left <= 0)
		return on_due(timer);
	timer->source = g_timeout_add_seconds((guint)MIN(left, LOOK_SECONDS), on_look, timer);
	return G_SOURCE_REMOVE;
}

Timer *timer_at(const Clock *clock, Instant when, TimerCall call, gpointer data)
{
	Timer *timer = g_new0(Timer, 1);
	timer->clock = clock;
	timer->when = when;
	timer->call = call;
	timer->data = data;
	timer->source = g_idle_add(on_look, timer);
	return timer;
}

void timer_note(gpointer data)
{
	*(bool *)data = true;
}

void timer_free(Timer *timer)
{
	if (timer == NULL)
		return;
	g_clear_handle_id(&timer->source, g_source_remove);
	g_free(timer);
}

/* ---- Waiting with an end ------------------------------------------------------------------------ */

bool wait_until(bool (*is_over)(gconstpointer data), gconstpointer data, unsigned seconds)
{
	bool is_late = false;
	Timer *patience = timer_after(seconds * 1000, timer_note, &is_late);
	while (!is_late && !is_over(data))
		wait_once();
	timer_free(patience);
	return is_over(data);
}
