/* Which way to look at a list: the views of the configuration, and the usual one. */
#include "tui/core/views.h"

#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/finder.h"
#include "tui/dialogs/dialogs.h"

#define NAME_COLUMNS 16

/* Rows are ViewSettings*, borrowed from the state; `usual` is the row that undoes them. */
typedef struct Views {
	Pane choices;
	ViewSettings usual;
} Views;

static Pane *choices_of(const Dialog *dialog)
{
	return &((Views *)dialog->self)->choices;
}

static void views_clear(void *self)
{
	pane_clear(&((Views *)self)->choices);
}

static const char *name_of(gconstpointer row)
{
	return ((const ViewSettings *)row)->name;
}

static void draw_choice(const State *state, Grid *grid, const Pane *choices, size_t i, Area line,
			StyleId in_row)
{
	const ViewSettings *view = pane_at(choices, i);
	const bool is_usual = view->list == NULL && i + 1 == pane_count(choices);
	const bool is_selected = in_row == STYLE_SELECTED;
	g_autofree char *words =
		is_usual ? g_strdup("no filter, the usual order and columns") : view_words(view);
	(void)state;
	if (is_selected)
		grid_text(grid, line, 0, 0, in_row, ">");
	grid_text(grid, area_limit(line, NAME_COLUMNS), 2, 0, in_row, view->name);
	grid_text(grid, line, NAME_COLUMNS + 1, 0, is_selected ? in_row : STYLE_DIM, words);
}

static const PaneKind choices_pane = {
	.draw_row = draw_choice,
	.id_of = name_of,
};

/* ---- What can be done ------------------------------------------------------------------------- */

static const char *needs_views(const State *state)
{
	return state->views->len > 0 ? NULL : "The configuration has no [view NAME].";
}

static void run_views(Update *update)
{
	const State *state = update->state;
	Views *views = dialog_open(update, &views_dialog)->self;
	views->usual.name = (char *)"usual"; /* static, never freed */
	pane_init(&views->choices, &choices_pane);
	for (guint i = 0; i < state->views->len; i++)
		g_ptr_array_add(views->choices.visible, g_ptr_array_index(state->views, i));
	g_ptr_array_add(views->choices.visible, &views->usual);
	pane_select(&views->choices, 0);
}

/* ---- In the palette ----------------------------------------------------------------------------- */

static void go(Update *update, const char *name)
{
	const GPtrArray *views = update->state->views;
	for (guint i = 0; i < views->len; i++) {
		const ViewSettings *view = g_ptr_array_index(views, i);
		if (g_strcmp0(view->name, name) == 0)
			view_open(update, view);
	}
}

static void find_views(const State *state, const Search *search, guint most, GPtrArray *found)
{
	for (guint i = 0; i < state->views->len && found->len < most; i++) {
		const ViewSettings *view = g_ptr_array_index(state->views, i);
		g_autofree char *folded = search_fold(view->name);
		if (search_fit_all(search, folded) >= FIT_BEGIN)
			found_add(found, &(Found){ view->name, "view", view->name, go });
	}
}

static void run_take(Update *update)
{
	const Views *views = dialog_top(update->state)->self;
	const ViewSettings *view = pane_selected(&views->choices);
	const bool is_usual = view == &views->usual;
	dialog_close(update);
	if (is_usual)
		view_reset(update, update->state->focus);
	else
		view_open(update, view);
}

static void run_close(Update *update)
{
	dialog_close(update);
}

static const Context context = {
	.name = "Views",
	.traits = PAGE_TRAITS,
	.help_place = 76,
};

static const Action actions[] = {
	{ "views", "V", "views", "Choose a view of the configuration: filter, order, columns.",
	  .place = 125, .traits = TRAIT_SCREEN, .guard = needs_views, .run = run_views },
	{ "view-take", "enter", "look", "Look at its list that way.", .place = 574, .footer = 1,
	  .run = run_take },
	{ "views-close", "esc q", "back", "Change nothing.", .place = 575, .footer = 2,
	  .run = run_close },
};

const DialogKind views_dialog = {
	.title = "Views",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.size = sizeof(Views),
	.clear = views_clear,
	.list = choices_of,
	.find = find_views,
};
