/*
 * Points in time as people write them, in a time zone of theirs. Used by duration.c alone.
 */
#ifndef MYROLES_MODEL_LOCAL_TIME_H
#define MYROLES_MODEL_LOCAL_TIME_H

#include "src/model/duration.h"

#define TIME_AHEAD_MOST (INT64_C(3660) * 24 * 60 * 60) /* what lies further ahead is a slip */

/*
 * "17:00", "9am", "9:30 pm" (tomorrow's when it has passed), "today 17:00", "tomorrow 9:00", "mon 9:00" (the next one to
 * come), "2026-01-01 17:00[:00]" (also with a T), each of them with an offset behind a blank ("02:30 +01:00"), RFC 3339 with a zone. "tomorrow", "mon" and "2026-01-01" alone mean nine
 * in the morning. Always later than `now`, and by ten
 * years at most: else DURATION_ERROR_RANGE. Where a clock change makes a local time
 * happen twice, the first one that is still to come; one that is left out means the moment of the change.
 */
bool local_time_parse(const char *text, Instant now, GTimeZone *zone, Instant *out, GError **error);

#endif
