#include "src/backend/holdings.h"

#include "src/backend.h"
#include "src/model/holding.h"

struct HoldingReads {
	Events *events;
	Network *network;
};

HoldingReads *holding_reads_new(Events *events, Network *network)
{
	HoldingReads *reads = g_new0(HoldingReads, 1);
	reads->events = events;
	reads->network = network;
	return reads;
}

void holding_reads_free(HoldingReads *reads)
{
	g_free(reads);
}

/* One under way. */
typedef struct Gathering {
	const HoldingReads *reads;
	Job *job;
	WorkloadId workload;
	Scope scope;
	char *own_id; /* of who asks */
	Holdings *holdings;
	GPtrArray *requests; /* Request*; NULL: not known */
	GError *error;       /* why there is no list */
	unsigned open;       /* lists that have not answered */
	bool is_over;        /* nobody wants to know any more */
} Gathering;

/* What a service that gives no names has left out. */
static void name_scopes(const Gathering *gathering)
{
	const GPtrArray *rows = gathering->holdings->rows;
	const Scope *asked = &gathering->scope;
	for (guint i = 0; i < rows->len; i++) {
		Grant *grant = &((Holding *)rows->pdata[i])->assignment->grant;
		if (!scope_id_equal(grant->scope.id, asked->id))
			continue;
		if (grant->scope.name == NULL)
			grant->scope.name = g_strdup(asked->name);
		if (grant->role.name == NULL && scope_id_equal(grant->role.id, asked->id))
			grant->role.name = g_strdup(asked->name);
	}
}

static void tell(Gathering *gathering)
{
	Holdings *holdings = gathering->holdings;
	Event *event = event_new(EVENT_HOLDINGS, gathering->job->intent_id);
	event->workload = gathering->workload;
	scope_copy(&event->scope, &gathering->scope);
	if (gathering->error == NULL) {
		if (gathering->requests != NULL)
			holdings_explain(holdings->rows, gathering->requests, gathering->own_id);
		name_scopes(gathering);
		holdings_merge(holdings->rows);
		holdings_sort(holdings->rows);
		event->as_of = holdings->as_of;
		event->holdings = g_steal_pointer(&gathering->holdings);
	}
	events_emit_problem(gathering->reads->events, event, gathering->error);
}

static void end_list(Gathering *gathering, const GError *error)
{
	const Events *events = gathering->reads->events;
	gathering->is_over = gathering->is_over || events_is_over(events, error);
	if (--gathering->open > 0)
		return;
	if (!gathering->is_over)
		tell(gathering);
	job_release(gathering->job);
	scope_clear(&gathering->scope);
	g_free(gathering->own_id);
	holdings_free(gathering->holdings);
	g_clear_pointer(&gathering->requests, g_ptr_array_unref);
	g_clear_error(&gathering->error);
	g_free(gathering);
}

static void on_list(const PimList *list, const GError *error, gpointer data)
{
	Gathering *gathering = data;
	Holdings *holdings = gathering->holdings;
	if (list != NULL) {
		holdings->rows = g_ptr_array_ref(list->rows);
		holdings->as_of = list->as_of;
		holdings->skipped = list->skipped;
		holdings->has_gaps = list->has_gaps;
	} else {
		gathering->error = g_error_copy(error);
	}
	end_list(gathering, error);
}

static void on_requests(const PimList *list, const GError *error, gpointer data)
{
	Gathering *gathering = data;
	if (list != NULL)
		gathering->requests = g_ptr_array_ref(list->rows);
	else if (!events_is_over(gathering->reads->events, error))
		gathering->holdings->no_reasons = backend_explain(error);
	end_list(gathering, error);
}

void holding_reads_start(gpointer owner, Intent *intent, Job *job)
{
	const HoldingReads *reads = owner;
	const PimWorkload *workload = pim_workload(intent->workload);
	const PimContext *context = &reads->network->context;
	if (intent->scope.id == NULL)
		return;
	Gathering *gathering = g_new0(Gathering, 1);
	gathering->reads = reads;
	gathering->job = job_hold(job);
	gathering->workload = intent->workload;
	scope_copy(&gathering->scope, &intent->scope);
	gathering->own_id = g_strdup(context->account->oid);
	gathering->holdings = holdings_new();
	gathering->open = 2;
	workload->holdings.list(workload, context, &gathering->scope, job->cancellable, on_list,
				gathering);
	workload->holdings.requests(workload, context, &gathering->scope, job->cancellable,
				    on_requests, gathering);
}
