/* What the actions of the screens do. */
#include <string.h>

#include "tui/update-internal.h"

/* ---- Moving ----------------------------------------------------------------------------------- */

typedef enum { MOVE_LINE, MOVE_PAGE, MOVE_ALL } MoveUnit;

static void move_overlay(Overlay *overlay, MoveUnit unit, int direction, int page)
{
	bool has_cursor = overlay->kind == OVERLAY_PALETTE || overlay->kind == OVERLAY_ACCOUNTS;
	size_t *place = has_cursor ? &overlay->cursor : &overlay->scroll;
	size_t by = unit == MOVE_LINE ? 1 : unit == MOVE_PAGE ? (size_t)page : G_MAXINT32;
	if (direction < 0)
		*place = *place > by ? *place - by : 0;
	else
		*place += by; /* overlay_clamp keeps it within */
}

static void move(Update *update, MoveUnit unit, int direction)
{
	State *state = update->state;
	Overlay *overlay = overlay_top(state);
	if (overlay) {
		move_overlay(overlay, unit, direction, MAX(state->rows - 8, 1));
		return;
	}
	long by = unit == MOVE_LINE ? 1 : unit == MOVE_PAGE ? panes_page(state) : G_MAXINT32;
	move_selection(update, state->focus, direction * by);
}

void run_up(Update *update)
{
	move(update, MOVE_LINE, -1);
}

void run_down(Update *update)
{
	move(update, MOVE_LINE, 1);
}

void run_page_up(Update *update)
{
	move(update, MOVE_PAGE, -1);
}

void run_page_down(Update *update)
{
	move(update, MOVE_PAGE, 1);
}

void run_top(Update *update)
{
	move(update, MOVE_ALL, -1);
}

void run_bottom(Update *update)
{
	move(update, MOVE_ALL, 1);
}

/* ---- Panes and branches ----------------------------------------------------------------------- */

static void set_expanded(Update *update, ScopeNode *node, bool is_expanded)
{
	State *state = update->state;
	const Eligibility *eligibility = state_selected_eligible(state);
	if (is_expanded && eligibility && node->deep != CHILDREN_LOADED &&
	    (node->state == CHILDREN_UNKNOWN || node->state == CHILDREN_FAILED))
		scope_load_tree(update, node, eligibility->grant.workload, false);
	node->is_expanded = is_expanded;
	panes_rebuild(state, PANE_SCOPE);
}

static ScopeNode *selected_node(State *state)
{
	return (ScopeNode *)state_selected_scope(state);
}

void run_right(Update *update)
{
	State *state = update->state;
	if (state->focus != PANE_SCOPE) {
		if (state->focus == PANE_ELIGIBLE)
			panes_focus(update, PANE_SCOPE);
		return;
	}
	ScopeNode *node = selected_node(state);
	if (!node || !tree_can_expand(&state->tree, node))
		return;
	if (!node->is_expanded || node->state == CHILDREN_FAILED)
		set_expanded(update, node, true);
	else if (node->children && node->children->len > 0)
		move_selection(update, PANE_SCOPE, 1);
}

void run_left(Update *update)
{
	State *state = update->state;
	if (state->focus != PANE_SCOPE)
		return;
	ScopeNode *node = selected_node(state);
	bool is_open =
		node && node->is_expanded && node->children && tree_can_expand(&state->tree, node);
	if (is_open && field_is_empty(&state->panes[PANE_SCOPE].filter)) {
		set_expanded(update, node, false);
	} else if (node && node != state->tree.root && node->parent) {
		panes_select_id(state, PANE_SCOPE, node->parent->scope.id);
		scope_selection_changed(update);
	} else {
		panes_focus(update, PANE_ELIGIBLE);
	}
}

static void focus_by(Update *update, int step)
{
	State *state = update->state;
	PaneId panes[PANE_COUNT];
	int count = (int)screen_panes(state->screen, panes);
	for (int i = 0; i < count; i++) {
		if (panes[i] == state->focus) {
			panes_focus(update, panes[(i + step + count) % count]);
			return;
		}
	}
}

void run_next_pane(Update *update)
{
	focus_by(update, 1);
}

void run_previous_pane(Update *update)
{
	focus_by(update, -1);
}

static void show_screen(Update *update, ScreenId screen)
{
	State *state = update->state;
	PaneId panes[PANE_COUNT];
	if (state->screen == screen)
		return;
	state->screen = screen;
	screen_panes(screen, panes);
	panes_focus(update, screen == SCREEN_ROLES ? PANE_ELIGIBLE : panes[0]);
	if (screen == SCREEN_HISTORY)
		update_read_history(update);
}

void run_screen_roles(Update *update)
{
	show_screen(update, SCREEN_ROLES);
}

void run_screen_requests(Update *update)
{
	show_screen(update, SCREEN_REQUESTS);
}

void run_screen_approvals(Update *update)
{
	show_screen(update, SCREEN_APPROVALS);
}

void run_screen_history(Update *update)
{
	show_screen(update, SCREEN_HISTORY);
}

/* ---- Filter and order ------------------------------------------------------------------------- */

void run_filter(Update *update)
{
	State *state = update->state;
	ScopeNode *root = state->tree.root;
	state->is_filtering = true;
	/* What could not be loaded the last time may be asked for again. */
	if (state->focus == PANE_SCOPE && root && root->deep == CHILDREN_FAILED)
		root->deep = CHILDREN_UNKNOWN;
}

/* A terminal that marks no pastes types them: a whole id opens at its scope then, too. */
void run_filter_keep(Update *update)
{
	State *state = update->state;
	state->is_filtering = false;
	if (state->focus == PANE_ELIGIBLE && scope_is_pasted_filter(state)) {
		g_autofree char *id = g_strdup(field_text(&state->panes[PANE_ELIGIBLE].filter));
		scope_take_pasted(update, id);
	}
}

static void clear_filter(Update *update)
{
	State *state = update->state;
	PaneId id = state->focus;
	field_clear(&state->panes[id].filter);
	if (id == PANE_SCOPE)
		tree_reveal(selected_node(state));
	panes_filter_changed(state, id, false);
	if (id == PANE_ELIGIBLE)
		scope_show_selected(update);
}

void run_filter_clear(Update *update)
{
	update->state->is_filtering = false;
	clear_filter(update);
}

void run_sort(Update *update)
{
	State *state = update->state;
	Pane *pane = &state->panes[state->focus];
	pane->sort = (pane->sort + 1) % SORT_COUNT;
	panes_rebuild(state, state->focus);
	update_notice(update, NOTICE_INFO, "Ordered by %s.", sort_title(state->focus, pane->sort));
}

/* ---- Marks ------------------------------------------------------------------------------------ */

void run_mark(Update *update)
{
	State *state = update->state;
	const char *id = state->panes[PANE_ELIGIBLE].selected;
	if (!g_hash_table_remove(state->marks, id))
		g_hash_table_add(state->marks, g_strdup(id));
	move_selection(update, PANE_ELIGIBLE, 1);
}

void run_mark_all(Update *update)
{
	State *state = update->state;
	for (size_t i = 0; i < pane_count(&state->panes[PANE_ELIGIBLE]); i++)
		g_hash_table_add(state->marks, g_strdup(state_eligible_at(state, i)->grant.id));
}

void run_unmark(Update *update)
{
	g_hash_table_remove_all(update->state->marks);
}

/* ---- Others ----------------------------------------------------------------------------------- */

void run_refresh(Update *update)
{
	State *state = update->state;
	if (state->screen == SCREEN_HISTORY)
		update_read_history(update);
	roles_refresh(update, true);
}

void run_back(Update *update)
{
	State *state = update->state;
	const Notice *notice = state_notice(state);
	if (notice)
		update_dismiss_notices(update, notice);
	else if (!field_is_empty(&state->panes[state->focus].filter))
		clear_filter(update);
	else if (g_hash_table_size(state->marks) > 0)
		g_hash_table_remove_all(state->marks);
}

void run_quit_now(Update *update)
{
	update->state->is_quitting = true;
	update_effect(update, EFFECT_QUIT, NULL);
}

void run_quit(Update *update)
{
	if (outcome_is_running(update->state))
		overlay_push(update, OVERLAY_QUIT);
	else
		run_quit_now(update);
}

void run_redraw(Update *update)
{
	update_effect(update, EFFECT_REDRAW, NULL);
}

void run_suspend(Update *update)
{
	update_effect(update, EFFECT_SUSPEND, NULL);
}

void run_open(Update *update)
{
	State *state = update->state;
	if (state->screen != SCREEN_ROLES || state->focus != PANE_SCOPE) {
		run_details(update);
		return;
	}
	ScopeNode *node = selected_node(state);
	if (tree_can_expand(&state->tree, node))
		set_expanded(update, node, !node->is_expanded);
	else
		run_activate(update);
}

void run_activate(Update *update)
{
	State *state = update->state;
	g_autoptr(GPtrArray) activations =
		g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	const Pane *pane = &state->panes[PANE_ELIGIBLE];
	bool has_marks = g_hash_table_size(state->marks) > 0;
	for (guint i = 0; has_marks && i < pane->all->len; i++) {
		const Row *row = g_ptr_array_index(pane->all, i);
		if (state_is_marked(state, row->id))
			g_ptr_array_add(
				activations,
				activation_new(row->eligibility,
					       state_target_scope(state, row->eligibility)));
	}
	const Eligibility *selected = state_selected_eligible(state);
	if (!has_marks && selected)
		g_ptr_array_add(activations,
				activation_new(selected, state_target_scope(state, selected)));
	if (activations->len > 0)
		form_open(update, activations);
}

void run_deactivate(Update *update)
{
	Assignment *assignment = assignment_copy(state_selected_active(update->state));
	overlay_push(update, OVERLAY_DEACTIVATE)->assignment = assignment;
}
