/*
 * Reads a plan as `terraform show -json PLAN` prints it, as its bytes arrive. A plan holds secrets in clear: of its texts only those are
 * ever stored that name resources, what is done to them, and ids, and what was looked at is wiped.
 */
#ifndef MYROLES_JSON_PLAN_READER_H
#define MYROLES_JSON_PLAN_READER_H

#include "src/model/plan.h"

typedef struct PlanReader PlanReader;

/* `terraform` tells which names matter; borrowed. */
PlanReader *plan_reader_new(const Terraform *terraform);
void plan_reader_free(PlanReader *reader);

/* What is not JSON is remembered, and told by finish. */
void plan_reader_feed(PlanReader *reader, const char *bytes, size_t length);

/* Do the bytes so far look like a plan, rather than like any other text? Once true, true for ever. */
bool plan_reader_is_plan(const PlanReader *reader);

/* After the last byte. NULL, with error set: it is broken, too long, or a state and no plan. The caller frees. */
Plan *plan_reader_finish(PlanReader *reader, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PlanReader, plan_reader_free)

#endif
