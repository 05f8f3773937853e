#include <stdint.h>

#include "tests/tui/desk.h"

Desk *desk_new(int columns, int rows)
{
	Desk *desk = desk_start(&(DeskStart){ .columns = columns, .rows = rows });
	desk_event(desk,
		   account_event(make_account("oid-1", "tid-1", "you@contoso.com", "Contoso")));
	return desk;
}

void desk_load(Desk *desk)
{
	desk_event(desk,
		   eligible_event(
			   WORKLOAD_AZURE,
			   make_eligible(WORKLOAD_AZURE, "Contributor", MG, "Platform"),
			   make_eligible(WORKLOAD_AZURE, "Key Vault Officer", SUB_PROD, "sub-prod"),
			   make_eligible(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge"), NULL));
	desk_event(desk,
		   eligible_event(WORKLOAD_ENTRA,
				  make_eligible(WORKLOAD_ENTRA, "Global Reader", "/", "directory"),
				  NULL));
	desk_event(desk, active_event(WORKLOAD_AZURE,
				      make_active(WORKLOAD_AZURE, "Reader", PAYMENTS, "rg-payments",
						  DESK_NOW + 40 * 60),
				      NULL));
	desk_event(desk,
		   active_event(WORKLOAD_GROUP,
				make_active(WORKLOAD_GROUP, "DB-Admins", "group-1", "DB-Admins", 0),
				NULL));
}

void desk_answer_policies(Desk *desk, int64_t maximum, bool needs_reason, bool needs_ticket)
{
	const Intent *intent;
	while ((intent = desk_next_intent(desk)) != NULL) {
		Event *event;
		if (intent->kind != INTENT_READ_POLICY)
			continue;
		event = policy_event(intent->eligibility, intent->scope.id,
				     make_policy(maximum, needs_reason, needs_ticket));
		event->intent_id = intent->id;
		desk_event(desk, event);
	}
	desk_forget(desk);
}

void desk_open_form(Desk *desk)
{
	desk_keys(desk, "a");
	if (desk_dialog(desk) == NULL)
		desk_keys(desk, "a");
	if (g_strcmp0(desk_dialog(desk), "All of it?") == 0)
		desk_keys(desk, "enter");
}

Desk *desk_at_form(int64_t maximum, bool needs_ticket)
{
	Desk *desk = desk_new(80, 24);
	desk_load(desk);
	desk_answer_policies(desk, maximum, true, needs_ticket);
	desk_open_form(desk);
	desk_type(desk, "fix q4711");
	return desk;
}

Desk *desk_at_outcome(void)
{
	Desk *desk = desk_at_form(8 * HOUR, false);
	desk_keys(desk, "enter enter");
	return desk;
}
