/*
 * What a plan needs, in words: what of it is not known, and what each role of a way is for.
 */
#ifndef MYROLES_FRONTEND_PLAN_WORDS_H
#define MYROLES_FRONTEND_PLAN_WORDS_H

#include "frontend/why.h"
#include "src/model/plan.h"

/* "type", "action", "directory", "too-many-ids". */
const char *skipped_word(SkippedReason reason);

/* A sentence for each reason why something was skipped: char*. Caller unrefs. */
GPtrArray *skipped_words(const PlanNeeds *plan);

/* A sentence for each thing that is known only in part, but takes nothing from the answer: char*. Caller unrefs. */
GPtrArray *plan_remarks(const PlanNeeds *plan);

/* "Reader on rg-hub is for Microsoft.Network/virtualNetworks/read (data.azurerm_virtual_network.hub)." The caller frees. */
char *way_part_words(const Why *why, const Way *way, guint target);

#endif
