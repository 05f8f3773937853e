/*
 * Where to activate a role, as the words on a command line say.
 */
#ifndef MYROLES_CLI_TARGET_H
#define MYROLES_CLI_TARGET_H

#include "cli/refusal.h"
#include "cli/session.h"
#include "frontend/selection.h"
#include "frontend/target.h"

/*
 * The eligible row and the scope: by the row's own scope, by a resource id or URL below it, or by the name of a scope below it
 * (children are listed for that). EXIT_DONE, or why was told: with EXIT_USAGE by the refusal.
 */
ExitCode choose_target(Session *session, const Selection *selection, const GPtrArray *eligibilities,
		       Target *target, Refusal *refusal);

/*
 * What the words name by themselves, without any list of scopes: a row's own scope, or an id below it. The places (Target*)
 * that fit; nothing is told. Caller unrefs.
 */
GPtrArray *find_named_places(const Selection *selection, const GPtrArray *eligibilities);

#endif
