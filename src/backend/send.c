/*
 * How a run begins: a new request is written down, then sent; one whose answer was lost is found again and never
 * sent beside itself.
 */
#include "src/backend/run.h"
#include "src/pim/error.h"

#define SENDING_SECONDS 60 /* no process is longer at sending one request */

static Run *run_new(Backend *backend, const RunStart *start)
{
	Run *run = g_new0(Run, 1);
	run->backend = backend;
	run->workload = backend->workloads[start->request->workload].workload;
	run->request = request_copy(start->request);
	if (start->grant != NULL)
		grant_copy(&run->grant, start->grant);
	run->eligibility_id = g_strdup(start->eligibility_id);
	run->job = start->job == NULL ? NULL : job_hold(start->job);
	g_hash_table_replace(backend->runs, g_strdup(run->request->id), run);
	return run;
}

/* Nobody knows (yet) what became of it. */
static bool is_unheard(const Run *run)
{
	return run->phase == RUN_UNKNOWN || run->phase == RUN_RETRYING ||
	       (run->phase == RUN_FOLLOWING && (run->request->state == REQUEST_STATE_PREPARED ||
						run->request->state == REQUEST_STATE_UNKNOWN));
}

/* The request for the same thing of which nothing was heard, if there is one. */
static Run *find_lost(const Backend *backend, const Request *like)
{
	GHashTableIter iter;
	gpointer value = NULL;
	g_hash_table_iter_init(&iter, backend->runs);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		Run *run = value;
		const Request *lost = run->request;
		if (is_unheard(run) && lost->workload == like->workload &&
		    lost->kind == like->kind && lost->access == like->access &&
		    scope_id_equal(lost->scope.id, like->scope.id) &&
		    g_ascii_strcasecmp(role_guid(lost->role.id), role_guid(like->role.id)) == 0)
			return run;
	}
	return NULL;
}

/* Begins, under the id that it has, written down as prepared. */
static bool begin(Backend *backend, const RunStart *start, Run **run, GError **error)
{
	g_autoptr(Request) request = request_copy(start->request);
	request->state = REQUEST_STATE_PREPARED;
	if (!history_write(backend, request, error))
		return false;
	RunStart again = *start;
	again.request = request;
	*run = run_new(backend, &again);
	run_tell(*run, EVENT_PROGRESS, NULL);
	return true;
}

/* ---- together ---- */

static void go_when_written(Run *run)
{
	if (run->backend->is_grouping)
		g_queue_push_tail(&run->backend->written, run);
	else
		run_submit(run);
}

void run_begin_group(Backend *backend)
{
	/* Without one each is written by itself, and tells by itself that it could not be. */
	backend->is_grouping = journal_begin_group(backend->journal, NULL);
}

void run_end_group(Backend *backend)
{
	g_autoptr(GError) error = NULL;
	if (!backend->is_grouping)
		return;
	backend->is_grouping = false;
	const bool is_written = journal_end_group(backend->journal, &error);
	for (Run *run; (run = g_queue_pop_head(&backend->written)) != NULL;) {
		if (is_written)
			run_submit(run);
		else
			run_refuse(run, error);
	}
}

/* ---- one ---- */

/*
 * Given up here, or the journal's of a process that ended or gave up: nobody is sending it any more. While somebody may
 * be, whoever asks for the same thing hears of that one.
 */
static bool is_left_behind(const Run *run)
{
	const Request *request = run->request;
	if (run->phase == RUN_UNKNOWN || run->job != NULL)
		return run->phase == RUN_UNKNOWN;
	return request->state == REQUEST_STATE_UNKNOWN ||
	       request->created + SENDING_SECONDS < clock_now(run->backend->clock);
}

/*
 * It is looked up as it was sent, since a service that chooses ids itself is asked by its contents; what is asked for
 * now takes its place only when the service lacks it.
 */
static void take_over(Run *run, const RunStart *start)
{
	request_free(run->wanted);
	run->wanted = request_copy(start->request);
	g_free(run->wanted->id);
	run->wanted->id = g_strdup(run->request->id);
	run->wanted->state = REQUEST_STATE_PREPARED;
	grant_clear(&run->grant);
	if (start->grant != NULL)
		grant_copy(&run->grant, start->grant);
	g_free(run->eligibility_id);
	run->eligibility_id = g_strdup(start->eligibility_id);
	run->job = start->job != NULL ? job_hold(start->job) : NULL;
	if (run->timer != 0)
		g_source_remove(run->timer);
	run->timer = 0;
	run->phase = RUN_RETRYING;
	run->begun = run->heard = clock_ticks(run->backend->clock);
	run->steps = 1;
	run_tell(run, EVENT_PROGRESS, NULL);
	run_look(run);
}

bool run_send(Backend *backend, const RunStart *start, GError **error)
{
	Run *lost = find_lost(backend, start->request);
	Run *run = NULL;
	if (lost != NULL && lost->phase == RUN_RETRYING) {
		g_propagate_error(error, pim_error_new(PIM_ERROR_PENDING, "asked for already"));
		return false;
	}
	if (lost != NULL && is_left_behind(lost)) {
		take_over(lost, start);
		return true;
	}
	if (lost != NULL) {
		/* It is being looked for right now: whoever asks again hears of that one. */
		RunStart follow = *start;
		follow.request = lost->request;
		run_follow(backend, &follow);
		return true;
	}
	if (!begin(backend, start, &run, error))
		return false;
	go_when_written(run);
	return true;
}

void run_follow(Backend *backend, const RunStart *start)
{
	Run *run = run_find(backend, start->request);
	if (run == NULL) {
		run = run_new(backend, start);
	} else if (start->job != NULL && run->job == NULL) {
		run->job = job_hold(start->job);
		g_free(run->eligibility_id);
		run->eligibility_id = g_strdup(start->eligibility_id);
	}
	if (run->phase == RUN_FOLLOWING && run->job != NULL && run->is_calling)
		return;
	run_begin_following(run);
	if (run->timer != 0) {
		g_source_remove(run->timer);
		run->timer = 0;
	}
	run_look(run);
}
