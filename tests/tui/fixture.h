/*
 * A dashboard without terminal and backend: keys and events go in by state_update, screens come out by view_draw.
 * Its tenant is the one of the pictures in the manual; its clock stands at 2026-03-05 14:07 +01:00 until it is moved.
 */
#ifndef MYROLES_TESTS_TUI_FIXTURE_H
#define MYROLES_TESTS_TUI_FIXTURE_H

#include <glib.h>

#include "tui/grid.h"
#include "tui/message.h"
#include "tui/state.h"
#include "tui/update.h"
#include "tui/view.h"

#define FIXTURE_NOW 1772716020 /* 2026-03-05T13:07:00Z */

#define FIXTURE_PLATFORM "/providers/Microsoft.Management/managementGroups/platform"
#define FIXTURE_PROD     "/subscriptions/22222222-2222-4222-8222-222222222222"
#define FIXTURE_PAYMENTS FIXTURE_PROD "/resourceGroups/rg-payments"

typedef struct Fixture {
	State *state;
	GPtrArray *effects; /* Effect*, all so far */
	Grid *grid;
	guint answered; /* effects that fixture_answer has looked at */
} Fixture;

/* Started, nothing loaded yet. */
Fixture *fixture_new(int columns, int rows, bool is_ascii);
/* All lists of all workloads, policies and scopes loaded, as after a good start. */
Fixture *fixture_new_loaded(int columns, int rows, bool is_ascii);
void fixture_free(Fixture *fixture);

/* "a", "down", "enter", …: blank-separated key names. */
void fixture_keys(Fixture *fixture, const char *names);
/* Each character as a key. */
void fixture_type(Fixture *fixture, const char *text);
void fixture_advance(Fixture *fixture, int64_t seconds);
void fixture_resize(Fixture *fixture, int columns, int rows);
void fixture_event(Fixture *fixture, Event *event); /* takes the event */

/* Gives the answers that the tenant would: policies, child scopes. */
void fixture_answer(Fixture *fixture);
/* The last intent of that kind; fails the test when there is none. */
const Intent *fixture_intent(const Fixture *fixture, IntentKind kind);

void fixture_load_account(Fixture *fixture);
void fixture_load_eligible(Fixture *fixture, WorkloadId workload);
void fixture_load_active(Fixture *fixture, WorkloadId workload);
void fixture_load_last_scope(Fixture *fixture);
void fixture_load_history(Fixture *fixture);
void fixture_fail(Fixture *fixture, WorkloadId workload, ListId list, ProblemKind kind,
		  const char *message, const char *hint);

/* A complete list; takes the rows. */
void fixture_load_rows(Fixture *fixture, EventKind kind, WorkloadId workload, GPtrArray *rows);
/* A good answer without rows. */
void fixture_load_none(Fixture *fixture, WorkloadId workload);
/* Eligible and active rows with names that servers may send. */
typedef enum { FIXTURE_NAMES_HOSTILE, FIXTURE_NAMES_WIDE } FixtureNames;
void fixture_load_names(Fixture *fixture, FixtureNames names);
/* So many eligible Azure rows, "Role 00001 …" and on. */
void fixture_load_many(Fixture *fixture, guint count);

/* The id of the eligible row of that role. */
const char *fixture_row_id(const Fixture *fixture, const char *role);
/* Moves the selection of the eligible pane to the role by keys. */
void fixture_select(Fixture *fixture, const char *role);

/*
 * The answer to the last activation's row `i`: its request in `state`; `problem` taken, may be NULL. Final states
 * and problems finish it.
 */
void fixture_outcome(Fixture *fixture, guint i, RequestState state, Problem *problem);

/* Draws; the grid is borrowed. */
const Grid *fixture_draw(Fixture *fixture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fixture, fixture_free)

#endif
