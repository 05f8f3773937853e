#include "tui/dialogs/why-file.h"

#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/one-field.h"

#define PATH_CHARS 1024
#define HEAD_ROWS  3 /* what it may be, a blank, the field */
#define BELOW_ROWS 2 /* at least, so that the box stays as it is */
#define KEY_ROWS   2

static void why_file_clear(void *self)
{
	form_clear(&((OneField *)self)->form);
}

/* ---- The field ---------------------------------------------------------------------------------- */

static char *check(const State *state, gconstpointer self)
{
	(void)state;
	return form_text(&((const OneField *)self)->form, 0) != NULL ? NULL
								     : g_strdup("Say which file.");
}

static const FormFieldKind fields[] = {
	{ .label = "file",
	  .limit = PATH_CHARS,
	  .required = one_field_is_required,
	  .note = one_field_no_note,
	  .check = check },
};
static const FormKind form_kind = { fields, G_N_ELEMENTS(fields) };

/* ---- Drawing ------------------------------------------------------------------------------------ */

static Page *make_head(int columns)
{
	Page *page = page_new(columns);
	page_add(page, 0, STYLE_TEXT,
		 "What terraform show -json PLAN prints, or the text of a denial.");
	return page;
}

static Page *make_below(const State *state, const OneField *self, int columns)
{
	Page *page = page_new(columns - FORM_LABEL_COLUMNS);
	g_autofree char *wrong = form_wrong(&self->form, 0);
	if (wrong != NULL)
		page_add(page, 0, STYLE_ERROR, wrong);
	else if (self->is_busy)
		page_add(page, 0, STYLE_DIM, state->at.is_ascii ? "Reading it..." : "Reading it…");
	return page;
}

static int why_file_height(const State *state, const Dialog *dialog)
{
	const int columns = layout_dialog_columns(state->at.columns);
	g_autoptr(Page) head = make_head(columns);
	g_autoptr(Page) below = make_below(state, dialog->self, columns);
	return HEAD_ROWS - 1 + (int)page_count(head) + (int)MAX(page_count(below), BELOW_ROWS) +
	       KEY_ROWS;
}

static void why_file_draw(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body)
{
	const OneField *self = dialog->self;
	Area line = body;
	(void)box;
	g_autoptr(Page) head = make_head(body.columns);
	/* Where there is little room, the field has it. */
	line.rows = CLAMP(body.rows - 2, 0, (int)page_count(head));
	page_draw(head, 0, grid, line);
	line.row += line.rows > 0 ? line.rows + 1 : 0;
	line.rows = 1;
	form_draw_field(&self->form, 0, grid, line);
	g_autoptr(Page) below = make_below(state, self, body.columns);
	line.row++;
	line.rows = body.row + body.rows - line.row;
	line.column += FORM_LABEL_COLUMNS;
	line.columns -= FORM_LABEL_COLUMNS;
	page_draw(below, 0, grid, line);
}

/* ---- Asking and reading ------------------------------------------------------------------------- */

void why_file_ask(Update *update)
{
	OneField *self = dialog_open(update, &why_file_dialog)->self;
	one_field_begin(update, self, &form_kind);
}

static const char *needs_rest(const State *state)
{
	return one_field_refuse(state, &why_file_dialog, "No file is asked for.",
				"It is being read.");
}

static void run_read(Update *update)
{
	OneField *self = dialog_top(update->state)->self;
	if (!form_check(&self->form, update->state, self))
		return;
	self->is_busy = true;
	known_why_read(update, form_text(&self->form, 0));
}

static void run_close(Update *update)
{
	known_why_give_up(update->state);
	one_field_close(update);
}

static void on_asked(Update *update, gconstpointer about)
{
	const Asked *asked = about;
	Dialog *open = dialog_find(update->state, &why_file_dialog);
	if (open == NULL)
		return;
	if (asked->why != NULL)
		one_field_fail(open->self, asked->why);
	else
		dialog_remove(update, open);
}

static const Context context = {
	.name = "Roles for a plan",
	.traits = TYPING_TRAITS,
	.help_place = 21,
};

static const Action actions[] = {
	{ "why-file-read", "enter", "read",
	  "Read the file, and open the form with the roles that it needs.", .place = 447,
	  .footer = 1, .guard = needs_rest, .run = run_read },
	{ "why-file-close", "esc", "back", "Read nothing.", .place = 448, .footer = 2,
	  .run = run_close },
};

const DialogKind why_file_dialog = {
	.title = "Roles for a plan",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.size = sizeof(OneField),
	.clear = why_file_clear,
	.height = why_file_height,
	.draw = why_file_draw,
	.field = one_field,
	.typed = one_field_typed,
	.listeners.hear = { [NEWS_ASKED] = on_asked },
};
