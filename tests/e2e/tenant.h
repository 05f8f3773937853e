/*
 * The built-in tenant as a child process, and its control endpoint (tenant/CONTROL.md).
 */
#ifndef MYROLES_TESTS_TENANT_H
#define MYROLES_TESTS_TENANT_H

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdbool.h>

typedef struct Tenant Tenant;

/*
 * Starts it with these further arguments (NULL-terminated; may be NULL) and waits until it is ready. Its files
 * are in `folder`. Aborts when it does not come up.
 */
Tenant *tenant_new(const char *folder, const char *const *arguments);
void tenant_free(Tenant *tenant); /* ends it; aborts when it did not end well */

/* "arm", "graph", "login", "control". Borrowed. */
const char *tenant_url(const Tenant *tenant, const char *host);
/* Holds fresh tokens of the first account. Borrowed. */
const char *tenant_token_file(const Tenant *tenant);

/* One call of the control endpoint; the answer, owned by the caller. Aborts when it is not 2xx. */
cJSON *tenant_call(Tenant *tenant, const char *method, const char *path, const char *body);
/* The same, and the answer is of no interest. */
void tenant_tell(Tenant *tenant, const char *path, const char *body);

/* How many requests of this method came whose path contains `part`. */
size_t tenant_count(Tenant *tenant, const char *method, const char *part);

/* How many requests of PIM it holds that were given this reason, of all workloads. */
size_t tenant_count_asked(Tenant *tenant, const char *reason);

/* Ends it at once, as when the service is down; tenant_free is still due. */
void tenant_kill(Tenant *tenant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tenant, tenant_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cJSON, cJSON_Delete)

#endif
