/* One token provider under test, with a folder, a clock and a cloud of its own. */
#ifndef TESTS_UNIT_AUTH_FIXTURE_H
#define TESTS_UNIT_AUTH_FIXTURE_H

#include "src/auth/cache.h"
#include "src/auth/provider.h"

#define NOW    INT64_C(1767254400)
#define TENANT "11111111-2222-3333-4444-555555555555"
#define ARM    "https://management.azure.com/"
#define GRAPH  "https://graph.microsoft.com"

typedef struct Fixture {
	char *folder, *file;
	char *old_path;
	Clock *clock;
	Cloud *cloud;
	AccountSettings account;
	TokenProvider *provider;
} Fixture;

/* What a provider answered: the token or the error. */
typedef struct Got {
	bool is_there;
	char *token;
	GError *error;
} Got;

/* cmocka's set-up and tear-down. */
int auth_set_up(void **state);
int auth_tear_down(void **state);

#define AUTH_TEST(function) cmocka_unit_test_setup_teardown(function, auth_set_up, auth_tear_down)

/* An unsigned JWT that ends at expires, in seconds since the epoch. */
char *make_token(const char *audience, const char *tid, const char *oid, int64_t expires);

/* Writes the token file, and the shell script that stands for az. */
void write_tokens(const Fixture *fixture, const char *arm, const char *graph);
void write_az(const Fixture *fixture, const char *script);

/* Puts the cache in front of the file, or of az, as the provider. */
void use_file(Fixture *fixture, unsigned patience_ms);
void use_az(Fixture *fixture, const char *script, unsigned deadline_ms);

/* Asks and returns at once; got must live until it is_there. */
void ask(Fixture *fixture, TokenQuery query, Got *got);

/* Asks and waits for the answer, after a refusal of rejected where it is not NULL. */
Got get_after(Fixture *fixture, Audience audience, const char *rejected);
Got get(Fixture *fixture, Audience audience);

void got_clear(Got *got);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Got, got_clear)

#endif
