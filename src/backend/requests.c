/* Intents that change something: activate, check, deactivate, cancel, follow. */
#include "src/backend/private.h"
#include "src/pim/error.h"

/*
 * What is confirmed is what is sent: an eligibility or policy read longer ago than this is read once more before an
 * activation, so that a change behind an open form is noticed. The reading may take a while, but not for ever.
 */
#define FRESH_SECONDS    15
#define RECHECK_PATIENCE 3 /* in steps of the pace */

/* An activation that is looked at again before it is sent. */
typedef struct Pending {
	Backend *backend;
	Job *job;
	Activation *activation;
	bool needs_eligible;
	bool needs_policy;
	bool is_judged;
	GCancellable *cancellable; /* of the policy */
	guint timer;
	unsigned holds; /* by the list and the call that may still come back */
} Pending;

static const Grant *pending_grant(const Pending *pending)
{
	return &pending->activation->eligibility->grant;
}

static void pending_release(Pending *pending)
{
	if (--pending->holds > 0)
		return;
	g_queue_remove(&pending->backend->pending, pending);
	if (pending->timer != 0)
		g_source_remove(pending->timer);
	job_release(pending->job);
	activation_free(pending->activation);
	g_object_unref(pending->cancellable);
	g_free(pending);
}

/* Nothing was sent, and this is why. */
static void tell_refused(Backend *backend, const Job *job, const Grant *grant, const GError *error)
{
	Event *event = event_new(EVENT_REFUSED, job->intent_id);
	event->workload = grant->workload;
	event->eligibility_id = g_strdup(grant->id);
	backend_emit_problem(backend, event, error);
}

static Request *make_request(const Backend *backend, const Grant *grant, RequestKind kind)
{
	Request *request = request_new();
	request->id = g_uuid_string_random();
	request->workload = grant->workload;
	request->kind = kind;
	request->role.id = g_strdup(grant->role.id);
	request->role.name = g_strdup(grant->role.name);
	request->access = grant->access;
	request->state = REQUEST_STATE_PREPARED;
	request->created = clock_now(backend->clock);
	request->is_own = true;
	return request;
}

static Request *make_activation(const Backend *backend, const Activation *activation)
{
	const Grant *grant = &activation->eligibility->grant;
	Request *request = make_request(backend, grant, REQUEST_ACTIVATE);
	scope_copy(&request->scope,
		   activation->scope.id != NULL ? &activation->scope : &grant->scope);
	request->eligibility_schedule_id = g_strdup(grant->schedule_id);
	request->justification = g_strdup(activation->justification);
	request->ticket_number = g_strdup(activation->ticket_number);
	request->ticket_system = g_strdup(activation->ticket_system);
	request->start = activation->start;
	request->duration = activation->duration;
	if (request->start != 0)
		request->end = request->start + request->duration;
	return request;
}

/* ---- looking again ---- */

static void tell_new_policy(const Pending *pending, const Policy *policy)
{
	Event *event = event_new(EVENT_POLICY, pending->job->intent_id);
	event->workload = pending_grant(pending)->workload;
	event->eligibility_id = g_strdup(pending_grant(pending)->id);
	scope_copy(&event->scope, &pending->activation->scope);
	event->policy = policy_copy(policy);
	backend_emit(pending->backend, event);
}

/* True when what was confirmed is still so, as far as is known. */
static bool is_unchanged(const Pending *pending)
{
	const Grant *grant = pending_grant(pending);
	const ListState *list =
		&pending->backend->workloads[grant->workload].lists[LIST_ELIGIBILITIES];
	const Eligibility *now =
		lists_find_eligibility(pending->backend, grant->workload, grant->id);
	if (list->is_complete &&
	    (now == NULL || !eligibility_is_same(now, pending->activation->eligibility)))
		return false;
	const Policy *shown = pending->activation->policy;
	const Policy *policy = policy_cache_find(pending->backend, grant,
						 &pending->activation->scope, FRESH_SECONDS);
	if (shown == NULL || !shown->is_known || policy == NULL || !policy->is_known ||
	    policy_equal(shown, policy))
		return true;
	tell_new_policy(pending, policy);
	return false;
}

static void judge(Pending *pending)
{
	if (pending->is_judged)
		return;
	pending->is_judged = true;
	g_autoptr(GError) error = NULL;
	const Grant *grant = pending_grant(pending);
	if (g_cancellable_set_error_if_cancelled(pending->job->cancellable, &error)) {
		/* dropped before anything was sent */
	} else if (!is_unchanged(pending)) {
		error = pim_error_new(PIM_ERROR_CHANGED, "not as it was confirmed");
	} else if (!step_up_is_asked(pending->backend, pending->activation, pending->job)) {
		g_autoptr(Request) request = make_activation(pending->backend, pending->activation);
		const RunStart start = { .request = request,
					 .grant = grant,
					 .eligibility_id = grant->id,
					 .job = pending->job };
		run_send(pending->backend, &start, &error);
	}
	if (error != NULL)
		tell_refused(pending->backend, pending->job, grant, error);
	g_cancellable_cancel(pending->cancellable);
	pending_release(pending);
}

static void judge_if_ready(Pending *pending)
{
	if (!pending->needs_eligible && !pending->needs_policy)
		judge(pending);
}

static void on_policy(const Policy *policy, const GError *error, gpointer data)
{
	Pending *pending = data;
	if (policy != NULL)
		policy_cache_put(pending->backend, pending_grant(pending),
				 &pending->activation->scope, policy);
	pending->needs_policy = false;
	if (!backend_is_over(pending->backend, error))
		judge_if_ready(pending);
	pending_release(pending);
}

static gboolean on_patience_over(gpointer data)
{
	Pending *pending = data;
	pending->timer = 0;
	judge(pending); /* with what is known: the service has the last word anyway */
	return G_SOURCE_REMOVE;
}

void requests_on_eligible(Backend *backend, WorkloadId workload)
{
	g_autoptr(GList) list = g_list_copy(backend->pending.head);
	for (GList *link = list; link != NULL; link = link->next) {
		Pending *pending = link->data;
		if (pending->needs_eligible && pending_grant(pending)->workload == workload) {
			pending->needs_eligible = false;
			judge_if_ready(pending);
		}
	}
}

static bool is_list_fresh(const Backend *backend, WorkloadId workload)
{
	const ListState *list = &backend->workloads[workload].lists[LIST_ELIGIBILITIES];
	const Ticks age = clock_ticks(backend->clock) - list->loaded;
	return list->is_complete && age < (Ticks)FRESH_SECONDS * G_USEC_PER_SEC;
}

static void start_activation(Backend *backend, const Activation *activation, Job *job)
{
	const Grant *grant = &activation->eligibility->grant;
	const PimWorkload *workload = backend->workloads[grant->workload].workload;
	Pending *pending = g_new0(Pending, 1);
	pending->backend = backend;
	pending->job = job_hold(job);
	pending->activation = activation_copy(activation);
	if (pending->activation->scope.id == NULL)
		scope_copy(&pending->activation->scope, &grant->scope);
	pending->cancellable = g_cancellable_new();
	pending->holds = 1;
	pending->needs_eligible = !is_list_fresh(backend, grant->workload);
	pending->needs_policy = activation->policy != NULL && activation->policy->is_known &&
				policy_cache_find(backend, grant, &pending->activation->scope,
						  FRESH_SECONDS) == NULL;
	g_queue_push_tail(&backend->pending, pending);
	if (pending->needs_policy) {
		pending->holds++;
		workload->reads.policy(workload, &backend->context, grant,
				       &pending->activation->scope, pending->cancellable, on_policy,
				       pending);
	}
	if (pending->needs_eligible)
		lists_load(backend, grant->workload, LIST_ELIGIBILITIES, job);
	if (pending->needs_eligible || pending->needs_policy)
		pending->timer = g_timeout_add(backend->pace_ms * RECHECK_PATIENCE,
					       on_patience_over, pending);
	else
		judge(pending);
}

void requests_activate(Backend *backend, const Intent *intent, Job *job)
{
	run_begin_group(backend);
	for (guint i = 0; intent->activations != NULL && i < intent->activations->len; i++) {
		const Activation *activation = intent->activations->pdata[i];
		if (backend->workloads[activation->eligibility->grant.workload].workload != NULL)
			start_activation(backend, activation, job);
	}
	run_end_group(backend);
}

/* ---- the others ---- */

/* A call whose answer is one event. */
typedef struct Call {
	Backend *backend;
	Job *job;
	Request *request;
	Grant grant;
} Call;

static Call *call_new(Backend *backend, Job *job, Request *request, const Grant *grant)
{
	Call *call = g_new0(Call, 1);
	call->backend = backend;
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

static void on_checked(const Request *request, const GError *error, gpointer data)
{
	Call *call = data;
	(void)request;
	if (!backend_is_over(call->backend, error)) {
		Event *event = event_new(EVENT_CHECKED, call->job->intent_id);
		event->workload = call->grant.workload;
		event->eligibility_id = g_strdup(call->grant.id);
		scope_copy(&event->scope, &call->request->scope);
		backend_emit_problem(call->backend, event, error);
	}
	call_free(call);
}

void requests_check(Backend *backend, const Intent *intent, Job *job)
{
	for (guint i = 0; intent->activations != NULL && i < intent->activations->len; i++) {
		const Activation *activation = intent->activations->pdata[i];
		const Grant *grant = &activation->eligibility->grant;
		const PimWorkload *workload = backend->workloads[grant->workload].workload;
		if (workload == NULL)
			continue;
		Call *call = call_new(backend, job, make_activation(backend, activation), grant);
		const PimSubmission dry_run = { call->request, &call->grant, true };
		workload->requests.submit(workload, &backend->context, &dry_run, on_checked, call);
	}
}

void requests_deactivate(Backend *backend, const Intent *intent, Job *job)
{
	if (intent->assignment == NULL ||
	    backend->workloads[intent->assignment->grant.workload].workload == NULL)
		return;
	const Grant *grant = &intent->assignment->grant;
	g_autoptr(Request) request = make_request(backend, grant, REQUEST_DEACTIVATE);
	g_autoptr(GError) error = NULL;
	scope_copy(&request->scope, &grant->scope);
	request->eligibility_schedule_id = g_strdup(intent->assignment->eligibility_schedule_id);
	const RunStart start = {
		.request = request, .grant = grant, .eligibility_id = grant->id, .job = job
	};
	if (!run_send(backend, &start, &error))
		tell_refused(backend, job, grant, error);
}

static void on_cancelled(const Request *request, const GError *error, gpointer data)
{
	Call *call = data;
	Backend *backend = call->backend;
	g_autoptr(GError) problem = error == NULL ? NULL : g_error_copy(error);
	if (!backend_is_over(backend, error)) {
		if (problem == NULL)
			history_write(backend, request, &problem);
		Event *event = event_new(error == NULL ? EVENT_FINISHED : EVENT_REFUSED,
					 call->job->intent_id);
		event->workload = call->request->workload;
		event->request = request_copy(error == NULL ? request : call->request);
		backend_emit_problem(backend, event, problem);
		if (error == NULL) {
			run_observe(backend, request);
			lists_load(backend, request->workload, LIST_REQUESTS, call->job);
		}
	}
	call_free(call);
}

void requests_cancel(Backend *backend, const Intent *intent, Job *job)
{
	const PimWorkload *workload =
		intent->request == NULL ? NULL
					: backend->workloads[intent->request->workload].workload;
	if (workload == NULL)
		return;
	Call *call = call_new(backend, job, request_copy(intent->request), NULL);
	workload->requests.cancel(workload, &backend->context, call->request, on_cancelled, call);
}

void requests_follow(Backend *backend, const Intent *intent, Job *job)
{
	if (intent->request == NULL || intent->request->id == NULL ||
	    backend->workloads[intent->request->workload].workload == NULL)
		return;
	const RunStart start = { .request = intent->request, .job = job };
	run_follow(backend, &start);
}

void requests_resume(Backend *backend)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) entries =
		journal_list_unfinished(backend->journal, backend->account, &error);
	if (entries == NULL) {
		backend_emit_problem(backend, event_new(EVENT_NOTICE, 0), error);
		return;
	}
	for (guint i = 0; i < entries->len; i++) {
		const HistoryEntry *entry = entries->pdata[i];
		const RunStart start = { .request = entry->request };
		if (backend->workloads[entry->request->workload].workload != NULL &&
		    !g_hash_table_contains(backend->runs, entry->request->id))
			run_follow(backend, &start);
	}
}

void requests_init(Backend *backend)
{
	g_queue_init(&backend->pending);
	backend->runs = g_hash_table_new_full(scope_id_hash, scope_id_equal_hash, g_free,
					      (GDestroyNotify)run_free);
}

void requests_clear(Backend *backend)
{
	while (backend->pending.head != NULL)
		pending_release(backend->pending.head->data);
	g_clear_pointer(&backend->runs, g_hash_table_unref);
}
