/*
 * The tenant of the pictures in the manual, at a desk whose clock stands at 2026-03-05 14:07 +01:00 until it is moved.
 */
#ifndef MYROLES_TESTS_TUI_PICTURES_H
#define MYROLES_TESTS_TUI_PICTURES_H

#include "tests/tui/desk.h"

#define PICTURES_NOW 1772716020 /* 2026-03-05T13:07:00Z */

#define PICTURES_PLATFORM "/providers/Microsoft.Management/managementGroups/platform"
#define PICTURES_PROD     "/subscriptions/22222222-2222-4222-8222-222222222222"
#define PICTURES_PAYMENTS PICTURES_PROD "/resourceGroups/rg-payments"

/* Started, every list on its way. The time and the zone are those of the pictures. */
Desk *pictures_start(const DeskStart *start);
/* All lists of all workloads, policies and scopes loaded, as after a good start. */
void pictures_load(Desk *desk);

void pictures_load_account(Desk *desk);
void pictures_load_workload(Desk *desk, WorkloadId workload);
void pictures_load_none(Desk *desk, WorkloadId workload); /* a good answer without rows */
/* Eligible and active rows with names that servers may send. */
typedef enum { PICTURES_HOSTILE_NAMES, PICTURES_WIDE_NAMES } PicturesNames;
void pictures_load_names(Desk *desk, PicturesNames names);
/* So many eligible Azure rows, "Role 00001 …" and on. */
void pictures_load_many(Desk *desk, guint count);

/* Gives the answers that the tenant would: policies, child scopes, permissions. */
void pictures_answer(Desk *desk);
/* Moves the selection to the eligible role, and answers what that asks for. */
void pictures_select(Desk *desk, const char *role);

/* A complete list, just loaded; takes the rows. */
void pictures_load_rows(Desk *desk, EventKind kind, WorkloadId workload, GPtrArray *rows);

/*
 * The answer to the last activation's row `i`: its request in `state`; `problem` taken, may be NULL. Final states
 * and problems finish it.
 */
void pictures_outcome(Desk *desk, guint i, RequestState state, Problem *problem);

#endif
