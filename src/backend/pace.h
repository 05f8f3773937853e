/*
 * When a request that is followed is looked at next: at growing intervals, in steps of the network's pace.
 */
#ifndef MYROLES_BACKEND_PACE_H
#define MYROLES_BACKEND_PACE_H

#include <glib.h>

#include "src/base/clock.h"

typedef void (*PaceDue)(gpointer data);

typedef struct Pace {
	const Clock *clock;
	unsigned step_ms;
	PaceDue due;
	gpointer data;
	guint timer;
	unsigned steps; /* until the look after the next one */
	Ticks begun;    /* when following began; 0: it has not yet */
	Ticks heard;    /* when the service last told something of it */
} Pace;

/* `due` is called at each look that is waited for. All is borrowed. */
void pace_init(Pace *pace, const Clock *clock, unsigned step_ms, PaceDue due, gpointer data);
void pace_stop(Pace *pace);

void pace_begin(Pace *pace);
void pace_anew(Pace *pace); /* something has changed: soon again, then at growing intervals */
void pace_hear(Pace *pace);
bool pace_is_mute(const Pace *pace); /* so long without an answer that nobody knows how it stands */

/*
 * Waits for the next look, in place of any that was waited for; gives its steps. What runs is over within a minute or two. A
 * person may have been called, and decides within minutes or much later. `left`: seconds until something starts.
 */
unsigned pace_wait_running(Pace *pace);
unsigned pace_wait_person(Pace *pace);
unsigned pace_wait_start(Pace *pace, int64_t left);
void pace_wait(Pace *pace, unsigned steps);

/* The service asks to be left alone for so long, which is an answer. */
void pace_wait_asked(Pace *pace, int64_t seconds);

#endif
