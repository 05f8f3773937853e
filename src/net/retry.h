/*
 * When to try again, and how long to wait before.
 */
#ifndef MYROLES_NET_RETRY_H
#define MYROLES_NET_RETRY_H

#include <stdbool.h>
#include <stdint.h>

#include "src/base/clock.h"

/* Statuses that may pass by themselves: 429, 500, 502, 503, 504 (and 408: the service gave up waiting). */
bool retry_is_worthwhile(long status);

/*
 * Retry-After (RFC 9110 §10.2.3): seconds, or an HTTP date, which is compared with `now`; one that has passed is
 * 0. False when it is neither.
 */
bool retry_parse_after(const char *value, Instant now, int64_t *seconds);

/*
 * How long that is, on the clocks of the person: "until 14:05". Longer than a day is no time that anybody waits for, and often
 * none that was meant: "for more than a day". The caller frees.
 */
char *retry_tell_wait(Instant now, int64_t seconds);

/*
 * Exponential back-off with jitter: after `tries` tries (1, 2, …) half of first_ms · 2^(tries-1) plus up to the
 * other half by `random` in [0, 1). Milliseconds.
 */
unsigned retry_backoff_ms(unsigned first_ms, unsigned tries, double random);

#endif
