/*
 * Rows that read alike: two subscriptions of one name, a resource group in each of them.
 */
#ifndef MYROLES_FRONTEND_ALIKE_H
#define MYROLES_FRONTEND_ALIKE_H

#include "src/model/grant.h"

/*
 * The shortest end of an id, of four characters or more (at most a GUID's), that tells each row from those of the same role, place and access:
 * Grant* (of `grants`, borrowed) to " 1a2b", owned by the table. Rows that read like no other are not in it.
 */
GHashTable *alike_tails(const GPtrArray *grants);

/* " 1a2b", or "". `tails` may be NULL. Borrowed from it. */
const char *alike_tail(GHashTable *tails, const Grant *grant);

#endif
