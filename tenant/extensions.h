/* More of an eligibility: SelfExtend before its end, SelfRenew for a while after it. An administrator
 * decides: by force through the control host, or by the clock (admin_decides_after_s). */
#pragma once

#include "tenant/rules.h"

/* Is it about an eligibility, and so in a list of its own? */
bool extensions_is_type(const char *type);

/* The rules of the portal: one's own, with an end, within 14 days of it or 30 days after it. */
bool extensions_check(Service *service, const Caller *caller, const RequestSpec *spec,
		      RuleFindings *findings, Refusal *refusal);

/* Sets status, end and, once agreed, the eligibility. */
void extensions_settle(const Service *service, World *world, PimRequest *request, int64_t now);
void extensions_decide(World *world, PimRequest *request, bool is_approved, int64_t now);

/* The administrator's request that once made this eligibility, as lists have it. Its id is the
 * caller's to free; all else is borrowed. */
void extensions_describe(const Eligibility *row, PimRequest *out);
