/*
 * One request from its sending to its end. It is written to the journal before it is sent and at each change; a lost
 * answer is looked up and never sent again by itself; whatever waits for a person is followed as long as the
 * program runs.
 */
#include "src/backend/run.h"

#include "src/model/duration.h"
#include "src/pim/error.h"

/* In steps of the pace, which is two seconds. */
#define PACE_LONGEST  8  /* between two looks at a running request */
#define PACE_PATIENCE 30 /* without any answer: then the outcome is unknown */
#define PACE_HURRY    60 /* after that a running request is looked at slowly */
#define PACE_SLOW     30 /* between two looks at what waits for a person */
#define NEVER_SECONDS \
	600 /* a request so old that the service does not know never arrived (or was forgotten) */

void run_free(Run *run)
{
	if (run->timer != 0)
		g_source_remove(run->timer);
	if (run->job != NULL)
		job_release(run->job);
	request_free(run->request);
	request_free(run->wanted);
	grant_clear(&run->grant);
	g_free(run->eligibility_id);
	g_free(run);
}

static void run_end(Run *run)
{
	/* Lookups ignore letter case, so the key is the one it was entered under. */
	g_hash_table_remove(run->backend->runs, run->request->id);
}

static bool is_past(const Run *run, Ticks then, unsigned steps)
{
	const int64_t microseconds = (int64_t)run->backend->pace_ms * 1000 * steps;
	return clock_ticks(run->backend->clock) - then >= microseconds;
}

/* ---- telling ---- */

static void write_down(Run *run)
{
	g_autoptr(GError) error = NULL;
	if (!history_write(run->backend, run->request, &error))
		backend_emit_problem(run->backend, event_new(EVENT_NOTICE, 0), error);
}

void run_tell(Run *run, EventKind kind, const Problem *problem)
{
	Event *event = event_new(kind, run->job == NULL ? 0 : run->job->intent_id);
	event->workload = run->request->workload;
	event->eligibility_id = g_strdup(run->eligibility_id);
	event->request = request_copy(run->request);
	event->problem = problem_copy(problem);
	backend_emit(run->backend, event);
}

static void tell_end(Run *run, const Problem *problem)
{
	run_tell(run, EVENT_FINISHED, problem);
	if (run->job != NULL)
		job_release(g_steal_pointer(&run->job));
}

/* ---- waiting ---- */

static gboolean on_timer(gpointer data)
{
	Run *run = data;
	run->timer = 0;
	run_look(run);
	return G_SOURCE_REMOVE;
}

static void wait_steps(Run *run, unsigned steps)
{
	if (run->timer != 0)
		g_source_remove(run->timer);
	run->timer = g_timeout_add(run->backend->pace_ms * steps, on_timer, run);
}

/* 1, 2, 4, 8, 8 … steps of the pace; slowly after two minutes. */
static void wait_longer(Run *run)
{
	if (is_past(run, run->begun, PACE_HURRY)) {
		wait_steps(run, PACE_SLOW);
		return;
	}
	wait_steps(run, run->steps);
	run->steps = MIN(run->steps * 2, PACE_LONGEST);
}

void run_begin_following(Run *run)
{
	run->phase = RUN_FOLLOWING;
	run->begun = run->heard = clock_ticks(run->backend->clock);
	run->steps = 1;
}

/* ---- ends ---- */

static void reload_active(Run *run)
{
	Job *job = job_new(run->backend, 0);
	lists_load(run->backend, run->request->workload, LIST_ASSIGNMENTS, job);
	job_release(job);
}

/* What a request that came true changes here: the next token carries the role, and the list shows it at once. */
static void apply_success(Run *run)
{
	Backend *backend = run->backend;
	const bool is_on = run->request->state == REQUEST_STATE_ACTIVE;
	backend->tokens->forget(backend->tokens, run->workload->audience);
	if (is_on && run->request->kind == REQUEST_ACTIVATE)
		active_add_provisional(backend, run->request);
	else if (run->request->kind == REQUEST_DEACTIVATE)
		active_remove_ended(backend, run->request);
	reload_active(run);
}

static void end_with_state(Run *run)
{
	const RequestState state = run->request->state;
	tell_end(run, NULL);
	if (state == REQUEST_STATE_WAITING || state == REQUEST_STATE_SCHEDULED) {
		wait_steps(run, PACE_SLOW);
		return;
	}
	if (state == REQUEST_STATE_ACTIVE || state == REQUEST_STATE_ENDED)
		apply_success(run);
	run_end(run);
}

/* "At most 8h": where the settings are known, the rule is told with its number. */
static void name_the_limit(const Run *run, Problem *problem)
{
	const Policy *policy = run->grant.role.id == NULL
				       ? NULL
				       : policy_cache_find(run->backend, &run->grant,
							   &run->request->scope, INT32_MAX);
	if (policy == NULL || policy->maximum == 0 || problem->rules == NULL ||
	    problem->rules[1] != NULL || !g_str_equal(problem->rules[0], "ExpirationRule"))
		return;
	g_autofree char *longest = duration_format(policy->maximum);
	g_free(problem->message);
	problem->message = g_strdup_printf("At most %s is allowed here.", longest);
	problem_set_hint(problem, "Change the duration and try again.");
}

/* Refused or failed for good: what the refusal says is kept with the request. */
static void end_with_error(Run *run, const GError *error)
{
	g_autoptr(Problem) problem = backend_explain(error);
	name_the_limit(run, problem);
	const bool is_refusal =
		problem->kind == PROBLEM_REFUSED || problem->kind == PROBLEM_STEP_UP ||
		problem->kind == PROBLEM_NOT_ALLOWED || problem->kind == PROBLEM_ALREADY;
	run->request->state = is_refusal ? REQUEST_STATE_REFUSED : REQUEST_STATE_FAILED;
	g_free(run->request->code);
	g_free(run->request->message);
	run->request->code = g_strdup(problem->code);
	run->request->message = g_strdup(problem->message);
	write_down(run);
	tell_end(run, problem);
	if (run->grant.role.id != NULL)
		policy_cache_drop(run->backend, &run->grant, &run->request->scope);
	if (problem->kind == PROBLEM_ALREADY)
		reload_active(run);
	run_end(run);
}

static void give_up(Run *run)
{
	g_autoptr(GError) error = pim_error_new(PIM_ERROR_UNKNOWN_OUTCOME, "no answer in time");
	run->phase = RUN_UNKNOWN;
	g_clear_pointer(&run->wanted, request_free);
	run->request->state = REQUEST_STATE_UNKNOWN;
	g_autoptr(Problem) problem = backend_explain(error);
	write_down(run);
	tell_end(run, problem);
}

/* ---- hearing ---- */

/* What the service tells of the request now. */
static void take(Run *run, const Request *told)
{
	const bool is_news = run->request->state != told->state ||
			     g_strcmp0(run->request->status, told->status) != 0;
	const bool was_sending = run->phase != RUN_FOLLOWING;
	Request *request = request_copy(told);
	/* The key in the table of runs stays. */
	g_free(request->id);
	request->id = g_strdup(run->request->id);
	request_free(run->request);
	run->request = request;
	g_clear_pointer(&run->wanted, request_free);
	if (was_sending)
		run_begin_following(run);
	run->heard = clock_ticks(run->backend->clock);
	if (is_news) {
		write_down(run);
		run_tell(run, EVENT_PROGRESS, NULL);
	}
	if (!request_state_is_final(request->state))
		wait_longer(run);
	else if (is_news || run->job != NULL)
		end_with_state(run);
	else
		wait_steps(run, PACE_SLOW);
}

static void on_submitted(const Request *request, const GError *error, gpointer data)
{
	Run *run = data;
	run->is_calling = false;
	if (backend_is_over(run->backend, error))
		return; /* written down as prepared: the next start looks it up */
	if (request != NULL) {
		take(run, request);
	} else if (g_error_matches(error, PIM_ERROR, PIM_ERROR_UNKNOWN_OUTCOME)) {
		g_autoptr(Problem) problem = backend_explain(error);
		run_begin_following(run);
		run_tell(run, EVENT_PROGRESS, problem);
		wait_longer(run);
	} else {
		end_with_error(run, error);
	}
}

void run_refuse(Run *run, const GError *error)
{
	g_autoptr(Problem) problem = backend_explain(error);
	run_tell(run, EVENT_REFUSED, problem);
	if (run->job != NULL)
		job_release(g_steal_pointer(&run->job));
	run_end(run);
}

void run_submit(Run *run)
{
	run->phase = RUN_SENDING;
	run->is_calling = true;
	const PimSubmission submission = { run->request, &run->grant, false };
	run->workload->requests.submit(run->workload, &run->backend->context, &submission,
				       on_submitted, run);
}

/* It answered once: then its not knowing it (yet) is no leave to send it again. */
static bool was_accepted(const Run *run)
{
	return run->request->status != NULL || run->request->service_id != NULL;
}

/* The service has never had it. What is asked for now takes its place, and is written down before it is sent. */
static void send_wanted(Run *run)
{
	g_autoptr(GError) error = NULL;
	run->wanted->created = clock_now(run->backend->clock);
	if (!history_write(run->backend, run->wanted, &error)) {
		g_autoptr(Problem) problem = backend_explain(error);
		g_clear_pointer(&run->wanted, request_free);
		run->phase = RUN_UNKNOWN;
		run_tell(run, EVENT_REFUSED, problem);
		if (run->job != NULL)
			job_release(g_steal_pointer(&run->job));
		return;
	}
	request_free(run->request);
	run->request = g_steal_pointer(&run->wanted);
	run_tell(run, EVENT_PROGRESS, NULL);
	run_submit(run);
}

static void on_looked_up(const Request *request, const GError *error, gpointer data)
{
	Run *run = data;
	run->is_calling = false;
	if (backend_is_over(run->backend, error))
		return;
	const bool is_lacking = g_error_matches(error, PIM_ERROR, PIM_ERROR_NOT_FOUND);
	const bool is_old = run->request->created != 0 &&
			    run->request->created + NEVER_SECONDS < clock_now(run->backend->clock);
	if (request != NULL)
		take(run, request);
	else if (is_lacking && run->phase == RUN_RETRYING && !was_accepted(run))
		send_wanted(run);
	else if (is_lacking && is_old)
		end_with_error(run, error);
	else if (run->request->state == REQUEST_STATE_WAITING ||
		 run->request->state == REQUEST_STATE_SCHEDULED)
		wait_steps(run, PACE_SLOW);
	else if (is_past(run, run->heard, PACE_PATIENCE))
		give_up(run);
	else
		wait_longer(run);
}

void run_look(Run *run)
{
	if (run->is_calling)
		return;
	run->is_calling = true;
	run->workload->requests.look_up(run->workload, &run->backend->context, run->request,
					on_looked_up, run);
}

/* By one's own id or, where the service chooses ids, by its. */
Run *run_find(const Backend *backend, const Request *request)
{
	Run *run = request->id == NULL ? NULL : g_hash_table_lookup(backend->runs, request->id);
	GHashTableIter iter;
	gpointer value = NULL;
	g_hash_table_iter_init(&iter, backend->runs);
	while (run == NULL && request->service_id != NULL &&
	       g_hash_table_iter_next(&iter, NULL, &value)) {
		const char *id = ((Run *)value)->request->service_id;
		if (id != NULL && g_ascii_strcasecmp(id, request->service_id) == 0)
			run = value;
	}
	return run;
}

void run_observe(Backend *backend, const Request *request)
{
	Run *run = run_find(backend, request);
	if (run == NULL || run->is_calling || run->phase == RUN_SENDING)
		return;
	if (run->request->state != request->state)
		take(run, request);
}
