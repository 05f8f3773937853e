/*
 * Role settings as rules: ARM (effectiveRules of a roleManagementPolicyAssignment) and Graph (rules of a
 * unifiedRoleManagementPolicy) use the same rule ids and members for what an end user's activation demands.
 */
#ifndef MYROLES_PIM_POLICY_RULES_H
#define MYROLES_PIM_POLICY_RULES_H

#include "src/json/value.h"
#include "src/model/policy.h"

/*
 * The demands in `rules`, an array. A rule that cannot be read leaves its demand at "none"; NULL when not one rule
 * speaks of an end user's activation (the caller then knows nothing).
 */
Policy *policy_from_rules(const JsonValue *rules);

#endif
