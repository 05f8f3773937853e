#include "tui/dialogs/typed.h"

#include <string.h>

#include "src/base/limits.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/dialogs/dialogs.h"
#include "tui/widgets/form.h"
#include "tui/widgets/page.h"

typedef struct Typed {
	Form form;
	char *word; /* what is to be typed */
	void (*on_typed)(Update *update);
} Typed;

static void typed_clear(void *self)
{
	Typed *typed = self;
	form_clear(&typed->form);
	g_free(typed->word);
}

/* Case and blanks around it are no matter; another role is. */
static char *check(const State *state, gconstpointer self)
{
	const Typed *typed = self;
	(void)state;
	g_autofree char *text = g_strstrip(g_strdup(field_text(&typed->form.fields[0].field)));
	g_autofree char *found = g_utf8_casefold(text, -1);
	g_autofree char *wanted = g_utf8_casefold(typed->word, -1);
	return strcmp(found, wanted) == 0 ? NULL
					  : g_strdup("That is something else. Nothing was sent.");
}

static char *no_note(const State *state, gconstpointer self)
{
	(void)state;
	(void)self;
	return NULL;
}

static const FormFieldKind fields[] = {
	{ "name", LIMIT_TEXT_CHARS, .note = no_note, .check = check },
};
static const FormKind form_kind = { fields, G_N_ELEMENTS(fields) };

static Field *field(Dialog *dialog)
{
	return form_focused(&((Typed *)dialog->self)->form);
}

static void on_text(Update *update, Dialog *dialog)
{
	(void)update;
	form_typed(&((Typed *)dialog->self)->form);
}

/* ---- Drawing ---------------------------------------------------------------------------------- */

static Page *make_page(const Typed *typed, int columns)
{
	Page *page = page_new(columns);
	page_printf(page, 0, STYLE_TEXT, "This account wants it typed (confirm=typed): %s",
		    typed->word);
	return page;
}

static int typed_height(const State *state, const Dialog *dialog)
{
	g_autoptr(Page) page = make_page(dialog->self, layout_dialog_columns(state->at.columns));
	return (int)page_count(page) + 5; /* a blank, the field, what is wrong, a blank, the keys */
}

static void typed_draw(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body)
{
	const Typed *typed = dialog->self;
	(void)state;
	(void)box;
	g_autoptr(Page) page = make_page(typed, body.columns);
	g_autofree char *wrong = form_wrong(&typed->form, 0);
	page_draw(page, 0, grid, body);
	Area line = { body.column, body.row + (int)page_count(page) + 1, body.columns, 1 };
	if (line.row >= body.row + body.rows)
		line.row = body.row + body.rows - 1;
	form_draw_field(&typed->form, 0, grid, line);
	Area below = line;
	below.column += FORM_LABEL_COLUMNS;
	below.columns -= FORM_LABEL_COLUMNS;
	below.row++;
	below.rows = body.row + body.rows - below.row;
	if (wrong != NULL && below.rows > 0)
		page_draw_paragraph(grid, below, 0, STYLE_ERROR, wrong);
}

/* ---- Asking ----------------------------------------------------------------------------------- */

void typed_ask(Update *update, const char *word, void (*on_typed)(Update *update))
{
	Typed *typed = dialog_open(update, &typed_dialog)->self;
	typed->word = g_strdup(word);
	typed->on_typed = on_typed;
	form_init(&typed->form, &form_kind, 0);
	form_update(&typed->form, update->state, typed);
}

static void run_accept(Update *update)
{
	Typed *typed = dialog_top(update->state)->self;
	if (!form_check(&typed->form, update->state, typed))
		return;
	void (*on_typed)(Update *) = typed->on_typed;
	dialog_close(update);
	on_typed(update);
}

static void run_close(Update *update)
{
	dialog_close(update);
}

static const Context context = {
	.name = "Typed confirmation",
	.traits = TYPING_TRAITS,
	.help_place = 31,
};

static const Action actions[] = {
	{ "confirm-typed", "enter", "send", "Send what was shown, when its name is typed.",
	  .place = 411, .footer = 1, .run = run_accept },
	{ "typed-close", "esc", "back", "Go back; nothing is sent.", .place = 412, .footer = 2,
	  .run = run_close },
};

const DialogKind typed_dialog = {
	.title = "Type it",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.is_question = true,
	.size = sizeof(Typed),
	.clear = typed_clear,
	.height = typed_height,
	.draw = typed_draw,
	.field = field,
	.typed = on_text,
};
