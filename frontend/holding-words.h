/*
 * Who is active at a scope, in words: whose role it is, why, and what of it could not be told.
 */
#ifndef MYROLES_FRONTEND_HOLDING_WORDS_H
#define MYROLES_FRONTEND_HOLDING_WORDS_H

#include "frontend/wording.h"
#include "src/model/holding.h"

/* "Nguyễn Minh", "sg-oncall (group)". The caller frees. */
char *holding_who_words(const Holding *holding);

/* The reason; of what nobody activated "standing"; "" where none is known. Borrowed. */
const char *holding_why(const Holding *holding);

/* What holds at the scope comes from one above it. */
bool holding_is_from_above(const Holding *holding, const Scope *scope);

/* What was not told, as ListProblem* of `problems` (list-problems.h). */
void holdings_add_problems(GPtrArray *problems, WorkloadId workload, const Holdings *holdings);

/* "Nobody is active at rg-payments now." where that is so, else that nobody is known of. The caller frees. */
char *holdings_none_words(const Scope *scope, const Holdings *holdings);

#endif
