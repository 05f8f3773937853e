/*
 * Does an activation fit what its policy asks for? How long does it last where nobody said?
 */
#ifndef MYROLES_FRONTEND_FIT_H
#define MYROLES_FRONTEND_FIT_H

#include <stdint.h>

#include "src/model/intent.h"
#include "src/model/policy.h"

/* What stands in the way of an activation. */
typedef enum {
	LACK_NOTHING,
	LACK_LENGTH, /* shorter than any service takes */
	LACK_LIMIT,  /* longer than the policy allows */
	LACK_REASON,
	LACK_TICKET,
} Lack;

/* The first thing that the policy asks for and the activation does not have; never LACK_LENGTH. */
Lack activation_find_lack(const Activation *activation, const Policy *policy);

/* Of a length alone; `longest` 0: not known. */
Lack duration_find_lack(int64_t duration, int64_t longest);

/* "At most 8h here.", "A reason is required here." The caller frees. */
char *lack_words(Lack lack, int64_t longest);

/* A reason that no service takes: "At most 1024 characters of reason: these are 1100."; NULL: none. The caller frees. */
char *reason_find_fault(const char *reason);

/* What begins only after the eligibility has ended, which no service takes; `start` 0: now, which the service judges. */
bool grant_is_over_at(const Grant *grant, Instant start);

/* At most `longest`, unless that is 0: not known. */
int64_t duration_cap(int64_t duration, int64_t longest);

/* What is activated at `start` ends with its eligibility at the latest; of less than five minutes the service decides. */
int64_t grant_cap_duration(const Grant *grant, Instant start, int64_t duration);

/* The length of an activation of which nobody said it: `wanted` (0: an hour), capped. */
int64_t duration_default(int64_t wanted, int64_t longest);

#endif
