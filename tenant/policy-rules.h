/* The seventeen rules of a policy, in ARM's shape or in Graph's (the same members, other wrapping).
 * The ids are fixed (learn.microsoft.com, identity-governance-pim-rules-overview). */
#pragma once

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "tenant/world.h"

cJSON *policy_rules_make(const Policy *policy, bool is_graph);
