#include "src/backend/requests.h"

#include "src/backend/prepare.h"
#include "src/backend/send.h"

struct Requests {
	Events *events;
	Network *network;
	History *history;
	Runs *runs;
};

Requests *requests_new(Events *events, Network *network, History *history, Runs *runs)
{
	Requests *requests = g_new0(Requests, 1);
	requests->events = events;
	requests->network = network;
	requests->history = history;
	requests->runs = runs;
	return requests;
}

void requests_free(Requests *requests)
{
	g_free(requests);
}

/* A call whose answer is one event. */
typedef struct Call {
	Requests *requests;
	Job *job;
	Request *request;
	Grant grant;
} Call;

/* Takes the request. */
static Call *call_new(Requests *requests, Job *job, Request *request, const Grant *grant)
{
	Call *call = g_new0(Call, 1);
	call->requests = requests;
	call->job = job_hold(job);
	call->request = request;
	if (grant != NULL)
		grant_copy(&call->grant, grant);
	return call;
}

static void call_free(Call *call)
{
	job_release(call->job);
	request_free(call->request);
	grant_clear(&call->grant);
	g_free(call);
}

/* ---- dry run ---- */

static void on_checked(const Request *request, const GError *error, gpointer data)
{
	Call *call = data;
	Events *events = call->requests->events;
	(void)request;
	if (!events_is_over(events, error)) {
		Event *event = event_new(EVENT_CHECKED, call->job->intent_id);
		event->workload = call->grant.workload;
		event->eligibility_id = g_strdup(call->grant.id);
		scope_copy(&event->scope, &call->request->scope);
		events_emit_problem(events, event, error);
	}
	call_free(call);
}

/* Takes the request. */
static void try_out(Requests *requests, Job *job, Request *request, const Grant *grant)
{
	const PimWorkload *workload = pim_workload(grant->workload);
	Call *call = call_new(requests, job, request, grant);
	const PimSubmission dry_run = { call->request, &call->grant, true };
	workload->requests.submit(workload, &requests->network->context, &dry_run, on_checked,
				  call);
}

void requests_check(gpointer owner, Intent *intent, Job *job)
{
	Requests *requests = owner;
	const Instant now = clock_now(requests->network->clock);
	if (intent->eligibility != NULL)
		try_out(requests, job, prepare_extension(intent, now), &intent->eligibility->grant);
	for (guint i = 0; intent->activations != NULL && i < intent->activations->len; i++) {
		const Activation *activation = intent->activations->pdata[i];
		try_out(requests, job, prepare_activation(activation, now),
			&activation->eligibility->grant);
	}
}

/* ---- deactivate ---- */

void requests_deactivate(gpointer owner, Intent *intent, Job *job)
{
	Requests *requests = owner;
	g_autoptr(GError) error = NULL;
	if (intent->assignment == NULL)
		return;
	const Grant *grant = &intent->assignment->grant;
	const RunStart start = {
		.request = prepare_deactivation(intent->assignment,
						clock_now(requests->network->clock)),
		.grant = grant,
		.eligibility_id = grant->id,
		.job = job,
	};
	if (send_request(requests->runs, &start, &error))
		return;
	Event *event = event_new(EVENT_REFUSED, job->intent_id);
	event->workload = grant->workload;
	event->eligibility_id = g_strdup(grant->id);
	events_emit_problem(requests->events, event, error);
}

/* ---- follow ---- */

void requests_follow(gpointer owner, Intent *intent, Job *job)
{
	Requests *requests = owner;
	if (intent->request == NULL || intent->request->id == NULL)
		return;
	const RunStart start = { .request = g_steal_pointer(&intent->request), .job = job };
	send_follow(requests->runs, &start);
}

void requests_on_known(gpointer data)
{
	Requests *requests = data;
	g_autoptr(GPtrArray) entries = history_list_unfinished(requests->history);
	for (guint i = 0; entries != NULL && i < entries->len; i++) {
		HistoryEntry *entry = entries->pdata[i];
		if (runs_find(requests->runs, entry->request) != NULL)
			continue;
		const RunStart start = { .request = g_steal_pointer(&entry->request) };
		send_follow(requests->runs, &start);
	}
}
