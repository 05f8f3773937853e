/* The dry run of the form: what the service would refuse, asked without any effect. */
#include "tui/core/effects.h"
#include "tui/core/more-time.h"
#include "tui/core/words.h"
#include "tui/dialogs/activate-form.h"

bool activate_can_check(const Activation *activation)
{
	return workload_info(activation->eligibility->grant.workload)->can_check;
}

const char *activate_needs_checkable(const Activate *activate)
{
	for (guint i = 0; activate != NULL && i < activate->rows->len; i++) {
		const ActivateRow *row = g_ptr_array_index(activate->rows, i);
		if (workload_info(row->eligibility->grant.workload)->can_check)
			return NULL;
	}
	return "The service offers no dry run for this.";
}

void activate_check(Activate *activate, Update *update, const GPtrArray *activations)
{
	const Wording wording = state_wording(update->state);
	update_drop(update, &activate->check_intent);
	g_clear_pointer(&activate->check, g_free);
	g_clear_pointer(&activate->tried, g_ptr_array_unref);
	Intent *intent = update_intent(update, INTENT_CHECK);
	intent->activations = g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	for (guint i = 0; i < activations->len; i++) {
		const Activation *activation = g_ptr_array_index(activations, i);
		if (activate_can_check(activation))
			g_ptr_array_add(intent->activations, activation_copy(activation));
	}
	activate->check = g_strdup_printf("checking%s", wording_ellipsis(&wording));
	activate->is_checked = activate->is_refused = false;
	activate->check_intent = update_send(update, intent);
}

static const ActivateRow *find_row(const Activate *activate, const char *eligibility_id)
{
	for (guint i = 0; i < activate->rows->len; i++) {
		const ActivateRow *row = g_ptr_array_index(activate->rows, i);
		if (g_strcmp0(row->eligibility->grant.id, eligibility_id) == 0)
			return row;
	}
	return NULL;
}

/* A start after what is on now: some services take none before that has ended. */
static char *refusal_words(const State *state, const Activate *activate, const ActivateRow *row,
			   const Problem *problem)
{
	const Assignment *active =
		row != NULL
			? known_lists_find_active_for(&state->lists, row->eligibility, &row->scope)
			: NULL;
	if (problem->kind != PROBLEM_ALREADY || activate->start == 0 || active == NULL)
		return g_strdup(problem->message);
	g_autofree char *until = state_until(state, &active->grant);
	g_autofree char *going_on = state_going_on(state, &active->grant);
	if (going_on != NULL)
		return g_strdup_printf("it is active %s and %s already. For more time cancel that "
				       "request, then ask again.",
				       until, going_on);
	const Action *action = action_table_find(state->actions, "form-replace");
	const char *key = action != NULL ? keymap_key(state->keymap, action) : NULL;
	return g_strdup_printf(
		"it is active %s, and the service takes nothing beside that. Ask again "
		"when it has ended, or end it and activate again%s%s.",
		until, key != NULL ? " with " : "", key != NULL ? key : "");
}

/* One answer per row: refusals are collected, a row that would do adds nothing. */
void activate_take_checked(Activate *activate, const State *state, const Event *event)
{
	if (activate->check_intent == 0 || activate->check_intent != event->intent_id)
		return;
	const ActivateRow *row = find_row(activate, event->eligibility_id);
	g_autofree char *before = g_steal_pointer(&activate->check);
	if (event->problem == NULL) {
		activate->check = activate->is_checked ? g_steal_pointer(&before)
						       : g_strdup("The service would accept this.");
		activate->is_checked = true;
		return;
	}
	g_autofree char *why = refusal_words(state, activate, row, event->problem);
	activate->check = g_strdup_printf(
		"%s%s%s: %s", activate->is_refused ? before : "", activate->is_refused ? " " : "",
		row != NULL ? role_label(&row->eligibility->grant.role) : "This", why);
	activate->is_checked = activate->is_refused = activate->is_news = true;
}
