/*
 * The one place where a verb waits: iterations of the main context, in which sources and timers run.
 */
#ifndef MYROLES_CLI_WAIT_H
#define MYROLES_CLI_WAIT_H

#include <glib.h>
#include <stdbool.h>

#include "src/base/clock.h"

/* Waits until something happened. */
void wait_once(void);

/* Waits until the test holds; false: `seconds` have passed before. */
bool wait_until(bool (*is_over)(gconstpointer data), gconstpointer data, unsigned seconds);

/* Calls once, from within a wait. */
typedef struct Timer Timer;
typedef void (*TimerCall)(gpointer data);

/* After so many milliseconds. */
Timer *timer_after(unsigned ms, TimerCall call, gpointer data);

/* A TimerCall: `data` is a bool, which becomes true. */
void timer_note(gpointer data);

/* At a time by that clock (borrowed), also where the clock is set or the machine sleeps meanwhile. */
Timer *timer_at(const Clock *clock, Instant when, TimerCall call, gpointer data);

/* One that has not called yet never will. */
void timer_free(Timer *timer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Timer, timer_free)

#endif
