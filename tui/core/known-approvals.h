/*
 * The owner of what waits for one's decision: asked for with the lists, but at a pace of its own, since Azure is asked at
 * many scopes.
 */
#ifndef MYROLES_TUI_CORE_KNOWN_APPROVALS_H
#define MYROLES_TUI_CORE_KNOWN_APPROVALS_H

#include "tui/core/known-rows.h"
#include "tui/core/news.h"

#define APPROVALS_REFRESH_SECONDS (5 * 60)

/* Bits of the lists to ask for now: all that is refreshed, with the approvals when it is their turn. 0: without them. */
unsigned known_approvals_take_turn(State *state);
/* Asks for them alone, unless that is under way. */
void known_approvals_ask(Update *update);

/* Borrowed; NULL: it does not wait, or was decided here. */
const Request *known_approvals_find(const KnownRows *approvals, const char *id);

extern const Listeners known_approvals_listeners;

#endif
