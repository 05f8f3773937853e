#include "src/backend/reads.h"

#include "src/base/text.h"

struct Reads {
	Events *events;
	Network *network;
	const Lists *lists;
	RoleListener listener;
	gpointer listener_data;
};

Reads *reads_new(Events *events, Network *network, const Lists *lists)
{
	Reads *reads = g_new0(Reads, 1);
	reads->events = events;
	reads->network = network;
	reads->lists = lists;
	return reads;
}

void reads_free(Reads *reads)
{
	g_free(reads);
}

void reads_set_listener(Reads *reads, RoleListener listener, gpointer data)
{
	reads->listener = listener;
	reads->listener_data = data;
}

/* One read under way. */
typedef struct Read {
	const Reads *reads;
	Job *job;
	Grant grant;
	Scope scope;
	bool is_deep;
} Read;

static Read *read_new(const Reads *reads, Job *job)
{
	Read *read = g_new0(Read, 1);
	read->reads = reads;
	read->job = job_hold(job);
	return read;
}

/* Tells the outcome, or the problem. Takes the read and the event. */
static void read_end(Read *read, Event *event, const GError *error)
{
	Events *events = read->reads->events;
	if (events_is_over(events, error))
		event_free(event);
	else
		events_emit_problem(events, event, error);
	job_release(read->job);
	grant_clear(&read->grant);
	scope_clear(&read->scope);
	g_free(read);
}

/* ---- child scopes ---- */

static void on_children(const PimList *list, const GError *error, gpointer data)
{
	Read *read = data;
	Event *event = event_new(EVENT_CHILDREN, read->job->intent_id);
	event->workload = read->grant.workload;
	scope_copy(&event->scope, &read->scope);
	event->is_deep = read->is_deep;
	if (list != NULL) {
		event->rows = g_ptr_array_ref(list->rows);
		event->skipped = list->skipped;
		event->as_of = list->as_of;
		event->is_deep = list->is_deep;
		event->is_complete = true;
	}
	read_end(read, event, error);
}

void reads_list_children(gpointer owner, Intent *intent, Job *job)
{
	const Reads *reads = owner;
	const PimWorkload *workload = pim_workload(intent->workload);
	if (workload->reads.children == NULL)
		return;
	Read *read = read_new(reads, job);
	read->grant.workload = intent->workload;
	scope_copy(&read->scope, &intent->scope);
	read->is_deep = intent->is_deep;
	const PimQuestion question = { .scope = &read->scope, .is_deep = read->is_deep };
	workload->reads.children(workload, &reads->network->context, &question, job->cancellable,
				 on_children, read);
}

/* ---- what a role permits ---- */

/* A group's roles elsewhere: rows whose holder it is. "grants: Contributor at sub-prod (azure)". */
static void add_grants_through(const Read *read, GPtrArray *lines)
{
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		const GPtrArray *rows =
			lists_state(read->reads->lists, (WorkloadId)i, LIST_ELIGIBILITIES)->rows;
		for (guint j = 0; rows != NULL && j < rows->len; j++) {
			const Grant *grant = &((const Eligibility *)rows->pdata[j])->grant;
			if (!scope_id_equal(grant->holder.id, read->grant.role.id))
				continue;
			g_autofree char *line = g_strdup_printf(
				"grants: %s at %s (%s, eligible)",
				grant->role.name != NULL ? grant->role.name : grant->role.id,
				scope_label(&grant->scope), workload_info((WorkloadId)i)->name);
			g_ptr_array_add(lines, text_sanitize(line, -1));
		}
	}
}

static void on_role(GPtrArray *lines, const GError *error, gpointer data)
{
	Read *read = data;
	Event *event = event_new(EVENT_ROLE, read->job->intent_id);
	event->workload = read->grant.workload;
	event->role_id = g_strdup(read->grant.role.id);
	const Reads *reads = read->reads;
	/* What a group grants elsewhere is told by other lists, and is no part of its definition. */
	if (lines != NULL && !events_is_closed(reads->events))
		reads->listener(&read->grant, lines, reads->listener_data);
	if (lines != NULL)
		add_grants_through(read, lines);
	event->permissions = lines == NULL ? NULL : g_ptr_array_ref(lines);
	read_end(read, event, error);
}

void reads_role(gpointer owner, Intent *intent, Job *job)
{
	const Reads *reads = owner;
	const Grant *grant = intent->eligibility != NULL  ? &intent->eligibility->grant
			     : intent->assignment != NULL ? &intent->assignment->grant
							  : NULL;
	const PimWorkload *workload = grant == NULL ? NULL : pim_workload(grant->workload);
	if (workload == NULL || workload->reads.role == NULL)
		return;
	Read *read = read_new(reads, job);
	grant_copy(&read->grant, grant);
	workload->reads.role(workload, &reads->network->context, &read->grant, job->cancellable,
			     on_role, read);
}
