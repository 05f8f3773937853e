#include "tui/state.h"

#include <string.h>

#include "tui/action.h"

void load_clear(Load *load)
{
	problem_free(load->problem);
	*load = (Load){ 0 };
}

void policy_entry_free(PolicyEntry *entry)
{
	if (!entry)
		return;
	policy_free(entry->policy);
	problem_free(entry->problem);
	g_free(entry);
}

static void role_entry_free(RoleEntry *entry)
{
	if (!entry)
		return;
	g_clear_pointer(&entry->permissions, g_ptr_array_unref);
	problem_free(entry->problem);
	g_free(entry);
}

void row_pile_free(RowPile *pile)
{
	if (!pile)
		return;
	g_ptr_array_unref(pile->rows);
	g_ptr_array_unref(pile->told.rows);
	g_free(pile);
}

void deep_list_free(gpointer data)
{
	DeepList *list = data;
	scope_clear(&list->scope);
	g_ptr_array_unref(list->rows);
	g_free(list);
}

void submission_free(Submission *submission)
{
	if (!submission)
		return;
	g_clear_pointer(&submission->items, g_ptr_array_unref);
	g_free(submission);
}

void notice_free(Notice *notice)
{
	if (!notice)
		return;
	g_free(notice->text);
	g_free(notice);
}

static GPtrArray *rows_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
}

static GHashTable *table_by_id(GDestroyNotify free_value)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_value);
}

static void state_init_panes(State *state)
{
	static const SortId sorts[PANE_COUNT] = {
		[PANE_ACTIVE] = SORT_END,   [PANE_ELIGIBLE] = SORT_ROLE, [PANE_SCOPE] = SORT_ROLE,
		[PANE_REQUESTS] = SORT_END, [PANE_APPROVALS] = SORT_END, [PANE_HISTORY] = SORT_END,
	};
	for (int i = 0; i < PANE_COUNT; i++)
		pane_init(&state->panes[i], sorts[i]);
	state->screen = SCREEN_ROLES;
	state->focus = PANE_ELIGIBLE;
}

State *state_new(const StateOptions *options)
{
	State *state = g_new0(State, 1);
	state->columns = options->columns;
	state->rows = options->rows;
	state->is_ascii = options->is_ascii;
	state->has_mouse = options->has_mouse;
	state->banner = g_strdup(options->banner);
	state->portal = g_strdup(options->portal);
	state->elsewhere = g_strdup(options->elsewhere);
	state->zone = options->zone ? g_time_zone_ref(options->zone) : g_time_zone_new_local();
	state->now = options->now;
	state->keymap = keymap_new(options->settings ? options->settings->keys : NULL, NULL);
	if (!state->keymap)
		state->keymap = keymap_new(NULL, NULL);

	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		state->eligible[i] = rows_new();
		state->active[i] = rows_new();
	}
	state->history = rows_new();
	tree_init(&state->tree);
	g_queue_init(&state->deep_lists);
	state->policies = table_by_id((GDestroyNotify)policy_entry_free);
	state->role_texts = table_by_id((GDestroyNotify)role_entry_free);
	state->last_scopes = table_by_id((GDestroyNotify)scope_free);
	state->chosen_scopes = table_by_id((GDestroyNotify)scope_free);
	state->marks = table_by_id(NULL);
	state->told = table_by_id(NULL);
	state->policy_reads = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
	state->dropped = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	state->overlays = g_ptr_array_new_with_free_func((GDestroyNotify)overlay_free);
	state->submissions = g_ptr_array_new_with_free_func((GDestroyNotify)submission_free);
	state->messages = g_ptr_array_new_with_free_func((GDestroyNotify)notice_free);
	state_init_panes(state);
	return state;
}

static void forget_workload(State *state, WorkloadId workload)
{
	g_clear_pointer(&state->piles[workload], row_pile_free);
	g_ptr_array_set_size(state->eligible[workload], 0);
	g_ptr_array_set_size(state->active[workload], 0);
	for (int list = 0; list < LIST_COUNT; list++) {
		load_clear(&state->loads[workload][list]);
		g_clear_pointer(&state->loaded[workload][list], g_ptr_array_unref);
	}
}

void state_forget_rows(State *state)
{
	for (WorkloadId i = 0; i < WORKLOAD_COUNT; i++)
		forget_workload(state, i);
	load_clear(&state->history_load);
	g_ptr_array_set_size(state->history, 0);
	g_clear_pointer(&state->loaded_history, g_ptr_array_unref);
	g_queue_clear_full(&state->deep_lists, deep_list_free);
	tree_clear(&state->tree);
	tree_init(&state->tree);
	GHashTable *tables[] = { state->policies,      state->role_texts, state->last_scopes,
				 state->chosen_scopes, state->marks,      state->policy_reads,
				 state->told };
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
		g_hash_table_remove_all(tables[i]);
	for (int i = 0; i < PANE_COUNT; i++)
		field_set(&state->panes[i].filter, "");
	state->is_filtering = false;
	for (guint i = state->overlays->len; i > 0; i--) {
		const Overlay *overlay = g_ptr_array_index(state->overlays, i - 1);
		if (overlay->kind != OVERLAY_SIGN_IN && overlay->kind != OVERLAY_ADDRESS &&
		    overlay->kind != OVERLAY_QR)
			g_ptr_array_remove_index(state->overlays, i - 1);
	}
	g_ptr_array_set_size(state->submissions, 0);
	g_clear_pointer(&state->kept_form, form_free);
	g_clear_pointer(&state->scope_owner, g_free);
	state->last_duration = 0;
}

void state_free(State *state)
{
	if (!state)
		return;
	for (int i = 0; i < PANE_COUNT; i++)
		pane_clear(&state->panes[i]);
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		for (int list = 0; list < LIST_COUNT; list++)
			load_clear(&state->loads[i][list]);
		row_pile_free(state->piles[i]);
		g_ptr_array_unref(state->eligible[i]);
		g_ptr_array_unref(state->active[i]);
		for (int list = 0; list < LIST_COUNT; list++)
			g_clear_pointer(&state->loaded[i][list], g_ptr_array_unref);
	}
	load_clear(&state->history_load);
	g_ptr_array_unref(state->history);
	g_clear_pointer(&state->loaded_history, g_ptr_array_unref);
	g_queue_clear_full(&state->deep_lists, deep_list_free);
	tree_clear(&state->tree);
	GHashTable *tables[] = { state->policies,      state->role_texts, state->last_scopes,
				 state->chosen_scopes, state->marks,      state->policy_reads,
				 state->told,          state->dropped };
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
		g_hash_table_unref(tables[i]);
	g_ptr_array_unref(state->overlays);
	g_ptr_array_unref(state->submissions);
	g_ptr_array_unref(state->messages);
	form_free(state->kept_form);
	account_free(state->account);
	keymap_free(state->keymap);
	g_time_zone_unref(state->zone);
	g_free(state->banner);
	g_free(state->portal);
	g_free(state->elsewhere);
	g_free(state->scope_owner);
	g_free(state);
}
