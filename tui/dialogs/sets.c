/* The sets of the configuration: what each would activate, what of it is active already, and starting one. */
#include "frontend/sets.h"
#include "frontend/grant-words.h"
#include "frontend/target.h"
#include "src/model/duration.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/finder.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/end-set.h"
#include "tui/dialogs/rehearse.h"
#include "tui/dialogs/set-places.h"

typedef struct Sets {
	Pane list; /* of ActivationSet*, borrowed from the state */
} Sets;

static void sets_clear(void *self)
{
	pane_clear(&((Sets *)self)->list);
}

static Pane *list_of(const Dialog *dialog)
{
	return &((Sets *)dialog->self)->list;
}

static const char *id_of(gconstpointer row)
{
	return ((const ActivationSet *)row)->name;
}

static const PaneKind sets_pane = { .id_of = id_of, .is_held = true };

/* The one chosen in the list on top; NULL: none. */
static const ActivationSet *selected(const State *state)
{
	const Dialog *dialog = dialog_top(state);
	return dialog != NULL && dialog->kind == &sets_dialog ? pane_selected(list_of(dialog))
							      : NULL;
}

/* ---- What it shows -------------------------------------------------------------------------------- */

/* "  Reader on rg-payments, 4h      active already, until 14:16" */
static void add_row(Page *page, const State *state, const ActivationSet *set, const SetRow *row)
{
	g_autoptr(GPtrArray) places = set_find_places(state, row);
	const int64_t length = set_row_length(state, set, row);
	g_autofree char *words = length > 0 ? duration_format(length) : NULL;
	if (places->len != 1) {
		page_printf(page, 6, STYLE_WARNING, "    %s%s%s: %s", row->role,
			    row->scope != NULL ? " on " : "", row->scope != NULL ? row->scope : "",
			    set_unclear_words(places->len));
		return;
	}
	const Target *place = g_ptr_array_index(places, 0);
	const Assignment *active =
		known_lists_find_active_for(&state->lists, place->eligibility, &place->scope);
	g_autofree char *what = grant_words(&place->eligibility->grant, &place->scope);
	g_autofree char *until = active != NULL ? state_until(state, &active->grant) : NULL;
	page_printf(page, 6, active != NULL ? STYLE_OK : STYLE_TEXT, "    %s%s%s%s%s", what,
		    words != NULL ? ", " : "", words != NULL ? words : "",
		    until != NULL ? ": active already, " : "", until != NULL ? until : "");
}

static void add_set(Page *page, const State *state, const ActivationSet *set, bool is_selected)
{
	const StyleId style = is_selected ? STYLE_SELECTED : STYLE_TITLE;
	g_autofree char *roles = set_roles_words(set);
	page_printf(page, 2, style, "%s %s%s%s", is_selected ? ">" : " ", set->name,
		    set->about != NULL || !is_selected ? ": " : "",
		    set->about != NULL ? set->about
		    : is_selected      ? ""
				       : roles);
	if (!is_selected)
		return;
	if (set->reason != NULL)
		page_printf(page, 6, STYLE_DIM, "    reason: %s", set->reason);
	for (guint i = 0; i < set->rows->len; i++)
		add_row(page, state, set, g_ptr_array_index(set->rows, i));
}

static void write_sets(const State *state, const Dialog *dialog, Page *page)
{
	const Sets *sets = dialog->self;
	for (size_t i = 0; i < pane_count(&sets->list); i++)
		add_set(page, state, pane_at(&sets->list, i), i == sets->list.cursor);
}

/* ---- Starting one --------------------------------------------------------------------------------- */

static const char *needs_clear_set(const State *state)
{
	const ActivationSet *set = selected(state);
	return set != NULL ? set_needs_clear(state, set) : "There is no set here.";
}

static void run_start(Update *update)
{
	set_start(update, selected(update->state));
}

static void run_rehearse(Update *update)
{
	const ActivationSet *set = selected(update->state);
	if (set != NULL)
		rehearse_open(update, set);
}

static const char *needs_held_set(const State *state)
{
	const ActivationSet *set = selected(state);
	if (set == NULL)
		return "There is no set here.";
	g_autoptr(GPtrArray) held = end_set_find(state, set);
	return held->len > 0 ? NULL : "Nothing is active that the set activated.";
}

static void run_end(Update *update)
{
	const ActivationSet *set = selected(update->state);
	dialog_close(update);
	end_set_ask(update, set);
}

static const char *needs_sets(const State *state)
{
	return state->sets->len > 0
		       ? NULL
		       : "There is no set yet: save-set makes one, or [set NAME] in the "
			 "configuration.";
}

static void run_sets(Update *update)
{
	Sets *sets = dialog_open(update, &sets_dialog)->self;
	pane_init(&sets->list, &sets_pane);
	for (guint i = 0; i < update->state->sets->len; i++)
		g_ptr_array_add(sets->list.visible, g_ptr_array_index(update->state->sets, i));
	pane_reselect(update->state, &sets->list);
}

/* ---- In the palette ------------------------------------------------------------------------------- */

/* Shown first, with what of it is active; nothing starts by its name alone. */
static void go(Update *update, const char *name)
{
	run_sets(update);
	pane_select_id(update->state, list_of(dialog_top(update->state)), name);
}

static void find_sets(const State *state, const Search *search, guint most, GPtrArray *found)
{
	for (guint i = 0; i < state->sets->len && found->len < most; i++) {
		const ActivationSet *set = g_ptr_array_index(state->sets, i);
		g_autofree char *text =
			g_strdup_printf("%s%s%s", set->name, set->about != NULL ? ": " : "",
					set->about != NULL ? set->about : "");
		g_autofree char *folded = search_fold(text);
		if (search_fit_all(search, folded) >= FIT_BEGIN)
			found_add(found, &(Found){ text, "set", set->name, go });
	}
}

static void run_close(Update *update)
{
	dialog_close(update);
}

static const Context context = {
	.name = "Sets",
	.traits = PAGE_TRAITS,
	.help_place = 22,
};

static const Action actions[] = {
	{ "sets", "M", "sets",
	  "Show the sets of roles that the configuration names, and start one.", .place = 196,
	  .traits = TRAIT_SCREEN, .guard = needs_sets, .run = run_sets },
	{ "start-set", "enter", "start", "Fill in one form for all of the selected set.",
	  .place = 402, .footer = 1, .guard = needs_clear_set, .run = run_start },
	{ "rehearse-set", "r", "rehearse",
	  "Look whether each role of the selected set would be given, and send nothing.",
	  .place = 409, .footer = 2, .run = run_rehearse },
	{ "end-set", "D", "end", "End what the selected set activated, after a question.",
	  .place = 403, .footer = 3, .guard = needs_held_set, .run = run_end },
	{ "sets-close", "esc q", "close", "Close the sets.", .place = 404, .footer = 4,
	  .run = run_close },
};

const DialogKind sets_dialog = {
	.title = "Sets",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.size = sizeof(Sets),
	.clear = sets_clear,
	.write = write_sets,
	.list = list_of,
	.find = find_sets,
};
