/*
 * How long one is eligible: how near the end is, and whether more may be asked for. The rules are those of the portal.
 */
#ifndef MYROLES_FRONTEND_TERM_H
#define MYROLES_FRONTEND_TERM_H

#include <stdbool.h>
#include <stdint.h>

#include "frontend/columns.h"
#include "frontend/nearness.h"
#include "src/model/policy.h"

/* So long before the end the portal offers an extension, and writes the first mail; the second one comes a day before. */
#define TERM_SOON_DAYS   14
#define TERM_URGENT_DAYS 1

/* Of an eligibility, whose time is counted in days; NEARNESS_NONE: it has no end, or has not begun. */
Nearness grant_term_nearness(const Grant *grant, Instant now);

/* Why its holder may not ask for more of it, in a sentence; NULL: that may be asked for. Static. */
const char *grant_find_extension_lack(const Grant *grant, bool is_renewal, Instant now);

/*
 * For how long it is asked for where nobody says it: as long as it was given, a year at most, and what the policy (NULL: not
 * known) allows.
 */
int64_t grant_extension_default(const Grant *grant, const Policy *policy);

/* Why so much more is not given: "At most 180d: …". NULL: it may be asked for. The caller frees. */
char *extension_find_fault(int64_t duration, const Policy *policy);

/* Until when, where it is asked for now. */
Instant grant_extension_end(const Grant *grant, int64_t duration, Instant now);

/* "ended 3 Nov 14:16", "begins Mon 09:00", of what is not for use now; else "until 14:16". The caller frees. */
char *grant_term_words(const Wording *wording, const Grant *grant);

/* Eligibility, of the list of those that are not for use now. */
extern const Sheet dormant_sheet;

#endif
