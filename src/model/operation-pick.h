/* One operation that stands for a role, to ask a service by. */
#ifndef MYROLES_MODEL_OPERATION_PICK_H
#define MYROLES_MODEL_OPERATION_PICK_H

#include "src/model/operations.h"
#include "src/model/role-definition.h"

/*
 * The name of one that the role surely permits: one that writes rather than another, one that reads last; named by the role
 * itself rather than by a star. NULL: none is known. The caller frees.
 */
char *operation_pick(const Operations *operations, const RoleDefinition *definition, bool *is_data);

#endif
