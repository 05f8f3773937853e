#include "src/backend/cancel.h"

#include "src/backend.h"
#include "src/backend/send.h"
#include "src/pim/error.h"

struct Cancels {
	Events *events;
	Network *network;
	History *history;
	Lists *lists;
	Runs *runs;
	GHashTable *running; /* request id → Cancel* (owned) */
};

typedef struct Cancel {
	Cancels *cancels;
	Job *job;
	Request *request; /* as it was told when this was asked for */
} Cancel;

static void cancel_free(gpointer data)
{
	Cancel *cancel = data;
	job_release(cancel->job);
	request_free(cancel->request);
	g_free(cancel);
}

Cancels *cancels_new(Events *events, Network *network, History *history, Lists *lists, Runs *runs)
{
	Cancels *cancels = g_new0(Cancels, 1);
	cancels->events = events;
	cancels->network = network;
	cancels->history = history;
	cancels->lists = lists;
	cancels->runs = runs;
	cancels->running = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, cancel_free);
	return cancels;
}

void cancels_on_forgotten(gpointer data)
{
	Cancels *cancels = data;
	g_hash_table_remove_all(cancels->running);
}

void cancels_free(Cancels *cancels)
{
	if (cancels == NULL)
		return;
	g_hash_table_unref(cancels->running);
	g_free(cancels);
}

static void end(Cancel *cancel)
{
	g_hash_table_remove(cancel->cancels->running, cancel->request->id);
}

/* ---- What became of it -------------------------------------------------------------------------- */

static void write_down(const Cancel *cancel, const Request *request)
{
	g_autoptr(GError) error = NULL;
	if (!history_write(cancel->cancels->history, request, &error))
		events_emit_notice(cancel->cancels->events, error);
}

static void tell_canceled(const Cancel *cancel, const Request *request)
{
	const Cancels *cancels = cancel->cancels;
	g_autoptr(GError) unwritten = NULL;
	history_write(cancels->history, request, &unwritten);
	Event *event = event_new(EVENT_FINISHED, cancel->job->intent_id);
	event->workload = cancel->request->workload;
	event->request = request_copy(request);
	events_emit_problem(cancels->events, event, unwritten);
	runs_observe(cancels->runs, request);
	lists_load(cancels->lists, request->workload, LIST_REQUESTS, cancel->job);
}

static void tell_refused(const Cancel *cancel, const GError *error)
{
	Event *event = event_new(EVENT_REFUSED, cancel->job->intent_id);
	event->workload = cancel->request->workload;
	event->request = request_copy(cancel->request);
	events_emit_problem(cancel->cancels->events, event, error);
}

/* Decided or canceled by others meanwhile, mostly; or the answer was lost. */
static bool is_worth_a_look(const GError *error)
{
	g_autoptr(Problem) problem = backend_explain(error);
	return problem->kind == PROBLEM_REFUSED || problem->kind == PROBLEM_UNKNOWN_OUTCOME ||
	       pim_error_is_lacking(error);
}

static void look_up(const Cancel *cancel)
{
	const RunStart start = { .request = request_copy(cancel->request), .job = cancel->job };
	send_follow_anew(cancel->cancels->runs, &start);
}

static void on_canceled(const Request *request, const GError *error, gpointer data)
{
	Cancel *cancel = data;
	if (events_is_over(cancel->cancels->events, error))
		return; /* written down as unknown: the next start looks it up */
	if (error == NULL) {
		tell_canceled(cancel, request);
	} else {
		tell_refused(cancel, error);
		if (is_worth_a_look(error))
			look_up(cancel);
		else
			write_down(cancel, cancel->request);
	}
	end(cancel);
}

/* ---- Sending ------------------------------------------------------------------------------------ */

static void on_written(const char *request_id, const GError *error, gpointer data)
{
	const Cancels *cancels = data;
	Cancel *cancel = g_hash_table_lookup(cancels->running, request_id);
	if (cancel == NULL)
		return;
	if (error != NULL) {
		tell_refused(cancel, error);
		end(cancel);
		return;
	}
	const PimWorkload *workload = pim_workload(cancel->request->workload);
	workload->requests.cancel(workload, &cancels->network->context, cancel->request,
				  on_canceled, cancel);
}

/* From here on nobody knows how the request stands, until the service tells. */
static bool mark(const Cancel *cancel, GError **error)
{
	g_autoptr(Request) unsure = request_copy(cancel->request);
	unsure->state = REQUEST_STATE_UNKNOWN;
	return history_write_first(cancel->cancels->history, unsure, error);
}

void cancels_start(gpointer owner, Intent *intent, Job *job)
{
	Cancels *cancels = owner;
	g_autoptr(GError) error = NULL;
	/* Whoever asks twice hears of the first one. */
	if (intent->request == NULL || intent->request->id == NULL ||
	    g_hash_table_contains(cancels->running, intent->request->id))
		return;
	Cancel *cancel = g_new0(Cancel, 1);
	cancel->cancels = cancels;
	cancel->job = job_hold(job);
	cancel->request = g_steal_pointer(&intent->request);
	g_hash_table_replace(cancels->running, cancel->request->id, cancel);
	if (mark(cancel, &error)) {
		history_when_written(cancels->history, cancel->request->id, on_written, cancels);
		return;
	}
	tell_refused(cancel, error);
	end(cancel);
}
