/*
 * How much roles permit, so that the least comes first. On one scale a role that permits a part of what another one permits never
 * weighs more: beside the operations that are known by name, each pattern of each role on the scale is a thing of its own to be
 * permitted, so that what is in no list counts too.
 */
#ifndef MYROLES_MODEL_SCALE_H
#define MYROLES_MODEL_SCALE_H

#include "src/base/bits.h"
#include "src/model/operations.h"
#include "src/model/role-definition.h"

typedef struct Scale Scale;

/* For these definitions (RoleDefinition*), and no other. All borrowed, as long as the scale lives. */
Scale *scale_new(const Operations *operations, const GPtrArray *definitions);
void scale_free(Scale *scale);

/* What a role permits, to be joined with what others permit (bits_add_all). The caller frees. */
Bits *scale_powers(const Scale *scale, const RoleDefinition *definition);
Bits *scale_nothing(const Scale *scale);

typedef struct Weight {
	guint counts[PLANE_COUNT];
} Weight;

Weight scale_weigh(const Scale *scale, const Bits *powers);

/* Which is less: in `plane`, then in all; PLANE_COUNT: in all. <0, 0, >0. */
int weight_compare(const Weight *a, const Weight *b, Plane plane);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scale, scale_free)

#endif
