/*
 * All that a run of the real program needs: folders of its own, a configuration, and a tenant.
 */
#ifndef MYROLES_TESTS_STAGE_H
#define MYROLES_TESTS_STAGE_H

#include "tests/e2e/pty.h"
#include "tests/e2e/tenant.h"

typedef struct Stage {
	char *folder; /* everything is below it: configuration, state, cache, the tenant's files */
	Tenant *tenant;
} Stage;

typedef struct StageRun {
	int rows, columns;            /* 0: 24×80 */
	const char *const *arguments; /* of myroles, NULL-terminated; NULL: none: the dashboard */
	const char *const
		*environment; /* "NAME=value", NULL-terminated, after the usual; NULL: none */
} StageRun;

/* Starts a tenant with these arguments (NULL-terminated; NULL: none) and writes the configuration. */
Stage *stage_new(const char *const *tenant_arguments);
void stage_free(Stage *stage); /* removes the folder */

/* Everything as at the start: the tenant's scenario, clock and faults; state and cache empty. */
void stage_reset(Stage *stage);

/* Writes myroles.conf; `cloud_keys` are further lines of [cloud test] (NULL: none). */
void stage_write_config(Stage *stage, const char *cloud_keys);

/* Writes myroles.conf anew, for an account that signs in by itself; `account_keys` are further lines of [account test]. */
void stage_write_sign_in_config(Stage *stage, const char *account_keys);

/* The real program on a pseudo terminal. NULL: the dashboard at 80×24. */
Pty *stage_run(Stage *stage, const StageRun *run);

/* The environment of a run, with `further` (NULL: nothing more). The caller frees. */
char **stage_environment(const Stage *stage, const char *const *further);

/* A path in the folder; owned by the caller. */
char *stage_path(const Stage *stage, const char *name);

/* Removes a folder and what is in it. */
void stage_remove_tree(const char *path);

/* A self-signed certificate for loopback, made now by openssl; both paths owned by the caller. */
void stage_make_certificate(const char *folder, char **certificate, char **key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stage, stage_free)

#endif
