/* The scope that words name by themselves, whatever the role. */
#ifndef MYROLES_CLI_PLACE_H
#define MYROLES_CLI_PLACE_H

#include "cli/refusal.h"
#include "cli/session.h"

/* A scope, and whose it is. Owns it. */
typedef struct Place {
	WorkloadId workload;
	Scope scope;
} Place;

void place_clear(Place *place);

/*
 * By a resource id or URL, "directory", an alias, or the name of a scope at which one is eligible or active, or below one. EXIT_DONE, or
 * why was told: with EXIT_USAGE by the refusal.
 */
ExitCode choose_scope(Session *session, const char *words, Place *place, Refusal *refusal);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Place, place_clear)

#endif
