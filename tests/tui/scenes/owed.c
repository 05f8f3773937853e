/* What was activated for a command or on a leash, and ends sooner than it says. */
#include "src/model/owed.h"
#include "tests/tui/pictures-rows.h"
#include "tests/tui/scenes/scenes.h"

static Owed *owed_of(const Assignment *row, Instant now)
{
	Owed *owed = owed_new();
	owed->request = request_new();
	owed->request->workload = row->grant.workload;
	owed->request->kind = REQUEST_ACTIVATE;
	owed->request->state = REQUEST_STATE_ACTIVE;
	owed->request->role.id = g_strdup(row->grant.role.id);
	owed->request->role.name = g_strdup(row->grant.role.name);
	scope_copy(&owed->request->scope, &row->grant.scope);
	owed->request->start = owed->request->created = now - 120;
	owed->request->end = row->grant.end;
	return owed;
}

/* The one is in use, the other one was. */
static void show_owed(Desk *desk)
{
	const Instant now = desk_now(desk);
	static const WorkloadId workloads[] = { WORKLOAD_AZURE, WORKLOAD_ENTRA };
	Event *event = event_new(EVENT_OWED, 0);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)owed_free);
	for (size_t i = 0; i < G_N_ELEMENTS(workloads); i++) {
		g_autoptr(GPtrArray) rows = pictures_active(workloads[i], now);
		Owed *owed = owed_of(rows->pdata[0], now);
		owed->is_held = i == 0;
		owed->released = i == 0 ? 0 : now - 60;
		g_ptr_array_add(event->rows, owed);
	}
	desk_event(desk, event);
	desk_focus_on(desk, "active");
}

static void show_details(Desk *desk)
{
	show_owed(desk);
	desk_keys(desk, "g down i");
	pictures_answer(desk);
}

const Scene owed_scenes[] = {
	{ "owed", show_owed, AT_EACH },
	{ "owed-details", show_details, AT_EACH },
	{ NULL },
};
