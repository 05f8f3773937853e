/*
 * The operations of Azure that are known by name, to weigh roles by: a star counts as all that it stands for. The list is not
 * whole and gets old (operations.txt says of when it is), so it orders roles and gives no figure that a person could rely on.
 */
#ifndef MYROLES_MODEL_OPERATIONS_H
#define MYROLES_MODEL_OPERATIONS_H

#include "src/model/role-definition.h"

typedef struct Operations Operations;

Operations *operations_new(void); /* some milliseconds: once, when they are needed */
void operations_free(Operations *operations);

/*
 * In which planes the list has the operation: bits 1u << Plane; 0: in none, which says nothing of whether it exists.
 */
unsigned operations_planes(const Operations *operations, const char *operation);

/* What a role, or several together, permit. Patterns that stand for nothing in the list count as one each. */
typedef struct Weight {
	guint counts[PLANE_COUNT];
} Weight;

/* Of all of `definitions` (RoleDefinition*) together: what two permit counts once. */
Weight operations_weigh(const Operations *operations, const GPtrArray *definitions);

/* Which permits less: in `plane`, then in all planes. <0, 0, >0. */
int weight_compare(const Weight *a, const Weight *b, Plane plane);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Operations, operations_free)

#endif
