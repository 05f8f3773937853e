#include "tests/tui/pictures.h"

#include <stdint.h>

#include "tests/tui/pictures-rows.h"

Desk *pictures_start(const DeskStart *start)
{
	DeskStart at = *start;
	Desk *desk;
	at.now = PICTURES_NOW;
	at.zone = "+01:00";
	g_autoptr(Settings) settings =
		make_set_settings("morning", "On call {ticket}", "Reader | at rg-payments",
				  "Key Vault Secrets Officer | at sub-prod | for 1h",
				  "Owner | at rg-edge | for 30m", NULL);
	if (at.settings == NULL)
		at.settings = settings;
	desk = desk_start(&at);
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++)
		for (ListId list = LIST_ELIGIBILITIES; list <= LIST_ASSIGNMENTS; list++)
			desk_event(desk, loading_event(id, list));
	return desk;
}

/* ---- KnownLists ------------------------------------------------------------------------------------ */

void pictures_load_rows(Desk *desk, EventKind kind, WorkloadId workload, GPtrArray *rows)
{
	Event *event = list_event(kind, workload, rows);
	event->as_of = desk_now(desk);
	desk_event(desk, event);
}

void pictures_load_account(Desk *desk)
{
	desk_event(desk, account_event(pictures_account()));
}

void pictures_load_workload(Desk *desk, WorkloadId workload)
{
	pictures_load_rows(desk, EVENT_ELIGIBILITIES, workload,
			   pictures_eligible(workload, desk_now(desk)));
	pictures_load_rows(desk, EVENT_ASSIGNMENTS, workload,
			   pictures_active(workload, desk_now(desk)));
}

void pictures_load_none(Desk *desk, WorkloadId workload)
{
	pictures_load_rows(desk, EVENT_ELIGIBILITIES, workload, make_eligible_rows());
	pictures_load_rows(desk, EVENT_ASSIGNMENTS, workload, make_active_rows());
}

/* Contributor was last used at rg-payments. */
static void load_last_scope(Desk *desk)
{
	g_autoptr(GPtrArray) rows = pictures_eligible(WORKLOAD_AZURE, desk_now(desk));
	for (guint i = 0; i < rows->len; i++) {
		const Eligibility *row = g_ptr_array_index(rows, i);
		if (g_str_equal(row->grant.role.name, "Contributor"))
			desk_event(desk, last_scope_event(row, PICTURES_PAYMENTS, "rg-payments"));
	}
}

static void load_history(Desk *desk)
{
	Event *event = event_new(EVENT_HISTORY, desk_intent(desk, INTENT_READ_HISTORY)->id);
	event->rows = pictures_history(desk_now(desk));
	event->as_of = desk_now(desk);
	desk_event(desk, event);
}

void pictures_load(Desk *desk)
{
	pictures_load_account(desk);
	load_last_scope(desk);
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++)
		pictures_load_workload(desk, id);
	load_history(desk);
	pictures_answer(desk);
}

/* ---- Answers ---------------------------------------------------------------------------------- */

static Event *answer_policy(const Intent *intent)
{
	const Eligibility *row = intent->eligibility;
	return policy_event(row, intent->scope.id, pictures_policy(row->grant.role.name));
}

static Event *answer_children(const Intent *intent)
{
	Event *event = children_event(intent->scope.id, intent->is_deep, NULL, NULL);
	g_ptr_array_unref(event->rows);
	event->rows = pictures_children(intent->scope.id, intent->is_deep);
	return event;
}

static Event *answer_role(const Intent *intent)
{
	const Grant *grant = intent->eligibility != NULL ? &intent->eligibility->grant
							 : &intent->assignment->grant;
	return role_event(grant->role.id, "actions: *",
			  "not actions: Microsoft.Authorization/*/Delete", NULL);
}

static Event *answer(const Intent *intent)
{
	switch (intent->kind) {
	case INTENT_READ_POLICY:
		return answer_policy(intent);
	case INTENT_LIST_CHILDREN:
		return answer_children(intent);
	case INTENT_READ_ROLE:
		return answer_role(intent);
	default:
		return NULL;
	}
}

void pictures_answer(Desk *desk)
{
	const Intent *intent;
	while ((intent = desk_next_intent(desk)) != NULL) {
		Event *event = answer(intent);
		if (event == NULL)
			continue;
		event->intent_id = intent->id;
		desk_event(desk, event);
	}
}

void pictures_select(Desk *desk, const char *role)
{
	desk_select(desk, role);
	pictures_answer(desk);
}

void pictures_outcome(Desk *desk, guint i, RequestState state, Problem *problem)
{
	const bool is_over =
		problem != NULL || request_state_is_final(state) || state == REQUEST_STATE_UNKNOWN;
	const uint64_t id = desk_intent(desk, INTENT_ACTIVATE)->id;
	const Activation *activation = desk_activation(desk, i);
	desk_event(desk, request_event(desk, EVENT_PROGRESS, id, activation, REQUEST_STATE_PREPARED,
				       NULL));
	desk_event(desk, request_event(desk, is_over ? EVENT_FINISHED : EVENT_PROGRESS, id,
				       activation, state, problem));
}
