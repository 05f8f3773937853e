/* The Roles screen: what is active, what may be activated, and where. */
#include "tui/screens/roles.h"

#include "frontend/alike.h"
#include "src/model/policy.h"
#include "tui/core/copies.h"
#include "tui/core/dialogs.h"
#include "tui/core/screens.h"
#include "tui/core/words.h"
#include "tui/dialogs/again.h"
#include "tui/dialogs/details.h"
#include "tui/screens/screens.h"

/* ---- Panes and branches ----------------------------------------------------------------------- */

static void run_next_pane(Update *update)
{
	screen_focus_by(update, 1);
}

static void run_previous_pane(Update *update)
{
	screen_focus_by(update, -1);
}

static void run_right(Update *update)
{
	State *state = update->state;
	Pane *scopes = roles_pane(state, ROLES_SCOPE);
	if (state->focus != scopes) {
		if (roles_have_focus(state, ROLES_ELIGIBLE))
			screen_focus(update, scopes);
		return;
	}
	ScopeNode *node = roles_selected_scope(state);
	if (node == NULL || !tree_can_expand(&state->scopes.tree, node))
		return;
	if (!node->is_expanded || node->state == CHILDREN_FAILED)
		scope_expand(update, node, true);
	else if (node->children != NULL && node->children->len > 0)
		screen_move(update, scopes, 1);
}

static void run_left(Update *update)
{
	State *state = update->state;
	Pane *scopes = roles_pane(state, ROLES_SCOPE);
	if (state->focus != scopes)
		return;
	const ScopeTree *tree = &state->scopes.tree;
	ScopeNode *node = roles_selected_scope(state);
	bool is_open = node != NULL && node->is_expanded && node->children != NULL &&
		       tree_can_expand(tree, node);
	if (is_open && field_is_empty(&scopes->filter)) {
		scope_expand(update, node, false);
	} else if (node != NULL && node != tree->root && node->parent != NULL) {
		pane_select_id(state, scopes, node->parent->scope.id);
		scope_selected(update);
	} else {
		screen_focus(update, roles_pane(state, ROLES_ELIGIBLE));
	}
}

static void open_scope(Update *update)
{
	ScopeNode *node = roles_selected_scope(update->state);
	if (tree_can_expand(&update->state->scopes.tree, node))
		scope_expand(update, node, !node->is_expanded);
	else
		take_run_activate(update);
}

/* ---- Others ----------------------------------------------------------------------------------- */

static void run_show(Update *update)
{
	screen_open(update, &roles_context);
}

static const char *needs_portal(const State *state)
{
	if (state->at.portal == NULL)
		return "No portal is known for this cloud.";
	return take_needs_row(state);
}

static void run_portal(Update *update)
{
	const State *state = update->state;
	const PaneKind *kind = state->focus->kind;
	const Row *row = kind->subject != NULL ? kind->subject(state) : pane_selected(state->focus);
	const Grant *grant = row != NULL ? row_grant(row) : NULL;
	const Request *request = row != NULL ? row_request(row) : NULL;
	if (grant == NULL && request == NULL)
		return;
	const WorkloadId workload = grant != NULL ? grant->workload : request->workload;
	const ScopeNode *node =
		roles_have_focus(state, ROLES_SCOPE) ? roles_selected_scope(state) : NULL;
	const bool has_page = node != NULL && state->scopes.tree.is_narrowing;
	g_autofree char *url = state_portal_url(state, workload, has_page ? &node->scope : NULL);
	update_effect(update, EFFECT_OPEN_URL, url);
}

/* ---- What is heard ---------------------------------------------------------------------------- */

/* The row is selected, and where there is more time to ask for the form opens: sent is nothing by that. */
static void show_active(Update *update, const char *id)
{
	const State *state = update->state;
	Pane *pane = roles_pane(state, ROLES_ACTIVE);
	screen_focus(update, pane);
	if (!pane_select_id(state, pane, id))
		return;
	const Assignment *row = roles_selected_active(state);
	if (row != NULL && again_needs_continuable(state, row) == NULL)
		again_continue(update, row);
}

static void show_eligible(Update *update, const char *id)
{
	Pane *pane = roles_pane(update->state, ROLES_ELIGIBLE);
	screen_focus(update, pane);
	if (pane_select_id(update->state, pane, id))
		screen_select(update, pane, pane->cursor);
}

/* What is being typed or read stays in front. */
static void on_chosen(Update *update, gconstpointer about)
{
	const Notification *notification = about;
	if (notification->kind == NOTIFY_TO_APPROVE || dialog_top(update->state) != NULL)
		return;
	screen_open(update, &roles_context);
	if (notification->kind == NOTIFY_NEAR)
		show_active(update, notification->grant.id);
	else if (notification->kind == NOTIFY_ELIGIBILITY || notification->kind == NOTIFY_PROPOSED)
		show_eligible(update, notification->grant.id);
}

static void on_account_changed(Update *update, gconstpointer about)
{
	(void)about;
	Roles *roles = roles_data(update->state);
	g_hash_table_remove_all(roles->marks);
	g_hash_table_remove_all(roles->told);
	g_hash_table_remove_all(roles->now);
	g_hash_table_remove_all(roles->reasons);
	g_hash_table_remove_all(roles->uses);
	roles->about_intent = 0;
	order_make(update->state);
	g_clear_pointer(&roles->scope_owner, g_free);
}

static void on_eligible(Update *update, gconstpointer about)
{
	State *state = update->state;
	const EligibleNews *news = about;
	if (news->is_other) {
		if (!news->is_stale && take_count_marks(state) > 0)
			roles_prune_marks(state);
		order_make(state);
		now_look(state); /* the columns are measured with it */
		pane_rebuild(state, roles_pane(state, ROLES_ELIGIBLE));
		scope_keep_target(update);
	}
	scope_show_selected(update);
	whom_want(update);
}

static void on_active(Update *update, gconstpointer about)
{
	(void)about;
	pane_rebuild(update->state, roles_pane(update->state, ROLES_ACTIVE));
	now_update(update->state);
	if (order_follow(update->state))
		scope_show_selected(update);
	scope_keep_target(update);
	active_tick(update);
}

/* Rows of the active pane read otherwise. */
static void on_others(Update *update, gconstpointer about)
{
	(void)about;
	pane_rebuild(update->state, roles_pane(update->state, ROLES_ACTIVE));
}

static void on_dormant(Update *update, gconstpointer about)
{
	(void)about;
	dormant_changed(update);
}

static void on_requests(Update *update, gconstpointer about)
{
	on_active(update, about);
	whom_want(update);
}

static void on_time(Update *update, gconstpointer about)
{
	(void)about;
	active_tick(update);
	scope_keep_target(update);
}

static void on_scopes(Update *update, gconstpointer about)
{
	(void)about;
	State *state = update->state;
	Pane *scopes = roles_pane(state, ROLES_SCOPE);
	/* Lists that come move a scope below branches which nobody closed: it stays in sight. */
	if (scopes->selected != NULL)
		tree_reveal(tree_find(&state->scopes.tree, scopes->selected));
	pane_rebuild(state, scopes);
	if (state->is_filtering && state->focus == scopes)
		scope_selected(update);
	Pane *eligible = roles_pane(state, ROLES_ELIGIBLE);
	if (field_is_empty(&eligible->filter))
		return;
	pane_rebuild(state, eligible);
	if (state->focus == eligible)
		scope_show_selected(update);
}

/* The selected row's scope is looked at anew. */
static void on_last_scopes(Update *update, gconstpointer about)
{
	(void)about;
	g_clear_pointer(&roles_data(update->state)->scope_owner, g_free);
	scope_show_selected(update);
}

static void on_submitted(Update *update, gconstpointer about)
{
	const Submission *submission = about;
	for (guint i = 0; i < submission->items->len; i++) {
		const Outcome *item = g_ptr_array_index(submission->items, i);
		if (item->activation != NULL)
			g_hash_table_remove(roles_data(update->state)->marks,
					    item->activation->eligibility->grant.id);
	}
}

/* There is room for another one to be read. */
static void on_read(Update *update, const Event *event)
{
	Roles *roles = roles_data(update->state);
	if (event->kind == EVENT_INTENT_DONE && event->intent_id == roles->about_intent)
		roles->about_intent = 0;
	if (event->kind == EVENT_INTENT_DONE)
		order_on_done(update);
	roles_want_policy(update);
	if (event->kind == EVENT_POLICY)
		whom_want(update);
}

static void on_policy(Update *update, gconstpointer about)
{
	whom_hear_policy(update->state, about);
	scope_keep_target(update);
}

/* ---- The rows --------------------------------------------------------------------------------- */

static void add_grants(GPtrArray *grants, const GPtrArray *rows)
{
	for (guint i = 0; i < rows->len; i++)
		g_ptr_array_add(grants, (gpointer)row_grant(rows->pdata[i]));
}

/* Once for the rows that came, not for each frame. */
static void find_tails(GHashTable **tails, const GPtrArray *grants)
{
	g_clear_pointer(tails, g_hash_table_unref);
	*tails = alike_tails(grants);
}

static void collect_active(const State *state, GPtrArray *all)
{
	g_autoptr(RowsAlike) alike = rows_alike_new();
	g_autoptr(GPtrArray) grants = g_ptr_array_new();
	for (int i = 0; i < WORKLOAD_COUNT; i++)
		g_ptr_array_extend(all, state->lists.active[i], NULL, NULL);
	g_ptr_array_extend(all, state->others.rows, NULL, NULL);
	for (guint i = 0; i < all->len; i++)
		rows_alike_add(alike, all->pdata[i]);
	add_grants(grants, rows_alike_found(alike));
	find_tails(&roles_data(state)->active_tails, grants);
}

static void collect_eligible(const State *state, GPtrArray *all)
{
	g_autoptr(GPtrArray) grants = g_ptr_array_new();
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		g_ptr_array_extend(all, state->lists.eligible[i], NULL, NULL);
		add_grants(grants, state->lists.alike[i]);
	}
	find_tails(&roles_data(state)->eligible_tails, grants);
}

/* A terminal that marks no pastes types them: a whole id opens at its scope then, too. */
static void keep_filter(Update *update)
{
	g_autofree char *id = roles_pasted_filter(update->state);
	if (id != NULL)
		roles_take_pasted(update, id);
	named_look_further(update);
}

static void follow_filter(Update *update)
{
	named_look_further(update);
	scope_show_selected(update);
}

static const PaneKind active_pane = {
	.title = "Active",
	.columns = active_columns,
	.column_count = ACTIVE_COLUMNS,
	.sign = active_sign,
	.sign_columns = LIST_SIGNED_COLUMNS,
	.empty = roles_active_empty,
	.sort = SORT_END,
	.sort_titles = { "end", "role", "scope", "workload" },
	.collect = collect_active,
	.subject = roles_own_active_row,
	.focused = roles_want_policy,
	.opened = elsewhere_open,
};

static const PaneKind eligible_pane = {
	.title = "Eligible",
	.columns = eligible_columns,
	.column_count = ELIGIBLE_COLUMNS,
	.sign = eligible_sign,
	.sign_columns = LIST_SIGNED_COLUMNS,
	.empty = roles_eligible_empty,
	.count_marks = take_count_marks,
	.sort = SORT_OFTEN,
	.sort_titles = { "end", "role", "scope", "workload", "use" },
	.is_chosen_always = true,
	.collect = collect_eligible,
	.filter = roles_filter_eligible,
	.focused = roles_want_policy,
	.selected = scope_show_selected,
	.filtered = follow_filter,
	.filter_kept = keep_filter,
	.pasted = roles_take_pasted,
	.opened = details_open,
};

static const PaneKind scope_pane = {
	.title = "Scope",
	.make_title = roles_scope_title,
	.draw_row = scope_draw_row,
	.is_chosen_always = true,
	.is_held = true,
	.rebuild = scope_rebuild,
	.filter = scope_filter,
	.id_of = scope_id_of,
	.find = scope_find,
	.scrolled = scope_scrolled,
	.subject = roles_meant_row,
	.focused = scope_focused,
	.selected = scope_selected,
	.filtered = scope_filtered,
	.filter_begun = scope_filter_begun,
	.filter_cleared = scope_filter_cleared,
	.opened = open_scope,
};

static const Action actions[] = {
	{ "activate", "a", "activate", "Activate the marked roles, or the selected one.",
	  .place = 10, .footer = 1, .guard = take_needs_eligible, .run = take_run_activate },
	{ "mark", "space", "mark", "Mark the row for activation, or clear the mark.", .place = 30,
	  .footer = 2, .guard = take_needs_eligible_pane, .run = take_run_mark },
	{ "next-pane", "tab", "pane", "Go to the next pane.", .place = 50, .footer = 4,
	  .offer = screen_offers_panes, .run = run_next_pane },
	{ "previous-pane", "shift-tab", "previous pane", "Go to the previous pane.", .place = 60,
	  .run = run_previous_pane },
	{ "details", "i", "details", "Show everything known about the row.", .place = 80,
	  .guard = take_needs_row, .run = details_open },
	{ "who", "w", "who else", "Show who is active where the row is, as far as one may read.",
	  .place = 85, .guard = roles_needs_scope, .run = roles_run_who },
	{ "deactivate", "D", "deactivate", "End the selected active role, after a question.",
	  .place = 90, .footer = 2, .guard = take_needs_activated, .run = take_run_deactivate },
	{ "extend", "E", "more time", "Ask for more of an eligibility, or again for an ended one.",
	  .place = 95, .footer = 3, .guard = dormant_needs_extendable, .run = dormant_run_extend },
	{ "other-accounts", "@", "other accounts",
	  "Show other accounts' active roles, too, as known last; or no more.", .place = 97,
	  .run = elsewhere_run },
	{ "mark-all", "*", "mark all", "Mark all eligible roles that are shown.", .place = 100,
	  .guard = take_needs_eligible_pane, .run = take_run_mark_all },
	{ "unmark", "u", "unmark all", "Clear all marks.", .place = 110, .guard = take_needs_marks,
	  .run = take_run_unmark },
	{ "save-set", "W", "save as a set",
	  "Save what is marked, or was activated today, as a set.", .place = 112,
	  .guard = roles_needs_savable, .run = roles_run_save },
	{ "why-file", "", "roles for a plan",
	  "Take the roles that a plan of Terraform needs, or a denial, from a file.", .place = 114,
	  .run = roles_ask_file },
	{ "portal", "o", "open in portal", "Open the row in the cloud's portal.", .place = 150,
	  .traits = TRAIT_LINKED, .guard = needs_portal, .run = run_portal },
	{ "demo", "d", "demo", "Before the first sign-in: open the demo instead.", .place = 205,
	  .footer = 3, .guard = roles_needs_demo, .run = roles_run_demo },
	{ "left", "left h", "left", "Close the scope, or go to the pane on the left.", .place = 240,
	  .run = run_left },
	{ "right", "right l", "right", "Open the scope, or go to the pane on the right.",
	  .place = 250, .run = run_right },
	{ "roles", "1", "Roles", "Show the roles.", .place = 300, .traits = TRAIT_SCREEN,
	  .run = run_show },
};

const ScreenKind roles_screen = {
	.title = "Roles",
	.context = &roles_context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.panes = { &active_pane, &eligible_pane, &scope_pane, &dormant_pane },
	.first_focus = ROLES_ELIGIBLE,
	.share = roles_share,
	.size = sizeof(Roles),
	.init = roles_init,
	.clear = roles_clear,
	.escaped = take_run_unmark,
	.words = roles_words,
	.draw = roles_draw_beside,
	.next_wake = active_next_wake,
	.find = roles_find_scopes,
	.cover = roles_cover,
	.listeners = {
		.on = { [EVENT_POLICY] = on_read,
			[EVENT_INTENT_DONE] = on_read,
			[EVENT_LOADING] = order_on_loading },
		.hear = {
			[NEWS_ACCOUNT] = on_account_changed,
			[NEWS_ELIGIBLE] = on_eligible,
			[NEWS_ACTIVE] = on_active,
			[NEWS_OTHERS] = on_others,
			[NEWS_OWED] = on_others,
			[NEWS_DORMANT] = on_dormant,
			[NEWS_REQUESTS] = on_requests,
			[NEWS_HISTORY] = on_requests,
			[NEWS_POLICY] = on_policy,
			[NEWS_SCOPES] = on_scopes,
			[NEWS_WHY] = roles_hear_why,
			[NEWS_LAST_SCOPES] = on_last_scopes,
			[NEWS_SUBMITTED] = on_submitted,
			[NEWS_CHOSEN] = on_chosen,
			[NEWS_TIME] = on_time,
		},
	},
};
