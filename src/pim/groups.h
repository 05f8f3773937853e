/* PIM for Groups through Microsoft Graph v1.0 (privilegedAccessGroup* of identityGovernance/privilegedAccess). */
#ifndef MYROLES_PIM_GROUPS_H
#define MYROLES_PIM_GROUPS_H

#include "src/pim/graph.h"

extern const GraphKind groups_kind;

#endif
