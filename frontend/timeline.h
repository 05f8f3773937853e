/*
 * A history over time: one row a role and place, with the spans in which it was held. The dashboard draws it in cells, the
 * reports in SVG.
 */
#ifndef MYROLES_FRONTEND_TIMELINE_H
#define MYROLES_FRONTEND_TIMELINE_H

#include <glib.h>

#include "frontend/period.h"
#include "frontend/use.h"

typedef struct TimelineRow {
	char *id;   /* of role, place and access; stable */
	char *role; /* its newest name */
	char *where; /* … and that of its scope; "member", "owner" of a group; told apart where two read alike */
	const Request *newest; /* which names it, borrowed from its entry */
	GArray *spans;         /* Use, by start */
	GArray *refusals;      /* Instant, rising: when it was asked for in vain */
	Instant last;          /* its latest beginning, or asking */
	int64_t longest;       /* seconds of its longest span */
} TimelineRow;

/* TimelineRow*, the one used last first. Entries are borrowed, in any order. The caller unrefs. */
GPtrArray *timeline_rows(const GPtrArray *entries, Instant now);

/* What a cell of so many in a window shows. */
typedef struct TimelineCell {
	guint count;     /* spans that it touches at one moment, at most */
	bool is_half;    /* … for less than half of its time */
	bool is_refused; /* asked for in vain */
	UseState state;  /* RUNNING where one of them runs, else COMING, else OVER */
} TimelineCell;

/* `window` is closed on both sides; `cells` has room for `count`. */
void timeline_cells(const TimelineRow *row, const Period *window, TimelineCell *cells, int count);

/* From this moment on so many activations are held at once. */
typedef struct TimelineMoment {
	Instant at;
	int held;
} TimelineMoment;

/* TimelineMoment, rising: each beginning and end of a span. Made once, drawn often. The caller unrefs. */
GArray *timeline_moments(const GPtrArray *rows);

/* How many were held at one moment, at most, in each cell. */
void timeline_at_once(const GArray *moments, const Period *window, int *cells, int count);

/* The cell of a moment; -1 outside. */
int timeline_place(const Period *window, Instant instant, int count);

/* The shortest period that holds all spans and refusals, and now where something runs; open when there are none. */
Period timeline_extent(const GPtrArray *rows, Instant now);

typedef struct TimelineTick {
	Instant at;
	char *text;    /* "14:00", "Mon 2", "2 Mar", "Mar", "2026" */
	bool is_major; /* a new day, month or year begins */
} TimelineTick;

/*
 * TimelineTick*: hours, days, months or years on the wall, at least `least` of `count` cells apart. They begin where the local
 * hour, day or month does, also where a clock change makes one longer. The caller unrefs.
 */
GPtrArray *timeline_ticks(const Period *window, GTimeZone *zone, int count, int least);

#endif
