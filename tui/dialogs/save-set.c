#include "tui/dialogs/save-set.h"

#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/one-field.h"

#define NAME_CHARS 64
#define HEAD_ROWS  2 /* the field, a blank */
#define KEY_ROWS   2

typedef struct SaveSet {
	OneField name;
	ActivationSet *set;
} SaveSet;

static void save_set_clear(void *self)
{
	SaveSet *dialog = self;
	form_clear(&dialog->name.form);
	activation_set_free(dialog->set);
}

/* ---- The field ---------------------------------------------------------------------------------- */

static char *check(const State *state, gconstpointer self)
{
	const char *name = form_text(&((const SaveSet *)self)->name.form, 0);
	if (name == NULL)
		return g_strdup("Say what the set is called.");
	if (!settings_is_name(name))
		return g_strdup("Take letters, digits, dots, - and _ for the name.");
	return activation_set_find(state->sets, name) == NULL
		       ? NULL
		       : g_strdup("There is a set of this name already: take another one.");
}

static const FormFieldKind fields[] = {
	{ .label = "name",
	  .limit = NAME_CHARS,
	  .required = one_field_is_required,
	  .note = one_field_no_note,
	  .check = check },
};
static const FormKind form_kind = { fields, G_N_ELEMENTS(fields) };

/* ---- Drawing ------------------------------------------------------------------------------------ */

/* What is wrong, and what the set would hold, as it would be written. */
static Page *make_below(const SaveSet *self, int columns)
{
	Page *page = page_new(columns);
	g_autofree char *wrong = form_wrong(&self->name.form, 0);
	if (wrong != NULL)
		page_add(page, 2, STYLE_ERROR, wrong);
	for (guint i = 0; i < self->set->rows->len; i++) {
		g_autofree char *row = set_row_format(g_ptr_array_index(self->set->rows, i));
		page_add(page, 4, STYLE_TEXT, row != NULL ? row : "");
	}
	if (self->set->reason != NULL)
		page_printf(page, 4, STYLE_DIM, "reason: %s", self->set->reason);
	return page;
}

static int save_set_height(const State *state, const Dialog *dialog)
{
	g_autoptr(Page) below = make_below(dialog->self, layout_dialog_columns(state->at.columns));
	return HEAD_ROWS + (int)page_count(below) + KEY_ROWS;
}

static void save_set_draw(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body)
{
	const SaveSet *self = dialog->self;
	Area line = body;
	(void)state;
	(void)box;
	line.rows = 1;
	form_draw_field(&self->name.form, 0, grid, line);
	g_autoptr(Page) below = make_below(self, body.columns);
	line.row += HEAD_ROWS;
	line.rows = body.row + body.rows - line.row;
	page_draw(below, 0, grid, line);
}

/* ---- Asking and saving -------------------------------------------------------------------------- */

void save_set_ask(Update *update, ActivationSet *set)
{
	SaveSet *dialog = dialog_open(update, &save_set_dialog)->self;
	dialog->set = set;
	one_field_begin(update, &dialog->name, &form_kind);
}

static const char *needs_rest(const State *state)
{
	return one_field_refuse(state, &save_set_dialog, "Nothing is to be saved.",
				"It is being saved.");
}

static void run_save(Update *update)
{
	SaveSet *dialog = dialog_top(update->state)->self;
	if (!form_check(&dialog->name.form, update->state, dialog))
		return;
	g_free(dialog->set->name);
	dialog->set->name = g_strdup(form_text(&dialog->name.form, 0));
	dialog->name.is_busy = true;
	update_save_set(update, dialog->set);
}

/* What is in the file may be started at once. */
static void on_written(Update *update, gconstpointer about)
{
	const Written *written = about;
	Dialog *open = dialog_find(update->state, &save_set_dialog);
	if (written->set == NULL)
		return;
	if (written->why == NULL) {
		g_ptr_array_add(update->state->sets, activation_set_copy(written->set));
		if (open != NULL)
			dialog_remove(update, open);
		update_notice(update, NOTICE_OK, "[set %s] is written into %s.", written->set->name,
			      written->path);
		return;
	}
	if (open == NULL) {
		update_notice(update, NOTICE_WARNING, "Nothing was written: %s", written->why);
		return;
	}
	one_field_fail(open->self, written->why);
}

static const Context context = {
	.name = "Save as a set",
	.traits = TYPING_TRAITS,
	.help_place = 23,
};

static const Action actions[] = {
	{ "save-set-write", "enter", "save", "Write the set into the configuration.", .place = 405,
	  .footer = 1, .guard = needs_rest, .run = run_save },
	{ "save-set-close", "esc", "back", "Save nothing.", .place = 408, .footer = 2,
	  .run = one_field_close },
};

const DialogKind save_set_dialog = {
	.title = "Save as a set",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.size = sizeof(SaveSet),
	.clear = save_set_clear,
	.height = save_set_height,
	.draw = save_set_draw,
	.field = one_field,
	.typed = one_field_typed,
	.listeners.hear = { [NEWS_WRITTEN] = on_written },
};
