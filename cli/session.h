/*
 * One verb's talk with the backend: settings, the door, Ctrl-C, and the wait for events.
 */
#ifndef MYROLES_CLI_SESSION_H
#define MYROLES_CLI_SESSION_H

#include <glib.h>
#include <stdbool.h>

#include "cli/verb.h"
#include "src/backend.h"

typedef struct Session {
	Settings *settings;
	Backend *backend;
	Account *account;    /* who is signed in, as told last; NULL: not known yet */
	GPtrArray *problems; /* ListProblem*: lists that failed */
	uint64_t last_intent;
	bool is_interrupted; /* SIGINT or SIGTERM */
	guint signal_sources[2];
} Session;

typedef struct ListProblem {
	WorkloadId workload;
	bool has_workload;
	Problem *problem;
} ListProblem;

/* Reads the settings and opens the backend. False: it was told; *code says how to end. */
bool session_open(Session *session, const Options *options, ExitCode *code);

/* The same, for who tells it in other words. */
bool session_try_open(Session *session, const Options *options, GError **error);
void session_clear(Session *session);

/* Lets what is being written to the keyring, or brings what has to be, come to its end: for five seconds at most. */
void session_finish_saving(Backend *backend);

/* Sends the intent (its id is given here) and frees it. Returns the id. */
uint64_t session_send(Session *session, Intent *intent);

/*
 * The next event, waited for; the caller frees it. NULL: interrupted. Accounts are kept in the session, notices are
 * told on standard error: neither is returned.
 */
Event *session_next(Session *session);

/* Remembers the problem of one workload's list, for the report at the end. Copies. */
void session_add_problem(Session *session, const WorkloadId *workload, const Problem *problem);

typedef enum { SESSION_ELIGIBLE, SESSION_ACTIVE } SessionList;

/*
 * Loads one list of all workloads: Eligibility* or Assignment*, in the order of workloads. Failures are added to the
 * session's problems. NULL: interrupted. `as_of`: of the oldest one; 0 when none came.
 */
GPtrArray *session_load(Session *session, SessionList list, Instant *as_of);

/* 0 when no list failed, 6 when some rows came, else the problem's. Tells each problem on standard error. */
ExitCode session_report(const Session *session, bool has_rows);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Session, session_clear)

#endif
