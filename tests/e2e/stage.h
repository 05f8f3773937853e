/*
 * All that a run of the real program needs: folders of its own, a configuration, a tenant and, where it shall keep
 * tokens, a keyring. One stage serves all tests of a program; each begins as if it were the first.
 */
#ifndef MYROLES_TESTS_STAGE_H
#define MYROLES_TESTS_STAGE_H

#include "tests/e2e/keyring.h"
#include "tests/e2e/pty.h"
#include "tests/e2e/tenant.h"

typedef struct Stage {
	char *folder; /* everything is below it: configuration, state, cache, the tenant's files */
	Tenant *tenant;
	Keyring *keyring; /* on the bus of all that runs here; NULL: there is neither */
	bool is_bus_cut;  /* what runs finds no bus, and so no keyring */
} Stage;

/* ---- For cmocka ------------------------------------------------------------------------------- */

/* Set-up and tear-down of a group: its tests find the stage in their state. */
int stage_open(void **state);
int stage_close(void **state);

/* Set-up of a test: everything as at the start, with tokens from the tenant's file. */
int stage_begin(void **state);
/* … and nobody signed in: whoever signs in keeps tokens in memory. */
int stage_begin_signed_out(void **state);
/* … in a keyring of its own, open; stage_end_keyring is due. There is none where no keyring daemon is installed. */
int stage_begin_with_keyring(void **state);
int stage_end_keyring(void **state);

#define STAGE_TEST(name)            cmocka_unit_test_setup(name, stage_begin)
#define STAGE_TEST_SIGNED_OUT(name) cmocka_unit_test_setup(name, stage_begin_signed_out)
#define STAGE_TEST_KEYRING(name) \
	cmocka_unit_test_setup_teardown(name, stage_begin_with_keyring, stage_end_keyring)
#define stage_run_tests(tests) cmocka_run_group_tests(tests, stage_open, stage_close)

/* In a test that is nothing without one. */
#define stage_needs_keyring(stage)            \
	do {                                  \
		if ((stage)->keyring == NULL) \
			skip();               \
	} while (0)

/* ---- By hand ---------------------------------------------------------------------------------- */

typedef struct StageRun {
	int rows, columns;            /* 0: 24×80 */
	const char *const *arguments; /* of myroles, NULL-terminated; NULL: none: the dashboard */
	const char *const
		*environment; /* "NAME=value", NULL-terminated, after the usual; NULL: none */
} StageRun;

/* Starts a tenant with these arguments (NULL-terminated; NULL: none) and writes the configuration. */
Stage *stage_new(const char *const *tenant_arguments);
void stage_free(Stage *stage); /* removes the folder */

/* The tenant's scenario, clock and faults as at the start; state and cache empty. The configuration stays. */
void stage_reset(Stage *stage);

/* Writes myroles.conf; `cloud_keys` are further lines of [cloud test] (NULL: none). */
void stage_write_config(Stage *stage, const char *cloud_keys);

/* The client that the tenant knows, as a line of [account test]. */
#define STAGE_CLIENT "client_id=0d4f6f4e-9c3b-4a57-8a0b-3f1e2d4c5b6a\n"

/* Writes myroles.conf anew, for an account that signs in by itself; `account_keys` are further lines of [account test]. */
void stage_write_sign_in_config(Stage *stage, const char *account_keys);

/* The real program on a pseudo terminal. NULL: the dashboard at 80×24. */
Pty *stage_run(Stage *stage, const StageRun *run);

/* The real program as the first word of a command line. The caller frees. */
char *stage_program(void);

/* The environment of a run, with `further` (NULL: nothing more). The caller frees. */
char **stage_environment(const Stage *stage, const char *const *further);

/* A path in the folder; owned by the caller. */
char *stage_path(const Stage *stage, const char *name);

/* A self-signed certificate for loopback, made now by openssl; both paths owned by the caller. */
void stage_make_certificate(const char *folder, char **certificate, char **key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stage, stage_free)

#endif
