/*
 * What is loaded: each list of each workload by itself, so that none waits for another and none hides another.
 */
#include "src/backend/private.h"

/*
 * How long the whole list of what is active may take before scopes are asked one by one beside it: counted from the
 * eligible list, which was asked for at the same time, or from the start where that takes long as well.
 */
#define QUICK_GRACE_MS  150
#define QUICK_LATEST_MS 2000

/* One list being loaded, with the intents that wait for it. */
struct Load {
	Backend *backend;
	WorkloadId workload;
	ListId list;
	uint64_t intent_id;
	GPtrArray *jobs;
	GCancellable *cancellable;
	unsigned parts;    /* calls under way: the whole list and, beside it, the quick one */
	GPtrArray *before; /* rows as known when it began; or NULL */
	bool has_quick;
	guint quick_source; /* begins the quick one; 0: not to come, or begun */
};

static const EventKind list_events[LIST_COUNT] = {
	[LIST_ELIGIBILITIES] = EVENT_ELIGIBILITIES,
	[LIST_ASSIGNMENTS] = EVENT_ASSIGNMENTS,
	[LIST_REQUESTS] = EVENT_REQUESTS,
};

static ListState *load_state(const Load *load)
{
	return &load->backend->workloads[load->workload].lists[load->list];
}

/* ---- telling ---- */

void lists_tell(Backend *backend, WorkloadId workload, ListId list, uint64_t intent_id,
		GPtrArray *rows)
{
	const ListState *state = &backend->workloads[workload].lists[list];
	Event *event = event_new(list_events[list], intent_id);
	event->workload = workload;
	event->list = list;
	event->as_of = state->as_of;
	event->is_complete = state->is_complete;
	event->skipped = state->skipped;
	event->has_gaps = state->has_gaps;
	event->is_stale = state->loaded == 0;
	event->rows = g_ptr_array_ref(rows);
	backend_emit(backend, event);
}

/* ---- loading ---- */

static void load_release(Load *load)
{
	if (--load->parts > 0)
		return;
	ListState *state = load_state(load);
	if (state->load == load)
		state->load = NULL;
	g_clear_handle_id(&load->quick_source, g_source_remove);
	for (guint i = 0; i < load->jobs->len; i++)
		job_release(load->jobs->pdata[i]);
	g_ptr_array_unref(load->jobs);
	g_clear_pointer(&load->before, g_ptr_array_unref);
	g_object_unref(load->cancellable);
	g_free(load);
}

static void tell_failure(const Load *load, const GError *error)
{
	Event *event = event_new(EVENT_LIST_FAILED, load->intent_id);
	event->workload = load->workload;
	event->list = load->list;
	backend_emit_problem(load->backend, event, error);
}

static void keep_rows(Load *load, const PimList *list)
{
	ListState *state = load_state(load);
	g_clear_pointer(&state->rows, g_ptr_array_unref);
	state->rows = g_ptr_array_ref(list->rows);
	state->skipped = list->skipped;
	state->as_of = list->as_of != 0 ? list->as_of : clock_now(load->backend->clock);
	state->loaded = clock_ticks(load->backend->clock);
	state->is_complete = list->is_complete;
	state->has_gaps = list->has_gaps;
}

/* The quick picture. After the whole answer it counts only where that was empty: so it has been seen, wrongly. */
static void on_early(const PimList *list, const GError *error, gpointer data)
{
	Load *load = data;
	WorkloadState *workload = &load->backend->workloads[load->workload];
	ListState *state = load_state(load);
	const bool is_wanted = !state->is_complete || state->has_gaps || state->rows->len == 0;
	/* A scope that cannot be asked is the whole list's business. */
	if (error == NULL && is_wanted && list->rows->len > 0) {
		g_clear_pointer(&workload->early, g_ptr_array_unref);
		workload->early = active_copy_rows(list->rows);
		active_tell(load->backend, load->workload, load->intent_id);
	}
	if (error != NULL || list->is_complete)
		load_release(load);
}

/* The quick list, once per load, while nothing whole is known and there are scopes to ask. */
static void start_quick(Load *load)
{
	const PimWorkload *workload = load->backend->workloads[load->workload].workload;
	const ListState *state = load_state(load);
	if (workload->lists.load_active_at == NULL || load->has_quick ||
	    (state->is_complete && !state->has_gaps))
		return;
	g_autoptr(GPtrArray) hints = active_make_hints(load->backend, load->workload, load->before);
	if (hints->len == 0)
		return;
	load->has_quick = true;
	load->parts++;
	workload->lists.load_active_at(workload, &load->backend->context, hints, load->cancellable,
				       on_early, load);
}

static gboolean on_slow(gpointer data)
{
	Load *load = data;
	load->quick_source = 0;
	start_quick(load);
	return G_SOURCE_REMOVE;
}

static void expect_whole(Load *load, guint milliseconds)
{
	g_clear_handle_id(&load->quick_source, g_source_remove);
	load->quick_source = g_timeout_add(milliseconds, on_slow, load);
}

static void take_eligible(Load *load, const PimList *list)
{
	Load *active = load->backend->workloads[load->workload].lists[LIST_ASSIGNMENTS].load;
	lists_tell(load->backend, load->workload, load->list, load->intent_id, list->rows);
	if (active != NULL && !active->has_quick)
		expect_whole(active, QUICK_GRACE_MS);
}

static void take_active(Load *load, const PimList *list)
{
	WorkloadState *state = &load->backend->workloads[load->workload];
	if (list->rows->len > 0 && !list->has_gaps)
		g_clear_pointer(&state->early, g_ptr_array_unref);
	active_drop_provisional(load->backend, load->workload);
	active_tell(load->backend, load->workload, load->intent_id);
}

static void take_requests(Load *load, const PimList *list)
{
	history_import(load->backend, list->rows);
	lists_tell(load->backend, load->workload, load->list, load->intent_id, list->rows);
	for (guint i = 0; i < list->rows->len; i++)
		run_observe(load->backend, list->rows->pdata[i]);
}

static void on_loaded(const PimList *list, const GError *error, gpointer data)
{
	static void (*const take[LIST_COUNT])(Load * load, const PimList *list) = {
		[LIST_ELIGIBILITIES] = take_eligible,
		[LIST_ASSIGNMENTS] = take_active,
		[LIST_REQUESTS] = take_requests,
	};
	Load *load = data;
	Backend *backend = load->backend;
	bool is_partial =
		error == NULL && !list->is_complete; /* names follow, also while closing */
	if (error == NULL && !backend->is_closing) {
		keep_rows(load, list);
		take[load->list](load, list);
		if (!is_partial && !list->has_gaps)
			history_keep_list(backend, load->workload, load->list);
	} else if (!backend_is_over(backend, error)) {
		tell_failure(load, error);
	}
	if (is_partial)
		return;
	g_clear_handle_id(&load->quick_source, g_source_remove);
	if (load->list == LIST_ASSIGNMENTS && error == NULL && list->has_gaps &&
	    !backend->is_closing)
		start_quick(load);
	if (load->list == LIST_ELIGIBILITIES && !backend->is_closing)
		requests_on_eligible(backend, load->workload);
	load_release(load);
}

/* What the first one was told is told to the next, when nobody hears the first any more. */
static void load_join(Load *load, Job *job)
{
	const Job *first = load->jobs->pdata[0];
	if (g_cancellable_is_cancelled(first->cancellable))
		load->intent_id = job->intent_id;
	g_ptr_array_add(load->jobs, job_hold(job));
}

void lists_load(Backend *backend, WorkloadId workload, ListId list, Job *job)
{
	WorkloadState *state = &backend->workloads[workload];
	if (state->workload == NULL)
		return;
	if (state->lists[list].load != NULL) {
		load_join(state->lists[list].load, job);
		return;
	}
	Load *load = g_new0(Load, 1);
	load->backend = backend;
	load->workload = workload;
	load->list = list;
	load->intent_id = job->intent_id;
	load->jobs = g_ptr_array_new();
	load->cancellable = g_cancellable_new();
	load->parts = 1;
	g_ptr_array_add(load->jobs, job_hold(job));
	if (state->lists[list].rows != NULL)
		load->before = g_ptr_array_ref(state->lists[list].rows);
	state->lists[list].load = load;

	Event *event = event_new(EVENT_LOADING, load->intent_id);
	event->workload = workload;
	event->list = list;
	backend_emit(backend, event);
	const PimContext *context = &backend->context;
	state->workload->lists.load[list](state->workload, context, load->cancellable, on_loaded,
					  load);
	if (list == LIST_ASSIGNMENTS)
		expect_whole(load, QUICK_LATEST_MS);
}

void lists_refresh(Backend *backend, const Intent *intent, Job *job)
{
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++)
		for (int list = 0; list < LIST_COUNT; list++)
			if (intent->workloads == 0 || (intent->workloads & (1u << workload)) != 0)
				lists_load(backend, (WorkloadId)workload, (ListId)list, job);
}

const Eligibility *lists_find_eligibility(const Backend *backend, WorkloadId workload,
					  const char *id)
{
	GPtrArray *rows = backend->workloads[workload].lists[LIST_ELIGIBILITIES].rows;
	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		const Eligibility *row = rows->pdata[i];
		if (g_str_equal(row->grant.id, id))
			return row;
	}
	return NULL;
}

/* ---- the whole ---- */

void lists_take_snapshot(Backend *backend, WorkloadId workload, ListId list, GPtrArray *rows,
			 Instant as_of)
{
	ListState *state = &backend->workloads[workload].lists[list];
	if (state->loaded != 0)
		return;
	g_clear_pointer(&state->rows, g_ptr_array_unref);
	state->rows = g_ptr_array_ref(rows);
	state->as_of = as_of;
	if (list == LIST_ASSIGNMENTS)
		active_tell(backend, workload, 0);
	else
		lists_tell(backend, workload, list, 0, rows);
}

void lists_init(Backend *backend)
{
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		WorkloadState *state = &backend->workloads[i];
		state->workload = pim_workload((WorkloadId)i);
		state->provisional =
			g_ptr_array_new_with_free_func((GDestroyNotify)assignment_free);
		state->gone = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	}
}

static void forget_workload(WorkloadState *state)
{
	for (int list = 0; list < LIST_COUNT; list++) {
		g_clear_pointer(&state->lists[list].rows, g_ptr_array_unref);
		state->lists[list].as_of = 0;
		state->lists[list].loaded = 0;
		state->lists[list].is_complete = false;
	}
	g_clear_pointer(&state->early, g_ptr_array_unref);
	g_ptr_array_set_size(state->provisional, 0);
	g_hash_table_remove_all(state->gone);
}

void lists_forget(Backend *backend)
{
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		const bool had_rows[LIST_COUNT] = {
			backend->workloads[i].lists[LIST_ELIGIBILITIES].rows != NULL,
			backend->workloads[i].lists[LIST_ASSIGNMENTS].rows != NULL,
			backend->workloads[i].lists[LIST_REQUESTS].rows != NULL,
		};
		forget_workload(&backend->workloads[i]);
		for (int list = 0; list < LIST_COUNT; list++)
			if (had_rows[list])
				lists_tell(backend, (WorkloadId)i, (ListId)list, 0, none);
	}
}

void lists_clear(Backend *backend)
{
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		forget_workload(&backend->workloads[i]);
		g_clear_pointer(&backend->workloads[i].provisional, g_ptr_array_unref);
		g_clear_pointer(&backend->workloads[i].gone, g_hash_table_unref);
	}
}
