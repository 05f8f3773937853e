/*
 * Time, injected. Everything inside is UTC; local time exists only where something is shown.
 *
 * The clock keeps the service's idea of now: an offset learnt from HTTP Date headers, anchored to
 * CLOCK_BOOTTIME, so that neither a suspend nor a step of the wall clock moves a countdown.
 */
#ifndef MYROLES_BASE_CLOCK_H
#define MYROLES_BASE_CLOCK_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Seconds since 1970-01-01T00:00:00Z. 0 means "none": no end, not started, unknown. */
typedef int64_t Instant;

/* A monotonic reading in microseconds (CLOCK_BOOTTIME): only differences mean anything. */
typedef int64_t Ticks;

typedef struct Clock Clock;

/* The system's clocks. */
Clock *clock_new(void);

/* A clock for tests that stands still until it is moved; `now` is its wall clock in UTC seconds. */
Clock *clock_new_virtual(Instant now);
void clock_advance(Clock *clock, int64_t seconds); /* virtual clocks only */

void clock_free(Clock *clock);

/* Now by the service's clock as far as known, else by the local one. */
Instant clock_now(const Clock *clock);

/* Monotonic microseconds; counts through suspend. For deadlines and round-trip times. */
Ticks clock_ticks(const Clock *clock);

/*
 * One sample of the service's clock: the Date header `date` of an answer, with the ticks when the
 * request left and the answer came. The sample with the shortest round trip wins (for ten minutes);
 * a Date has 1 s resolution, so half a second is added. One answer that is seconds or hours off the others changes
 * nothing; three of them in a row do: then the service's clock, or ours, was set.
 */
void clock_learn(Clock *clock, Instant date, Ticks sent, Ticks received);

/* Service minus local wall clock in seconds; false when nothing was learnt yet, here or by the program before. */
bool clock_get_offset(const Clock *clock, int64_t *offset);

/*
 * What was learnt, for the next program: the service's time at one reading of the ticks, which go on counting until the
 * machine is started anew. Plain values.
 */
typedef struct ClockAnchor {
	int64_t wall; /* microseconds since 1970 */
	Ticks ticks;
	char boot[64]; /* which start of the machine the ticks count from */
} ClockAnchor;

/* False: nothing was learnt, or nobody could take it over: a virtual clock, a machine that does not name its starts. */
bool clock_get_anchor(const Clock *clock, ClockAnchor *out);

/* Holds until the first sample. False: it is of another start, or of a later time than now; nothing is changed. */
bool clock_take_anchor(Clock *clock, const ClockAnchor *anchor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Clock, clock_free)

/*
 * Instants as text. Parsing takes RFC 3339 as ARM and Graph write it: 0 to 9 fraction digits, `Z`,
 * an offset, or no zone at all (then UTC); false on anything else. The years 1 and 9999 are "never": 0.
 */
bool instant_parse(const char *text, Instant *out);
char *instant_format(Instant instant); /* "2026-01-01T08:00:00Z"; NULL for 0 */

/* An HTTP Date (RFC 9110 §5.6.7, the preferred form). */
bool instant_parse_http(const char *text, Instant *out);

#endif
