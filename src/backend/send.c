#include "src/backend/send.h"

#include "src/pim/error.h"

#define SENDING_SECONDS 60 /* no process is longer at sending one request */

/* Whose it is now, and what about. */
static void take_start(Run *run, const RunStart *start)
{
	grant_clear(&run->grant);
	if (start->grant != NULL)
		grant_copy(&run->grant, start->grant);
	g_free(run->eligibility_id);
	run->eligibility_id = g_strdup(start->eligibility_id);
	run->job = start->job != NULL ? job_hold(start->job) : NULL;
}

/* Nobody knows (yet) what became of it. */
static bool is_unheard(const Run *run)
{
	return run->phase == RUN_UNKNOWN || run->phase == RUN_RETRYING ||
	       (run->phase == RUN_FOLLOWING && (run->request->state == REQUEST_STATE_PREPARED ||
						run->request->state == REQUEST_STATE_UNKNOWN));
}

/* Decisions are about an approval, whatever was decided; all else is about a role at a scope. */
static bool is_about_the_same(const Request *lost, const Request *like)
{
	if (request_is_decision(like->kind))
		return request_is_decision(lost->kind) &&
		       scope_id_equal(lost->approval_id, like->approval_id);
	return lost->kind == like->kind && request_is_of_role(lost, like);
}

/* The request for the same thing of which nothing was heard, if there is one. */
static Run *find_lost(const Runs *runs, const Request *like)
{
	GHashTableIter iter;
	gpointer value = NULL;
	g_hash_table_iter_init(&iter, runs->table);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		Run *run = value;
		const Request *lost = run->request;
		if (is_unheard(run) && lost->workload == like->workload &&
		    is_about_the_same(lost, like))
			return run;
	}
	return NULL;
}

/* Begins, under the id that it has, written down as prepared. */
static Run *begin(Runs *runs, const RunStart *start, GError **error)
{
	g_autoptr(Request) request = start->request;
	request->state = REQUEST_STATE_PREPARED;
	if (!history_write(runs->history, request, error))
		return NULL;
	Run *run = run_new(runs, g_steal_pointer(&request));
	take_start(run, start);
	run_tell(run, EVENT_PROGRESS, NULL);
	return run;
}

/* ---- together ---- */

static void go_when_written(Run *run)
{
	if (run->runs->is_grouping)
		g_queue_push_tail(&run->runs->written, run);
	else
		run_submit(run);
}

void send_begin_group(Runs *runs)
{
	/* Without one each is written by itself, and tells by itself that it could not be. */
	runs->is_grouping = history_begin_group(runs->history);
}

void send_end_group(Runs *runs)
{
	g_autoptr(GError) error = NULL;
	if (!runs->is_grouping)
		return;
	runs->is_grouping = false;
	const bool is_written = history_end_group(runs->history, &error);
	for (Run *run; (run = g_queue_pop_head(&runs->written)) != NULL;) {
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
	       request->created + SENDING_SECONDS < clock_now(run->runs->network->clock);
}

/*
 * It is looked up as it was sent, since a service that chooses ids itself is asked by its contents; what is asked for
 * now takes its place only when the service lacks it.
 */
static void take_over(Run *run, const RunStart *start)
{
	request_free(run->wanted);
	run->wanted = start->request;
	g_free(run->wanted->id);
	run->wanted->id = g_strdup(run->request->id);
	run->wanted->state = REQUEST_STATE_PREPARED;
	take_start(run, start);
	pace_stop(&run->pace);
	run->phase = RUN_RETRYING;
	pace_begin(&run->pace);
	run_tell(run, EVENT_PROGRESS, NULL);
	run_look(run);
}

/* It is being looked for right now: whoever asks again hears of that one. */
static void follow(Run *run, const RunStart *start)
{
	if (start->job != NULL && run->job == NULL) {
		run->job = job_hold(start->job);
		g_free(run->eligibility_id);
		run->eligibility_id = g_strdup(start->eligibility_id);
	}
	if (run->phase == RUN_FOLLOWING && run->job != NULL && run->is_calling)
		return;
	run_begin_following(run);
	pace_stop(&run->pace);
	run_look(run);
}

bool send_request(Runs *runs, const RunStart *start, GError **error)
{
	Run *lost = find_lost(runs, start->request);
	if (lost != NULL && lost->phase != RUN_RETRYING && is_left_behind(lost)) {
		take_over(lost, start);
		return true;
	}
	if (lost != NULL) {
		request_free(start->request);
		if (lost->phase != RUN_RETRYING) {
			follow(lost, start);
			return true;
		}
		g_propagate_error(error, pim_error_new(PIM_ERROR_PENDING, "asked for already"));
		return false;
	}
	Run *run = begin(runs, start, error);
	if (run == NULL)
		return false;
	go_when_written(run);
	return true;
}

void send_follow(Runs *runs, const RunStart *start)
{
	Run *run = runs_find(runs, start->request);
	if (run != NULL) {
		request_free(start->request);
	} else {
		run = run_new(runs, start->request);
		take_start(run, start);
	}
	follow(run, start);
}

void send_follow_anew(Runs *runs, const RunStart *start)
{
	Run *run = runs_find(runs, start->request);
	start->request->state = REQUEST_STATE_UNKNOWN;
	if (run != NULL)
		run->request->state = REQUEST_STATE_UNKNOWN;
	send_follow(runs, start);
}
