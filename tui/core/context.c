#include "tui/core/context.h"

#include "tui/core/dialogs.h"

const Context reading_context = {
	.name = "Reading",
	.traits = PAGE_TRAITS | TRAIT_READING | TRAIT_LINKED,
	.help_place = 80,
};

const Context filter_context = {
	.name = "Filter",
	.traits = TYPING_TRAITS | TRAIT_MOVING,
	.help_place = 10,
};

const Context *state_context(const State *state)
{
	const Dialog *dialog = dialog_top(state);
	if (dialog != NULL)
		return dialog->kind->context;
	return state->is_filtering ? &filter_context : state->screen->kind->context;
}

bool state_is_typing(const State *state)
{
	return (state_context(state)->traits & TRAIT_TYPING) != 0;
}

static int compare_footer(gconstpointer a, gconstpointer b)
{
	const Action *x = *(const Action *const *)a, *y = *(const Action *const *)b;
	return x->footer - y->footer;
}

static bool is_offered(const State *state, const Action *action)
{
	return action->offer == NULL || action->offer(state) == NULL;
}

/* What cannot be done now is left out: the footer has no room for reasons. */
GPtrArray *state_footer(const State *state)
{
	const Context *context = state_context(state);
	GPtrArray *footer = g_ptr_array_new();
	const ActionRow *row;
	for (size_t i = 0; (row = action_table_at(state->actions, i)); i++) {
		if (row->action->footer > 0 && action_row_counts_in(row, context) &&
		    keymap_key(state->keymap, row->action) != NULL &&
		    is_offered(state, row->action) && action_reason(row->action, state) == NULL)
			g_ptr_array_add(footer, (gpointer)row->action);
	}
	g_ptr_array_sort(footer, compare_footer);
	return footer;
}
