/* Times and durations as the service writes them.
 *
 * A time is microseconds since the epoch in UTC (int64_t); 0 means "none". On the wire: RFC 3339
 * with `Z`, with two to seven digits of a fraction (ARM and Graph differ, and differ from call to
 * call). A duration is microseconds; on the wire ISO 8601 without years and months (`PT1H30M`,
 * `P1D`), which is all that PIM's settings use. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define TIMES_SECOND INT64_C(1000000)
#define TIMES_MINUTE (60 * TIMES_SECOND)
#define TIMES_HOUR   (60 * TIMES_MINUTE)
#define TIMES_DAY    (24 * TIMES_HOUR)

/* The virtual clock of the tenant: real time, or one that stands, plus an offset which the control endpoint moves. */
typedef struct Clock {
	int64_t still; /* where it stands; 0: it runs */
	int64_t offset;
} Clock;

int64_t clock_now(const Clock *clock);

/* "2026-01-01T08:00:00.123Z"; digits 0 to 7. */
char *times_format(int64_t time, unsigned digits);
/* "Thu, 01 Jan 2026 08:00:00 GMT", RFC 9110 section 5.6.7. */
char *times_format_http(int64_t time);
/* Takes a zone or none (then UTC). False when the text is no time; *out untouched. */
bool times_parse(const char *text, int64_t *out);

char *times_format_duration(int64_t duration);
bool times_parse_duration(const char *text, int64_t *out);
/* A time relative to `base`: "+PT9M", "-P3D", "now"; or an absolute time. */
bool times_parse_relative(const char *text, int64_t base, int64_t *out);
