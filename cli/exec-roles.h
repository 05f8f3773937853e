/*
 * The roles of `exec`: what is active already is left alone, the rest is activated under a holder (src/model/owed.h), so that
 * its end is owed from before it is sent.
 */
#ifndef MYROLES_CLI_EXEC_ROLES_H
#define MYROLES_CLI_EXEC_ROLES_H

#include "cli/lamps.h"
#include "cli/session.h"
#include "cli/wish.h"

typedef struct Lease {
	int64_t holder;
	int lock;              /* its byte, while this process holds it */
	bool is_owed;          /* something may have been activated, or is held besides others */
	GPtrArray *fresh;      /* Assignment*, on for so short a time that they may not count yet */
	const char *otherwise; /* what follows when not all is on: ", so …". Constant */
} Lease;

/* A holder of its own, locked. False: it was told why not. */
bool lease_init(Lease *lease, const Session *session);
void lease_clear(Lease *lease);

/*
 * All of `wishes` (Wish*, chosen) are on, and the lamp of each is: EXIT_DONE. Else it was told which is not, and why. `lamps`: which
 * lamp, and for how long approvals and the service are waited for; without a time a decision is waited for as long as somebody
 * watches. What was activated meanwhile stays held.
 */
ExitCode lease_activate(Lease *lease, Session *session, GPtrArray *wishes, WishManner *manner,
			const LampWish *lamps);

/* Nobody uses it any more, which is written down. Also after an interruption, which is over then. */
void lease_release(Lease *lease, Session *session);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Lease, lease_clear)

#endif
