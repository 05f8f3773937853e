/*
 * Help: the keys of where one is, then those of the dialogs, and what the signs mean. What is typed filters it, and Enter does what
 * is selected, where it can be done from here.
 */
#include "tui/core/help.h"

#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/finder.h"
#include "tui/widgets/search.h"

#define KEYS_COLUMNS        16
#define KEYS_COLUMNS_NARROW 10
#define KEYS_FROM           50
#define NAME_COLUMNS        20 /* at the right, where there is room */
#define NAME_FROM           86

/* A heading, an action or a sign. */
typedef struct HelpRow {
	char *id;
	const Context *context; /* of an action: where its key counts; NULL: a heading or a sign */
	const Action *action;
	char *keys, *text; /* a heading has no keys */
	char *search;      /* folded; NULL: a heading, which is shown with what stands below it */
} HelpRow;

typedef struct Help {
	GPtrArray *rows; /* HelpRow*, all of them */
	Pane list;
} Help;

static void row_clear(gpointer data)
{
	HelpRow *row = data;
	g_free(row->id);
	g_free(row->keys);
	g_free(row->text);
	g_free(row->search);
	g_free(row);
}

static void help_clear(void *self)
{
	Help *help = self;
	pane_clear(&help->list);
	g_clear_pointer(&help->rows, g_ptr_array_unref);
}

static Pane *list_of(const Dialog *dialog)
{
	return &((Help *)dialog->self)->list;
}

/* ---- What there is ---------------------------------------------------------------------------- */

static HelpRow *add_row(Help *help, const char *keys, const char *text)
{
	HelpRow *row = g_new0(HelpRow, 1);
	row->id = g_strdup_printf("%u", help->rows->len);
	row->keys = g_strdup(keys);
	row->text = g_strdup(text);
	g_ptr_array_add(help->rows, row);
	return row;
}

static void set_search(HelpRow *row, const char *more)
{
	g_autofree char *text = g_strjoin(" ", row->keys, row->text, more, NULL);
	row->search = search_fold(text);
}

/* `told`: set of const Action*. What counts in many places is told once, where it comes first. */
static void add_context(Help *help, const State *state, const Context *context, GHashTable *told)
{
	const ActionRow *row;
	add_row(help, NULL, context->name);
	for (size_t i = 0; (row = action_table_at(state->actions, i)) != NULL; i++) {
		const char *keys = keymap_keys(state->keymap, row->action);
		if (keys == NULL || !action_row_counts_in(row, context) ||
		    !g_hash_table_add(told, (gpointer)row->action))
			continue;
		HelpRow *added = add_row(help, keys, row->action->help);
		added->action = row->action;
		added->context = context;
		g_autofree char *names =
			g_strjoin(" ", row->action->name, row->action->title, NULL);
		set_search(added, names);
	}
}

static void add_signs(Help *help)
{
	static const struct {
		const char *sign, *text;
	} signs[] = {
		{ ">", "The selected row." },
		{ "*", "A marked row." },
		{ "!", "The last fifth of its time, at most 30 minutes; !! at most 5." },
		{ "@", "A role of another account, as it was known last." },
		{ "~",
		  "Only similar to the filter: nothing fits it. Of a scope: it is being read." },
		{ "+", "A scope with more below it; v when it is open." },
	};
	add_row(help, NULL, "Signs");
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		set_search(add_row(help, signs[i].sign, signs[i].text), NULL);
}

static gint compare_help_places(gconstpointer a, gconstpointer b)
{
	const Context *x = *(const Context *const *)a, *y = *(const Context *const *)b;
	return x->help_place - y->help_place;
}

static void add_all(Help *help, const State *state)
{
	g_autoptr(GPtrArray) contexts = g_ptr_array_copy(state->actions->contexts, NULL, NULL);
	g_autoptr(GHashTable) told = g_hash_table_new(NULL, NULL);
	g_ptr_array_sort(contexts, compare_help_places);
	add_context(help, state, state->screen->kind->context, told);
	for (guint i = 0; i < contexts->len; i++) {
		const Context *context = g_ptr_array_index(contexts, i);
		if (context->help_place > 0)
			add_context(help, state, context, told);
	}
	add_signs(help);
}

/* ---- What fits -------------------------------------------------------------------------------- */

static const char *id_of(gconstpointer row)
{
	return ((const HelpRow *)row)->id;
}

/* What fits, below its headings. What fits best is selected. */
static void filter(Help *help)
{
	Pane *list = &help->list;
	g_autoptr(Search) search = search_new(field_text(&list->filter), 0, NULL);
	HelpRow *heading = NULL;
	Fit best = FIT_NONE;
	size_t place = 0;
	g_ptr_array_set_size(list->visible, 0);
	for (guint i = 0; i < help->rows->len; i++) {
		HelpRow *row = g_ptr_array_index(help->rows, i);
		if (row->search == NULL) {
			heading = row;
			continue;
		}
		const Fit fit = search != NULL ? search_fit_all(search, row->search) : FIT_WHOLE;
		if (fit == FIT_NONE)
			continue;
		if (heading != NULL)
			g_ptr_array_add(list->visible, g_steal_pointer(&heading));
		if (fit > best)
			place = list->visible->len;
		best = MAX(best, fit);
		g_ptr_array_add(list->visible, row);
	}
	pane_select(list, place);
}

static void typed(Update *update, Dialog *dialog)
{
	(void)update;
	filter(dialog->self);
}

static Field *field(Dialog *dialog)
{
	return &list_of(dialog)->filter;
}

/* ---- Drawing ---------------------------------------------------------------------------------- */

static void draw_row(const State *state, Grid *grid, const Pane *list, size_t i, Area line,
		     StyleId in_row)
{
	const HelpRow *row = pane_at(list, i);
	const bool is_selected = in_row == STYLE_SELECTED;
	Area text = line;
	(void)state;
	if (row->search == NULL) {
		grid_text(grid, line, 0, 0, is_selected ? in_row : STYLE_TITLE, row->text);
		return;
	}
	if (row->action != NULL && line.columns >= NAME_FROM) {
		text.columns -= NAME_COLUMNS + 1;
		grid_text(grid, line, line.columns - NAME_COLUMNS, 0,
			  is_selected ? in_row : STYLE_DIM, row->action->name);
	}
	const int keys = line.columns >= KEYS_FROM ? KEYS_COLUMNS : KEYS_COLUMNS_NARROW;
	grid_text(grid, area_limit(text, keys + 1), 2, 0, is_selected ? in_row : STYLE_KEY,
		  row->keys);
	grid_text(grid, text, keys + 2, 0, in_row, row->text);
}

static const PaneKind rows_pane = {
	.draw_row = draw_row,
	.id_of = id_of,
};

/* The name that [keys] wants, and where it counts, if not here. */
static char *whole(const State *state, const Dialog *dialog)
{
	const HelpRow *row = pane_selected(list_of(dialog));
	if (row == NULL || row->action == NULL)
		return row != NULL && row->search != NULL ? g_strdup(row->text) : NULL;
	const bool is_here = row->context == state->screen->kind->context;
	return g_strdup_printf("%s%s%s: %s", row->action->name, is_here ? "" : " in ",
			       is_here ? "" : row->context->name, row->text);
}

static void draw_help(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body)
{
	const Finder finder = { list_of(dialog), "/", "No key matches." };
	finder_draw(state, grid, box, body, &finder);
}

static int help_height(const State *state, const Dialog *dialog)
{
	(void)dialog;
	return state->at.rows;
}

/* ---- What can be done ------------------------------------------------------------------------- */

static void run_help(Update *update)
{
	Help *help = dialog_open(update, &help_dialog)->self;
	help->rows = g_ptr_array_new_with_free_func(row_clear);
	pane_init(&help->list, &rows_pane);
	add_all(help, update->state);
	filter(help);
}

static void run_selected(Update *update)
{
	State *state = update->state;
	const HelpRow *row = pane_selected(list_of(dialog_top(state)));
	if (row == NULL || row->action == NULL)
		return;
	const Action *action = row->action;
	if (row->context != state->screen->kind->context) {
		update_notice(update, NOTICE_INFO, "That is a key of: %s.", row->context->name);
		return;
	}
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

static const Context context = {
	.name = "Help",
	.traits = TYPING_TRAITS | TRAIT_MOVING,
};

static const Action actions[] = {
	{ "help", "? F1", "help", "Show the keys; type to find one, Enter does it.", .place = 660,
	  .footer = 7, .traits = TRAIT_SCREEN, .run = run_help },
	{ "help-run", "enter", "run", "Do what the selected key does.", .place = 661, .footer = 1,
	  .run = run_selected },
	{ "help-close", "esc", "back", "Close the help.", .place = 662, .footer = 2,
	  .run = run_close },
};

const DialogKind help_dialog = {
	.title = "Help",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.size = sizeof(Help),
	.clear = help_clear,
	.height = help_height,
	.draw = draw_help,
	.list = list_of,
	.rows_from = 1,
	.whole = whole,
	.whole_rows = 2,
	.field = field,
	.typed = typed,
};
