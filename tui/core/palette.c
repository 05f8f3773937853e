/* The palette: an action is found by typing. */
#include "src/base/text.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/help.h"

typedef struct Palette {
	Field input;
	GPtrArray *choices; /* const Action*, best first; borrowed */
} Palette;

static void palette_clear(void *self)
{
	Palette *palette = self;
	field_clear(&palette->input);
	g_clear_pointer(&palette->choices, g_ptr_array_unref);
}

static const Palette *palette_of(const Dialog *dialog)
{
	return dialog->self;
}

static void run_palette(Update *update);

/* ---- What fits -------------------------------------------------------------------------------- */

/* 0: does not fit; else the smaller, the better. */
static int rank(const Action *action, char *const *words)
{
	g_autofree char *title = search_fold(action->title);
	g_autofree char *text = g_strjoin(" ", action->title, action->name, action->help, NULL);
	g_autofree char *folded = search_fold(text);
	if (!search_matches(folded, words))
		return 0;
	if (words == NULL)
		return 3;
	if (g_str_has_prefix(title, words[0]))
		return 1;
	return search_matches(title, words) ? 2 : 3;
}

static void choose(Update *update, Dialog *dialog)
{
	const State *state = update->state;
	Palette *palette = dialog->self;
	g_auto(GStrv) words = search_words(field_text(&palette->input));
	if (palette->choices == NULL)
		palette->choices = g_ptr_array_new();
	g_ptr_array_set_size(palette->choices, 0);
	for (int wanted = 1; wanted <= 3; wanted++) {
		const ActionRow *row;
		for (size_t i = 0; (row = action_table_at(state->actions, i)); i++) {
			if (action_row_counts_in(row, state->screen->kind->context) &&
			    row->action->run != run_palette && rank(row->action, words) == wanted)
				g_ptr_array_add(palette->choices, (gpointer)row->action);
		}
	}
	dialog->cursor = 0;
}

static size_t count_choices(const Dialog *dialog)
{
	return palette_of(dialog)->choices->len;
}

static Field *palette_field(Dialog *dialog)
{
	return &((Palette *)dialog->self)->input;
}

static void run_palette(Update *update)
{
	choose(update, dialog_open(update, &palette_dialog));
}

static void run_accept(Update *update)
{
	const State *state = update->state;
	const Dialog *dialog = dialog_top(state);
	const GPtrArray *choices = palette_of(dialog)->choices;
	if (dialog->cursor >= choices->len)
		return;
	const Action *action = g_ptr_array_index(choices, dialog->cursor);
	dialog_close(update);
	const char *reason = action_reason(action, state);
	if (reason != NULL)
		update_notice(update, NOTICE_INFO, "%s", reason);
	else
		action->run(update);
}

static void run_close(Update *update)
{
	dialog_close(update);
}

/* ---- Drawing ---------------------------------------------------------------------------------- */

/* One action: its name and key, and what it does or, greyed, why it cannot be done now. */
static void draw_choice(const State *state, Grid *grid, const Action *action, Area line,
			bool is_selected)
{
	const char *reason = action_reason(action, state);
	const char *key = keymap_key(state->keymap, action);
	StyleId style = reason != NULL ? STYLE_DIM : STYLE_TEXT;
	int help = line.columns >= 50 ? 32 : 0;

	if (is_selected) {
		style = STYLE_SELECTED;
		grid_fill(grid, line, style);
		grid_text(grid, line, 0, 0, style, ">");
	}
	grid_text(grid, area_limit(line, help ? 20 : line.columns - 11), 2, 0, style,
		  action->title);
	grid_text(grid, area_limit(line, help ? 31 : line.columns), help ? 21 : line.columns - 10,
		  0, is_selected || reason != NULL ? style : STYLE_KEY, key);
	if (help && reason != NULL)
		grid_printf(grid, line, help, 0, style, "not now: %s", reason);
	else if (help)
		grid_text(grid, line, help, 0, style, action->help);
}

/* The actions that fit what was typed, so that the cursor is among those shown. */
static void draw_choices(const State *state, const Dialog *dialog, Grid *grid, Area box, Area list)
{
	const GPtrArray *choices = palette_of(dialog)->choices;
	size_t first = 0, rows = (size_t)MAX(list.rows, 0), count;

	if (choices->len == 0) {
		grid_text(grid, list, 2, 0, STYLE_DIM, "No action fits.");
		return;
	}
	if (rows > 0 && dialog->cursor >= rows)
		first = dialog->cursor - rows + 1;
	count = MIN(choices->len - first, rows);
	for (size_t i = 0; i < count; i++) {
		Area line = list;

		line.row += (int)i;
		line.rows = 1;
		draw_choice(state, grid, g_ptr_array_index(choices, first + i), line,
			    first + i == dialog->cursor);
	}
	page_draw_place(grid, box, first, count, choices->len);
}

static void draw_palette(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body)
{
	const Field *input = &palette_of(dialog)->input;
	g_autofree char *before = g_strndup(field_text(input), input->cursor);
	Area list = body;

	grid_text(grid, body, 0, 0, STYLE_KEY, ":");
	grid_text(grid, body, 2, 0, STYLE_INPUT_FOCUS, field_text(input));
	grid->cursor_column = body.column + MIN(2 + text_width(before), body.columns - 1);
	grid->cursor_row = body.row;
	list.row += 1;
	list.rows = MAX(body.rows - 1, 0);
	draw_choices(state, dialog, grid, box, list);
}

/* As high as the screen allows, however many actions fit: what is typed stays where it is. */
static int palette_height(const State *state, const Dialog *dialog)
{
	(void)dialog;
	return state->at.rows - 6;
}

static const Context context = {
	.name = "Palette",
	.traits = TYPING_TRAITS | TRAIT_MOVING,
};

static const Action actions[] = {
	{ "palette", ":", "palette", "Find an action by typing.", .place = 650, .footer = 6,
	  .traits = TRAIT_SCREEN, .run = run_palette },
	{ "run", "enter", "run", "Do what is selected.", .place = 630, .footer = 1,
	  .run = run_accept },
	{ "palette-close", "esc", "back", "Close the list.", .place = 640, .footer = 2,
	  .run = run_close },
};

const DialogKind palette_dialog = {
	.title = "Actions",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.size = sizeof(Palette),
	.clear = palette_clear,
	.height = palette_height,
	.draw = draw_palette,
	.count = count_choices,
	.field = palette_field,
	.typed = choose,
};
