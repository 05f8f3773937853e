/*
 * Which of a person's roles permit what was denied: what is permitted already, and the ways to have the rest, least privilege and
 * narrowest scope first.
 *
 *   why.c         who permits what
 *   why-ways.c    roles together
 *   why-places.c  where each is to be activated
 *   why-denies.c  what nobody is permitted
 */
#ifndef MYROLES_FRONTEND_WHY_H
#define MYROLES_FRONTEND_WHY_H

#include "frontend/target.h"
#include "src/base/bits.h"
#include "src/model/deny-assignment.h"
#include "src/model/need.h"
#include "src/model/scale.h"

/* Is a scope below a grant's, as far as anybody knows? For what the ids do not tell. */
typedef Covers (*WhyCovers)(const Grant *grant, const char *scope_id, gpointer data);

/* All borrowed. */
typedef struct WhyQuestion {
	const GPtrArray *needs;         /* Need*, with scopes, at most LIMIT_NEEDS */
	const GPtrArray *eligibilities; /* Eligibility* */
	const GPtrArray *assignments;   /* Assignment* */
	const GPtrArray *definitions;   /* RoleDefinition*: as far as they could be read */
	const GPtrArray *denies; /* DenyAssignment*, as far as they could be read; NULL: none */
	const GPtrArray *
		unasked; /* char*: places of which not all deny assignments are known; NULL: none */
	const Operations *operations;
	WhyCovers covers; /* NULL: grant_covers */
	gpointer covers_data;
} WhyQuestion;

/* Activations that together permit all that is missing and can be had. */
typedef struct Way {
	GPtrArray *targets; /* Target* */
	GPtrArray *meets;   /* for each target Bits*: of the needs those that it is there for */
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

/* A row whose role would permit it, but for a deny assignment. Borrowed. */
typedef struct WhyDenied {
	const Eligibility *row;
	const Need *need; /* the first of those */
	const DenyAssignment *deny;
} WhyDenied;

typedef struct Why {
	GPtrArray *needs; /* const Need*, of the question */
	GPtrArray *
		allowed; /* for each need const Assignment*: what permits it already; NULL: nothing does */
	GPtrArray *nearly;  /* the same of what would, but for a condition */
	GPtrArray *ways;    /* Way*, the best first; together for all needs that can be had */
	GPtrArray *unknown; /* WhyUnknown* */
	GPtrArray
		*denies; /* for each need const DenyAssignment*: surely takes it away; NULL: none */
	GPtrArray *may_deny;      /* the same of one that may be about the person, or hold */
	GPtrArray *denied_rows;   /* WhyDenied* */
	const GPtrArray *unasked; /* of the question */
	Bits *denied;             /* needs: surely taken away, whatever one holds */
	Bits *missing;            /* needs: not allowed already */
	Bits *had;                /* needs: a way permits them */
	bool is_cut; /* there are too many sets of roles to try all: a smaller one may exist */
} Why;

#define WHY_WAYS_SHOWN 10 /* more say nothing */

/* Is the operation of data? The list of operations goes before what was guessed from the text. */
void why_settle_planes(const Operations *operations, const GPtrArray *needs);

/* The first need of which nobody said in which plane it is, and the list does not tell: it is in none, or in two. NULL: there is none. */
const Need *why_find_guess(const Operations *operations, const GPtrArray *needs);

/*
 * Rows whose role's definition may matter, eligible and active ones alike (a role is a role): copies, Eligibility*. The question needs
 * no definitions yet. Caller unrefs.
 */
GPtrArray *why_rows_to_read(const WhyQuestion *question);

/*
 * Of these rows (Eligibility*, borrowed) those of management groups that help if they hold what a need is about: only of them it has to
 * be known. Caller unrefs.
 */
GPtrArray *why_rows_in_doubt(const WhyQuestion *question, const GPtrArray *rows);

/* Does the grant's role permit any of the needs (Need*), wherever it is held? False where it is not known. */
bool why_permits_any(const GPtrArray *definitions, const Grant *grant, const GPtrArray *needs);

/* Where deny assignments are to be asked for, as ids: char*, each place once. Caller unrefs. */
GPtrArray *why_places_to_ask(const GPtrArray *needs);

/* May one take away something that is not surely taken away? */
bool why_has_possible_deny(const Why *why);

/* Refers to what the question refers to. */
Why *why_answer(const WhyQuestion *question);
void why_free(Why *why);

/* ---- between the files ---- */

/* A row that permits some of what is missing. */
typedef struct Candidate {
	const Eligibility *row;
	const RoleDefinition *definition;
	Bits *needs;
	Bits *certain; /* … of those without a condition */
	const Bits *powers;
	Weight weight;
} Candidate;

void candidate_free(Candidate *candidate);

/* Adds the ways. `candidates`: Candidate*; in order and fewer afterwards. */
void why_find_ways(const WhyQuestion *question, const Scale *scale, GPtrArray *candidates,
		   Why *why);

/* What is taken away, surely or maybe. */
void why_find_denies(const WhyQuestion *question, Why *why);
void why_add_denied_row(Why *why, const Eligibility *row, guint need);

/* Where each need has to be met, as ids: char*, NULL for those without a place. Caller unrefs. */
GPtrArray *why_find_anchors(const GPtrArray *needs);

/* Members (Candidate*) as activations of the way, which has none yet: who meets what, where. */
void why_place_members(const GPtrArray *members, const GPtrArray *anchors, const Bits *wanted,
		       Way *way);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Why, why_free)

#endif
