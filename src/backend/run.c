#include "src/backend/run.h"

#include "src/backend.h"
#include "src/backend/confirm.h"
#include "src/base/limits.h"
#include "src/model/duration.h"
#include "src/pim/error.h"

#define AGAIN_STEPS \
	5 /* of the pace, before what the service was not ready for is sent again; then twice that */
#define TRIES 3
#define NEVER_SECONDS \
	600 /* a request so old that the service does not know never arrived (or was forgotten) */

typedef struct Listener {
	RunListener listener;
	gpointer data;
} Listener;

/* ---- all of them ---- */

static void run_free(gpointer data)
{
	Run *run = data;
	pace_stop(&run->pace);
	if (run->job != NULL)
		job_release(run->job);
	request_free(run->request);
	request_free(run->wanted);
	grant_clear(&run->grant);
	g_free(run->eligibility_id);
	g_free(run);
}

Runs *runs_new(Events *events, Network *network, History *history, const Policies *policies)
{
	Runs *runs = g_new0(Runs, 1);
	runs->events = events;
	runs->network = network;
	runs->history = history;
	runs->policies = policies;
	runs->table = g_hash_table_new_full(scope_id_hash, scope_id_equal_hash, g_free, run_free);
	for (int news = 0; news < RUN_NEWS_COUNT; news++)
		runs->listeners[news] = g_array_new(FALSE, FALSE, sizeof(Listener));
	g_queue_init(&runs->written);
	return runs;
}

void runs_free(Runs *runs)
{
	if (runs == NULL)
		return;
	g_hash_table_unref(runs->table);
	for (int news = 0; news < RUN_NEWS_COUNT; news++)
		g_array_unref(runs->listeners[news]);
	g_free(runs);
}

void runs_listen(Runs *runs, RunNews news, RunListener listener, gpointer data)
{
	const Listener row = { listener, data };
	g_array_append_val(runs->listeners[news], row);
}

static void announce(const Run *run, RunNews news)
{
	const GArray *listeners = run->runs->listeners[news];
	for (guint i = 0; i < listeners->len; i++) {
		const Listener *row = &g_array_index(listeners, Listener, i);
		row->listener(run->request, &run->grant, row->data);
	}
}

void runs_on_forgotten(gpointer data)
{
	Runs *runs = data;
	g_hash_table_remove_all(runs->table);
}

static void on_due(gpointer data)
{
	Run *run = data;
	if (run->phase == RUN_SENDING)
		run_submit(run);
	else
		run_look(run);
}

Run *run_new(Runs *runs, Request *request)
{
	Run *run = g_new0(Run, 1);
	run->runs = runs;
	run->workload = pim_workload(request->workload);
	run->calls = request_is_decision(request->kind) ? &run->workload->decisions
							: &run->workload->requests;
	run->request = request;
	pace_init(&run->pace, runs->network->clock, runs->network->pace_ms, on_due, run);
	g_hash_table_replace(runs->table, g_strdup(request->id), run);
	return run;
}

static void run_end(Run *run)
{
	/* Lookups ignore letter case, so the key is the one it was entered under. */
	g_hash_table_remove(run->runs->table, run->request->id);
}

/* ---- telling ---- */

static void write_down(Run *run)
{
	g_autoptr(GError) error = NULL;
	if (!history_write(run->runs->history, run->request, &error))
		events_emit_notice(run->runs->events, error);
}

static Event *make_event(const Run *run, EventKind kind, const Problem *problem)
{
	Event *event = event_new(kind, run->job == NULL ? 0 : run->job->intent_id);
	event->workload = run->request->workload;
	event->eligibility_id = g_strdup(run->eligibility_id);
	event->request = request_copy(run->request);
	event->problem = problem_copy(problem);
	return event;
}

void run_tell(Run *run, EventKind kind, const Problem *problem)
{
	events_emit(run->runs->events, make_event(run, kind, problem));
}

/* The role is on, and was not before: whose tokens do not carry it? NULL: nobody's. */
static GPtrArray *find_older_tokens(const Run *run)
{
	const Network *network = run->runs->network;
	const Request *request = run->request;
	const bool is_on = request->kind == REQUEST_ACTIVATE &&
			   request->state == REQUEST_STATE_ACTIVE &&
			   (request->end == 0 || request->end > clock_now(network->clock));
	return is_on ? network_find_older_tokens(network, request->start) : NULL;
}

static void tell_end(Run *run, const Problem *problem)
{
	Event *event = make_event(run, EVENT_FINISHED, problem);
	event->older_tokens = find_older_tokens(run);
	events_emit(run->runs->events, event);
	if (run->job != NULL)
		job_release(g_steal_pointer(&run->job));
}

/* ---- waiting ---- */

/*
 * The service asks to be left alone for a while, and is: it is told until when, and what happens then. False: for longer than
 * anybody waits, or it does not ask.
 */
static bool heed(Run *run, const GError *error, const char *then)
{
	const int64_t seconds = pim_error_wait(error);
	const Instant now = clock_now(run->runs->network->clock);
	if (seconds <= 0 || seconds > LIMIT_RETRY_AFTER)
		return false;
	g_autoptr(GTimeZone) zone = g_time_zone_new_local();
	g_autofree char *until = instant_format_local(now + seconds, now, zone);
	g_autofree char *message =
		g_strdup_printf("The service is busy and asks to wait %d s, until %s: %s",
				(int)seconds, until, then);
	Event *event = event_new(EVENT_NOTICE, 0);
	event->problem = problem_new(PROBLEM_ALREADY, "throttled", message, NULL);
	events_emit(run->runs->events, event);
	pace_wait_asked(&run->pace, seconds);
	return true;
}

/* What starts later is looked at as soon as it should have begun, and everything now and then: it may be canceled. */
static void wait_patiently(Run *run)
{
	const Request *request = run->request;
	if (request->state == REQUEST_STATE_SCHEDULED)
		pace_wait_start(&run->pace, request->start - clock_now(run->runs->network->clock));
	else
		pace_wait_person(&run->pace);
}

void run_begin_following(Run *run)
{
	run->phase = RUN_FOLLOWING;
	pace_begin(&run->pace);
}

/* ---- ends ---- */

/* For a person, or for its start: it is looked at again as long as the program runs. */
static bool is_waiting_long(const Request *request)
{
	return request->state == REQUEST_STATE_WAITING || request->state == REQUEST_STATE_SCHEDULED;
}

static void end_with_state(Run *run)
{
	const RequestState state = run->request->state;
	tell_end(run, NULL);
	if (state == REQUEST_STATE_SCHEDULED)
		announce(run, RUN_SCHEDULED);
	if (is_waiting_long(run->request)) {
		pace_anew(&run->pace);
		wait_patiently(run);
		return;
	}
	if (request_is_decision(run->request->kind)) {
		announce(run, RUN_DECIDED);
	} else if (state == REQUEST_STATE_GRANTED) {
		announce(run, RUN_GRANTED);
	} else if (state == REQUEST_STATE_ACTIVE || state == REQUEST_STATE_ENDED) {
		network_forget_tokens(run->runs->network);
		announce(run, RUN_SUCCEEDED);
	}
	run_end(run);
}

/* "At most 8h": where the settings are known, the rule is told with its number. */
static void name_the_limit(const Run *run, Problem *problem)
{
	/* What is known are the settings for activations. */
	const Policy *policy = run->grant.role.id == NULL || run->request->kind != REQUEST_ACTIVATE
				       ? NULL
				       : policies_find(run->runs->policies, &run->grant,
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
	if (request_is_extension(run->request->kind) && problem->kind == PROBLEM_NOT_ALLOWED) {
		network_offer_portal(run->runs->network, run->request->workload, problem);
		network_offer_permission(run->runs->network, error, problem);
	}
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
	if (request_is_decision(run->request->kind)) {
		announce(run, RUN_DECIDED);
		run_end(run);
		return;
	}
	announce(run, RUN_REFUSED);
	if (problem->kind == PROBLEM_ALREADY)
		announce(run, RUN_NEEDLESS);
	run_end(run);
}

/* `why`: of the last look. */
static void give_up(Run *run, const GError *why)
{
	const bool is_settled = request_state_is_final(run->request->state);
	g_autoptr(Problem) problem =
		is_settled ? confirm_explain_unconfirmed(why) : confirm_explain_unknown(why);
	if (!is_settled) {
		run->phase = RUN_UNKNOWN;
		g_clear_pointer(&run->wanted, request_free);
		run->request->state = REQUEST_STATE_UNKNOWN;
		write_down(run);
	}
	tell_end(run, problem);
	if (is_waiting_long(run->request))
		wait_patiently(run);
	else if (is_settled)
		run_end(run);
}

/* ---- hearing ---- */

/* What is active through an eligibility ends with it, whatever was asked for. */
static void bound_end(const Run *run, Request *request)
{
	const Instant end = run->grant.end;
	if (request->kind != REQUEST_ACTIVATE || end == 0 || request->end <= end)
		return;
	request->end = end;
	if (request->start != 0 && request->start < end)
		request->duration = end - request->start;
}

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
	bound_end(run, request);
	request_free(run->request);
	run->request = request;
	g_clear_pointer(&run->wanted, request_free);
	if (was_sending)
		run_begin_following(run);
	pace_hear(&run->pace);
	if (is_news) {
		write_down(run);
		run_tell(run, EVENT_PROGRESS, NULL);
	}
	if (!request_state_is_final(request->state))
		pace_wait_running(&run->pace);
	else if (is_news || run->job != NULL)
		end_with_state(run);
	else
		wait_patiently(run);
}

/*
 * For a minute or two the service's memory lags behind what it has done: it does not find a fresh activation that is to be
 * ended, and still has one that was ended. Neither is so.
 */
static bool is_lagging(const Run *run, const GError *error)
{
	if (run->request->kind == REQUEST_DEACTIVATE)
		return g_error_matches(error, PIM_ERROR, PIM_ERROR_NOT_ACTIVE);
	return g_error_matches(error, PIM_ERROR, PIM_ERROR_ALREADY_ACTIVE) &&
	       history_was_ended(run->runs->history, run->request);
}

/* One has ended it oneself, as the journal knows. */
static bool was_ended_before(const Run *run, const GError *error)
{
	return run->request->kind == REQUEST_DEACTIVATE &&
	       g_error_matches(error, PIM_ERROR, PIM_ERROR_NOT_ACTIVE) &&
	       history_was_ended(run->runs->history, run->request);
}

/* It was refused, so that sending it again doubles nothing. */
static void end_or_send_again(Run *run, const GError *error)
{
	const bool is_late = is_lagging(run, error);
	run->tries++;
	if (g_error_matches(error, PIM_ERROR, PIM_ERROR_THROTTLED) && run->tries < TRIES &&
	    heed(run, error, "the request is sent again then."))
		return;
	if (is_late && run->tries < TRIES) {
		pace_wait(&run->pace, AGAIN_STEPS * run->tries);
		return;
	}
	g_autoptr(GError) still = is_late && run->request->kind == REQUEST_ACTIVATE
					  ? pim_error_recode(error, PIM_ERROR_STILL_ENDING)
					  : g_error_copy(error);
	end_with_error(run, still);
}

/* A Run, and why the service refused what may be so already. */
typedef struct Doubt {
	Run *run;
	GError *refusal;
} Doubt;

static Doubt *doubt_new(Run *run, const GError *refusal)
{
	Doubt *doubt = g_new0(Doubt, 1);
	doubt->run = run;
	doubt->refusal = g_error_copy(refusal);
	return doubt;
}

static void on_newest_known(ConfirmAnswer answer, const Request *told, const GError *error,
			    gpointer data)
{
	g_autofree Doubt *doubt = data;
	g_autoptr(GError) refusal = doubt->refusal;
	Run *run = doubt->run;
	(void)told;
	run->is_calling = false;
	if (events_is_over(run->runs->events, error))
		return;
	if (answer != CONFIRM_GONE) {
		end_or_send_again(run, refusal);
		return;
	}
	g_autoptr(GError) before = pim_error_recode(refusal, PIM_ERROR_ENDED_BEFORE);
	end_with_error(run, before);
}

/* It may have been activated again since, elsewhere: only the service knows. */
static void ask_whether_ended(Run *run, const GError *refusal)
{
	run->is_calling = true;
	confirm_newest(run->runs->network, run->request, on_newest_known, doubt_new(run, refusal));
}

static void on_existing_known(ConfirmAnswer answer, const Request *told, const GError *error,
			      gpointer data)
{
	g_autofree Doubt *doubt = data;
	g_autoptr(GError) refusal = doubt->refusal;
	Run *run = doubt->run;
	run->is_calling = false;
	if (events_is_over(run->runs->events, error))
		return;
	const bool is_lately_ended =
		answer == CONFIRM_GONE && history_was_ended(run->runs->history, run->request);
	PimErrorCode means = PIM_ERROR_REQUEST_EXISTS;
	if (answer == CONFIRM_HELD || is_lately_ended)
		means = PIM_ERROR_ALREADY_ACTIVE;
	else if (told != NULL)
		means = PIM_ERROR_PENDING;
	g_autoptr(GError) known = pim_error_recode(refusal, means);
	end_or_send_again(run, known);
}

static bool is_of_another(const Run *run, const GError *error)
{
	return run->request->kind == REQUEST_ACTIVATE &&
	       g_error_matches(error, PIM_ERROR, PIM_ERROR_REQUEST_EXISTS);
}

/* The role may be on, or only asked for: "there is such a request" says neither. */
static void ask_what_exists(Run *run, const GError *refusal)
{
	run->is_calling = true;
	confirm_existing(run->runs->network, run->request, on_existing_known,
			 doubt_new(run, refusal));
}

static void on_submitted(const Request *request, const GError *error, gpointer data)
{
	Run *run = data;
	run->is_calling = false;
	if (events_is_over(run->runs->events, error))
		return; /* written down as prepared: the next start looks it up */
	if (request != NULL) {
		take(run, request);
	} else if (g_error_matches(error, PIM_ERROR, PIM_ERROR_UNKNOWN_OUTCOME)) {
		g_autoptr(Problem) problem = backend_explain(error);
		run_begin_following(run);
		run_tell(run, EVENT_PROGRESS, problem);
		if (!heed(run, error, "what became of the request is looked up then."))
			pace_wait_running(&run->pace);
	} else if (was_ended_before(run, error)) {
		ask_whether_ended(run, error);
	} else if (is_of_another(run, error)) {
		ask_what_exists(run, error);
	} else {
		end_or_send_again(run, error);
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

static void on_written(const char *request_id, const GError *error, gpointer data)
{
	const Runs *runs = data;
	Run *run = g_hash_table_lookup(runs->table, request_id);
	if (run != NULL && error != NULL)
		run_refuse(run, error);
	if (run == NULL || error != NULL)
		return;
	const PimSubmission submission = { run->request, &run->grant, false };
	run->calls->submit(run->workload, &runs->network->context, &submission, on_submitted, run);
}

void run_submit(Run *run)
{
	run->phase = RUN_SENDING;
	run->is_calling = true;
	history_when_written(run->runs->history, run->request->id, on_written, run->runs);
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
	run->wanted->created = clock_now(run->runs->network->clock);
	if (!history_write(run->runs->history, run->wanted, &error)) {
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

/* What a look-up does not find is the request, whatever word the service has for that. */
static void end_as_forgotten(Run *run, const GError *error)
{
	g_autoptr(GError) forgotten = request_is_decision(run->request->kind)
					      ? g_error_copy(error)
					      : pim_error_recode(error, PIM_ERROR_NO_REQUEST);
	end_with_error(run, forgotten);
}

static void on_looked_up(const Request *request, const GError *error, gpointer data)
{
	Run *run = data;
	run->is_calling = false;
	if (events_is_over(run->runs->events, error))
		return;
	const bool is_lacking = pim_error_is_lacking(error);
	const bool is_old =
		run->request->created != 0 &&
		run->request->created + NEVER_SECONDS < clock_now(run->runs->network->clock);
	/* Whoever waits is told; else it may yet be known when somebody has signed in. */
	const bool is_turned_away =
		error != NULL && run->job != NULL && confirm_is_turned_away(error);
	/* Another process sent it, and was refused: the service will never know of it. */
	g_autoptr(Request) written =
		is_lacking ? history_find_end(run->runs->history, run->request) : NULL;
	if (request != NULL)
		take(run, request);
	else if (is_lacking && run->phase == RUN_RETRYING && !was_accepted(run))
		send_wanted(run);
	else if (written != NULL)
		take(run, written);
	else if (is_lacking && is_old)
		end_as_forgotten(run, error);
	else if (is_waiting_long(run->request) && !is_turned_away)
		wait_patiently(run);
	else if (is_turned_away || pace_is_mute(&run->pace))
		give_up(run, error);
	else
		pace_wait_running(&run->pace);
}

void run_look(Run *run)
{
	if (run->is_calling)
		return;
	run->is_calling = true;
	run->calls->look_up(run->workload, &run->runs->network->context, run->request, on_looked_up,
			    run);
}

/* By one's own id or, where the service chooses ids, by its. */
Run *runs_find(const Runs *runs, const Request *request)
{
	Run *run = request->id == NULL ? NULL : g_hash_table_lookup(runs->table, request->id);
	GHashTableIter iter;
	gpointer value = NULL;
	g_hash_table_iter_init(&iter, runs->table);
	while (run == NULL && request->service_id != NULL &&
	       g_hash_table_iter_next(&iter, NULL, &value)) {
		const char *id = ((Run *)value)->request->service_id;
		if (id != NULL && g_ascii_strcasecmp(id, request->service_id) == 0)
			run = value;
	}
	return run;
}

void runs_observe(Runs *runs, const Request *request)
{
	Run *run = runs_find(runs, request);
	if (run == NULL || run->is_calling || run->phase == RUN_SENDING)
		return;
	if (run->request->state != request->state)
		take(run, request);
}

void runs_on_requests(const ListNews *news, gpointer data)
{
	for (guint i = 0; i < news->rows->len; i++)
		runs_observe(data, news->rows->pdata[i]);
}
