/*
 * Periods as people say them: "last month", "2026-11", "since mon".
 */
#ifndef MYROLES_FRONTEND_PERIOD_H
#define MYROLES_FRONTEND_PERIOD_H

#include <glib.h>
#include <stdbool.h>

#include "frontend/wording.h"

typedef struct Period {
	Instant since; /* 0: from the beginning */
	Instant until; /* its first moment after; 0: without end */
} Period;

/* What a refusal names as examples. */
#define PERIOD_EXAMPLES "last month, 2026-11, since mon, 7d or 2026-11-01 to 2026-11-15"

/*
 * In any letter case, in the zone of the wording: "" and "all"; "today", "yesterday", a day of the week (the last one, today
 * too); "this" and "last" with day, week, month, quarter, year; "2026", "2026-11", "2026-11-30", a month (the last one) with
 * or without a year; "7d", "last 7 days", also h, w, m (months) and y, up to the end of today; "since X", "until X", "X to Y",
 * "X..Y" of these, both whole. Weeks begin on Monday. False, with `out` untouched, on anything else.
 */
bool period_parse(const Wording *wording, const char *text, Period *out);

/* "1 Nov 2026 to 30 Nov 2026", "since 23 Nov 2026", "all". The caller frees. */
char *period_words(const Wording *wording, const Period *period);

bool period_is_open(const Period *period); /* on both sides */
bool period_has(const Period *period, Instant instant);

/* The first moment of the local day, week, month or year that holds `instant`; see period.c for what a clock change does. */
typedef enum {
	PERIOD_HOUR,
	PERIOD_DAY,
	PERIOD_WEEK,
	PERIOD_MONTH,
	PERIOD_QUARTER,
	PERIOD_YEAR
} PeriodUnit;
Instant period_floor(Instant instant, PeriodUnit unit, GTimeZone *zone);

/* The first moment of the unit that is so many after that of `instant`; `by` may be negative. */
Instant period_shift(Instant instant, PeriodUnit unit, int by, GTimeZone *zone);

#endif
