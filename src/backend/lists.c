#include "src/backend/lists.h"

/* One list being loaded, with the intents that wait for it. */
struct Load {
	Lists *lists;
	WorkloadId workload;
	ListId list;
	uint64_t intent_id;
	GPtrArray *jobs;
	unsigned holds;
};

typedef struct Listener {
	ListListener listener;
	gpointer data;
} Listener;

struct Lists {
	Events *events;
	Network *network;
	ListState states[WORKLOAD_COUNT][LIST_COUNT];
	GArray *listeners[LIST_COUNT][LOAD_MOMENT_COUNT]; /* Listener */
	ListShape shapes[LIST_COUNT];                     /* or NULL */
	gpointer shape_data[LIST_COUNT];
};

/* ---- telling ---- */

static void tell_rows(Lists *lists, WorkloadId workload, ListId list, uint64_t intent_id,
		      GPtrArray *rows)
{
	const ListState *state = &lists->states[workload][list];
	Event *event = event_new(list_kind(list)->event, intent_id);
	event->workload = workload;
	event->list = list;
	event->as_of = state->as_of;
	event->is_complete = state->is_complete && !state->is_open;
	event->skipped = state->skipped;
	event->failed = state->failed != NULL ? g_ptr_array_ref(state->failed) : NULL;
	event->has_gaps = state->has_gaps;
	event->is_stale = state->loaded == 0;
	event->rows = g_ptr_array_ref(rows);
	events_emit(lists->events, event);
}

GPtrArray *lists_picture(const Lists *lists, WorkloadId workload, ListId list)
{
	GPtrArray *rows = lists->states[workload][list].rows;
	const ListShape shape = lists->shapes[list];
	return shape != NULL ? shape(workload, rows, lists->shape_data[list])
			     : g_ptr_array_ref(rows);
}

void lists_tell(Lists *lists, WorkloadId workload, ListId list, uint64_t intent_id)
{
	g_autoptr(GPtrArray) picture = lists_picture(lists, workload, list);
	tell_rows(lists, workload, list, intent_id, picture);
}

static void tell_failure(Lists *lists, WorkloadId workload, ListId list, uint64_t intent_id,
			 const GError *error)
{
	Event *event = event_new(EVENT_LIST_FAILED, intent_id);
	event->workload = workload;
	event->list = list;
	events_emit_problem(lists->events, event, error);
}

static void announce(const Load *load, LoadMoment moment, const PimList *answer)
{
	const Lists *lists = load->lists;
	const GArray *listeners = lists->listeners[load->list][moment];
	const ListNews news = {
		.workload = load->workload,
		.list = load->list,
		.load = (Load *)load,
		.state = &lists->states[load->workload][load->list],
		.rows = answer != NULL ? answer->rows : NULL,
		.is_whole = answer != NULL && answer->is_complete && !answer->has_gaps,
		.is_failed = moment == LOAD_ENDED && answer == NULL,
	};
	for (guint i = 0; i < listeners->len; i++) {
		const Listener *row = &g_array_index(listeners, Listener, i);
		row->listener(&news, row->data);
	}
}

/* ---- loading ---- */

Load *load_hold(Load *load)
{
	load->holds++;
	return load;
}

void load_release(Load *load)
{
	if (--load->holds > 0)
		return;
	ListState *state = &load->lists->states[load->workload][load->list];
	if (state->load == load)
		state->load = NULL;
	for (guint i = 0; i < load->jobs->len; i++)
		job_release(load->jobs->pdata[i]);
	g_ptr_array_unref(load->jobs);
	g_free(load);
}

Job *load_hold_job(const Load *load)
{
	return job_hold(load->jobs->pdata[0]);
}

void lists_set_open(Lists *lists, WorkloadId workload, ListId list, bool is_open)
{
	lists->states[workload][list].is_open = is_open;
}

uint64_t load_intent_id(const Load *load)
{
	return load->intent_id;
}

static void keep_rows(Load *load, const PimList *list)
{
	Clock *clock = load->lists->network->clock;
	ListState *state = &load->lists->states[load->workload][load->list];
	g_clear_pointer(&state->rows, g_ptr_array_unref);
	state->rows = g_ptr_array_ref(list->rows);
	state->skipped = list->skipped;
	g_clear_pointer(&state->failed, g_ptr_array_unref);
	for (guint i = 0; list->failed != NULL && i < list->failed->len; i++) {
		if (state->failed == NULL)
			state->failed = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(state->failed, g_strdup(list->failed->pdata[i]));
	}
	state->as_of = list->as_of != 0 ? list->as_of : clock_now(clock);
	state->loaded = clock_ticks(clock);
	state->is_complete = list->is_complete;
	state->has_gaps = list->has_gaps;
}

static void on_loaded(const PimList *list, const GError *error, gpointer data)
{
	Load *load = data;
	Lists *lists = load->lists;
	const bool is_closed = events_is_closed(lists->events);
	if (error == NULL && !is_closed) {
		keep_rows(load, list);
		announce(load, LOAD_CAME, list);
		lists_tell(lists, load->workload, load->list, load->intent_id);
		announce(load, LOAD_TOLD, list);
	} else if (!events_is_over(lists->events, error)) {
		tell_failure(lists, load->workload, load->list, load->intent_id, error);
	}
	if (error == NULL && !list->is_complete)
		return; /* names follow, also while closing */
	if (!is_closed)
		announce(load, LOAD_ENDED, error == NULL ? list : NULL);
	load_release(load);
}

/* What the first one was told is told to the next, when nobody hears the first any more. */
static void join(Load *load, Job *job)
{
	const Job *first = load->jobs->pdata[0];
	if (g_cancellable_is_cancelled(first->cancellable))
		load->intent_id = job->intent_id;
	g_ptr_array_add(load->jobs, job_hold(job));
}

void lists_load(Lists *lists, WorkloadId workload, ListId list, Job *job)
{
	const PimWorkload *row = pim_workload(workload);
	ListState *state = &lists->states[workload][list];
	if (row->lists.load[list] == NULL)
		return;
	if (state->load != NULL) {
		join(state->load, job);
		return;
	}
	Load *load = g_new0(Load, 1);
	load->lists = lists;
	load->workload = workload;
	load->list = list;
	load->intent_id = job->intent_id;
	load->jobs = g_ptr_array_new();
	load->holds = 1;
	g_ptr_array_add(load->jobs, job_hold(job));
	state->load = load;

	Event *event = event_new(EVENT_LOADING, load->intent_id);
	event->workload = workload;
	event->list = list;
	events_emit(lists->events, event);
	announce(load, LOAD_BEGAN, NULL);
	row->lists.load[list](row, &lists->network->context, NULL, on_loaded, load);
}

/* ---- the intent ---- */

static bool is_wanted(const Intent *intent, WorkloadId workload, ListId list)
{
	const bool is_workload_wanted =
		intent->workloads == 0 || (intent->workloads & (1u << workload)) != 0;
	return is_workload_wanted && (intent->lists == 0 ? list_kind(list)->is_refreshed
							 : (intent->lists & (1u << list)) != 0);
}

void lists_refresh(gpointer owner, Intent *intent, Job *job)
{
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++)
		for (int list = 0; list < LIST_COUNT; list++)
			if (is_wanted(intent, (WorkloadId)workload, (ListId)list))
				lists_load(owner, (WorkloadId)workload, (ListId)list, job);
}

void lists_refuse(Lists *lists, const Intent *intent, const GError *error)
{
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++)
		for (int list = 0; list < LIST_COUNT; list++)
			if (is_wanted(intent, (WorkloadId)workload, (ListId)list))
				tell_failure(lists, (WorkloadId)workload, (ListId)list, intent->id,
					     error);
}

/* ---- what is known ---- */

const ListState *lists_state(const Lists *lists, WorkloadId workload, ListId list)
{
	return &lists->states[workload][list];
}

const Eligibility *lists_find_eligibility(const Lists *lists, WorkloadId workload, const char *id)
{
	const GPtrArray *rows = lists->states[workload][LIST_ELIGIBILITIES].rows;
	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		const Eligibility *row = rows->pdata[i];
		if (g_str_equal(row->grant.id, id))
			return row;
	}
	return NULL;
}

void lists_paint(Lists *lists, WorkloadId workload, ListId list, GPtrArray *rows, Instant as_of)
{
	ListState *state = &lists->states[workload][list];
	if (state->loaded != 0)
		return;
	g_clear_pointer(&state->rows, g_ptr_array_unref);
	state->rows = g_ptr_array_ref(rows);
	state->as_of = as_of;
	lists_tell(lists, workload, list, 0);
}

static void forget(ListState *state)
{
	g_clear_pointer(&state->rows, g_ptr_array_unref);
	g_clear_pointer(&state->failed, g_ptr_array_unref);
	state->as_of = 0;
	state->loaded = 0;
	state->is_complete = false;
	state->is_open = false;
}

void lists_on_forgotten(gpointer data)
{
	Lists *lists = data;
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		for (int list = 0; list < LIST_COUNT; list++) {
			ListState *state = &lists->states[workload][list];
			const bool had_rows = state->rows != NULL;
			forget(state);
			if (had_rows)
				tell_rows(lists, (WorkloadId)workload, (ListId)list, 0, none);
		}
	}
}

/* ---- the whole ---- */

Lists *lists_new(Events *events, Network *network)
{
	Lists *lists = g_new0(Lists, 1);
	lists->events = events;
	lists->network = network;
	for (int list = 0; list < LIST_COUNT; list++)
		for (int moment = 0; moment < LOAD_MOMENT_COUNT; moment++)
			lists->listeners[list][moment] =
				g_array_new(FALSE, FALSE, sizeof(Listener));
	return lists;
}

void lists_free(Lists *lists)
{
	if (lists == NULL)
		return;
	for (int list = 0; list < LIST_COUNT; list++) {
		for (int workload = 0; workload < WORKLOAD_COUNT; workload++)
			forget(&lists->states[workload][list]);
		for (int moment = 0; moment < LOAD_MOMENT_COUNT; moment++)
			g_array_unref(lists->listeners[list][moment]);
	}
	g_free(lists);
}

void lists_listen(Lists *lists, ListId list, LoadMoment moment, ListListener listener,
		  gpointer data)
{
	const Listener row = { listener, data };
	g_array_append_val(lists->listeners[list][moment], row);
}

void lists_set_shape(Lists *lists, ListId list, ListShape shape, gpointer data)
{
	lists->shapes[list] = shape;
	lists->shape_data[list] = data;
}
