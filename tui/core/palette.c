/* The palette: an action is found by typing, and so is a row of any list, a scope, an account, a view. */
#include <string.h>

#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/finder.h"
#include "tui/core/help.h"
#include "tui/core/screens.h"
#include "tui/widgets/search.h"

#define OTHERS_MOST 60  /* scopes, accounts, views */
#define ROWS_MOST   100 /* of lists: who sees that many types on */

/* An action, a row of a pane, or what else was found. */
typedef struct Choice {
	const Action *action; /* NULL: another one */
	Screen *screen;       /* of a row, as the pane; NULL: no row */
	Pane *pane;
	void (*go)(Update *update, const char *id); /* of what else was found */
	const char *what;                           /* … and what that is */
	char *id;                                   /* of the row, or the action's name */
	char *text;
} Choice;

typedef struct Palette {
	Pane choices;   /* of Choice*, best first; its filter is what was typed. The first member */
	GPtrArray *all; /* Choice*, owned */
} Palette;

static Pane *choices_of(const Dialog *dialog)
{
	return &((Palette *)dialog->self)->choices;
}

static void choice_free(gpointer data)
{
	Choice *choice = data;
	g_free(choice->id);
	g_free(choice->text);
	g_free(choice);
}

static void palette_clear(void *self)
{
	Palette *palette = self;
	pane_clear(&palette->choices);
	g_clear_pointer(&palette->all, g_ptr_array_unref);
}

static void run_palette(Update *update);

/* ---- What fits -------------------------------------------------------------------------------- */

static Choice *add_choice(Palette *palette, const char *id)
{
	Choice *choice = g_new0(Choice, 1);
	choice->id = g_strdup(id);
	g_ptr_array_add(palette->all, choice);
	g_ptr_array_add(palette->choices.visible, choice);
	return choice;
}

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

/* Two keys for the same are one choice. */
static bool has_title(const Palette *palette, const char *title)
{
	for (guint i = 0; i < palette->all->len; i++) {
		const Choice *choice = g_ptr_array_index(palette->all, i);
		if (choice->action != NULL && strcmp(choice->action->title, title) == 0)
			return true;
	}
	return false;
}

static void add_actions(const State *state, Palette *palette, const Search *search, int wanted)
{
	const ActionRow *row = NULL;
	for (size_t i = 0; (row = action_table_at(state->actions, i)) != NULL; i++) {
		const Action *action = row->action;
		if (action_row_counts_in(row, state->screen->kind->context) &&
		    action->run != run_palette && rank(action, search) == wanted &&
		    !has_title(palette, action->title))
			add_choice(palette, action->name)->action = action;
	}
}

/* Its role and its place, as they are shown, with what tells them from others of that name. */
static char *row_text(const State *state, const PaneKind *kind, const Row *row)
{
	GString *text = g_string_new(NULL);
	for (size_t i = 0; i < kind->column_count; i++) {
		const ListColumn *column = &kind->columns[i];
		const bool is_name =
			g_strcmp0(column->name, "role") == 0 || g_strcmp0(column->name, "at") == 0;
		if (!is_name || column->write == NULL)
			continue;
		g_string_append(text, text->len > 0 ? "  " : "");
		column->write(state, row_value(row), text);
		g_string_append(text,
				column->end != NULL ? column->end(state, row_value(row)) : "");
	}
	return g_string_free(text, FALSE);
}

/* Who asked for the same again and again is shown the last time. */
static bool has_row(const Palette *palette, const Pane *pane, const char *text)
{
	for (guint i = 0; i < palette->all->len; i++) {
		const Choice *choice = g_ptr_array_index(palette->all, i);
		if (choice->pane == pane && strcmp(choice->text, text) == 0)
			return true;
	}
	return false;
}

/* Those whose name begins with what is typed, or the others that fit. */
static void add_rows(const State *state, Palette *palette, const Search *search, Screen *screen,
		     Pane *pane, bool is_begun)
{
	/* Trees and the like hold no Row. */
	if (pane->kind->id_of != NULL || pane->kind->rebuild != NULL)
		return;
	for (guint i = 0; i < pane->all->len && palette->all->len < ROWS_MOST; i++) {
		const Row *row = g_ptr_array_index(pane->all, i);
		g_autofree char *text = row_text(state, pane->kind, row);
		g_autofree char *folded = search_fold(text);
		if (g_str_has_prefix(folded, search->terms[0].text) != is_begun ||
		    search_fit_all(search, folded) < FIT_BEGIN || has_row(palette, pane, text))
			continue;
		Choice *choice = add_choice(palette, row->id);
		choice->screen = screen;
		choice->pane = pane;
		choice->text = g_steal_pointer(&text);
	}
}

static void add_all_rows(State *state, Palette *palette, const Search *search, bool is_begun)
{
	for (size_t i = 0; i < state->tables->screen_count; i++) {
		Screen *screen = &state->screens[i];
		for (size_t j = 0; j < screen->pane_count; j++)
			add_rows(state, palette, search, screen, &screen->panes[j], is_begun);
	}
}

static void add_found(Palette *palette, const GPtrArray *found)
{
	for (guint i = 0; i < found->len; i++) {
		const Found *one = g_ptr_array_index(found, i);
		Choice *choice = add_choice(palette, one->id);
		choice->go = one->go;
		choice->what = one->what;
		choice->text = g_strdup(one->text);
	}
}

/* What no pane has as its rows: screens and dialogs are asked. */
static void add_others(const State *state, Palette *palette, const Search *search)
{
	g_autoptr(GPtrArray) found = found_new();
	for (size_t i = 0; i < state->tables->dialog_count; i++) {
		if (state->tables->dialogs[i]->find != NULL)
			state->tables->dialogs[i]->find(state, search, OTHERS_MOST, found);
	}
	for (size_t i = 0; i < state->tables->screen_count; i++) {
		if (state->tables->screens[i]->find != NULL)
			state->tables->screens[i]->find(state, search, OTHERS_MOST, found);
	}
	add_found(palette, found);
}

static void rank_all(State *state, Pane *choices)
{
	Palette *palette = (Palette *)choices;
	g_autoptr(Search) search = search_new(field_text(&choices->filter), 0, NULL);
	search_take_aliases(search, state->aliases);
	g_ptr_array_set_size(choices->visible, 0);
	g_ptr_array_set_size(palette->all, 0);
	add_actions(state, palette, search, 1);
	add_actions(state, palette, search, 2);
	if (search != NULL) {
		add_all_rows(state, palette, search, true);
		add_all_rows(state, palette, search, false);
		add_others(state, palette, search);
	}
	add_actions(state, palette, search, 3);
}

static const char *id_of(gconstpointer row)
{
	return ((const Choice *)row)->id;
}

static void typed(Update *update, Dialog *dialog)
{
	pane_rebuild(update->state, choices_of(dialog));
}

static Field *field(Dialog *dialog)
{
	return &choices_of(dialog)->filter;
}

static void run_action(Update *update, const Action *action)
{
	const char *reason = action_reason(action, update->state);
	if (reason != NULL)
		update_notice(update, NOTICE_INFO, "%s", reason);
	else
		action->run(update);
}

/* Goes to the row, which a filter of its pane may have left out. */
static void go_to(Update *update, const Screen *screen, Pane *pane, const char *row_id)
{
	State *state = update->state;
	screen_open(update, screen->kind->context);
	screen_focus(update, pane);
	if (!pane_select_id(state, pane, row_id)) {
		field_clear(&pane->filter);
		pane_filter_changed(state, pane);
	}
	if (!pane_select_id(state, pane, row_id))
		update_notice(update, NOTICE_INFO, "That row is not there any more.");
	else if (pane->kind->selected != NULL)
		pane->kind->selected(update);
}

static void run_accept(Update *update)
{
	const Choice *choice = pane_selected(choices_of(dialog_top(update->state)));
	if (choice == NULL)
		return;
	const Choice chosen = *choice;
	g_autofree char *row_id = g_strdup(choice->id);
	dialog_close(update);
	if (chosen.action != NULL)
		run_action(update, chosen.action);
	else if (chosen.go != NULL)
		chosen.go(update, row_id);
	else
		go_to(update, chosen.screen, chosen.pane, row_id);
}

static void run_close(Update *update)
{
	dialog_close(update);
}

/* ---- Drawing ---------------------------------------------------------------------------------- */

/* One action: its name and key, and what it does or, greyed, why it cannot be done now. */
static void draw_action(const State *state, Grid *grid, const Action *action, Area line,
			StyleId in_row)
{
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

static void draw_choice(const State *state, Grid *grid, const Pane *choices, size_t i, Area line,
			StyleId in_row)
{
	const Choice *choice = pane_at(choices, i);
	if (choice->action != NULL) {
		draw_action(state, grid, choice->action, line, in_row);
		return;
	}
	const bool is_selected = in_row == STYLE_SELECTED;
	if (is_selected)
		grid_text(grid, line, 0, 0, in_row, ">");
	const int column = 2 + grid_text(grid, line, 2, 0, in_row, choice->text);
	const StyleId style = is_selected ? in_row : STYLE_DIM;
	if (choice->go != NULL)
		grid_text(grid, line, column + 2, 0, style, choice->what);
	else
		grid_printf(grid, line, column + 2, 0, style, "in %s",
			    choice->pane->kind->title != NULL ? choice->pane->kind->title
							      : choice->screen->kind->title);
}

static const PaneKind choices_pane = {
	.draw_row = draw_choice,
	.rebuild = rank_all,
	.id_of = id_of,
};

/* What it does, or why not now. */
static char *whole(const State *state, const Dialog *dialog)
{
	const Choice *choice = pane_selected(choices_of(dialog));
	if (choice == NULL || choice->action == NULL)
		return choice != NULL ? g_strdup(choice->text) : NULL;
	const char *reason = action_reason(choice->action, state);
	return reason != NULL ? g_strdup_printf("Not now: %s", reason)
			      : g_strdup(choice->action->help);
}

static void draw_palette(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body)
{
	const Finder finder = { choices_of(dialog), ":", "Nothing matches." };
	finder_draw(state, grid, box, body, &finder);
}

static void run_palette(Update *update)
{
	Palette *palette = dialog_open(update, &palette_dialog)->self;
	Pane *choices = &palette->choices;
	palette->all = g_ptr_array_new_with_free_func(choice_free);
	pane_init(choices, &choices_pane);
	pane_rebuild(update->state, choices);
	for (size_t i = 0; i < update->state->tables->dialog_count; i++) {
		if (update->state->tables->dialogs[i]->sought != NULL)
			update->state->tables->dialogs[i]->sought(update);
	}
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
	{ "palette", ":", "palette",
	  "Find an action, a row, a scope, an account or a view by typing.", .place = 650,
	  .footer = 6, .traits = TRAIT_SCREEN, .run = run_palette },
	{ "run", "enter", "run", "Run the selected action, or go to what was found.", .place = 630,
	  .footer = 1, .run = run_accept },
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
	.rows_from = 1,
	.whole = whole,
	.whole_rows = 2,
	.field = field,
	.typed = typed,
};
