/*
 * Which of a person's roles permit what was denied: what is permitted already, and the ways to have the rest, least privilege and
 * narrowest scope first.
 *
 *   why.c        who permits what
 *   why-ways.c   roles together, and where each is to be activated
 */
#ifndef MYROLES_FRONTEND_WHY_H
#define MYROLES_FRONTEND_WHY_H

#include "frontend/target.h"
#include "src/model/need.h"
#include "src/model/operations.h"

/* Is a scope below a grant's, as far as anybody knows? For what the ids do not tell. */
typedef Covers (*WhyCovers)(const Grant *grant, const char *scope_id, gpointer data);

/* All borrowed. */
typedef struct WhyQuestion {
	const GPtrArray *needs;         /* Need*, with scopes, at most LIMIT_NEEDS */
	const GPtrArray *eligibilities; /* Eligibility* */
	const GPtrArray *assignments;   /* Assignment* */
	const GPtrArray *definitions;   /* RoleDefinition*: as far as they could be read */
	const Operations *operations;
	WhyCovers covers; /* NULL: grant_covers */
	gpointer covers_data;
} WhyQuestion;

/* Activations that together permit all that is missing and can be had. */
typedef struct Way {
	GPtrArray *targets; /* Target* */
	Weight weight;
	bool is_certain; /* false: a condition may take it away */
	Instant as_of;   /* of the oldest definition */
} Way;

typedef enum {
	UNKNOWN_DEFINITION, /* what the role permits could not be read */
	UNKNOWN_SCOPE, /* it permits it, but whether its management group holds the scope is not known */
} UnknownReason;

/* A row of which it is not known whether it helps. Borrowed. */
typedef struct WhyUnknown {
	const Eligibility *row;
	UnknownReason reason;
} WhyUnknown;

typedef struct Why {
	GPtrArray *needs; /* const Need*, of the question */
	GPtrArray *
		allowed; /* for each need const Assignment*: what permits it already; NULL: nothing does */
	GPtrArray *nearly;  /* the same of what would, but for a condition */
	GPtrArray *ways;    /* Way*, the best first; together for all needs that can be had */
	GPtrArray *unknown; /* WhyUnknown* */
	uint64_t missing;   /* bits of needs: not allowed already */
	uint64_t had;       /* bits of needs: a way permits them */
} Why;

#define WHY_WAYS_SHOWN 10 /* more say nothing */

/* Is the operation of data, as far as the text or the list of operations says? */
void why_settle_planes(const Operations *operations, const GPtrArray *needs);

/* What the question's rows are needed for: those (Eligibility*, borrowed) whose definition may matter. Caller unrefs. */
GPtrArray *why_rows_in_reach(const WhyQuestion *question);

/* Does the grant's role permit any of the needs (Need*), wherever it is held? False where it is not known. */
bool why_permits_any(const GPtrArray *definitions, const Grant *grant, const GPtrArray *needs);

/* Refers to what the question refers to. */
Why *why_answer(const WhyQuestion *question);
void why_free(Why *why);

/* ---- between the files ---- */

/* A row that permits some of what is missing. */
typedef struct Candidate {
	const Eligibility *row;
	const RoleDefinition *definition;
	uint64_t needs;   /* bits */
	uint64_t certain; /* … of those without a condition */
	Weight weight;
} Candidate;

/* Adds the ways. `candidates`: Candidate. */
void why_find_ways(const WhyQuestion *question, GArray *candidates, Why *why);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Why, why_free)

#endif
