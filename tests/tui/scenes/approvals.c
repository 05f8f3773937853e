/* The approvals screen, and what is asked before a decision. */
#include "tests/tui/pictures-rows.h"
#include "tests/tui/scenes/scenes.h"

#define MINUTE INT64_C(60)

static Request *make_approval(const Desk *desk, WorkloadId workload, const char *id,
			      const char *role, const char *who)
{
	Request *request = request_new();
	request->workload = workload;
	request->id = g_strdup(id);
	request->approval_id = g_strdup(id);
	request->kind = REQUEST_ACTIVATE;
	request->state = REQUEST_STATE_WAITING;
	request->status = g_strdup("PendingApproval");
	request->role.id = g_strdup(role);
	request->role.name = g_strdup(role);
	request->requester_id = g_strdup(who);
	request->requester_name = g_strdup(who);
	request->created = desk_now(desk) - 12 * MINUTE;
	request->duration = 2 * HOUR;
	return request;
}

static GPtrArray *rows_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
}

static void load_approvals(Desk *desk)
{
	GPtrArray *azure = rows_new();
	Request *machine =
		make_approval(desk, WORKLOAD_AZURE, "88888888-8888-4888-8888-000000000001",
			      "Virtual Machine Contributor", "Nguyễn Minh");
	scope_init(&machine->scope, SCOPE_RESOURCE_GROUP, SUB_PROD "/resourceGroups/rg-data",
		   "rg-data");
	machine->justification = g_strdup("resize the export workers before the nightly run");
	machine->ticket_number = g_strdup("CHG0030122");
	machine->ticket_system = g_strdup("ServiceNow");
	g_ptr_array_add(azure, machine);
	GPtrArray *groups = rows_new();
	Request *group = make_approval(desk, WORKLOAD_GROUP, "88888888-8888-4888-8888-000000000002",
				       "sg-oncall", "山田 花子");
	scope_init(&group->scope, SCOPE_GROUP, "sg-oncall", "sg-oncall");
	group->access = ACCESS_MEMBER;
	group->justification = g_strdup("night shift, covering for Sara");
	group->duration = 8 * HOUR;
	group->created = desk_now(desk) - 3 * HOUR;
	g_ptr_array_add(groups, group);
	pictures_load_rows(desk, EVENT_APPROVALS, WORKLOAD_AZURE, azure);
	pictures_load_rows(desk, EVENT_APPROVALS, WORKLOAD_ENTRA, rows_new());
	pictures_load_rows(desk, EVENT_APPROVALS, WORKLOAD_GROUP, groups);
}

static void show_approvals(Desk *desk)
{
	load_approvals(desk);
	desk_keys(desk, "3");
	pictures_answer(desk);
}

static void show_details(Desk *desk)
{
	show_approvals(desk);
	desk_keys(desk, "enter");
	pictures_answer(desk);
}

static void show_none(Desk *desk)
{
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++)
		pictures_load_rows(desk, EVENT_APPROVALS, id, rows_new());
	desk_keys(desk, "3");
}

static void show_failed(Desk *desk)
{
	load_approvals(desk);
	desk_event(desk, failed_event(WORKLOAD_ENTRA, LIST_APPROVALS,
				      problem_new(PROBLEM_UNREACHABLE, "timed-out",
						  "graph.microsoft.com did not answer in time.",
						  "Try again{refresh}.")));
	desk_keys(desk, "3");
	pictures_answer(desk);
}

static void show_question(Desk *desk)
{
	show_approvals(desk);
	desk_keys(desk, "a");
	desk_type(desk, "as planned");
}

static void show_generic(Desk *desk)
{
	show_approvals(desk);
	desk_keys(desk, "a");
	desk_type(desk, "ok");
}

/* What is known by then: the role is there, and a place in it could not be read. */
static void tell_brief(Desk *desk)
{
	Event *event = event_new(EVENT_BRIEF, desk_intent(desk, INTENT_READ_BRIEF)->id);
	event->brief = brief_new();
	event->brief->permissions = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(event->brief->permissions,
			g_strdup("actions: Microsoft.Compute/virtualMachines/*"));
	g_ptr_array_add(event->brief->permissions,
			g_strdup("actions: Microsoft.Network/networkInterfaces/join/action"));
	event->brief->problems[BRIEF_ROLES] =
		problem_new(PROBLEM_NOT_ALLOWED, "no-permission",
			    "You may not read role definitions there.", NULL);
	event->brief->policy = policy_new();
	event->brief->policy->is_known = true;
	event->brief->policy->approver_reason = APPROVER_REASON_NEEDED;
	desk_event(desk, event);
}

static void show_brief(Desk *desk)
{
	show_question(desk);
	tell_brief(desk);
}

static void show_offer(Desk *desk)
{
	show_approvals(desk);
	desk_keys(desk, "O");
	tell_brief(desk);
	desk_type(desk, "The night takes one of them");
	desk_keys(desk, "tab tab tab");
	desk_type(desk, "45m");
}

static void show_unreasoned(Desk *desk)
{
	show_approvals(desk);
	desk_keys(desk, "space space d enter");
}

static void show_news(Desk *desk)
{
	show_question(desk);
	desk_keys(desk, "enter");
	const Intent *intent = desk_intent(desk, INTENT_DECIDE);
	const Request *asked = g_ptr_array_index(intent->requests, 0);
	Event *event = event_new(EVENT_FINISHED, intent->id);
	event->workload = WORKLOAD_AZURE;
	event->eligibility_id = g_strdup(asked->id);
	event->request = request_copy(asked);
	event->request->kind = REQUEST_APPROVE;
	event->request->state = REQUEST_STATE_REFUSED;
	g_clear_pointer(&event->request->justification, g_free); /* a decision has its own */
	event->problem = problem_new(PROBLEM_REFUSED, "decided-otherwise",
				     "Already denied by Sara Lindqvist.", "Ask them.");
	desk_event(desk, event);
	pictures_answer(desk);
}

const Scene approvals_scenes[] = {
	{ "approvals", show_approvals, AT_ALL },
	{ "approvals-details", show_details, AT_80x24 | AT_120x40 },
	{ "approvals-none", show_none, AT_80x24 },
	{ "approvals-failed", show_failed, AT_80x24 },
	{ "approvals-generic", show_generic, 0 },
	{ "approvals-approve", show_question, AT_80x24 | AT_120x40 | AT_40x12 },
	{ "approvals-brief", show_brief, AT_ALL },
	{ "approvals-offer", show_offer, AT_ALL },
	{ "approvals-deny", show_unreasoned, AT_80x24 | AT_40x12 },
	{ "approvals-news", show_news, AT_80x24 },
	{ NULL },
};
