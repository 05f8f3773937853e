/*
 * An activation that a person wishes: from their words to the row meant, what it asks for, and what became of it.
 */
#ifndef MYROLES_CLI_WISH_H
#define MYROLES_CLI_WISH_H

#include "cli/lamps.h"
#include "cli/order.h"
#include "cli/refusal.h"
#include "cli/session.h"
#include "frontend/outcome.h"
#include "frontend/selection.h"
#include "frontend/target.h"

typedef struct Wish {
	const Order *order; /* borrowed */
	Selection selection;
	int64_t duration; /* 0: not said */
	Instant start;    /* 0: now */
	Target target;    /* once the eligible rows are known */
	Policy *policy;   /* once it was read */
} Wish;

/* How it is sent. */
typedef struct WishManner {
	const Options *options;
	bool is_dry_run, is_waiting;
	const LampWish *lamps;  /* what is waited for beyond the outcome; NULL: nothing */
	char *const *confirmed; /* names of roles, typed beforehand; NULL: none */
	int64_t holder; /* who ends what is activated (src/model/owed.h); 0: nobody has to */
	bool is_device, is_stepping_up; /* signs in as the role asks, also without a terminal */
} WishManner;

/* Wish*, one for each Order*. What makes no sense at any time is told before the service is asked: NULL. Caller unrefs. */
GPtrArray *wishes_read(const Session *session, const GPtrArray *orders);

/*
 * Sends one, which was chosen, and tells nothing of what becomes of it. Finished: it is refused, or what is waited for has come;
 * else interrupted, or the service has taken it.
 */
void wish_send(Session *session, Wish *wish, const WishManner *manner, Outcome *outcome);

/* Before the first of them is sent: the names typed once more, where the account asks for that. False: told, or interrupted. */
bool wishes_confirm(Session *session, const GPtrArray *wishes, const WishManner *manner);

/*
 * Which row each of them means, of what is eligible. Nothing is sent until all are clear: EXIT_DONE. Else it was told; of
 * EXIT_USAGE by `refusal`.
 */
ExitCode wishes_choose(Session *session, const GPtrArray *wishes, Refusal *refusal);

/* The same of one; `rows`: Eligibility*. */
ExitCode wish_choose(Session *session, Wish *wish, const GPtrArray *rows, Refusal *refusal);

/* It starts then, and what was said of its length counts from there. False: that makes no sense, which was told. */
bool wish_start_at(const Session *session, Wish *wish, Instant start);

/* What the role asks for, read unless that is known. False: interrupted. */
bool wish_read_policy(Session *session, Wish *wish);

/* No longer than the policy, which is known, allows. False: it was no longer. */
bool wish_cap_duration(Wish *wish);

/* What stands in its way, as far as the policy and the service tell; nothing is sent. NULL: nothing, or interrupted. */
Problem *wish_try(Session *session, Wish *wish);

/* Sent, followed and told; one after the other. */
ExitCode wishes_fulfil(Session *session, const GPtrArray *wishes, const WishManner *manner);

#endif
