/*
 * Update scripts: keys, texts, events and time go into a state; facts come out. No terminal, no backend.
 */
#ifndef MYROLES_TESTS_TUI_SCRIPT_H
#define MYROLES_TESTS_TUI_SCRIPT_H

#include "tui/update.h"

#define SCRIPT_START 1767279600 /* 2026-01-01 15:00:00 UTC */

#define SUB_PROD "/subscriptions/22222222-2222-2222-2222-222222222222"
#define SUB_DEV  "/subscriptions/33333333-3333-3333-3333-333333333333"
#define MG       "/providers/Microsoft.Management/managementGroups/platform"
#define PAYMENTS SUB_PROD "/resourceGroups/rg-payments"
#define EDGE     SUB_PROD "/resourceGroups/rg-edge"

typedef struct Script {
	State *state;
	GPtrArray *effects; /* Effect*, all so far */
	Instant now;
} Script;

/* A dashboard that has started, with an account. In UTC. */
Script *script_new(int columns, int rows);
void script_free(Script *script);

void script_keys(Script *script, const char *names); /* "a enter page-down": checked names */
void script_type(Script *script, const char *text);  /* each character a key */
void script_paste(Script *script, const char *text);
void script_mouse(Script *script, int column, int row, int button);
void script_event(Script *script, Event *event); /* takes it */
void script_wait(Script *script, int64_t seconds);
void script_resize(Script *script, int columns, int rows);
void script_forget(Script *script); /* the effects so far */

/* The effects so far. */
size_t script_count(const Script *script, EffectKind kind);
const Effect *script_effect(const Script *script, EffectKind kind); /* the last one; NULL: none */
size_t script_count_intents(const Script *script, IntentKind kind);
const Intent *script_intent(const Script *script, IntentKind kind); /* the last one; NULL: none */

/* Rows. */
Eligibility *script_eligible(WorkloadId workload, const char *role, const char *scope_id,
			     const char *scope_name);
Assignment *script_active(WorkloadId workload, const char *role, const char *scope_id,
			  const char *scope_name, Instant end);

/* Events. The rows are taken; NULL ends them. */
Event *script_eligibles(WorkloadId workload, Eligibility *first, ...) G_GNUC_NULL_TERMINATED;
Event *script_actives(WorkloadId workload, Assignment *first, ...) G_GNUC_NULL_TERMINATED;
Event *script_children(const char *scope_id, bool is_deep, const char *first_id,
		       ...) G_GNUC_NULL_TERMINATED;
Event *script_policy(const Eligibility *eligibility, const char *scope_id, Policy *policy);
Event *script_request(EventKind kind, uint64_t intent_id, const Activation *activation,
		      RequestState state, Problem *problem);

/*
 * The usual picture: Contributor at the management group Platform, Key Vault Officer at sub-prod, Owner at rg-edge
 * (azure), Global Reader (entra, directory), active: Reader at rg-payments for 40 minutes, DB-Admins permanently.
 */
void script_load(Script *script);

/* The text of the top overlay's lines, joined by newlines. */
char *script_overlay_text(const Script *script);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Script, script_free)

#endif
