/*
 * What the signed-in person's tenant is called: for showing only, never to decide anything by.
 */
#ifndef MYROLES_PIM_TENANT_NAME_H
#define MYROLES_PIM_TENANT_NAME_H

#include "src/pim/workload.h"

/* `name` is borrowed; NULL with `error` NULL where the service lists the tenant without one, or not at all. */
typedef void (*PimNameDone)(const char *name, const GError *error, gpointer data);

/* ARM's GET /tenants (2022-12-01), which needs no role. `done` comes once, from the main loop. */
void pim_read_tenant_name(const PimContext *context, GCancellable *cancellable, PimNameDone done,
			  gpointer data);

#endif
