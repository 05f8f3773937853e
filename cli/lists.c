#include "cli/lists.h"

#include "frontend/list-problems.h"
#include "src/model/list.h"

typedef struct Gathering {
	ListId list;
	GPtrArray *rows[WORKLOAD_COUNT];
	Instant as_of[WORKLOAD_COUNT];
	bool is_expected[WORKLOAD_COUNT];
	bool is_done[WORKLOAD_COUNT];
} Gathering;

static void gather(Session *session, Gathering *gathering, Event *event)
{
	WorkloadId workload = event->workload;
	if (event->kind == EVENT_LOADING && event->list == gathering->list)
		gathering->is_expected[workload] = true;
	if (event->kind == EVENT_LIST_FAILED && event->list == gathering->list) {
		gathering->is_done[workload] = true;
		if (event->problem != NULL)
			list_problems_add(session->problems, &workload, event->problem);
	}
	if (event->kind != list_kind(gathering->list)->event || event->is_stale)
		return;
	if (event->is_complete)
		list_problems_add_holes(session->problems, event);
	g_clear_pointer(&gathering->rows[workload], g_ptr_array_unref);
	gathering->rows[workload] = event->rows != NULL ? g_ptr_array_ref(event->rows) : NULL;
	gathering->as_of[workload] = event->as_of;
	if (event->is_complete) /* before that, names may be missing */
		gathering->is_done[workload] = true;
}

static bool is_gathered(const Gathering *gathering)
{
	bool is_any = false;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		if (gathering->is_expected[i] && !gathering->is_done[i])
			return false;
		is_any = is_any || gathering->is_done[i];
	}
	return is_any;
}

/* The rows of all workloads; the events keep theirs. */
static GPtrArray *take_rows(Gathering *gathering, Instant *as_of)
{
	const ListKind *kind = list_kind(gathering->list);
	GPtrArray *rows = g_ptr_array_new_with_free_func(kind->free_row);
	*as_of = 0;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		GPtrArray *part = gathering->rows[i];
		for (guint k = 0; part != NULL && k < part->len; k++)
			g_ptr_array_add(rows, kind->copy(part->pdata[k], NULL));
		if (part != NULL && (*as_of == 0 || gathering->as_of[i] < *as_of))
			*as_of = gathering->as_of[i];
		g_clear_pointer(&gathering->rows[i], g_ptr_array_unref);
	}
	return rows;
}

GPtrArray *session_load(Session *session, ListId list, Instant *as_of)
{
	Gathering gathering = { .list = list };
	Intent *intent = intent_new(0, INTENT_REFRESH);
	intent->lists = 1u << list;
	const uint64_t id = session_send(session, intent);
	bool is_over = false;
	while (!is_over && !is_gathered(&gathering)) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			break;
		is_over = event->kind == EVENT_INTENT_DONE && event->intent_id == id;
		gather(session, &gathering, event);
	}
	g_autoptr(GPtrArray) rows = take_rows(&gathering, as_of);
	return session->is_interrupted ? NULL : g_steal_pointer(&rows);
}

ExitCode session_report(const Session *session, bool has_rows)
{
	ExitCode code = EXIT_DONE;
	for (guint i = 0; i < session->problems->len; i++) {
		const ListProblem *item = g_ptr_array_index(session->problems, i);
		g_autofree char *where =
			item->has_workload
				? g_strdup_printf("%s: %s", workload_info(item->workload)->name,
						  item->problem->message)
				: g_strdup(item->problem->message);
		tell_with_step(where, item->problem);
		ExitCode own = problem_exit_code(item->problem);
		if (code == EXIT_DONE || code == EXIT_FAILED)
			code = own == EXIT_DONE ? code : own;
	}
	return has_rows && code != EXIT_DONE ? EXIT_PARTLY : code;
}
