/*
 * Which row is meant: by a scope that was pasted, and by a request of the past.
 */
#ifndef MYROLES_FRONTEND_TARGET_H
#define MYROLES_FRONTEND_TARGET_H

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

/* The same role, held in the same way, at whichever scope. */
bool grant_is_of_role(const Grant *grant, WorkloadId workload, Access access, const char *role_id);

/* How well an eligible row fits a request of the past. */
typedef enum {
	MATCH_NONE,
	MATCH_ROLE, /* the role, at another scope: it serves where the row covers the request's scope */
	MATCH_LINKED, /* the eligibility that the request named */
	MATCH_SCOPE,  /* the role at the very scope */
} RequestMatch;

RequestMatch grant_match_request(const Grant *grant, const Request *request);

#endif
