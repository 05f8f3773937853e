/*
 * The tenants that know the signed-in person: the own one, and those that have it as a guest.
 */
#ifndef MYROLES_PIM_TENANTS_H
#define MYROLES_PIM_TENANTS_H

#include "src/pim/workload.h"

typedef struct PimTenant {
	char *id;
	char *name; /* for showing only; NULL: the service tells none */
} PimTenant;

/* PimTenant*, from ARM's GET /tenants (2022-12-01), which needs no role. `done` comes once, from the main loop. */
void pim_list_tenants(const PimContext *context, GCancellable *cancellable, PimListDone done,
		      gpointer data);

/* The one of that id (of any case); NULL: none. Borrowed. */
const PimTenant *pim_find_tenant(const GPtrArray *tenants, const char *id);

#endif
