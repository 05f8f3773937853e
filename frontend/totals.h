/*
 * Totals of a history: how often, how long, and how long at the median, by role, scope, month or workload.
 */
#ifndef MYROLES_FRONTEND_TOTALS_H
#define MYROLES_FRONTEND_TOTALS_H

#include <glib.h>

#include "frontend/wording.h"
#include "src/model/grant.h"
#include "src/model/history.h"

typedef enum { TOTALS_ROLE, TOTALS_SCOPE, TOTALS_MONTH, TOTALS_WORKLOAD, TOTALS_COUNT } TotalsBy;

/* "role", "scope", "month", "workload"; and back: false on other words. */
const char *totals_word(TotalsBy by);
bool totals_from_word(const char *word, TotalsBy *out);

typedef struct Total {
	char *id; /* its own, whatever it is called */
	char *name; /* of the role, the scope, the workload; "2026-03"; told apart where two read alike */
	Grant like;      /* the role or the scope, borrowed from an entry, while it is made */
	guint count;     /* activations that gave the role */
	guint refused;   /* … and those that were refused or failed */
	int64_t seconds; /* so far, of all of them */
	int64_t median;  /* of one */
	Instant last;    /* when the last one began; 0: none did */
	GArray *lengths; /* int64_t, while it is made */
} Total;

/*
 * Total*, those used longest first, months the latest first. An activation counts as a whole where it began, in the zone
 * of the wording. The caller unrefs.
 */
GPtrArray *totals_make(const Wording *wording, const GPtrArray *entries, TotalsBy by);

/* An eligibility that has not been used. */
typedef struct Unused {
	const Eligibility *eligibility; /* borrowed */
	Instant last; /* its last use before the time asked for; 0: none is known */
} Unused;

/*
 * Unused*: eligible rows (Eligibility*) without a use that began at `since` or later; those longest without one first. A role
 * used somewhere below a management group may have come from there, and counts as used. The caller unrefs.
 */
GPtrArray *totals_find_unused(const GPtrArray *eligibilities, const GPtrArray *entries,
			      Instant since, Instant now);

#endif
