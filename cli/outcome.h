/*
 * A request that was sent: followed to where the person wants to know it, and told.
 */
#ifndef MYROLES_CLI_OUTCOME_H
#define MYROLES_CLI_OUTCOME_H

#include "cli/lamps.h"
#include "cli/session.h"
#include "frontend/outcome.h"

/*
 * Follows the intent: with `is_waiting` until the request is decided, else until the service took it (or refused).
 * Interrupted, the outcome stays unfinished.
 */
void outcome_follow(Session *session, uint64_t intent, bool is_waiting, Outcome *outcome);

/* Prints what became of it, on standard output (JSON or words) and errors on standard error. */
ExitCode outcome_tell(const Session *session, const Outcome *outcome, const Options *options);

/* What a verb wants beyond a request that comes true. Zeroed: nothing. */
typedef struct OutcomeWish {
	bool is_cancel; /* canceled is what it shall be */
	const Problem
		*besides; /* why it ends although all went well with the request; NULL: it did */
} OutcomeWish;

ExitCode outcome_tell_by(const Session *session, const Outcome *outcome, const OutcomeWish *wish,
			 const Options *options);

/* The same after waiting until the lamp of what came on is on, too. `wish` NULL: nothing more is waited for. */
ExitCode outcome_tell_lamps(Session *session, Outcome *outcome, const LampWish *wish,
			    const Options *options);

/* The same of what was not sent: would the service take it? */
ExitCode outcome_tell_dry_run(const Session *session, const Outcome *outcome,
			      const Options *options);

#endif
