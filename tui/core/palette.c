/* The palette: an action is found by typing. */
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/finder.h"
#include "tui/core/help.h"
#include "tui/widgets/search.h"

typedef struct Palette {
	Pane choices; /* of const Action*, best first; its filter is what was typed */
} Palette;

static Pane *choices_of(const Dialog *dialog)
{
	return &((Palette *)dialog->self)->choices;
}

static void palette_clear(void *self)
{
	pane_clear(&((Palette *)self)->choices);
}

static void run_palette(Update *update);

/* ---- What fits -------------------------------------------------------------------------------- */

/* 0: does not fit; else the smaller, the better. */
static int rank(const Action *action, const Search *search)
{
	g_autofree char *title = search_fold(action->title);
	g_autofree char *text = g_strjoin(" ", action->title, action->name, action->help, NULL);
	g_autofree char *folded = search_fold(text);
	if (search == NULL)
		return 3;
	if (search_fit_all(search, folded) == FIT_NONE)
		return 0;
	if (g_str_has_prefix(title, search->terms[0].text))
		return 1;
	return search_fit_all(search, title) > FIT_NONE ? 2 : 3;
}

static void rank_all(State *state, Pane *choices)
{
	g_autoptr(Search) search = search_new(field_text(&choices->filter), 0, NULL);
	g_ptr_array_set_size(choices->visible, 0);
	for (int wanted = 1; wanted <= 3; wanted++) {
		const ActionRow *row = NULL;
		for (size_t i = 0; (row = action_table_at(state->actions, i)) != NULL; i++) {
			if (action_row_counts_in(row, state->screen->kind->context) &&
			    row->action->run != run_palette && rank(row->action, search) == wanted)
				g_ptr_array_add(choices->visible, (gpointer)row->action);
		}
	}
}

static const char *name_of(gconstpointer row)
{
	return ((const Action *)row)->name;
}

static void typed(Update *update, Dialog *dialog)
{
	pane_rebuild(update->state, choices_of(dialog));
}

static Field *field(Dialog *dialog)
{
	return &choices_of(dialog)->filter;
}

static void run_accept(Update *update)
{
	const State *state = update->state;
	const Action *action = pane_selected(choices_of(dialog_top(state)));
	if (action == NULL)
		return;
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
static void draw_choice(const State *state, Grid *grid, const Pane *choices, size_t i, Area line,
			StyleId in_row)
{
	const Action *action = pane_at(choices, i);
	const char *reason = action_reason(action, state);
	const char *key = keymap_key(state->keymap, action);
	const bool is_selected = in_row == STYLE_SELECTED;
	const StyleId style = is_selected ? in_row : reason != NULL ? STYLE_DIM : STYLE_TEXT;
	const int help = line.columns >= 50 ? 32 : 0;
	if (is_selected)
		grid_text(grid, line, 0, 0, style, ">");
	grid_text(grid, area_limit(line, help > 0 ? 20 : line.columns - 11), 2, 0, style,
		  action->title);
	grid_text(grid, area_limit(line, help > 0 ? 31 : line.columns),
		  help > 0 ? 21 : line.columns - 10, 0,
		  is_selected || reason != NULL ? style : STYLE_KEY, key);
	if (help > 0 && reason != NULL)
		grid_printf(grid, line, help, 0, style, "not now: %s", reason);
	else if (help > 0)
		grid_text(grid, line, help, 0, style, action->help);
}

static const PaneKind choices_pane = {
	.draw_row = draw_choice,
	.rebuild = rank_all,
	.id_of = name_of,
};

static void draw_palette(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body)
{
	finder_draw(state, grid, box, body, choices_of(dialog), ":", "No action matches.");
}

static void run_palette(Update *update)
{
	Pane *choices = choices_of(dialog_open(update, &palette_dialog));
	pane_init(choices, &choices_pane);
	pane_rebuild(update->state, choices);
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
	{ "run", "enter", "run", "Run the selected action.", .place = 630, .footer = 1,
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
	.list = choices_of,
	.field = field,
	.typed = typed,
};
