/* Who else is active at a scope: told, refused, with gaps, and nobody. */
#include "src/model/holding.h"
#include "tests/tui/scenes/scenes.h"

static void add(Holdings *holdings, const Desk *desk, const char *who, const char *role,
		const char *why, int64_t left)
{
	Assignment *row = make_active(WORKLOAD_AZURE, role, PICTURES_PAYMENTS, "rg-payments",
				      left != 0 ? desk_now(desk) + left : 0);
	Holding *holding = holding_new(row);
	g_free(row->grant.holder.name);
	row->grant.holder.name = g_strdup(who);
	row->grant.start = desk_now(desk) - 80 * 60;
	holding->justification = g_strdup(why);
	holding->ticket_number = g_strdup(why != NULL ? "INC0012298" : NULL);
	g_ptr_array_add(holdings->rows, holding);
}

static Event *begin(Desk *desk)
{
	pictures_select(desk, "Contributor");
	desk_keys(desk, "w");
	Event *event = event_new(EVENT_HOLDINGS, desk_intent(desk, INTENT_READ_HOLDINGS)->id);
	scope_init(&event->scope, SCOPE_RESOURCE_GROUP, PICTURES_PAYMENTS, "rg-payments");
	return event;
}

static Holdings *begin_holdings(const Desk *desk)
{
	Holdings *holdings = holdings_new();
	holdings->rows = g_ptr_array_new_with_free_func((GDestroyNotify)holding_free);
	holdings->as_of = desk_now(desk);
	return holdings;
}

static void show_all(Desk *desk)
{
	Event *event = begin(desk);
	Holdings *holdings = event->holdings = begin_holdings(desk);
	add(holdings, desk, "Nguyễn Minh", "Virtual Machine Contributor",
	    "resize the payment workers, they run out of memory", 40 * 60);
	add(holdings, desk, "山田 花子", "Contributor", "roll back release 812", 3 * HOUR);
	add(holdings, desk, "sg-platform-admins", "Reader", NULL, 0);
	Holding *group = g_ptr_array_index(holdings->rows, 2);
	group->assignment->grant.start = 0;
	group->is_of_group = true;
	scope_clear(&group->assignment->grant.scope);
	scope_init(&group->assignment->grant.scope, SCOPE_MANAGEMENT_GROUP, PICTURES_PLATFORM,
		   "Platform");
	desk_event(desk, event);
}

static void show_asking(Desk *desk)
{
	event_free(begin(desk));
}

static void show_refusal(Desk *desk)
{
	Event *event = begin(desk);
	event->problem = problem_new(
		PROBLEM_NOT_ALLOWED, "no-permission",
		"Only those who hold a role with Microsoft.Authorization/roleAssignments/read here "
		"(such as Reader) are told who else is active.",
		"Ask an administrator, or sign in with another account.");
	desk_event(desk, event);
}

static void show_gaps(Desk *desk)
{
	Event *event = begin(desk);
	Holdings *holdings = event->holdings = begin_holdings(desk);
	holdings->skipped = 2;
	desk_event(desk, event);
}

static void show_nobody(Desk *desk)
{
	Event *event = begin(desk);
	event->holdings = begin_holdings(desk);
	desk_event(desk, event);
}

const Scene holders_scenes[] = {
	{ "holders", show_all, AT_ALL },
	{ "holders-asking", show_asking, AT_80x24 },
	{ "holders-refused", show_refusal, AT_40x12 },
	{ "holders-gaps", show_gaps, AT_40x12 },
	{ "holders-nobody", show_nobody, AT_40x12 },
	{ NULL },
};
