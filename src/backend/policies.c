#include "src/backend/policies.h"

/* How long a policy is believed without asking again. */
#define POLICY_SECONDS 300

struct Policies {
	Events *events;
	Network *network;
	GHashTable *known; /* role and scope → KnownPolicy* */
	PolicyListener listener;
	gpointer listener_data;
};

typedef struct KnownPolicy {
	Policy *policy;
	Ticks read;
} KnownPolicy;

static void known_policy_free(gpointer data)
{
	KnownPolicy *known = data;
	policy_free(known->policy);
	g_free(known);
}

Policies *policies_new(Events *events, Network *network)
{
	Policies *policies = g_new0(Policies, 1);
	policies->events = events;
	policies->network = network;
	policies->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, known_policy_free);
	return policies;
}

void policies_free(Policies *policies)
{
	if (policies == NULL)
		return;
	g_hash_table_unref(policies->known);
	g_free(policies);
}

void policies_on_forgotten(gpointer data)
{
	Policies *policies = data;
	g_hash_table_remove_all(policies->known);
}

/* ---- what is known ---- */

static char *make_key(const Grant *grant, const Scope *scope)
{
	/* Groups: one role id, two sets of rules. */
	const char *access = grant->access == ACCESS_NONE ? "" : access_word(grant->access);
	g_autofree char *plain =
		g_strdup_printf("%d %s%s %s", (int)grant->workload, role_guid(grant->role.id),
				access, scope->id == NULL ? "" : scope->id);
	return g_ascii_strdown(plain, -1);
}

const Policy *policies_find(const Policies *policies, const Grant *grant, const Scope *scope,
			    int64_t max_age)
{
	g_autofree char *key = make_key(grant, scope);
	const KnownPolicy *known = g_hash_table_lookup(policies->known, key);
	if (known == NULL)
		return NULL;
	const Ticks age = clock_ticks(policies->network->clock) - known->read;
	return age <= MIN(max_age, POLICY_SECONDS) * G_USEC_PER_SEC ? known->policy : NULL;
}

void policies_put(Policies *policies, const Grant *grant, const Scope *scope, const Policy *policy)
{
	KnownPolicy *known = g_new0(KnownPolicy, 1);
	known->policy = policy_copy(policy);
	known->read = clock_ticks(policies->network->clock);
	g_hash_table_replace(policies->known, make_key(grant, scope), known);
	policies->listener(grant, scope, policy, policies->listener_data);
}

void policies_set_listener(Policies *policies, PolicyListener listener, gpointer data)
{
	policies->listener = listener;
	policies->listener_data = data;
}

void policies_on_refusal(const Request *request, const Grant *grant, gpointer data)
{
	Policies *policies = data;
	if (grant->role.id == NULL)
		return;
	g_autofree char *key = make_key(grant, &request->scope);
	g_hash_table_remove(policies->known, key);
}

/* ---- reading ---- */

/* One that is being read. */
typedef struct Read {
	Policies *policies;
	Job *job;
	Grant grant;
	Scope scope;
} Read;

static void read_end(Read *read, const Policy *policy, const GError *error)
{
	Events *events = read->policies->events;
	if (!events_is_over(events, error)) {
		Event *event = event_new(EVENT_POLICY, read->job->intent_id);
		event->workload = read->grant.workload;
		event->eligibility_id = g_strdup(read->grant.id);
		scope_copy(&event->scope, &read->scope);
		event->policy = policy != NULL ? policy_copy(policy) : policy_new_unknown();
		events_emit_problem(events, event, error);
	}
	job_release(read->job);
	grant_clear(&read->grant);
	scope_clear(&read->scope);
	g_free(read);
}

static void on_policy(const Policy *policy, const GError *error, gpointer data)
{
	Read *read = data;
	if (policy != NULL)
		policies_put(read->policies, &read->grant, &read->scope, policy);
	read_end(read, policy, error);
}

void policies_read(gpointer owner, Intent *intent, Job *job)
{
	Policies *policies = owner;
	if (intent->eligibility == NULL)
		return;
	const Grant *grant = &intent->eligibility->grant;
	const Scope *scope = intent->scope.id != NULL ? &intent->scope : &grant->scope;
	const PimWorkload *workload = pim_workload(grant->workload);
	Read *read = g_new0(Read, 1);
	read->policies = policies;
	read->job = job_hold(job);
	grant_copy(&read->grant, grant);
	scope_copy(&read->scope, scope);
	const Policy *known = policies_find(policies, grant, scope, POLICY_SECONDS);
	const PimQuestion question = { .grant = &read->grant, .scope = &read->scope };
	if (known != NULL)
		read_end(read, known, NULL);
	else
		workload->reads.policy(workload, &policies->network->context, &question,
				       job->cancellable, on_policy, read);
}
