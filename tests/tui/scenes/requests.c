/* The requests screen, and taking one back. */
#include <stdarg.h>
#include <string.h>

#include "tests/tui/pictures-rows.h"
#include "tests/tui/scenes/scenes.h"

#define MINUTE INT64_C(60)

/* A request of one's own for that eligible role, as the service tells it. */
static Request *make_request(const Desk *desk, const char *role, const char *id, RequestState state)
{
	g_autoptr(GPtrArray) rows = pictures_eligible(WORKLOAD_AZURE, desk_now(desk));
	Request *request = request_new();
	for (guint i = 0; i < rows->len; i++) {
		const Grant *grant = &((const Eligibility *)g_ptr_array_index(rows, i))->grant;
		if (strcmp(grant->role.name, role) != 0 || request->role.id != NULL)
			continue;
		request->role.id = g_strdup(grant->role.id);
		request->role.name = g_strdup(role);
		scope_copy(&request->scope, &grant->scope);
	}
	request->id = g_strdup(id);
	request->kind = REQUEST_ACTIVATE;
	request->state = state;
	request->is_own = true;
	request->created = desk_now(desk) - 20 * MINUTE;
	request->duration = 2 * HOUR;
	return request;
}

/* Rows are taken; NULL ends them. */
static void load_requests(Desk *desk, WorkloadId workload, Request *first, ...)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	va_list more;
	va_start(more, first);
	for (Request *row = first; row != NULL; row = va_arg(more, Request *))
		g_ptr_array_add(rows, row);
	va_end(more);
	pictures_load_rows(desk, EVENT_REQUESTS, workload, rows);
}

/* The journal has the first one, too, and one whose answer was lost. */
static void load_azure(Desk *desk, RequestState state)
{
	Request *old = make_request(desk, "Owner", "66666666-6666-4666-8666-000000000003",
				    REQUEST_STATE_WAITING);
	Request *later = make_request(desk, "Reader", "77777777-7777-4777-8777-000000000001",
				      REQUEST_STATE_SCHEDULED);
	Request *fresh =
		make_request(desk, "Contributor", "77777777-7777-4777-8777-000000000002", state);
	old->created = desk_now(desk) - 5 * HOUR;
	later->created = desk_now(desk) - HOUR;
	later->start = desk_now(desk) + 18 * HOUR + 53 * MINUTE;
	later->justification = g_strdup("maintenance window");
	fresh->justification = g_strdup("deploy hotfix 4711");
	fresh->ticket_number = g_strdup("INC0012345");
	load_requests(desk, WORKLOAD_AZURE, old, later, fresh, NULL);
}

static void show_requests(Desk *desk)
{
	load_azure(desk, REQUEST_STATE_WAITING);
	load_requests(desk, WORKLOAD_ENTRA, NULL);
	load_requests(desk, WORKLOAD_GROUP, NULL);
	desk_keys(desk, "2");
	pictures_answer(desk);
}

static void show_failed(Desk *desk)
{
	load_azure(desk, REQUEST_STATE_WAITING);
	load_requests(desk, WORKLOAD_ENTRA, NULL);
	desk_event(desk, failed_event(WORKLOAD_GROUP, LIST_REQUESTS,
				      problem_new(PROBLEM_UNREACHABLE, "timed-out",
						  "graph.microsoft.com did not answer in time.",
						  "Try again{refresh}.")));
	desk_keys(desk, "2");
	pictures_answer(desk);
}

static void show_none(Desk *desk)
{
	Event *history = event_new(EVENT_HISTORY, desk_intent(desk, INTENT_READ_HISTORY)->id);
	pictures_load_account(desk);
	history->rows = g_ptr_array_new();
	desk_event(desk, history);
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++) {
		pictures_load_none(desk, id);
		load_requests(desk, id, NULL);
	}
	desk_keys(desk, "2");
}

static void show_question(Desk *desk)
{
	show_requests(desk);
	desk_keys(desk, "x");
}

static void show_canceled(Desk *desk)
{
	show_question(desk);
	desk_keys(desk, "enter");
	const Intent *intent = desk_intent(desk, INTENT_CANCEL);
	Event *event = event_new(EVENT_FINISHED, intent->id);
	event->request = request_copy(intent->request);
	event->request->state = REQUEST_STATE_CANCELED;
	desk_event(desk, event);
	load_azure(desk, REQUEST_STATE_CANCELED);
	pictures_answer(desk);
}

/* In the words of who denied it. */
static void show_refused(Desk *desk)
{
	Request *denied = make_request(desk, "Contributor", "77777777-7777-4777-8777-000000000002",
				       REQUEST_STATE_REFUSED);
	denied->status = g_strdup("Denied");
	denied->message = g_strdup("denied by Sara Lindqvist: Too wide. Ask for Reader on "
				   "rg-payments for 45m instead: "
				   "myroles activate --role=acdd72a7 --scope=" PICTURES_PAYMENTS
				   " --duration=45m");
	load_requests(desk, WORKLOAD_AZURE, denied, NULL);
	load_requests(desk, WORKLOAD_ENTRA, NULL);
	load_requests(desk, WORKLOAD_GROUP, NULL);
	desk_keys(desk, "2");
	pictures_answer(desk);
	desk_keys(desk, "g g");
}

const Scene requests_scenes[] = {
	{ "requests", show_requests, AT_ALL },
	{ "requests-failed", show_failed, AT_80x24 | AT_40x12 },
	{ "requests-refused", show_refused, AT_60x20 | AT_40x12 },
	{ "requests-none", show_none, AT_80x24 | AT_40x12, .is_bare = true },
	{ "requests-cancel", show_question, AT_80x24 | AT_120x40 | AT_40x12 },
	{ "requests-canceled", show_canceled, AT_80x24 | AT_40x12 },
	{ NULL },
};
