/*
 * The built-in tenant as a child of `myroles demo`: it lives in a private folder and ends with us, however we end.
 */
#ifndef MYROLES_CLI_TENANT_H
#define MYROLES_CLI_TENANT_H

#include <glib.h>
#include <stdbool.h>

#include "src/base/clock.h"

#define TENANT_ERROR (tenant_error_quark())
GQuark tenant_error_quark(void);

typedef enum {
	TENANT_ERROR_MISSING = 1, /* no myroles-tenant is installed */
	TENANT_ERROR_START,       /* it did not come up */
	TENANT_ERROR_FOLDER,
} TenantError;

typedef struct DemoTenant DemoTenant;

/* The people of the demo: names of accounts in its configuration. Ends with NULL. */
extern const char *const demo_people[];

/*
 * Starts it and waits until it is ready. `person`: who uses it first, of demo_people. `still`: its clock stands there and
 * what is asked takes effect at once; 0: as in life.
 */
DemoTenant *demo_tenant_new(const char *person, Instant still, GError **error);

/* A dashboard's Administrator.tell: the tenant has the order before anything that is sent to it afterwards. `tenant`: a DemoTenant. */
void demo_tenant_tell(gpointer tenant, const char *order);

/* Ends it and removes its folder. */
void demo_tenant_free(DemoTenant *tenant);

/* A configuration that names it. Borrowed. */
const char *demo_tenant_config(const DemoTenant *tenant);

/* A private folder of that name for the demo's own files. The caller frees. */
char *demo_tenant_folder(const DemoTenant *tenant, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DemoTenant, demo_tenant_free)

#endif
