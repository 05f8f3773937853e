#include "tui/core/known-scopes.h"

#include <string.h>

#include "tui/core/effects.h"
#include "tui/widgets/tree-index.h"

#define DEEP_STEP         1000 /* scopes taken into the tree at once */
#define INDEX_STEP        5000 /* … into its index */
#define PLACE_READS_LIMIT 100  /* management groups read for the sake of places alone */

/* A list of scopes that came; of a hundred thousand some are taken in per message. */
typedef struct Incoming {
	WorkloadId workload;
	Scope scope;
	bool is_deep;    /* all below it; else the direct children */
	GPtrArray *rows; /* Scope*, shared */
	guint next;      /* the first that is not in the tree yet */
} Incoming;

static void incoming_free(gpointer data)
{
	Incoming *list = data;
	scope_clear(&list->scope);
	g_ptr_array_unref(list->rows);
	g_free(list);
}

static GHashTable *table_by_id(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)scope_free);
}

void known_scopes_init(KnownScopes *scopes)
{
	tree_init(&scopes->tree);
	g_queue_init(&scopes->incoming);
	scopes->last = table_by_id();
	scopes->chosen = table_by_id();
}

void known_scopes_clear(KnownScopes *scopes)
{
	g_queue_clear_full(&scopes->incoming, incoming_free);
	tree_clear(&scopes->tree);
	g_hash_table_unref(scopes->last);
	g_hash_table_unref(scopes->chosen);
}

/* ---- Where a role would be activated ------------------------------------------------------------ */

const Scope *known_scopes_last(const KnownScopes *scopes, const Eligibility *eligibility)
{
	return g_hash_table_lookup(scopes->last, eligibility->grant.id);
}

const Scope *known_scopes_target(const KnownScopes *scopes, const Eligibility *eligibility)
{
	const Grant *grant = &eligibility->grant;
	if (!workload_info(grant->workload)->can_narrow_scope)
		return &grant->scope;
	const Scope *scope = g_hash_table_lookup(scopes->chosen, grant->id);
	if (scope == NULL)
		scope = known_scopes_last(scopes, eligibility);
	return scope != NULL ? scope : &grant->scope;
}

void known_scopes_choose(KnownScopes *scopes, const char *eligibility_id, const Scope *scope)
{
	g_hash_table_replace(scopes->chosen, g_strdup(eligibility_id), scope_new_copy(scope));
}

void known_scopes_learn_last(KnownScopes *scopes, const Eligibility *eligibility,
			     const Scope *scope)
{
	const Scope *known = known_scopes_last(scopes, eligibility);
	if (known == NULL || !scope_id_equal(known->id, scope->id))
		g_hash_table_replace(scopes->last, g_strdup(eligibility->grant.id),
				     scope_new_copy(scope));
}

/* ---- What holds a scope ------------------------------------------------------------------------- */

struct Cover {
	const ScopeTree *tree;
	char *id;
	GHashTable *above; /* set of ids of scopes that the tree knows to hold it; borrowed */
};

Cover *cover_new(const KnownScopes *scopes, const char *scope_id)
{
	Cover *cover = g_new0(Cover, 1);
	cover->tree = &scopes->tree;
	cover->id = g_strdup(scope_id);
	cover->above = g_hash_table_new(scope_id_hash, scope_id_equal_hash);
	g_autofree char *id = g_strdup(scope_id);
	while (id != NULL) {
		const ScopeNode *node = tree_find(cover->tree, id);
		for (; node != NULL; node = node->parent)
			g_hash_table_add(cover->above, node->scope.id);
		char *parent = scope_parent_arm_id(id);
		g_free(id);
		id = parent;
	}
	return cover;
}

void cover_free(Cover *cover)
{
	if (cover == NULL)
		return;
	g_hash_table_unref(cover->above);
	g_free(cover->id);
	g_free(cover);
}

/* The tree knows more than ids do: what a management group holds, once that is loaded. */
Covers cover_find(const Cover *cover, const Grant *grant)
{
	const Covers covers = grant_covers(grant, cover->id);
	if (covers != COVERS_MAYBE)
		return covers;
	if (g_hash_table_contains(cover->above, grant->scope.id))
		return COVERS_SURELY;
	const ScopeNode *node = tree_find(cover->tree, grant->scope.id);
	return node != NULL && node->deep == CHILDREN_LOADED ? COVERS_NOT : COVERS_MAYBE;
}

bool cover_may(const Cover *cover, const Grant *grant)
{
	return cover_find(cover, grant) != COVERS_NOT;
}

/* ---- Children --------------------------------------------------------------------------------- */

/* Its id; 0: it is under way already. */
static uint64_t load(Update *update, ScopeNode *node, WorkloadId workload, bool is_deep)
{
	ChildrenState *known = is_deep ? &node->deep : &node->state;
	if (*known == CHILDREN_LOADING)
		return 0;
	Intent *intent = update_intent(update, INTENT_LIST_CHILDREN);
	intent->workload = workload;
	intent->is_deep = is_deep;
	scope_copy(&intent->scope, &node->scope);
	*known = CHILDREN_LOADING;
	if (is_deep)
		node->deep_intent = intent->id;
	return update_send(update, intent);
}

void known_scopes_load(Update *update, ScopeNode *node, WorkloadId workload, bool is_deep)
{
	load(update, node, workload, is_deep);
}

/*
 * What a filter found and what was opened is one tree: where a scope is shown by guess, the management groups above are read
 * from the root down, one after the other, until its place is known.
 */
static void read_places(Update *update, WorkloadId workload)
{
	KnownScopes *scopes = &update->state->scopes;
	ScopeNode *root = scopes->tree.is_narrowing ? scopes->tree.root : NULL;
	const bool is_looked_into =
		root != NULL && (root->has_direct || root->deep == CHILDREN_LOADED);
	if (!is_looked_into || scopes->place_intent != 0 ||
	    scopes->place_reads >= PLACE_READS_LIMIT || !g_queue_is_empty(&scopes->incoming))
		return;
	ScopeNode *node = tree_find_unread(root);
	if (node == NULL)
		return;
	scopes->place_intent = load(update, node, workload, false);
	scopes->place_reads += scopes->place_intent != 0;
}

static void children_failed(Update *update, const Event *event)
{
	ScopeNode *node = tree_add(&update->state->scopes.tree, &event->scope);
	problem_free(node->problem);
	node->problem = problem_copy(event->problem);
	*(event->is_deep ? &node->deep : &node->state) = CHILDREN_FAILED;
	/* What nobody asked for is told by its sign alone. */
	if (event->problem != NULL && event->intent_id != update->state->scopes.place_intent)
		update_notice_problem(update, NOTICE_ERROR, scope_label(&node->scope),
				      event->problem);
}

static void tree_changed(Update *update)
{
	update_announce(update, NEWS_SCOPES, NULL);
	if (g_hash_table_size(update->state->scopes.tree.nodes) > INDEX_STEP)
		update_effect(update, EFFECT_CONTINUE, NULL);
}

static void take_list(Update *update, const Event *event)
{
	Incoming *list = g_new0(Incoming, 1);
	list->is_deep = event->is_deep;
	list->workload = event->workload;
	scope_copy(&list->scope, &event->scope);
	list->rows = g_ptr_array_ref(event->rows);
	g_queue_push_tail(&update->state->scopes.incoming, list);
	known_scopes_continue(update);
}

/* A long tree is made ready for filters before one is typed. */
static void index_scopes(Update *update)
{
	ScopeTree *tree = &update->state->scopes.tree;
	const ScopeNode *root = tree->root;
	bool is_known =
		root != NULL && (root->deep == CHILDREN_LOADED || root->state == CHILDREN_LOADED);
	if ((is_known || tree->index != NULL) && !tree_index_step(tree, INDEX_STEP))
		update_effect(update, EFFECT_CONTINUE, NULL);
}

void known_scopes_continue(Update *update)
{
	KnownScopes *scopes = &update->state->scopes;
	Incoming *list = g_queue_peek_head(&scopes->incoming);
	if (list == NULL) {
		index_scopes(update);
		return;
	}
	if (list->is_deep)
		tree_take_deep(&scopes->tree, &list->scope, list->rows, list->next, DEEP_STEP);
	else
		tree_take_children(&scopes->tree, &list->scope, list->rows, list->next, DEEP_STEP);
	list->next += MIN(DEEP_STEP, list->rows->len - list->next);
	if (list->next == list->rows->len) {
		if (list->is_deep)
			tree_finish_deep(&scopes->tree, &list->scope);
		const WorkloadId workload = list->workload;
		incoming_free(g_queue_pop_head(&scopes->incoming));
		tree_changed(update);
		read_places(update, workload);
	}
	update_effect(update, EFFECT_CONTINUE, NULL);
}

/* Some services have no deep lists: then what is asked for branch by branch is all there is. */
static void note_shallow(Update *update, const Event *event)
{
	ScopeNode *node = tree_add(&update->state->scopes.tree, &event->scope);
	if (node->deep == CHILDREN_LOADING && event->intent_id == node->deep_intent)
		node->deep = CHILDREN_FAILED;
}

static void on_children(Update *update, const Event *event)
{
	if (event->scope.id == NULL)
		return;
	KnownScopes *scopes = &update->state->scopes;
	const bool has_failed = event->problem != NULL || event->rows == NULL;
	if (has_failed)
		children_failed(update, event);
	if (event->intent_id == scopes->place_intent)
		scopes->place_intent = 0;
	if (has_failed) {
		tree_changed(update);
		read_places(update, event->workload);
		return;
	}
	if (!event->is_deep)
		note_shallow(update, event);
	take_list(update, event);
}

static void on_last_scopes(Update *update, const Event *event)
{
	KnownScopes *scopes = &update->state->scopes;
	for (guint i = 0; event->last_scopes != NULL && i < event->last_scopes->len; i++) {
		const LastScope *last = g_ptr_array_index(event->last_scopes, i);
		g_hash_table_replace(scopes->last, g_strdup(last->eligibility_id),
				     scope_new_copy(&last->scope));
	}
	update_announce(update, NEWS_LAST_SCOPES, NULL);
}

/* ---- What is heard ---------------------------------------------------------------------------- */

/* Used last: for this session as soon as the service took it, for the next ones when it was granted. */
static void remember(Update *update, const Activation *activation, RequestState state)
{
	const Grant *grant = &activation->eligibility->grant;
	const bool is_granted = state == REQUEST_STATE_ACTIVE || state == REQUEST_STATE_SCHEDULED;
	g_hash_table_replace(update->state->scopes.last, g_strdup(grant->id),
			     scope_new_copy(&activation->scope));
	if (!is_granted)
		return;
	Intent *intent = update_intent(update, INTENT_REMEMBER_SCOPE);
	intent->workload = grant->workload;
	intent->eligibility = eligibility_copy(activation->eligibility);
	scope_copy(&intent->scope, &activation->scope);
	update_send(update, intent);
}

/* "last" stands on no scope that was refused; but what is asked for next is not the whole of a wide one for that. */
static void forget_last(Update *update, const Activation *activation)
{
	KnownScopes *scopes = &update->state->scopes;
	const char *id = activation->eligibility->grant.id;
	const Scope *last = known_scopes_last(scopes, activation->eligibility);
	if (last == NULL || !scope_id_equal(last->id, activation->scope.id))
		return;
	if (!g_hash_table_contains(scopes->chosen, id))
		known_scopes_choose(scopes, id, &activation->scope);
	g_hash_table_remove(scopes->last, id);
}

static void on_outcome(Update *update, gconstpointer about)
{
	const OutcomeNews *news = about;
	const Outcome *item = news->item;
	const Activation *activation = item->activation;
	if (activation == NULL ||
	    !workload_info(activation->eligibility->grant.workload)->can_narrow_scope)
		return;
	const bool is_refused = item->problem != NULL && item->problem->kind != PROBLEM_ALREADY &&
				item->problem->kind != PROBLEM_UNKNOWN_OUTCOME;
	const RequestState state =
		item->request != NULL ? item->request->state : REQUEST_STATE_UNKNOWN;
	if (is_refused || state == REQUEST_STATE_REFUSED || state == REQUEST_STATE_FAILED)
		forget_last(update, activation);
	else if (state == REQUEST_STATE_ACTIVE || state == REQUEST_STATE_WAITING ||
		 state == REQUEST_STATE_SCHEDULED)
		remember(update, activation, state);
}

static void on_account_changed(Update *update, gconstpointer about)
{
	(void)about;
	KnownScopes *scopes = &update->state->scopes;
	g_queue_clear_full(&scopes->incoming, incoming_free);
	scopes->place_intent = 0;
	scopes->place_reads = 0;
	const GPtrArray *aliases = scopes->tree.aliases;
	tree_clear(&scopes->tree);
	tree_init(&scopes->tree);
	scopes->tree.aliases = aliases;
	g_hash_table_remove_all(scopes->last);
	g_hash_table_remove_all(scopes->chosen);
}

const Listeners known_scopes_listeners = {
	.on = { [EVENT_CHILDREN] = on_children, [EVENT_LAST_SCOPES] = on_last_scopes },
	.hear = { [NEWS_ACCOUNT] = on_account_changed, [NEWS_OUTCOME] = on_outcome },
};
