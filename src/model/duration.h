/*
 * Durations and points in time as people and services write them.
 */
#ifndef MYROLES_MODEL_DURATION_H
#define MYROLES_MODEL_DURATION_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/base/clock.h"

#define DURATION_ERROR (duration_error_quark())
GQuark duration_error_quark(void);

typedef enum {
	DURATION_ERROR_SYNTAX = 1,
	DURATION_ERROR_RANGE,
} DurationError;

/* Shortest activation that the service takes, in seconds. */
#define DURATION_MINIMUM 300

/* ISO 8601: P, days, weeks, hours, minutes, seconds (PT8H, P1D, PT1230M, P1DT2H); no months or years. Seconds. */
bool duration_parse_iso(const char *text, int64_t *seconds, GError **error);

/* "PT8H", "PT1H30M", "P1D": what services take. */
char *duration_format_iso(int64_t seconds);

/* "8h", "1h30m", "45m", "1d", "30s": what people read. */
char *duration_format(int64_t seconds);

/* A countdown: "9:07" below ten minutes, "45m", "3h12m", "61d" above; "ended" at or below 0. */
char *duration_format_countdown(int64_t seconds);

/*
 * What people type for a length: "90m", "1h30", "1h30m", "1.5h", "PT1H30M", "2d", "2 hours", "until 17:00",
 * "until 2026-01-01 17:00". `until` needs `now` and `zone`; a time of day that has passed is tomorrow's.
 * A bare number is refused (which unit?). Result in seconds, above 0.
 */
bool duration_parse(const char *text, Instant now, GTimeZone *zone, int64_t *seconds,
		    GError **error);

/*
 * What people type for a start: "" or "now" (gives 0), "in 20m" (the full minute from then on), or a time as local-time.h
 * has them: "17:00", "9am", "tomorrow 9:00", "mon", "2026-01-01 17:00", RFC 3339. `now` is the service's.
 */
bool instant_parse_start(const char *text, Instant now, GTimeZone *zone, Instant *out,
			 GError **error);

/*
 * "14:16", "tomorrow 09:00", "Mon 3 Aug 09:00", "2027-01-03": as short as is unambiguous seen from `now`, with the zone where
 * clocks show it twice ("02:30 +01:00").
 */
char *instant_format_local(Instant instant, Instant now, GTimeZone *zone);

/* The same, with the time of day however far ahead: of what is to be sent nothing is left out. */
char *instant_format_start(Instant instant, Instant now, GTimeZone *zone);

/* What a person would type for that start, on whichever day it is read: instant_parse_start gives the same. 0: "now". */
char *instant_format_typed(Instant instant, Instant now, GTimeZone *zone);

#endif
