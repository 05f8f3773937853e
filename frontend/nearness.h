/*
 * How near the end of a grant is: countdowns, thresholds, and what of it was told already.
 */
#ifndef MYROLES_FRONTEND_NEARNESS_H
#define MYROLES_FRONTEND_NEARNESS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "frontend/wording.h"
#include "src/model/grant.h"
#include "src/model/request.h"
#include "src/model/settings.h"

/* Near is the last fifth of a grant's time, and at most this; very near (that is told) is half of it, and at most this. */
#define NEARNESS_SOON_SECONDS   (30 * 60)
#define NEARNESS_URGENT_SECONDS (5 * 60)
#define COUNTDOWN_FINE_SECONDS  (10 * 60) /* countdowns show seconds below this, minutes above */

#define ASK_FOR_MORE_TIME "Ask for more time" /* the next step where an end is near */

typedef enum {
	NEARNESS_NONE, /* permanent */
	NEARNESS_FAR,
	NEARNESS_SOON,
	NEARNESS_URGENT,
	NEARNESS_ENDED
} Nearness;

Nearness grant_nearness(const Grant *grant, Instant now);

/* So many seconds before its end it is told: `before` of [notify], or less where the grant itself is short. */
int64_t grant_notice_seconds(const Grant *grant, int64_t before);

/* When the nearness of the grant changes next; 0: never. */
Instant grant_next_nearness(const Grant *grant, Instant now);

/* Seconds to the end, as countdowns show them (whole minutes from ten on); 0: ended; -1: permanent. */
int64_t grant_countdown(const Grant *grant, Instant now);

/* When what a countdown shows changes next: each second, minute or (above two days) day; 0: never. */
Instant grant_next_countdown(const Grant *grant, Instant now);

/* When an activation starts that goes on where this grant, which has an end, ends: ends are told to the second, surely not before it. */
Instant grant_next_start(const Grant *grant);

/*
 * "Reader on rg-x ends at 14:07.", "… goes on until 15:07." where `next` follows it, "… has ended."; NULL: it is over, and what
 * follows it is no news. `next`: NULL, or see grant_find_next. The caller frees.
 */
char *grant_end_words(const Wording *wording, const Grant *grant, const char *what,
		      const Request *next);

/*
 * That sentence the first time that the end of this grant is very near, and when it came; else NULL. `told` is a set of
 * texts that remembers it (free function g_free). The caller frees.
 */
char *grant_tell_nearness(const Wording *wording, const Grant *grant, const Request *next,
			  GHashTable *told);

#endif
