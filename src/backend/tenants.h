/* The other tenants that know the account. Nobody is troubled where they do not come. */
#ifndef MYROLES_BACKEND_TENANTS_H
#define MYROLES_BACKEND_TENANTS_H

#include "src/backend/identity.h"
#include "src/backend/jobs.h"
#include "src/pim/tenants.h"

typedef struct Tenants Tenants;

Tenants *tenants_new(Events *events, Network *network, Identity *identity);
void tenants_free(Tenants *tenants);

/* PimTenant*; NULL: not told yet. Borrowed. */
const GPtrArray *tenants_list(const Tenants *tenants);

/* Asks for them, unless that is under way. `done` comes once, unless all is being closed. */
typedef void (*TenantsDone)(Job *job, const GError *error, gpointer data);
void tenants_ask(Tenants *tenants, Job *job, TenantsDone done, gpointer data);

/* Listeners: the account is known; another account. */
void tenants_on_known(gpointer tenants);
void tenants_on_forgotten(gpointer tenants);

#endif
