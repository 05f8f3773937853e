/* What is taken in the Roles screen: the marked roles, or the selected one, are activated; an active one is ended. */
#include "frontend/target.h"
#include "tui/core/screens.h"
#include "tui/core/words.h"
#include "tui/dialogs/activate.h"
#include "tui/dialogs/again.h"
#include "tui/dialogs/deactivate.h"
#include "tui/screens/roles.h"

/* ---- Activate and deactivate -------------------------------------------------------------------- */

const char *take_needs_eligible(const State *state)
{
	const char *refusal = roles_refuse_elsewhere(state);
	if (refusal != NULL)
		return refusal;
	if (roles_have_focus(state, ROLES_ACTIVE))
		return again_needs_continuable(state, roles_selected_active(state));
	if (roles_have_focus(state, ROLES_DORMANT))
		return "This may not be activated now: what has ended can be asked for again.";
	if (g_hash_table_size(roles_data(state)->marks) > 0)
		return NULL;
	return roles_needs_meant(state);
}

static void add_activation(GPtrArray *activations, const State *state,
			   const Eligibility *eligibility)
{
	g_autoptr(GPtrArray) scopes = roles_wanted(state, eligibility);
	for (guint i = 0; i < scopes->len; i++)
		g_ptr_array_add(activations, activation_new(eligibility, scopes->pdata[i]));
}

/* A role that reaches far is not taken whole in passing: first the pane in which less can be chosen. */
static bool goes_to_scopes(Update *update, const GPtrArray *activations)
{
	const State *state = update->state;
	const Activation *first = g_ptr_array_index(activations, 0);
	if (activations->len > 1 || roles_have_focus(state, ROLES_SCOPE) ||
	    !target_is_wide(&first->eligibility->grant, &first->scope))
		return false;
	const Action *action = action_table_find(state->actions, "activate");
	const char *key = action != NULL ? keymap_key(state->keymap, action) : NULL;
	screen_focus(update, roles_pane(update->state, ROLES_SCOPE));
	update_notice(update, NOTICE_INFO, "Choose where: %s once more asks for all of %s.",
		      key != NULL ? key : "activate", scope_label(&first->scope));
	return true;
}

/* What was to be done next is done. */
static void dismiss_prompt(Update *update)
{
	const Notice *notice = state_notice(update->state);
	if (notice != NULL && notice->kind == NOTICE_INFO && !notice->is_aside)
		update_dismiss_notices(update, notice);
}

void take_run_activate(Update *update)
{
	const State *state = update->state;
	if (roles_have_focus(state, ROLES_ACTIVE)) {
		again_continue(update, roles_selected_active(state));
		return;
	}
	const Pane *pane = roles_pane(state, ROLES_ELIGIBLE);
	const bool has_marks = g_hash_table_size(roles_data(state)->marks) > 0;
	g_autoptr(GPtrArray) activations =
		g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	for (guint i = 0; has_marks && i < pane->all->len; i++) {
		const Row *row = g_ptr_array_index(pane->all, i);
		if (roles_is_marked(state, row->id))
			add_activation(activations, state, row->eligibility);
	}
	if (!has_marks && roles_selected(state) != NULL)
		add_activation(activations, state, roles_selected(state));
	if (activations->len == 0 || goes_to_scopes(update, activations))
		return;
	dismiss_prompt(update);
	activate_open(update, activations);
}

const char *take_needs_activated(const State *state)
{
	const Assignment *assignment = roles_selected_active(state);
	const char *refusal = roles_refuse_elsewhere(state);
	if (refusal != NULL)
		return refusal;
	if (!roles_have_focus(state, ROLES_ACTIVE) || assignment == NULL)
		return "Select the role to end in the active pane.";
	if (assignment->assignment_type == ASSIGNMENT_ASSIGNED)
		return "This is a standing assignment: only an administrator can end it.";
	return NULL;
}

void take_run_deactivate(Update *update)
{
	deactivate_ask(update, roles_selected_active(update->state));
}

/* ---- Marks ------------------------------------------------------------------------------------ */

const char *take_needs_row(const State *state)
{
	const char *refusal = roles_refuse_elsewhere(state);
	if (refusal != NULL)
		return refusal;
	return state->focus->selected != NULL ? NULL : "There is no row here.";
}

const char *take_needs_eligible_pane(const State *state)
{
	if (!roles_have_focus(state, ROLES_ELIGIBLE))
		return "Only eligible roles can be marked.";
	return take_needs_row(state);
}

const char *take_needs_marks(const State *state)
{
	return g_hash_table_size(roles_data(state)->marks) > 0 ? NULL : "No row is marked.";
}

void take_run_mark(Update *update)
{
	Pane *pane = roles_pane(update->state, ROLES_ELIGIBLE);
	GHashTable *marks = roles_data(update->state)->marks;
	if (!g_hash_table_remove(marks, pane->selected))
		roles_mark(update->state, pane->selected);
	screen_move(update, pane, 1);
}

void take_run_mark_all(Update *update)
{
	const Pane *pane = roles_pane(update->state, ROLES_ELIGIBLE);
	for (size_t i = 0; i < pane_count(pane); i++)
		roles_mark(update->state, ((const Row *)pane_at(pane, i))->id);
}

void take_run_unmark(Update *update)
{
	g_hash_table_remove_all(roles_data(update->state)->marks);
}

guint take_count_marks(const State *state)
{
	return g_hash_table_size(roles_data(state)->marks);
}
