/* A world as large as wanted: generated subscriptions, resource groups and eligibilities, the same
 * for the same seed. */
#pragma once

#include "tenant/world.h"

typedef struct ScaleSpec {
	guint eligible;
	guint subscriptions;
	guint resource_groups;
	gint64 seed;
} ScaleSpec;

/* Adds to `world`; the eligibilities are for its first account. */
void scale_add(World *world, const ScaleSpec *spec, int64_t now);
