#include "src/backend/probes.h"

#include "src/backend.h"
#include "src/base/limits.h"
#include "src/model/operation-pick.h"
#include "src/pim/error.h"
#include "src/pim/fetch.h"

/* Between two rounds, in steps of the pace: 1, 2, 4, 8, then this many. */
#define PACE_LONGEST 15

/* The code of a truth that no wait makes more of. */
#define PROBE_HOPELESS "no-wait-helps"

#define NOT_ASKED  "It was not asked for."
#define NOT_LISTED "No list of the service shows it yet."
#define NOT_ASKABLE                                                                              \
	"Whether it counts already cannot be asked of this service: it is followed until it is " \
	"listed."
#define READING_OF_WHAT_COUNTS "Microsoft.Authorization/permissions/read"

#define NOT_READABLE "What the role permits cannot be read, so nothing can be asked about it."
#define NO_ANSWER    "The service says nothing about what counts at the scope."
#define NOT_AMONG    "What counts at the scope does not have the role yet."
#define FORBIDDEN    "A deny assignment forbids there what the role permits."
#define UNCONFIRMED  "The service did not answer when it was asked for the request."

struct Probes {
	Events *events;
	Network *network;
	Definitions *definitions;
	Operations *operations; /* NULL: not needed yet */
	GPtrArray *all;         /* Probe* */
};

typedef enum { STEP_DEFINITION, STEP_CHECK, STEP_PERMISSIONS, STEP_LIST, STEP_COUNT } Step;

typedef struct Probe {
	Probes *probes;
	const PimWorkload *workload;
	Job *job;
	gulong dropped; /* handler of the job's cancellable */
	Assignment *row;
	Lamp wanted;
	bool is_once;
	Truth *truth;
	bool is_news; /* a lamp changed in this round */
	RoleDefinition *definition;
	char *operation; /* NULL: no operation of the role is known by name */
	bool is_data;
	bool is_check_missing; /* there is no checkAccess here */
	GCancellable *call;    /* of the call under way; NULL: none */
	guint limit;           /* ends that call */
	bool is_late;          /* … and has */
	guint timer;           /* begins the next round */
	guint end;             /* of all patience */
	bool is_over;          /* nobody waits any more */
	bool has_asked;        /* a round came to its end */
	bool is_hopeless;      /* no wait makes more of it known: it is refused, or forbidden */
	unsigned steps;
	int64_t wait; /* seconds that the service asked to be left alone for; 0: it did not */
} Probe;

static void go(Probe *probe, Step step);

/* ---- the end ---- */

static void probe_free(gpointer data)
{
	Probe *probe = data;
	g_clear_handle_id(&probe->limit, g_source_remove);
	g_clear_handle_id(&probe->timer, g_source_remove);
	g_clear_handle_id(&probe->end, g_source_remove);
	g_cancellable_disconnect(probe->job->cancellable, probe->dropped);
	job_release(probe->job);
	assignment_free(probe->row);
	truth_free(probe->truth);
	role_definition_free(probe->definition);
	g_free(probe->operation);
	g_clear_object(&probe->call);
	g_free(probe);
}

static void tell(Probe *probe, bool is_complete)
{
	Event *event = event_new(EVENT_TRUTH, probe->job->intent_id);
	event->workload = probe->row->grant.workload;
	event->truth = truth_copy(probe->truth);
	event->is_complete = is_complete;
	if (is_complete && probe->is_hopeless)
		event->problem = problem_new(PROBLEM_REFUSED, PROBE_HOPELESS,
					     probe->truth->reasons[LAMP_EFFECTIVE], NULL);
	events_emit(probe->probes->events, event);
	probe->is_news = false;
}

static void finish(Probe *probe)
{
	if (!events_is_closed(probe->probes->events))
		tell(probe, true);
	g_ptr_array_remove_fast(probe->probes->all, probe);
}

/* Nobody waits any more: what is under way is given up, and its callback ends the probe. */
static void stop(Probe *probe)
{
	probe->is_over = true;
	g_clear_handle_id(&probe->timer, g_source_remove);
	if (probe->call != NULL)
		g_cancellable_cancel(probe->call);
	else
		finish(probe);
}

static gboolean on_end(gpointer data)
{
	Probe *probe = data;
	probe->end = 0;
	stop(probe);
	return G_SOURCE_REMOVE;
}

/* However short the patience: that it was not asked for is no answer, and each call has its own limit. */
static gboolean on_out_of_patience(gpointer data)
{
	Probe *probe = data;
	if (probe->has_asked)
		return on_end(probe);
	probe->end = 0;
	probe->is_once = true;
	return G_SOURCE_REMOVE;
}

/* Called from within the canceling, where no handler may be taken off. */
static void on_dropped(GCancellable *cancellable, gpointer data)
{
	Probe *probe = data;
	(void)cancellable;
	g_clear_handle_id(&probe->end, g_source_remove);
	probe->end = g_idle_add(on_end, probe);
}

/* ---- one call ---- */

static gboolean on_limit(gpointer data)
{
	Probe *probe = data;
	probe->limit = 0;
	probe->is_late = true;
	g_cancellable_cancel(probe->call);
	return G_SOURCE_REMOVE;
}

static GCancellable *begin_call(Probe *probe)
{
	probe->is_late = false;
	probe->call = g_cancellable_new();
	probe->limit = g_timeout_add(probe->probes->network->mute_ms, on_limit, probe);
	return probe->call;
}

/* False: that was the end of the probe. */
static bool end_call(Probe *probe, const GError *error)
{
	g_clear_handle_id(&probe->limit, g_source_remove);
	g_clear_object(&probe->call);
	const bool is_canceled = events_is_over(probe->probes->events, error) && !probe->is_late;
	if (!probe->is_over && !is_canceled) {
		if (error != NULL && error->domain == PIM_ERROR)
			probe->wait = MAX(probe->wait, pim_error_wait(error));
		return true;
	}
	finish(probe);
	return false;
}

static void set(Probe *probe, Lamp lamp, Light light, const char *reason)
{
	probe->is_news |= truth_set(probe->truth, lamp, light, reason);
}

/* Why there is no answer. */
static void set_failed(Probe *probe, Lamp lamp, const GError *error)
{
	if (probe->is_late) {
		g_autofree char *late =
			g_strdup_printf("The service has not answered within %u s.",
					MAX(probe->probes->network->mute_ms / 1000, 1));
		set(probe, lamp, LIGHT_UNKNOWN, late);
		return;
	}
	g_autoptr(Problem) problem = backend_explain(error);
	set(probe, lamp, LIGHT_UNKNOWN, problem->message);
}

/*
 * No wait changes such an answer: who asks may not be told. Where the role itself permits the reading, it may be refused only
 * until the role counts.
 */
static bool is_refused_for_good(const Probe *probe, const GError *error)
{
	if (probe->is_late)
		return false;
	g_autoptr(Problem) problem = backend_explain(error);
	if (problem->kind == PROBLEM_SIGN_IN || problem->kind == PROBLEM_STEP_UP)
		return true;
	return problem->kind == PROBLEM_NOT_ALLOWED &&
	       role_definition_permits(probe->definition, PLANE_CONTROL, READING_OF_WHAT_COUNTS) !=
		       PERMITS_SURELY;
}

/* ---- rounds ---- */

static bool is_askable(const Probe *probe)
{
	return probe->workload->proofs.check != NULL;
}

static bool is_reached(const Probe *probe)
{
	const Light *lights = probe->truth->lights;
	return lights[probe->wanted] == LIGHT_ON ||
	       (probe->wanted == LAMP_EFFECTIVE && !is_askable(probe) &&
		lights[LAMP_LISTED] == LIGHT_ON);
}

static void begin_round(Probe *probe)
{
	const bool is_asked = probe->wanted == LAMP_EFFECTIVE && is_askable(probe) &&
			      probe->truth->lights[LAMP_EFFECTIVE] != LIGHT_ON;
	probe->wait = 0;
	probe->is_hopeless = false;
	go(probe, !is_asked ? STEP_LIST : probe->definition != NULL ? STEP_CHECK : STEP_DEFINITION);
}

static gboolean on_timer(gpointer data)
{
	Probe *probe = data;
	probe->timer = 0;
	begin_round(probe);
	return G_SOURCE_REMOVE;
}

static void end_round(Probe *probe)
{
	probe->has_asked = true;
	if (probe->is_once || is_reached(probe) || probe->is_hopeless) {
		finish(probe);
		return;
	}
	/* Who waits hears at once what for: the first round always has news. */
	if (probe->is_news)
		tell(probe, false);
	const int64_t asked = MIN(probe->wait, LIMIT_RETRY_AFTER) * 1000;
	const int64_t next = (int64_t)probe->probes->network->pace_ms * probe->steps;
	probe->timer = g_timeout_add((guint)MAX(asked, next), on_timer, probe);
	probe->steps = MIN(probe->steps * 2, PACE_LONGEST);
}

/* ---- what the role permits ---- */

static void take_definition(Probe *probe, RoleDefinition *definition)
{
	Probes *probes = probe->probes;
	if (probes->operations == NULL)
		probes->operations = operations_new();
	probe->definition = definition;
	probe->operation = operation_pick(probes->operations, definition, &probe->is_data);
	go(probe, STEP_CHECK);
}

static void on_definition(RoleDefinition *definition, const GError *error, gpointer data)
{
	Probe *probe = data;
	g_autoptr(RoleDefinition) read = definition;
	if (!end_call(probe, error))
		return;
	if (read != NULL) {
		definitions_keep(probe->probes->definitions, read);
		take_definition(probe, g_steal_pointer(&read));
		return;
	}
	set(probe, LAMP_EFFECTIVE, LIGHT_UNKNOWN, NOT_READABLE);
	go(probe, STEP_LIST);
}

static void step_definition(Probe *probe)
{
	const Grant *grant = &probe->row->grant;
	RoleDefinition *kept = definitions_find(probe->probes->definitions, grant);
	if (kept != NULL) {
		take_definition(probe, kept);
		return;
	}
	probe->workload->reads.definition(probe->workload, &probe->probes->network->context, grant,
					  begin_call(probe), on_definition, probe);
}

/* ---- does it count? ---- */

static PimProofQuestion question_of(const Probe *probe)
{
	return (PimProofQuestion){ .grant = &probe->row->grant,
				   .operation = probe->operation,
				   .is_data = probe->is_data,
				   .definition = probe->definition };
}

/* It answers to nobody here, and will not in a while. */
static bool is_missing(const GError *error)
{
	const long status =
		error != NULL && error->domain == PIM_ERROR ? pim_error_status(error) : 0;
	return status == 400 || status == 404 || status == 405;
}

static void on_check(Proof proof, const GError *error, gpointer data)
{
	Probe *probe = data;
	if (!end_call(probe, error))
		return;
	probe->is_check_missing = probe->is_check_missing || is_missing(error);
	if (proof == PROOF_NAMED) {
		set(probe, LAMP_EFFECTIVE, LIGHT_ON, NULL);
	} else if (proof == PROOF_DENIED) {
		set(probe, LAMP_EFFECTIVE, LIGHT_UNKNOWN, FORBIDDEN);
		probe->is_hopeless = true;
	} else if (proof == PROOF_NOT_YET) {
		g_autofree char *reason = g_strdup_printf(
			"The service does not permit %s yet, which the role permits.",
			probe->operation);
		set(probe, LAMP_EFFECTIVE, LIGHT_UNKNOWN, reason);
	} else {
		go(probe, STEP_PERMISSIONS);
		return;
	}
	go(probe, STEP_LIST);
}

static void step_check(Probe *probe)
{
	if (probe->operation == NULL || probe->is_check_missing) {
		go(probe, STEP_PERMISSIONS);
		return;
	}
	const PimProofQuestion question = question_of(probe);
	probe->workload->proofs.check(probe->workload, &probe->probes->network->context, &question,
				      begin_call(probe), on_check, probe);
}

static void on_permissions(Proof proof, const GError *error, gpointer data)
{
	Probe *probe = data;
	if (!end_call(probe, error))
		return;
	probe->is_hopeless = error != NULL && is_refused_for_good(probe, error);
	if (error != NULL)
		set_failed(probe, LAMP_EFFECTIVE, error);
	else if (proof == PROOF_NAMED)
		set(probe, LAMP_EFFECTIVE, LIGHT_ON, NULL);
	else
		set(probe, LAMP_EFFECTIVE, LIGHT_UNKNOWN,
		    proof == PROOF_OTHER ? NOT_AMONG : NO_ANSWER);
	go(probe, STEP_LIST);
}

static void step_permissions(Probe *probe)
{
	const PimProofQuestion question = question_of(probe);
	probe->workload->proofs.permissions(probe->workload, &probe->probes->network->context,
					    &question, begin_call(probe), on_permissions, probe);
}

/* ---- is it listed? ---- */

static bool is_row(const Assignment *row, const Grant *grant)
{
	return grant->access == row->grant.access &&
	       scope_id_equal(row->grant.scope.id, grant->scope.id) &&
	       scope_id_equal(role_guid(row->grant.role.id), role_guid(grant->role.id));
}

static void on_list(const PimList *list, const GError *error, gpointer data)
{
	Probe *probe = data;
	if (list != NULL && !list->is_complete)
		return; /* more follows */
	if (!end_call(probe, error))
		return;
	if (error != NULL) {
		set_failed(probe, LAMP_LISTED, error);
		end_round(probe);
		return;
	}
	bool is_listed = false;
	for (guint i = 0; list != NULL && !is_listed && i < list->rows->len; i++)
		is_listed = is_row(list->rows->pdata[i], &probe->row->grant);
	set(probe, LAMP_LISTED, is_listed ? LIGHT_ON : LIGHT_OFF, is_listed ? NULL : NOT_LISTED);
	end_round(probe);
}

static void step_list(Probe *probe)
{
	const PimLists *lists = &probe->workload->lists;
	const PimContext *context = &probe->probes->network->context;
	const bool is_enough = !probe->is_once && is_reached(probe);
	if (is_enough || probe->wanted == LAMP_GRANTED ||
	    probe->truth->lights[LAMP_LISTED] == LIGHT_ON) {
		end_round(probe);
		return;
	}
	if (lists->load_active_at == NULL) {
		lists->load[LIST_ASSIGNMENTS](probe->workload, context, begin_call(probe), on_list,
					      probe);
		return;
	}
	g_autoptr(GPtrArray) scopes = g_ptr_array_new();
	g_ptr_array_add(scopes, &probe->row->grant.scope);
	lists->load_active_at(probe->workload, context, scopes, begin_call(probe), on_list, probe);
}

static void go(Probe *probe, Step step)
{
	static void (*const steps[STEP_COUNT])(Probe *) = {
		[STEP_DEFINITION] = step_definition,
		[STEP_CHECK] = step_check,
		[STEP_PERMISSIONS] = step_permissions,
		[STEP_LIST] = step_list,
	};
	steps[step](probe);
}

/* ---- all of them ---- */

Probes *probes_new(Events *events, Network *network, Definitions *definitions)
{
	Probes *probes = g_new0(Probes, 1);
	probes->events = events;
	probes->network = network;
	probes->definitions = definitions;
	probes->all = g_ptr_array_new_with_free_func(probe_free);
	return probes;
}

void probes_free(Probes *probes)
{
	if (probes == NULL)
		return;
	g_ptr_array_unref(probes->all);
	operations_free(probes->operations);
	g_free(probes);
}

void probes_on_forgotten(gpointer data)
{
	const Probes *probes = data;
	for (guint i = probes->all->len; i > 0; i--)
		stop(probes->all->pdata[i - 1]);
}

static void set_known(Probe *probe)
{
	const Assignment *row = probe->row;
	truth_set(probe->truth, LAMP_GRANTED, row->is_unconfirmed ? LIGHT_UNKNOWN : LIGHT_ON,
		  row->is_unconfirmed ? UNCONFIRMED : NULL);
	truth_set(probe->truth, LAMP_LISTED, row->is_provisional ? LIGHT_UNKNOWN : LIGHT_ON,
		  row->is_provisional ? NOT_ASKED : NULL);
	truth_set(probe->truth, LAMP_EFFECTIVE, LIGHT_UNKNOWN,
		  is_askable(probe) ? NOT_ASKED : NOT_ASKABLE);
}

void probes_start(gpointer owner, Intent *intent, Job *job)
{
	Probes *probes = owner;
	Probe *probe = g_new0(Probe, 1);
	probe->probes = probes;
	probe->row = g_steal_pointer(&intent->assignment);
	probe->workload = pim_workload(probe->row->grant.workload);
	probe->job = job_hold(job);
	probe->wanted = intent->lamp;
	probe->is_once = intent->duration == 0;
	probe->truth = truth_new();
	probe->steps = 1;
	set_known(probe);
	g_ptr_array_add(probes->all, probe);
	probe->dropped =
		g_cancellable_connect(job->cancellable, G_CALLBACK(on_dropped), probe, NULL);
	if (!probe->is_once)
		probe->end = g_timeout_add_seconds((guint)MIN(intent->duration, G_MAXINT32 / 1000),
						   on_out_of_patience, probe);
	begin_round(probe);
}
