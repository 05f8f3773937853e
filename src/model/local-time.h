/*
 * Points in time as people write them, in a time zone of theirs. Used by duration.c alone.
 */
#ifndef MYROLES_MODEL_LOCAL_TIME_H
#define MYROLES_MODEL_LOCAL_TIME_H

#include "src/model/duration.h"

/*
 * "17:00" (tomorrow's when it has passed), "today 17:00", "tomorrow 9:00", "2026-01-01 17:00[:00]" (also with a T),
 * RFC 3339 with a zone. Always later than `now`: an earlier one is DURATION_ERROR_RANGE. Where a clock change makes
 * a local time happen twice, the first one that is still to come; one that is left out means the moment of the change.
 */
bool local_time_parse(const char *text, Instant now, GTimeZone *zone, Instant *out, GError **error);

#endif
