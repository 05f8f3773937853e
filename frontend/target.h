/*
 * Which row is meant, and where: by a scope that was pasted, by a request of the past.
 */
#ifndef MYROLES_FRONTEND_TARGET_H
#define MYROLES_FRONTEND_TARGET_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/grant.h"
#include "src/model/request.h"

/* Can a row be activated at a scope? */
typedef enum {
	COVERS_NOT,
	COVERS_MAYBE, /* a management group: what it holds is in no id */
	COVERS_SURELY,
} Covers;

/* As far as the ids alone tell. A row whose workload narrows no scope covers none. */
Covers grant_covers(const Grant *grant, const char *scope_id);

/* It reaches beyond one subscription, and could be activated at less: to take all of it is a decision of its own. */
bool target_is_wide(const Grant *grant, const Scope *scope);

/* Is it the same role, held in the same way, at whichever scope? */
bool grant_is_of_role(const Grant *grant, WorkloadId workload, Access access, const char *role_id);

/* How well an eligible row fits a request of the past. */
typedef enum {
	MATCH_NONE,
	MATCH_ROLE, /* the role, at another scope: it serves where the row covers the request's scope */
	MATCH_LINKED, /* the eligibility that the request named */
	MATCH_SCOPE,  /* the role at the very scope */
} RequestMatch;

RequestMatch grant_match_request(const Grant *grant, const Request *request);
/* What the service has promised for `start` at that very place, of one's own requests (Request*); NULL: nothing. Borrowed. */
const Request *grant_find_promised(const Grant *place, const GPtrArray *requests, Instant start);
/* The activation that goes on where this grant ends, promised or begun, of one's own requests (Request*); NULL: none. Borrowed. */
const Request *grant_find_next(const Grant *grant, const GPtrArray *requests);

/* A row, and where to activate it. Owns both. */
typedef struct Target {
	Eligibility *eligibility;
	Scope scope;
} Target;

void target_clear(Target *target);

/* Places where words would fit: Target*. Caller unrefs. */
GPtrArray *targets_new(void);

/*
 * One more. Of two rows that give the same there, under the same condition, that one stays which lasts `until` then (0: however
 * long), then the narrower one, then what lasts.
 */
void targets_add(GPtrArray *targets, const Eligibility *row, const Scope *scope, Instant until);

/* Does it end before that? */
bool grant_ends_before(const Grant *grant, Instant until);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Target, target_clear)

#endif
