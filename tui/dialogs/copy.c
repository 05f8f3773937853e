/* What to copy: one of the ids, names, addresses and commands of what is looked at. */
#include <string.h>

#include "tui/core/context.h"
#include "tui/core/copies.h"
#include "tui/core/dialogs.h"
#include "tui/dialogs/dialogs.h"

#define LABEL_COLUMNS 16

typedef struct Copy {
	GPtrArray *copies; /* CopyChoice*: as they were when it opened */
	Pane choices;
} Copy;

static Pane *choices_of(const Dialog *dialog)
{
	return &((Copy *)dialog->self)->choices;
}

static void copy_clear(void *self)
{
	Copy *copy = self;
	pane_clear(&copy->choices);
	g_clear_pointer(&copy->copies, g_ptr_array_unref);
}

static const char *text_of(gconstpointer row)
{
	return ((const CopyChoice *)row)->text;
}

static void draw_choice(const State *state, Grid *grid, const Pane *choices, size_t i, Area line,
			StyleId in_row)
{
	const CopyChoice *choice = pane_at(choices, i);
	const bool is_selected = in_row == STYLE_SELECTED;
	(void)state;
	if (is_selected)
		grid_text(grid, line, 0, 0, in_row, ">");
	grid_text(grid, area_limit(line, LABEL_COLUMNS), 2, 0, is_selected ? in_row : STYLE_DIM,
		  choice->label);
	grid_text(grid, line, LABEL_COLUMNS + 1, 0, in_row, choice->text);
}

static const PaneKind choices_pane = {
	.draw_row = draw_choice,
	.id_of = text_of,
};

/* Commands are longer than a line. */
static char *whole(const State *state, const Dialog *dialog)
{
	const CopyChoice *choice = pane_selected(choices_of(dialog));
	(void)state;
	return choice != NULL ? g_strdup(choice->text) : NULL;
}

/* ---- What can be done ------------------------------------------------------------------------- */

static const char *needs_something(const State *state)
{
	g_autoptr(GPtrArray) copies = copies_of(state);
	return copies->len > 0 ? NULL : "There is nothing to copy here.";
}

static const CopyChoice *find_command(const GPtrArray *copies)
{
	for (guint i = 0; i < copies->len; i++) {
		const CopyChoice *choice = g_ptr_array_index(copies, i);
		if (strcmp(choice->label, COPY_COMMAND) == 0)
			return choice;
	}
	return NULL;
}

/* Rows are copied of by `y`, and in fields its first key is text. */
static const char *needs_page(const State *state)
{
	return dialog_top(state) != NULL && !state_is_typing(state) ? NULL : "Nothing is open.";
}

static const char *needs_command(const State *state)
{
	g_autoptr(GPtrArray) copies = copies_of(state);
	return find_command(copies) != NULL ? NULL : "No command does the same here.";
}

static void run_copy(Update *update)
{
	g_autoptr(GPtrArray) copies = copies_of(update->state);
	if (copies->len == 1) {
		const CopyChoice *only = g_ptr_array_index(copies, 0);
		update_effect(update, EFFECT_COPY, only->text);
		return;
	}
	Copy *copy = dialog_open(update, &copy_dialog)->self;
	copy->copies = g_steal_pointer(&copies);
	pane_init(&copy->choices, &choices_pane);
	for (guint i = 0; i < copy->copies->len; i++)
		g_ptr_array_add(copy->choices.visible, g_ptr_array_index(copy->copies, i));
	pane_select(&copy->choices, 0);
}

static void run_copy_command(Update *update)
{
	g_autoptr(GPtrArray) copies = copies_of(update->state);
	update_effect(update, EFFECT_COPY, find_command(copies)->text);
}

static void run_take(Update *update)
{
	const CopyChoice *choice = pane_selected(choices_of(dialog_top(update->state)));
	g_autofree char *text = choice != NULL ? g_strdup(choice->text) : NULL;
	dialog_close(update);
	if (text != NULL)
		update_effect(update, EFFECT_COPY, text);
}

static void run_close(Update *update)
{
	dialog_close(update);
}

static const Context context = {
	.name = "Copy",
	.traits = PAGE_TRAITS,
	.help_place = 75,
};

static const Action actions[] = {
	{ "copy", "y", "copy", "Choose what to copy: an id, a name, an address, the command.",
	  .place = 140, .traits = TRAIT_ROWS | TRAIT_READING, .guard = needs_something,
	  .run = run_copy },
	{ "copy-command", "Y alt-y", "copy the command",
	  "Copy the command that does the same in a shell.", .place = 141, .footer = 8,
	  .traits = TRAIT_ROWS | TRAIT_READING | TRAIT_QUESTION | TRAIT_TYPING,
	  .guard = needs_command, .offer = needs_page, .run = run_copy_command },
	{ "copy-take", "enter y", "copy", "Copy the selected one.", .place = 572, .footer = 1,
	  .run = run_take },
	{ "copy-close", "esc q", "back", "Copy nothing.", .place = 573, .footer = 2,
	  .run = run_close },
};

const DialogKind copy_dialog = {
	.title = "Copy",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.size = sizeof(Copy),
	.clear = copy_clear,
	.list = choices_of,
	.whole = whole,
	.whole_rows = 3,
};
