/*
 * The operations of Azure that are known by name, to weigh roles by: a star counts as all that it stands for. The list is not
 * whole and gets old (operations.txt says of when it is), so it orders roles and gives no figure that a person could rely on.
 */
#ifndef MYROLES_MODEL_OPERATIONS_H
#define MYROLES_MODEL_OPERATIONS_H

#include <glib.h>

#include "src/model/operation.h"

typedef struct Operations Operations;

Operations *operations_new(void); /* some milliseconds: once, when they are needed */
void operations_free(Operations *operations);

/*
 * In which planes the list has the operation: bits 1u << Plane; 0: in none, which says nothing of whether it exists.
 */
unsigned operations_planes(const Operations *operations, const char *operation);

/* The list, in small letters; planes as above. Borrowed. */
guint operations_count(const Operations *operations);
const char *operations_name(const Operations *operations, guint i, unsigned *planes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Operations, operations_free)

#endif
