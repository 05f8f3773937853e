#include "tui/core/known-policies.h"

#include "tui/core/effects.h"

#define POLICY_SECONDS (5 * 60) /* a policy is read again after this */

static void policy_entry_free(PolicyEntry *entry)
{
	if (entry == NULL)
		return;
	policy_free(entry->policy);
	problem_free(entry->problem);
	g_free(entry);
}

void known_policies_init(KnownPolicies *policies)
{
	policies->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						  (GDestroyNotify)policy_entry_free);
	policies->reads = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
}

void known_policies_clear(KnownPolicies *policies)
{
	g_hash_table_unref(policies->entries);
	g_hash_table_unref(policies->reads);
}

static char *make_key(const char *eligibility_id, const char *scope_id)
{
	g_autofree char *lower = g_ascii_strdown(scope_id, -1);
	return g_strdup_printf("%s\n%s", eligibility_id, lower);
}

const PolicyEntry *known_policies_find(const KnownPolicies *policies, const char *eligibility_id,
				       const char *scope_id)
{
	g_autofree char *key = make_key(eligibility_id, scope_id);
	return g_hash_table_lookup(policies->entries, key);
}

guint known_policies_count_reads(const KnownPolicies *policies)
{
	return g_hash_table_size(policies->reads);
}

static bool is_worth_reading(const PolicyEntry *entry, Instant now)
{
	if (entry == NULL)
		return true;
	return entry->policy != NULL && ABS(now - entry->read_at) >= POLICY_SECONDS;
}

void known_policies_read(Update *update, const Eligibility *eligibility, const Scope *scope)
{
	KnownPolicies *policies = &update->state->policies;
	g_autofree char *key = make_key(eligibility->grant.id, scope->id);
	PolicyEntry *entry = g_hash_table_lookup(policies->entries, key);
	if (!is_worth_reading(entry, update->state->now))
		return;
	if (entry == NULL) {
		entry = g_new0(PolicyEntry, 1);
		g_hash_table_insert(policies->entries, g_strdup(key), entry);
	}
	entry->read_at = update->state->now; /* asked for: not again at once */
	Intent *intent = update_intent(update, INTENT_READ_POLICY);
	intent->workload = eligibility->grant.workload;
	intent->eligibility = eligibility_copy(eligibility);
	scope_copy(&intent->scope, scope);
	guint64 *id = g_new(guint64, 1);
	*id = update_send(update, intent);
	g_hash_table_insert(policies->reads, id, g_steal_pointer(&key));
}

/* ---- What is heard ---------------------------------------------------------------------------- */

static void on_account_changed(Update *update, gconstpointer about)
{
	(void)about;
	g_hash_table_remove_all(update->state->policies.entries);
	g_hash_table_remove_all(update->state->policies.reads);
}

static void on_policy(Update *update, const Event *event)
{
	KnownPolicies *policies = &update->state->policies;
	guint64 id = event->intent_id;
	g_hash_table_remove(policies->reads, &id);
	if (event->eligibility_id == NULL || event->scope.id == NULL)
		return;
	PolicyEntry *entry = g_new0(PolicyEntry, 1);
	entry->policy = event->policy != NULL ? policy_copy(event->policy) : policy_new_unknown();
	entry->problem = problem_copy(event->problem);
	entry->read_at = update->state->now;
	g_hash_table_replace(policies->entries, make_key(event->eligibility_id, event->scope.id),
			     entry);
	const PolicyNews news = { event->eligibility_id, &event->scope, entry->policy };
	update_announce(update, NEWS_POLICY, &news);
}

/* An intent that ended without its answer leaves nothing "being read". */
static void on_done(Update *update, const Event *event)
{
	KnownPolicies *policies = &update->state->policies;
	guint64 id = event->intent_id;
	const char *key = g_hash_table_lookup(policies->reads, &id);
	if (key == NULL)
		return;
	const PolicyEntry *entry = g_hash_table_lookup(policies->entries, key);
	if (entry != NULL && entry->policy == NULL)
		g_hash_table_remove(policies->entries, key);
	g_hash_table_remove(policies->reads, &id);
}

const Listeners known_policies_listeners = {
	.on = { [EVENT_POLICY] = on_policy, [EVENT_INTENT_DONE] = on_done },
	.hear = { [NEWS_ACCOUNT] = on_account_changed },
};
