#include "src/backend/pace.h"

/* In steps, which are of two seconds. */
#define LONGEST  8   /* between two looks at what runs */
#define HURRY    60  /* after that what runs is looked at slowly */
#define PERSON   5   /* between two looks at what a person may decide any moment */
#define CALLED   300 /* who has not decided until then is not at it */
#define SLOW     30  /* the longest between two looks at all */
#define PATIENCE 30  /* without any answer */

void pace_init(Pace *pace, const Clock *clock, unsigned step_ms, PaceDue due, gpointer data)
{
	*pace = (Pace){ .clock = clock, .step_ms = step_ms, .due = due, .data = data };
}

void pace_stop(Pace *pace)
{
	g_clear_handle_id(&pace->timer, g_source_remove);
}

void pace_begin(Pace *pace)
{
	pace->begun = pace->heard = clock_ticks(pace->clock);
	pace_anew(pace);
}

void pace_anew(Pace *pace)
{
	pace->steps = 1;
}

void pace_hear(Pace *pace)
{
	pace->heard = clock_ticks(pace->clock);
}

static bool is_past(const Pace *pace, Ticks then, unsigned steps)
{
	return clock_ticks(pace->clock) - then >= (int64_t)pace->step_ms * 1000 * steps;
}

bool pace_is_mute(const Pace *pace)
{
	return is_past(pace, pace->heard, PATIENCE);
}

static gboolean on_timer(gpointer data)
{
	Pace *pace = data;
	pace->timer = 0;
	pace->due(pace->data);
	return G_SOURCE_REMOVE;
}

void pace_wait(Pace *pace, unsigned steps)
{
	pace_stop(pace);
	pace->timer = g_timeout_add(pace->step_ms * steps, on_timer, pace);
}

void pace_wait_asked(Pace *pace, int64_t seconds)
{
	pace_stop(pace);
	pace->heard += seconds * G_USEC_PER_SEC;
	pace->timer = g_timeout_add((guint)seconds * 1000, on_timer, pace);
}

/* 1, 2, 4 … and no more than the longest. */
static unsigned wait_growing(Pace *pace, unsigned longest)
{
	const unsigned steps = MIN(pace->steps, longest);
	pace_wait(pace, steps);
	pace->steps = MIN(steps * 2, SLOW);
	return steps;
}

unsigned pace_wait_running(Pace *pace)
{
	if (!is_past(pace, pace->begun, HURRY))
		return wait_growing(pace, LONGEST);
	pace_wait(pace, SLOW);
	return SLOW;
}

unsigned pace_wait_person(Pace *pace)
{
	return wait_growing(pace, is_past(pace, pace->begun, CALLED) ? SLOW : PERSON);
}

unsigned pace_wait_start(Pace *pace, int64_t left)
{
	const int64_t until = left > 0 ? left * 1000 / MAX(pace->step_ms, 1) + 1 : 1;
	const unsigned steps = (unsigned)CLAMP(until, 1, SLOW);
	pace_wait(pace, steps);
	return steps;
}
