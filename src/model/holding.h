/*
 * Who is active at a scope: other people's roles beside one's own, as far as the signed-in person may read them.
 */
#ifndef MYROLES_MODEL_HOLDING_H
#define MYROLES_MODEL_HOLDING_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "src/model/grant.h"
#include "src/model/problem.h"
#include "src/model/request.h"

/* One role that is active, and whose. */
typedef struct Holding {
	Assignment *assignment; /* never NULL; its holder: whose it is */
	bool is_of_group;       /* a group holds it: whoever belongs to that has it */
	/* Of the request that activated it, in the person's words; NULL: none is known */
	char *justification, *ticket_number;
} Holding;

Holding *holding_new(Assignment *assignment); /* takes it */
Holding *holding_copy(const Holding *holding);
void holding_free(Holding *holding);

/* What to call who holds it: the name, or the object id. Never NULL; borrowed. */
const char *holding_who(const Holding *holding);

/* All that could be told of one scope, and of what above it reaches it. */
typedef struct Holdings {
	GPtrArray *rows; /* Holding*; never changed once it was told */
	Instant as_of;
	size_t skipped;      /* rows that could not be read */
	bool has_gaps;       /* a scope above it did not answer */
	Problem *no_reasons; /* why the reasons could not be read; NULL: they were */
} Holdings;

Holdings *holdings_new(void);
Holdings *holdings_copy(const Holdings *holdings); /* shares the rows; NULL of NULL */
void holdings_free(Holdings *holdings);

/* Is that everybody? Else "nobody" may not be said. */
bool holdings_is_whole(const Holdings *holdings);

/*
 * Gives rows (Holding*) the reasons of `requests` (Request*, of anybody): that of the request whose schedule it is, else of the
 * last activation of the same role by the same person there. `own_id`: who is signed in, whose requests name nobody.
 */
void holdings_explain(const GPtrArray *rows, const GPtrArray *requests, const char *own_id);

/* Leaves one of rows that say the same of the same person, as services tell what is inherited: that which lasts longest. */
void holdings_merge(GPtrArray *rows);

/* What was activated before what stands, what ends first before the rest, then by name. */
void holdings_sort(GPtrArray *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Holding, holding_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Holdings, holdings_free)

#endif
