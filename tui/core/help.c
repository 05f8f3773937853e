/* Help: the keys of where one is, then those of the dialogs, and what the signs mean. */
#include "tui/core/help.h"

#include "tui/core/context.h"
#include "tui/core/dialogs.h"

static void add_context(Page *page, const State *state, const Context *context)
{
	page_add_heading(page, context->name);
	const ActionRow *row;
	for (size_t i = 0; (row = action_table_at(state->actions, i)); i++) {
		const char *keys = keymap_keys(state->keymap, row->action);
		if (keys != NULL && action_row_counts_in(row, context))
			page_printf(page, 18, STYLE_TEXT, "%-16s  %s", keys, row->action->help);
	}
}

static gint compare_help_places(gconstpointer a, gconstpointer b)
{
	const Context *x = *(const Context *const *)a, *y = *(const Context *const *)b;
	return x->help_place - y->help_place;
}

static void write_help(const State *state, const Dialog *dialog, Page *page)
{
	(void)dialog;
	g_autoptr(GPtrArray) contexts = g_ptr_array_copy(state->actions->contexts, NULL, NULL);
	g_ptr_array_sort(contexts, compare_help_places);
	add_context(page, state, state->screen->kind->context);
	for (guint i = 0; i < contexts->len; i++) {
		const Context *context = g_ptr_array_index(contexts, i);
		if (context->help_place > 0)
			add_context(page, state, context);
	}
	page_add_heading(page, "Signs");
	page_add(page, 4, STYLE_TEXT, ">   the selected row");
	page_add(page, 4, STYLE_TEXT, "*   a marked row");
	page_add(page, 4, STYLE_TEXT, "!   the last fifth of its time, at most 30 minutes; !! at most 5");
	page_add(page, 4, STYLE_TEXT, "+   a scope with more below it; v open");
}

static void run_help(Update *update)
{
	dialog_open(update, &help_dialog);
}

static const Action actions[] = {
	{ "help", "? F1", "help", "Show the keys.", .place = 660, .footer = 7,
	  .traits = TRAIT_SCREEN, .run = run_help },
};

const DialogKind help_dialog = {
	.title = "Help",
	.context = &reading_context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.write = write_help,
};
