/*
 * Rows that read alike: two subscriptions of one name, a resource group in each of them.
 */
#ifndef MYROLES_FRONTEND_ALIKE_H
#define MYROLES_FRONTEND_ALIKE_H

#include "src/model/grant.h"

/*
 * The shortest end of an id, of four characters or more (at most a GUID's), that tells each row from those of the same role, place
 * and access; through which group it comes, where the ids are the same: the id of a grant to " 1a2b" or " via sg-ops". Rows that
 * read like no other are not in it. It holds for later copies of the rows, too.
 */
GHashTable *alike_tails(const GPtrArray *grants);

/* The same number for grants that read alike: of a long list, only those that share it have to be looked at. */
guint alike_hash(const Grant *grant);

/* " 1a2b", or "". `tails` may be NULL. Borrowed from it. */
const char *alike_tail(GHashTable *tails, const Grant *grant);

#endif
