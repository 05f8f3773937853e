/* The scope pane: which tree it shows, what is loaded of it, and what the policy there is. */
#include <string.h>

#include "tui/update-internal.h"
#include "tui/widgets/tree-index.h"

#define DEEP_STEP    1000 /* scopes taken into the tree at once */
#define INDEX_STEP   5000 /* … into its index */
#define POLICY_READS 2

static const WorkloadInfo *info_of(const Eligibility *eligibility)
{
	return workload_info(eligibility->grant.workload);
}

/* ---- What is shown ---------------------------------------------------------------------------- */

/* A scope that is only known as a part of an id may be the scope of another row, which has its name. */
static void name_path(State *state, const Eligibility *eligibility, const ScopeNode *node)
{
	const GPtrArray *rows = state->eligible[eligibility->grant.workload];
	for (; node; node = node->parent) {
		for (guint i = 0; !node->scope.name && i < rows->len; i++) {
			const Scope *scope = &((const Row *)g_ptr_array_index(rows, i))
						      ->eligibility->grant.scope;
			if (scope_id_equal(scope->id, node->scope.id) && scope->name)
				tree_add(&state->tree, scope);
		}
	}
}

void scope_show_selected(Update *update)
{
	State *state = update->state;
	Pane *pane = &state->panes[PANE_SCOPE];
	const Eligibility *eligibility = state_selected_eligible(state);
	const char *id = eligibility ? eligibility->grant.id : NULL;
	bool is_other = g_strcmp0(id, state->scope_owner) != 0;

	if (is_other) {
		g_free(state->scope_owner);
		state->scope_owner = g_strdup(id);
		field_clear(&pane->filter);
		pane->top = 0;
		pane->cursor = 0;
	}
	if (!eligibility) {
		tree_show(&state->tree, NULL, false);
		panes_rebuild(state, PANE_SCOPE);
		return;
	}
	const Scope *own = &eligibility->grant.scope;
	const Scope *target = state_target_scope(state, eligibility);
	bool can_narrow = info_of(eligibility)->can_narrow_scope;
	tree_show(&state->tree, own, can_narrow);
	if (can_narrow && is_other)
		name_path(state, eligibility, tree_add_path(&state->tree, own, target));
	if (is_other || !pane->selected) {
		g_free(pane->selected);
		pane->selected = g_strdup(target->id);
	}
	panes_rebuild(state, PANE_SCOPE);
	if (state->focus == PANE_SCOPE)
		scope_focused(update);
	scope_want_policy(update);
}

void scope_choose(State *state, const char *eligibility_id, const Scope *scope)
{
	g_hash_table_replace(state->chosen_scopes, g_strdup(eligibility_id), scope_new_copy(scope));
}

void scope_selection_changed(Update *update)
{
	State *state = update->state;
	const Eligibility *eligibility = state_selected_eligible(state);
	const ScopeNode *node = state_selected_scope(state);
	if (!eligibility || !node || !info_of(eligibility)->can_narrow_scope)
		return;
	scope_choose(state, eligibility->grant.id, &node->scope);
	scope_want_policy(update);
}

void scope_focused(Update *update)
{
	ScopeNode *root = update->state->tree.root;
	const Eligibility *eligibility = state_selected_eligible(update->state);
	if (!root || !eligibility || !tree_can_expand(&update->state->tree, root))
		return;
	if (root->state == CHILDREN_UNKNOWN)
		scope_load_tree(update, root, eligibility->grant.workload, false);
	if (!root->is_expanded) {
		root->is_expanded = true;
		panes_rebuild(update->state, PANE_SCOPE);
	}
}

/* ---- Children --------------------------------------------------------------------------------- */

void scope_load_tree(Update *update, ScopeNode *node, WorkloadId workload, bool is_deep)
{
	ChildrenState *known = is_deep ? &node->deep : &node->state;
	if (*known == CHILDREN_LOADING)
		return;
	Intent *intent = update_intent(update, INTENT_LIST_CHILDREN);
	intent->workload = workload;
	intent->is_deep = is_deep;
	scope_copy(&intent->scope, &node->scope);
	*known = CHILDREN_LOADING;
	if (is_deep)
		node->deep_intent = intent->id;
	update_send(update, intent);
}

void scope_filter_changed(Update *update)
{
	State *state = update->state;
	ScopeNode *root = state->tree.root;
	const Eligibility *eligibility = state_selected_eligible(state);
	bool is_used = !field_is_empty(&state->panes[PANE_SCOPE].filter);
	if (root && eligibility && is_used && state->tree.is_narrowing &&
	    root->scope.type != SCOPE_RESOURCE && root->deep == CHILDREN_UNKNOWN)
		scope_load_tree(update, root, eligibility->grant.workload, true);
	scope_selection_changed(update);
}

static void children_failed(Update *update, const Event *event)
{
	ScopeNode *node = tree_add(&update->state->tree, &event->scope);
	problem_free(node->problem);
	node->problem = problem_copy(event->problem);
	*(event->is_deep ? &node->deep : &node->state) = CHILDREN_FAILED;
	if (event->problem)
		update_notice_problem(update, NOTICE_ERROR, scope_label(&node->scope),
				      event->problem);
}

static void tree_changed(Update *update)
{
	panes_rebuild(update->state, PANE_SCOPE);
	if (update->state->is_filtering && update->state->focus == PANE_SCOPE)
		scope_selection_changed(update);
	if (scope_is_pasted_filter(update->state))
		panes_rebuild(update->state, PANE_ELIGIBLE);
	if (g_hash_table_size(update->state->tree.nodes) > INDEX_STEP)
		update_effect(update, EFFECT_CONTINUE, NULL);
}

static void take_list(Update *update, const Event *event)
{
	DeepList *list = g_new0(DeepList, 1);
	list->is_deep = event->is_deep;
	scope_copy(&list->scope, &event->scope);
	list->rows = g_ptr_array_ref(event->rows);
	g_queue_push_tail(&update->state->deep_lists, list);
	scope_continue(update);
}

/* A long tree is made ready for filters before one is typed. */
static void index_scopes(Update *update)
{
	ScopeTree *tree = &update->state->tree;
	const ScopeNode *root = tree->root;
	bool is_known = root && (root->deep == CHILDREN_LOADED || root->state == CHILDREN_LOADED);
	if ((is_known || tree->index) && !tree_index_step(tree, INDEX_STEP))
		update_effect(update, EFFECT_CONTINUE, NULL);
}

/* Some of what waits to be taken into the tree: a keystroke is never kept waiting for the rest. */
void scope_continue(Update *update)
{
	State *state = update->state;
	DeepList *list = g_queue_peek_head(&state->deep_lists);
	if (!list) {
		index_scopes(update);
		return;
	}
	if (list->is_deep)
		tree_take_deep(&state->tree, &list->scope, list->rows, list->next, DEEP_STEP);
	else
		tree_take_children(&state->tree, &list->scope, list->rows, list->next, DEEP_STEP);
	list->next += MIN(DEEP_STEP, list->rows->len - list->next);
	if (list->next == list->rows->len) {
		if (list->is_deep)
			tree_finish_deep(&state->tree, &list->scope);
		deep_list_free(g_queue_pop_head(&state->deep_lists));
		tree_changed(update);
	}
	update_effect(update, EFFECT_CONTINUE, NULL);
}

/* Some services have no deep lists: then what is asked for branch by branch is all there is. */
static void note_shallow(Update *update, const Event *event)
{
	ScopeNode *node = tree_add(&update->state->tree, &event->scope);
	if (node->deep == CHILDREN_LOADING && event->intent_id == node->deep_intent)
		node->deep = CHILDREN_FAILED;
}

void scope_on_children(Update *update, const Event *event)
{
	if (!event->scope.id)
		return;
	if (event->problem || !event->rows) {
		children_failed(update, event);
		tree_changed(update);
		return;
	}
	if (!event->is_deep)
		note_shallow(update, event);
	take_list(update, event);
}

/* ---- Policies --------------------------------------------------------------------------------- */

static bool is_worth_reading(const State *state, const PolicyEntry *entry)
{
	if (!entry)
		return true;
	return entry->policy && ABS(state->now - entry->read_at) >= STATE_POLICY_SECONDS;
}

void scope_read_policy(Update *update, const Eligibility *eligibility, const Scope *scope)
{
	State *state = update->state;
	g_autofree char *key = state_policy_key(eligibility->grant.id, scope->id);
	PolicyEntry *entry = g_hash_table_lookup(state->policies, key);
	if (!is_worth_reading(state, entry))
		return;
	if (!entry) {
		entry = g_new0(PolicyEntry, 1);
		g_hash_table_insert(state->policies, g_strdup(key), entry);
	}
	entry->read_at = state->now; /* asked for: not again at once */
	Intent *intent = update_intent(update, INTENT_READ_POLICY);
	intent->workload = eligibility->grant.workload;
	intent->eligibility = eligibility_copy(eligibility);
	scope_copy(&intent->scope, scope);
	uint64_t id = update_send(update, intent);
	guint64 *copy = g_new(guint64, 1);
	*copy = id;
	g_hash_table_insert(state->policy_reads, copy, g_steal_pointer(&key));
}

/*
 * The policy of what is looked at: few at a time, so that running through a list costs no storm of requests, but more than
 * one, since the first row may be another one when the next list comes. Never before the list itself is fresh.
 */
void scope_want_policy(Update *update)
{
	State *state = update->state;
	const Eligibility *eligibility = state_selected_eligible(state);
	if (state->screen != SCREEN_ROLES || state->focus == PANE_ACTIVE || !eligibility)
		return;
	const Load *load = &state->loads[eligibility->grant.workload][LIST_ELIGIBILITIES];
	if (load->status != LOAD_READY || g_hash_table_size(state->policy_reads) >= POLICY_READS)
		return;
	scope_read_policy(update, eligibility, state_target_scope(state, eligibility));
}

void scope_on_policy(Update *update, const Event *event)
{
	State *state = update->state;
	guint64 id = event->intent_id;
	g_hash_table_remove(state->policy_reads, &id);
	if (event->eligibility_id && event->scope.id) {
		char *key = state_policy_key(event->eligibility_id, event->scope.id);
		PolicyEntry *entry = g_new0(PolicyEntry, 1);
		entry->policy = event->policy ? policy_copy(event->policy) : policy_new_unknown();
		entry->problem = problem_copy(event->problem);
		entry->read_at = state->now;
		g_hash_table_replace(state->policies, key, entry);
		form_on_policy(update, event->eligibility_id, &event->scope, entry->policy);
	}
	scope_want_policy(update);
}

/* An intent that ended without its answer leaves nothing "being read". */
void scope_on_done(Update *update, uint64_t intent_id)
{
	State *state = update->state;
	guint64 id = intent_id;
	const char *key = g_hash_table_lookup(state->policy_reads, &id);
	if (!key)
		return;
	const PolicyEntry *entry = g_hash_table_lookup(state->policies, key);
	if (entry && !entry->policy)
		g_hash_table_remove(state->policies, key);
	g_hash_table_remove(state->policy_reads, &id);
}

/* ---- Roles and last scopes ---------------------------------------------------------------------- */

void scope_on_role(Update *update, const Event *event)
{
	State *state = update->state;
	if (!event->role_id)
		return;
	RoleEntry *entry = g_new0(RoleEntry, 1);
	if (event->permissions) {
		entry->permissions = g_ptr_array_new_with_free_func(g_free);
		for (guint i = 0; i < event->permissions->len; i++)
			g_ptr_array_add(entry->permissions,
					g_strdup(g_ptr_array_index(event->permissions, i)));
	}
	entry->problem = problem_copy(event->problem);
	g_hash_table_replace(state->role_texts, g_strdup(event->role_id), entry);
}

void scope_on_last_scopes(Update *update, const Event *event)
{
	State *state = update->state;
	for (guint i = 0; event->last_scopes && i < event->last_scopes->len; i++) {
		const LastScope *last = g_ptr_array_index(event->last_scopes, i);
		g_hash_table_replace(state->last_scopes, g_strdup(last->eligibility_id),
				     scope_new_copy(&last->scope));
	}
	g_clear_pointer(&state->scope_owner, g_free); /* look at the selected row's scope anew */
	scope_show_selected(update);
}
