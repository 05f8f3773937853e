#include "src/backend/extensions.h"

#include "src/backend/prepare.h"
#include "src/backend/send.h"

struct Extensions {
	Events *events;
	Jobs *jobs;
	Network *network;
	Lists *lists;
	Runs *runs;
};

Extensions *extensions_new(Events *events, Jobs *jobs, Network *network, Lists *lists, Runs *runs)
{
	Extensions *extensions = g_new0(Extensions, 1);
	extensions->events = events;
	extensions->jobs = jobs;
	extensions->network = network;
	extensions->lists = lists;
	extensions->runs = runs;
	return extensions;
}

void extensions_free(Extensions *extensions)
{
	g_free(extensions);
}

void extensions_start(gpointer owner, Intent *intent, Job *job)
{
	Extensions *extensions = owner;
	g_autoptr(GError) error = NULL;
	if (intent->eligibility == NULL)
		return;
	const Grant *grant = &intent->eligibility->grant;
	const RunStart start = {
		.request = prepare_extension(intent, clock_now(extensions->network->clock)),
		.grant = grant,
		.eligibility_id = grant->id,
		.job = job,
	};
	if (send_request(extensions->runs, &start, &error))
		return;
	Event *event = event_new(EVENT_REFUSED, job->intent_id);
	event->workload = grant->workload;
	event->eligibility_id = g_strdup(grant->id);
	events_emit_problem(extensions->events, event, error);
}

void extensions_on_granted(const Request *request, const Grant *grant, gpointer data)
{
	Extensions *extensions = data;
	Job *job = job_new(extensions->jobs, 0);
	(void)grant;
	lists_load(extensions->lists, request->workload, LIST_ELIGIBILITIES, job);
	lists_load(extensions->lists, request->workload, LIST_DORMANT, job);
	job_release(job);
}
