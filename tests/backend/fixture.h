/*
 * A backend on the built-in tenant, without any screen: intents are sent, events awaited. Nothing sleeps: the main
 * loop runs until the event is there, or a deadline fails the test.
 */
#ifndef MYROLES_TESTS_BACKEND_FIXTURE_H
#define MYROLES_TESTS_BACKEND_FIXTURE_H

#include "src/backend.h"
#include "tests/e2e/stage.h"

typedef struct Fixture {
	Tenant *tenant; /* of the stage, which all tests of a program share; reset before each */
	char *folder;   /* of its files, and the home of other programs */
	Settings *settings;
	const char *wanted_tenant; /* of the next start; NULL: the last one's */
	char *state_dir;           /* of the next start, owned; NULL: the folder */
	Clock *clock;              /* of the next start, owned; NULL: the system's */
	bool is_hasty;             /* of the next start */
	KeptChoice kept;           /* of the next start */
	unsigned change_ms;        /* of the next start; 0: the usual deadline */
	Backend *backend;
	uint64_t last_intent;
	GPtrArray *seen; /* Event*: all that came, in order */
	guint looked_at; /* events before this were awaited already */
} Fixture;

/* Between two looks at a running request, of the next backend; 20 unless changed. */
void fixture_set_pace(unsigned milliseconds);

/* After which a service that says nothing is told as that; 0: the usual ten seconds. */
void fixture_set_mute(unsigned milliseconds);

/* The object id of the signed-in person, as the backend found it in the token. */
const char *fixture_oid(const Fixture *fixture);

/*
 * For cmocka: the group's set-up opens a stage (stage_close ends it), those of a test take the stage from their state and
 * leave a fixture there, with a fresh backend.
 */
int fixture_group_setup(void **state);
/*
 * Who opens stages otherwise (tests/e2e/apart.h) calls this before: the program's allocator for JSON must be in place before
 * anything is allocated that it may free.
 */
void fixture_take_allocator(void);
int fixture_group_setup_large(void **state); /* with 1000 eligibilities more */
int fixture_setup(void **state);
int fixture_teardown(void **state);

/* The scenario as at the start; no requests received. */
void fixture_reset_tenant(Fixture *fixture);
void fixture_forget_requests(Fixture *fixture);

/* Ends the backend; fixture_restart starts another. */
void fixture_stop(Fixture *fixture);

/* Ends the backend and starts another on the same files, as a restart of the program does. */
void fixture_restart(Fixture *fixture);

/* Restarts with these tokens ({"arm":…,"graph":…}) instead of those that the tenant keeps fresh. */
void fixture_use_tokens(Fixture *fixture, const char *text);

/* What waits for one's decision, anew. */
void fixture_load_approvals(Fixture *fixture);

/* Restarts with tokens of another person, or of the first one again; what waits for their decision is loaded then. */
void fixture_become(Fixture *fixture, const char *account);

/* Restarts with an account that signs in by itself and keeps tokens in memory; `client_id` NULL: by Microsoft's clients. */
void fixture_use_sign_in(Fixture *fixture, const char *client_id);

uint64_t fixture_send(Fixture *fixture, Intent *intent); /* takes it; gives it an id */
uint64_t fixture_refresh(Fixture *fixture);

/* The next event of `kind`; those before it are passed over. Borrowed. Fails the test after ten seconds. */
const Event *fixture_await(Fixture *fixture, EventKind kind);
void fixture_await_intent(Fixture *fixture, uint64_t intent);
/* Sends it, which is taken, and awaits the first end. */
const Event *fixture_run_to_end(Fixture *fixture, Intent *intent);
/* The next EVENT_PROGRESS or EVENT_FINISHED whose request is in `state`. */
const Event *fixture_await_state(Fixture *fixture, EventKind kind, RequestState state);

/* Whether an event of `kind` for that workload has come since `from` (an index into `seen`). */
bool fixture_has_seen(const Fixture *fixture, EventKind kind, WorkloadId workload, guint from);

/* The latest event of `kind` for that workload; NULL: none came yet. Borrowed. */
const Event *fixture_latest(const Fixture *fixture, EventKind kind, WorkloadId workload);

/* Refreshes, and gives the eligibility of that role name at that scope name, of any workload. Borrowed. */
const Eligibility *fixture_find_eligible(Fixture *fixture, const char *role, const char *scope);
/* In the latest active lists; NULL: not there. Borrowed. */
const Assignment *fixture_find_active(const Fixture *fixture, const char *role, const char *scope);
bool fixture_is_active_complete(const Fixture *fixture, WorkloadId workload);

/* An activation of one hour for a reason, at the eligibility's own scope unless another is given. */
Intent *fixture_new_activation(const Eligibility *eligibility, const char *scope_id);
Activation *fixture_activation(const Intent *intent);

#endif
