#include "src/backend/activations.h"

#include "src/backend/prepare.h"
#include "src/backend/send.h"
#include "src/backend/step-up.h"
#include "src/pim/error.h"

/*
 * What is confirmed is what is sent: an eligibility or policy read longer ago than this is read once more before an
 * activation, so that a change behind an open form is noticed. The reading may take a while, but not for ever.
 */
#define FRESH_SECONDS    15
#define RECHECK_PATIENCE 3 /* in steps of the pace */

struct Activations {
	Events *events;
	Network *network;
	Policies *policies;
	Lists *lists;
	Runs *runs;
	GQueue pending; /* Pending* */
};

/* An activation that is looked at again before it is sent. */
typedef struct Pending {
	Activations *activations;
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
	g_queue_remove(&pending->activations->pending, pending);
	if (pending->timer != 0)
		g_source_remove(pending->timer);
	job_release(pending->job);
	activation_free(pending->activation);
	g_object_unref(pending->cancellable);
	g_free(pending);
}

/* Nothing was sent. */
static Event *refusal_new(const Pending *pending)
{
	Event *event = event_new(EVENT_REFUSED, pending->job->intent_id);
	event->workload = pending_grant(pending)->workload;
	event->eligibility_id = g_strdup(pending_grant(pending)->id);
	return event;
}

/* ---- looking again ---- */

static void tell_new_policy(const Pending *pending, const Policy *policy)
{
	Event *event = event_new(EVENT_POLICY, pending->job->intent_id);
	event->workload = pending_grant(pending)->workload;
	event->eligibility_id = g_strdup(pending_grant(pending)->id);
	scope_copy(&event->scope, &pending->activation->scope);
	event->policy = policy_copy(policy);
	events_emit(pending->activations->events, event);
}

/* True when what was confirmed is still so, as far as is known. */
static bool is_unchanged(const Pending *pending)
{
	const Grant *grant = pending_grant(pending);
	const Activations *activations = pending->activations;
	const ListState *list =
		lists_state(activations->lists, grant->workload, LIST_ELIGIBILITIES);
	const Eligibility *now =
		lists_find_eligibility(activations->lists, grant->workload, grant->id);
	if (list->is_complete &&
	    (now == NULL || !eligibility_is_same(now, pending->activation->eligibility)))
		return false;
	const Policy *shown = pending->activation->policy;
	const Policy *policy = policies_find(activations->policies, grant,
					     &pending->activation->scope, FRESH_SECONDS);
	if (shown == NULL || !shown->is_known || policy == NULL || !policy->is_known ||
	    policy_equal(shown, policy))
		return true;
	tell_new_policy(pending, policy);
	return false;
}

static void send(const Pending *pending)
{
	Activations *activations = pending->activations;
	const Grant *grant = pending_grant(pending);
	g_autoptr(GError) error = NULL;
	const RunStart start = {
		.request = prepare_activation(pending->activation,
					      clock_now(activations->network->clock)),
		.grant = grant,
		.eligibility_id = grant->id,
		.job = pending->job,
	};
	if (!send_request(activations->runs, &start, &error))
		events_emit_problem(activations->events, refusal_new(pending), error);
}

static void judge(Pending *pending)
{
	Activations *activations = pending->activations;
	if (pending->is_judged)
		return;
	pending->is_judged = true;
	g_autoptr(GError) error = NULL;
	if (!g_cancellable_set_error_if_cancelled(pending->job->cancellable, &error) &&
	    !is_unchanged(pending))
		error = pim_error_new(PIM_ERROR_CHANGED, "not as it was confirmed");
	Problem *foreseen = error != NULL
				    ? NULL
				    : step_up_foresee(activations->network, activations->policies,
						      pending->activation);
	if (error != NULL) {
		events_emit_problem(activations->events, refusal_new(pending), error);
	} else if (foreseen != NULL) {
		Event *event = refusal_new(pending);
		event->problem = foreseen;
		events_emit(activations->events, event);
	} else {
		send(pending);
	}
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
		policies_put(pending->activations->policies, pending_grant(pending),
			     &pending->activation->scope, policy);
	pending->needs_policy = false;
	if (!events_is_over(pending->activations->events, error))
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

void activations_on_eligible(const ListNews *news, gpointer data)
{
	const Activations *activations = data;
	g_autoptr(GList) list = g_list_copy(activations->pending.head);
	for (GList *link = list; link != NULL; link = link->next) {
		Pending *pending = link->data;
		if (pending->needs_eligible && pending_grant(pending)->workload == news->workload) {
			pending->needs_eligible = false;
			judge_if_ready(pending);
		}
	}
}

static bool is_list_fresh(const Activations *activations, WorkloadId workload)
{
	const ListState *list = lists_state(activations->lists, workload, LIST_ELIGIBILITIES);
	const Ticks age = clock_ticks(activations->network->clock) - list->loaded;
	return list->is_complete && age < (Ticks)FRESH_SECONDS * G_USEC_PER_SEC;
}

static bool is_policy_fresh(const Activations *activations, const Activation *activation)
{
	return policies_find(activations->policies, &activation->eligibility->grant,
			     &activation->scope, FRESH_SECONDS) != NULL;
}

/* Takes the activation. */
static void look_again(Activations *activations, Activation *activation, Job *job)
{
	Network *network = activations->network;
	const Grant *grant = &activation->eligibility->grant;
	const PimWorkload *workload = pim_workload(grant->workload);
	if (activation->scope.id == NULL)
		scope_copy(&activation->scope, &grant->scope);
	Pending *pending = g_new0(Pending, 1);
	pending->activations = activations;
	pending->job = job_hold(job);
	pending->activation = activation;
	pending->cancellable = g_cancellable_new();
	pending->holds = 1;
	pending->needs_eligible = !is_list_fresh(activations, grant->workload);
	pending->needs_policy = activation->policy != NULL && activation->policy->is_known &&
				!is_policy_fresh(activations, activation);
	g_queue_push_tail(&activations->pending, pending);
	if (pending->needs_policy) {
		pending->holds++;
		const PimQuestion question = { .grant = grant, .scope = &activation->scope };
		workload->reads.policy(workload, &network->context, &question, pending->cancellable,
				       on_policy, pending);
	}
	if (pending->needs_eligible)
		lists_load(activations->lists, grant->workload, LIST_ELIGIBILITIES, job);
	if (pending->needs_eligible || pending->needs_policy)
		pending->timer = g_timeout_add(network->pace_ms * RECHECK_PATIENCE,
					       on_patience_over, pending);
	else
		judge(pending);
}

void activations_start(gpointer owner, Intent *intent, Job *job)
{
	Activations *activations = owner;
	gsize count = 0;
	g_autofree gpointer *taken =
		intent->activations != NULL ? g_ptr_array_steal(intent->activations, &count) : NULL;
	send_begin_group(activations->runs);
	for (gsize i = 0; i < count; i++)
		look_again(activations, taken[i], job);
	send_end_group(activations->runs);
}

/* ---- the whole ---- */

Activations *activations_new(Events *events, Network *network, Policies *policies, Lists *lists,
			     Runs *runs)
{
	Activations *activations = g_new0(Activations, 1);
	activations->events = events;
	activations->network = network;
	activations->policies = policies;
	activations->lists = lists;
	activations->runs = runs;
	g_queue_init(&activations->pending);
	return activations;
}

void activations_on_forgotten(gpointer data)
{
	Activations *activations = data;
	while (activations->pending.head != NULL)
		pending_release(activations->pending.head->data);
}

void activations_free(Activations *activations)
{
	if (activations == NULL)
		return;
	activations_on_forgotten(activations);
	g_free(activations);
}
