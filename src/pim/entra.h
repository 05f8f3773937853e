/* Entra directory roles through Microsoft Graph v1.0 (unifiedRole*Schedule* of roleManagement/directory). */
#ifndef MYROLES_PIM_ENTRA_H
#define MYROLES_PIM_ENTRA_H

#include "src/pim/graph.h"

extern const GraphKind entra_kind;

#endif
