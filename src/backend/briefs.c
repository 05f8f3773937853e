#include "src/backend/briefs.h"

#include "src/backend.h"
#include "src/model/brief.h"
#include "src/pim/error.h"

struct Briefs {
	Events *events;
	Network *network;
};

Briefs *briefs_new(Events *events, Network *network)
{
	Briefs *briefs = g_new0(Briefs, 1);
	briefs->events = events;
	briefs->network = network;
	return briefs;
}

void briefs_free(Briefs *briefs)
{
	g_free(briefs);
}

/* One that is being gathered. */
typedef struct Gathering {
	const Briefs *briefs;
	Job *job;
	Request *request;
	Grant grant; /* of what is asked for */
	Brief *brief;
	unsigned open; /* parts that have not answered */
	bool is_over;  /* nobody wants to know any more */
} Gathering;

static void end_part(Gathering *gathering, BriefPart part, const GError *error)
{
	Events *events = gathering->briefs->events;
	gathering->is_over = gathering->is_over || events_is_over(events, error);
	if (error != NULL && !gathering->is_over)
		gathering->brief->problems[part] = backend_explain(error);
	if (--gathering->open > 0)
		return;
	if (!gathering->is_over) {
		Event *event = event_new(EVENT_BRIEF, gathering->job->intent_id);
		event->workload = gathering->request->workload;
		event->request = g_steal_pointer(&gathering->request);
		event->brief = g_steal_pointer(&gathering->brief);
		events_emit(events, event);
	}
	job_release(gathering->job);
	request_free(gathering->request);
	grant_clear(&gathering->grant);
	brief_free(gathering->brief);
	g_free(gathering);
}

static void on_children(const PimList *list, const GError *error, gpointer data)
{
	Gathering *gathering = data;
	if (list != NULL) {
		gathering->brief->children = g_ptr_array_ref(list->rows);
		gathering->brief->is_deep = list->is_deep;
	}
	end_part(gathering, BRIEF_WIDTH, error);
}

static void on_permissions(GPtrArray *lines, const GError *error, gpointer data)
{
	Gathering *gathering = data;
	if (lines != NULL)
		gathering->brief->permissions = g_ptr_array_ref(lines);
	end_part(gathering, BRIEF_PERMITS, error);
}

static void on_definitions(const PimList *list, const GError *error, gpointer data)
{
	Gathering *gathering = data;
	if (list != NULL)
		gathering->brief->definitions = g_ptr_array_ref(list->rows);
	end_part(gathering, BRIEF_ROLES, error);
}

static void on_policy(const Policy *policy, const GError *error, gpointer data)
{
	Gathering *gathering = data;
	/* A refusal may come as a policy of which nothing is known. */
	const bool is_known = policy != NULL && policy->is_known;
	g_autoptr(GError) unknown =
		error == NULL && !is_known
			? pim_error_new(PIM_ERROR_NO_PERMISSION, "no policy can be read there")
			: NULL;
	gathering->brief->policy = is_known ? policy_copy(policy) : NULL;
	end_part(gathering, BRIEF_POLICY, error != NULL ? error : unknown);
}

static void begin(Gathering *gathering, BriefPart part)
{
	gathering->brief->is_asked[part] = true;
	gathering->open++;
}

/* What lies below is asked only where something may. */
static bool has_width(const Scope *scope)
{
	return scope->type == SCOPE_MANAGEMENT_GROUP || scope->type == SCOPE_SUBSCRIPTION;
}

static void ask(Gathering *gathering, bool is_deep)
{
	const PimWorkload *workload = pim_workload(gathering->request->workload);
	const PimContext *context = &gathering->briefs->network->context;
	const PimReads *reads = &workload->reads;
	const Grant *grant = &gathering->grant;
	GCancellable *cancellable = gathering->job->cancellable;
	const PimQuestion question = { .grant = grant, .scope = &grant->scope, .is_deep = true };
	if (is_deep && reads->children != NULL && has_width(&grant->scope)) {
		begin(gathering, BRIEF_WIDTH);
		reads->children(workload, context, &question, cancellable, on_children, gathering);
	}
	if (is_deep && reads->role != NULL) {
		begin(gathering, BRIEF_PERMITS);
		reads->role(workload, context, grant, cancellable, on_permissions, gathering);
	}
	if (is_deep && reads->definitions != NULL) {
		begin(gathering, BRIEF_ROLES);
		reads->definitions(workload, context, grant, cancellable, on_definitions,
				   gathering);
	}
	if (reads->policy != NULL) {
		begin(gathering, BRIEF_POLICY);
		reads->policy(workload, context, &question, cancellable, on_policy, gathering);
	}
}

void briefs_read(gpointer owner, Intent *intent, Job *job)
{
	if (intent->request == NULL)
		return;
	Gathering *gathering = g_new0(Gathering, 1);
	gathering->briefs = owner;
	gathering->job = job_hold(job);
	gathering->request = g_steal_pointer(&intent->request);
	gathering->brief = brief_new();
	const Request *request = gathering->request;
	Grant *grant = &gathering->grant;
	grant->workload = request->workload;
	grant->role.id = g_strdup(request->role.id);
	grant->role.name = g_strdup(request->role.name);
	grant->access = request->access;
	scope_copy(&grant->scope, &request->scope);
	ask(gathering, intent->is_deep);
}
