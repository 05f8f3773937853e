/*
 * From the words on a command line to the one row that they mean; or the reason why there is none.
 */
#ifndef MYROLES_CLI_RESOLVE_H
#define MYROLES_CLI_RESOLVE_H

#include <glib.h>
#include <stdbool.h>

#include "cli/refusal.h"
#include "cli/session.h"
#include "frontend/selection.h"

/* A list did not come, and the others know no such role: it is not the words that are wrong. */
bool is_in_a_failed_list(const Session *session, const GPtrArray *grants, const char *role);

/*
 * May an alias mean one thing and a name of the grants (const Grant*) another? True: it was told. Else what it stands for is told, at
 * a terminal.
 */
bool tell_doubtful(const Selection *selection, const GPtrArray *grants, Refusal *refusal);

/*
 * The one of them; or NULL, and why was told: none (with names that look alike), or several. `what` is a word for them that
 * `list` takes: "eligible", "active".
 */
const Grant *choose_grant(const Selection *selection, const GPtrArray *grants, const char *what,
			  Refusal *refusal);

/* Tells the grants (const Grant*) as candidates. */
void tell_candidates(Refusal *refusal, const char *code, const char *message,
		     const GPtrArray *grants);

#endif
