/* Reads that belong to one row: child scopes, what a role permits, and its policy (cached for some minutes). */
#include "src/backend/private.h"
#include "src/base/text.h"
#include "src/pim/fetch.h"

/* How long a policy is believed without asking again. */
#define POLICY_SECONDS 300

/* One read under way. */
typedef struct Read {
	Backend *backend;
	Job *job;
	Eligibility *eligibility;
	Grant grant;
	Scope scope;
	bool is_deep;
} Read;

static Read *read_new(Backend *backend, Job *job)
{
	Read *read = g_new0(Read, 1);
	read->backend = backend;
	read->job = job_hold(job);
	return read;
}

static void read_free(Read *read)
{
	job_release(read->job);
	eligibility_free(read->eligibility);
	grant_clear(&read->grant);
	scope_clear(&read->scope);
	g_free(read);
}

/* Tells the outcome: what `fill` was given, or the problem. */
static void read_end(Read *read, Event *event, const GError *error)
{
	if (backend_is_over(read->backend, error))
		event_free(event);
	else
		backend_emit_problem(read->backend, event, error);
	read_free(read);
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

void reads_list_children(Backend *backend, const Intent *intent, Job *job)
{
	const PimWorkload *workload = backend->workloads[intent->workload].workload;
	if (workload == NULL || workload->reads.children == NULL)
		return;
	Read *read = read_new(backend, job);
	read->grant.workload = intent->workload;
	scope_copy(&read->scope, &intent->scope);
	read->is_deep = intent->is_deep;
	workload->reads.children(workload, &backend->context, &read->scope, read->is_deep,
				 job->cancellable, on_children, read);
}

/* ---- what a role permits ---- */

/* A group's roles elsewhere: rows whose holder it is. "grants: Contributor at sub-prod (azure)". */
static void add_grants_through(const Read *read, GPtrArray *lines)
{
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		GPtrArray *rows = read->backend->workloads[i].lists[LIST_ELIGIBILITIES].rows;
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
	if (lines != NULL)
		add_grants_through(read, lines);
	event->permissions = lines == NULL ? NULL : g_ptr_array_ref(lines);
	read_end(read, event, error);
}

void reads_role(Backend *backend, const Intent *intent, Job *job)
{
	const Grant *grant = intent->eligibility != NULL  ? &intent->eligibility->grant
			     : intent->assignment != NULL ? &intent->assignment->grant
							  : NULL;
	const PimWorkload *workload =
		grant == NULL ? NULL : backend->workloads[grant->workload].workload;
	if (workload == NULL || workload->reads.role == NULL)
		return;
	Read *read = read_new(backend, job);
	grant_copy(&read->grant, grant);
	workload->reads.role(workload, &backend->context, &read->grant, job->cancellable, on_role,
			     read);
}

/* ---- policies ---- */

typedef struct CachedPolicy {
	Policy *policy;
	Ticks read;
} CachedPolicy;

static void cached_policy_free(gpointer data)
{
	CachedPolicy *cached = data;
	policy_free(cached->policy);
	g_free(cached);
}

static char *make_key(WorkloadId workload, const char *role_id, const char *scope_id)
{
	g_autofree char *plain = g_strdup_printf("%d %s %s", (int)workload, role_guid(role_id),
						 scope_id == NULL ? "" : scope_id);
	return g_ascii_strdown(plain, -1);
}

static char *make_grant_key(const Grant *grant, const Scope *scope)
{
	/* Groups: one role id, two sets of rules. */
	g_autofree char *role =
		g_strconcat(role_guid(grant->role.id), access_word(grant->access), NULL);
	return make_key(grant->workload, grant->access == ACCESS_NONE ? grant->role.id : role,
			scope->id);
}

GHashTable *policy_cache_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, cached_policy_free);
}

const Policy *policy_cache_find(Backend *backend, const Grant *grant, const Scope *scope,
				int64_t max_age)
{
	g_autofree char *key = make_grant_key(grant, scope);
	const CachedPolicy *cached = g_hash_table_lookup(backend->policies, key);
	if (cached == NULL)
		return NULL;
	const Ticks age = clock_ticks(backend->clock) - cached->read;
	return age <= MIN(max_age, POLICY_SECONDS) * G_USEC_PER_SEC ? cached->policy : NULL;
}

void policy_cache_put(Backend *backend, const Grant *grant, const Scope *scope,
		      const Policy *policy)
{
	CachedPolicy *cached = g_new0(CachedPolicy, 1);
	cached->policy = policy_copy(policy);
	cached->read = clock_ticks(backend->clock);
	g_hash_table_replace(backend->policies, make_grant_key(grant, scope), cached);
}

void policy_cache_drop(Backend *backend, const Grant *grant, const Scope *scope)
{
	g_autofree char *key = make_grant_key(grant, scope);
	g_hash_table_remove(backend->policies, key);
}

static void tell_policy(Read *read, const Policy *policy, const GError *error)
{
	Event *event = event_new(EVENT_POLICY, read->job->intent_id);
	event->workload = read->grant.workload;
	event->eligibility_id = g_strdup(read->grant.id);
	scope_copy(&event->scope, &read->scope);
	event->policy = policy != NULL ? policy_copy(policy) : policy_new_unknown();
	read_end(read, event, error);
}

static void on_policy(const Policy *policy, const GError *error, gpointer data)
{
	Read *read = data;
	if (policy != NULL)
		policy_cache_put(read->backend, &read->grant, &read->scope, policy);
	tell_policy(read, policy, error);
}

void reads_policy(Backend *backend, const Intent *intent, Job *job)
{
	if (intent->eligibility == NULL)
		return;
	const Grant *grant = &intent->eligibility->grant;
	const Scope *scope = intent->scope.id != NULL ? &intent->scope : &grant->scope;
	Read *read = read_new(backend, job);
	grant_copy(&read->grant, grant);
	scope_copy(&read->scope, scope);
	const Policy *known = policy_cache_find(backend, grant, scope, POLICY_SECONDS);
	const PimWorkload *workload = backend->workloads[grant->workload].workload;
	if (known != NULL || workload == NULL)
		tell_policy(read, known, NULL);
	else
		workload->reads.policy(workload, &backend->context, &read->grant, &read->scope,
				       job->cancellable, on_policy, read);
}
