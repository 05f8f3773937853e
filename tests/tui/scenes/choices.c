/* Dialogs that one chooses in, or answers, in passing. */
#include "tests/tui/scenes/scenes.h"
#include "tests/tui/scenes/steps.h"

static void show_copy(Desk *desk)
{
	desk_keys(desk, "y");
}

static void show_views(Desk *desk)
{
	desk_keys(desk, "V");
}

/* While an answer is awaited. */
static void show_leave(Desk *desk)
{
	steps_fill_form(desk);
	desk_keys(desk, "enter enter esc q");
}

static void show_save_set(Desk *desk)
{
	steps_mark_three(desk);
	desk_keys(desk, "W");
}

/* It activated the first of what is active. */
static void show_end_set(Desk *desk)
{
	const Grant *active = desk_grant(desk, "active", 0);
	Event *event = event_new(EVENT_HISTORY, 0);
	HistoryEntry *entry = history_entry_new();
	Request *request = entry->request = request_new();
	request->id = g_strdup("77777777-7777-4777-8777-000000000008");
	request->kind = REQUEST_ACTIVATE;
	request->state = REQUEST_STATE_ACTIVE;
	request->created = request->start = desk_now(desk) - HOUR;
	request->end = desk_now(desk) + HOUR;
	request->role.id = g_strdup(active->role.id);
	request->role.name = g_strdup(active->role.name);
	request->set_name = g_strdup("morning");
	scope_init(&request->scope, active->scope.type, active->scope.id, active->scope.name);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	g_ptr_array_add(event->rows, entry);
	desk_event(desk, event);
	desk_keys(desk, "M D");
}

/* More time for what is active, from its end on; and why the service takes none. */
static void show_more_time(Desk *desk)
{
	desk_keys(desk, "shift-tab a");
	pictures_answer(desk);
	desk_keys(desk, "ctrl-y");
}

static void show_more_time_refused(Desk *desk)
{
	show_more_time(desk);
	desk_keys(desk, "enter");
	const Intent *intent = desk_intent(desk, INTENT_CHECK);
	const Activation *activation = g_ptr_array_index(intent->activations, 0);
	Event *event = event_new(EVENT_CHECKED, intent->id);
	event->eligibility_id = g_strdup(activation->eligibility->grant.id);
	event->problem = problem_new(PROBLEM_ALREADY, "RoleAssignmentExists",
				     "The role is already active there.", NULL);
	desk_event(desk, event);
}

static void show_replace(Desk *desk)
{
	show_more_time(desk);
	desk_keys(desk, "ctrl-r");
}

/* It ends within two weeks. */
static void show_extend(Desk *desk)
{
	pictures_select(desk, "Owner");
	desk_keys(desk, "E");
}

/* One becomes the demo's administrator; more of an eligibility was asked for. */
static void show_administrator(Desk *desk)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	Request *request = request_new();
	request->id = g_strdup("77777777-7777-4777-8777-000000000009");
	request->kind = REQUEST_EXTEND;
	request->state = REQUEST_STATE_WAITING;
	request->is_own = true;
	request->created = desk_now(desk) - HOUR;
	request->role.id = g_strdup("8e3af657-a8ff-443c-a75c-2fe8c4bcb635");
	request->role.name = g_strdup("Owner");
	request->scope.id = g_strdup(PICTURES_PROD);
	request->scope.name = g_strdup("sub-prod");
	request->scope.type = SCOPE_SUBSCRIPTION;
	request->justification = g_strdup("on call until spring");
	g_ptr_array_add(rows, request);
	pictures_load_rows(desk, EVENT_REQUESTS, WORKLOAD_AZURE, rows);
	desk_event(desk, event_new(EVENT_USED, 0));
}

static void show_why_file(Desk *desk)
{
	desk_keys(desk, ":");
	desk_type(desk, "roles for a plan");
	desk_keys(desk, "enter");
	desk_type(desk, "~/infra/plan.json");
}

const Scene choices_scenes[] = {
	{ "copy", show_copy, AT_60x20 | AT_40x12 },
	{ "views", show_views, .has_views = true },
	{ "leave", show_leave },
	{ "save-set", show_save_set },
	{ "why-file", show_why_file, AT_40x12 },
	{ "end-set", show_end_set },
	{ "more-time", show_more_time, AT_ALL },
	{ "more-time-refused", show_more_time_refused, AT_40x12 },
	{ "replace", show_replace, AT_40x12 },
	{ "extend", show_extend, AT_ALL },
	{ "administrator", show_administrator },
	{ NULL },
};
