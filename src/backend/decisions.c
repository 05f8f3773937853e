#include "src/backend/decisions.h"

#include <string.h>

#include "src/backend/prepare.h"
#include "src/backend/send.h"

struct Decisions {
	Events *events;
	Jobs *jobs;
	Network *network;
	Lists *lists;
	Runs *runs;
};

Decisions *decisions_new(Events *events, Jobs *jobs, Network *network, Lists *lists, Runs *runs)
{
	Decisions *decisions = g_new0(Decisions, 1);
	decisions->events = events;
	decisions->jobs = jobs;
	decisions->network = network;
	decisions->lists = lists;
	decisions->runs = runs;
	return decisions;
}

void decisions_free(Decisions *decisions)
{
	g_free(decisions);
}

/* ---- deciding ---- */

static void decide_one(Decisions *decisions, const Intent *intent, const Request *asked, Job *job)
{
	g_autoptr(GError) error = NULL;
	const RunStart start = {
		.request = prepare_decision(asked, intent->is_denial, intent->text,
					    clock_now(decisions->network->clock)),
		.eligibility_id = asked->id,
		.job = job,
	};
	if (send_request(decisions->runs, &start, &error))
		return;
	Event *event = event_new(EVENT_REFUSED, job->intent_id);
	event->workload = asked->workload;
	event->eligibility_id = g_strdup(asked->id);
	events_emit_problem(decisions->events, event, error);
}

void decisions_start(gpointer owner, Intent *intent, Job *job)
{
	Decisions *decisions = owner;
	send_begin_group(decisions->runs);
	for (guint i = 0; intent->requests != NULL && i < intent->requests->len; i++)
		decide_one(decisions, intent, intent->requests->pdata[i], job);
	send_end_group(decisions->runs);
}

void decisions_on_decided(const Request *request, const Grant *grant, gpointer data)
{
	Decisions *decisions = data;
	Job *job = job_new(decisions->jobs, 0);
	(void)grant;
	lists_load(decisions->lists, request->workload, LIST_APPROVALS, job);
	job_release(job);
}

/* ---- where to ask ---- */

/* The management group or subscription at or above the scope; NULL: none. The caller frees. */
static char *find_place(const Scope *scope)
{
	static const char prefix[] = "/subscriptions/";
	if (scope->type == SCOPE_MANAGEMENT_GROUP || scope->type == SCOPE_SUBSCRIPTION)
		return g_strdup(scope->id);
	if (scope->id == NULL || g_ascii_strncasecmp(scope->id, prefix, sizeof prefix - 1) != 0)
		return NULL;
	const char *end = strchr(scope->id + sizeof prefix - 1, '/');
	return end == NULL ? g_strdup(scope->id) : g_strndup(scope->id, (gsize)(end - scope->id));
}

static void add_places(Decisions *decisions, WorkloadId workload, ListId list)
{
	const GPtrArray *rows = lists_state(decisions->lists, workload, list)->rows;
	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		/* Both kinds of rows begin with their grant. */
		const Grant *grant = rows->pdata[i];
		char *place = find_place(&grant->scope);
		if (place != NULL)
			g_hash_table_add(decisions->network->context.places, place);
	}
}

void decisions_on_began(const ListNews *news, gpointer data)
{
	add_places(data, news->workload, LIST_ELIGIBILITIES);
	add_places(data, news->workload, LIST_ASSIGNMENTS);
}

void decisions_on_forgotten(gpointer data)
{
	const Decisions *decisions = data;
	g_hash_table_remove_all(decisions->network->context.places);
}
