#include "tui/core/actions.h"

#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/known-journal.h"
#include "tui/core/screens.h"
#include "tui/core/words.h"

/* ---- Moving ----------------------------------------------------------------------------------- */

typedef enum { MOVE_LINE, MOVE_PAGE, MOVE_ALL } MoveUnit;

static void move(Update *update, MoveUnit unit, int direction)
{
	State *state = update->state;
	Dialog *dialog = dialog_top(state);
	long by = unit == MOVE_LINE ? 1 : G_MAXINT32;
	if (unit == MOVE_PAGE)
		by = dialog != NULL ? MAX(state->at.rows - 8, 1) : screen_page(state);
	if (dialog != NULL)
		dialog_move(dialog, direction * by);
	else
		screen_move(update, state->focus, direction * by);
}

static void run_up(Update *update)
{
	move(update, MOVE_LINE, -1);
}

static void run_down(Update *update)
{
	move(update, MOVE_LINE, 1);
}

static void run_page_up(Update *update)
{
	move(update, MOVE_PAGE, -1);
}

static void run_page_down(Update *update)
{
	move(update, MOVE_PAGE, 1);
}

static void run_top(Update *update)
{
	move(update, MOVE_ALL, -1);
}

static void run_bottom(Update *update)
{
	move(update, MOVE_ALL, 1);
}

/* ---- Rows ------------------------------------------------------------------------------------- */

static const char *needs_row(const State *state)
{
	return state->focus->selected != NULL ? NULL : "There is no row here.";
}

static const char *needs_order(const State *state)
{
	return pane_can_sort(state->focus) ? NULL : "Scopes are ordered by kind and name.";
}

static void run_open(Update *update)
{
	const PaneKind *kind = update->state->focus->kind;
	if (kind->opened != NULL)
		kind->opened(update);
}

static void run_sort(Update *update)
{
	State *state = update->state;
	Pane *pane = state->focus;
	do {
		pane->sort = (pane->sort + 1) % SORT_COUNT;
	} while (pane->kind->sort_titles[pane->sort] == NULL);
	pane_rebuild(state, pane);
	update_notice(update, NOTICE_INFO, "Ordered by %s.", pane->kind->sort_titles[pane->sort]);
}

/* ---- Filter ----------------------------------------------------------------------------------- */

static void run_filter(Update *update)
{
	const PaneKind *kind = update->state->focus->kind;
	update->state->is_filtering = true;
	if (kind->filter_begun != NULL)
		kind->filter_begun(update);
}

static void run_filter_keep(Update *update)
{
	const PaneKind *kind = update->state->focus->kind;
	update->state->is_filtering = false;
	if (kind->filter_kept != NULL)
		kind->filter_kept(update);
}

static void clear_filter(Update *update)
{
	State *state = update->state;
	Pane *pane = state->focus;
	field_clear(&pane->filter);
	if (pane->kind->filter_cleared != NULL)
		pane->kind->filter_cleared(state);
	pane_filter_changed(state, pane);
	if (pane->kind->filtered != NULL)
		pane->kind->filtered(update);
}

static void run_filter_clear(Update *update)
{
	update->state->is_filtering = false;
	clear_filter(update);
}

/* ---- Others ----------------------------------------------------------------------------------- */

static void run_refresh(Update *update)
{
	const ScreenKind *kind = update->state->screen->kind;
	if (kind->refreshed != NULL)
		kind->refreshed(update);
	known_lists_refresh(update, true);
}

static void run_close(Update *update)
{
	dialog_close(update);
}

static void run_redraw(Update *update)
{
	update_effect(update, EFFECT_REDRAW, NULL);
}

/* A terminal selects text with a mouse that nobody takes from it. */
static void run_mouse(Update *update)
{
	State *state = update->state;
	state->at.has_mouse = !state->at.has_mouse;
	update_effect(update, EFFECT_MOUSE, NULL);
	update_notice(update, NOTICE_INFO,
		      state->at.has_mouse ? "The mouse is taken: tabs, keys, headings and rows "
					    "can be clicked."
					  : "The mouse is free: the terminal selects text.");
}

static void run_suspend(Update *update)
{
	update_effect(update, EFFECT_SUSPEND, NULL);
}

static void run_back(Update *update)
{
	const State *state = update->state;
	const Notice *notice = state_notice(state);
	const ScreenKind *kind = state->screen->kind;
	if (notice != NULL)
		update_dismiss_notices(update, notice);
	else if (!field_is_empty(&state->focus->filter))
		clear_filter(update);
	else if (kind->escaped != NULL)
		kind->escaped(update);
}

static const Action core_actions[] = {
	{ "filter", "/", "filter",
	  "Type to show only what matches; paste an id or URL to open it, or what was denied.",
	  .place = 40, .footer = 3, .traits = TRAIT_ROWS, .offer = screen_offers_panes,
	  .run = run_filter },
	{ "open", "enter", "details", "Show everything known about the row; open or close a scope.",
	  .place = 70, .footer = 5, .traits = TRAIT_ROWS, .guard = needs_row, .run = run_open },
	{ "sort", "s", "sort", "Order by end, role, scope, workload or use, in turn.", .place = 120,
	  .traits = TRAIT_ROWS, .guard = needs_order, .run = run_sort },
	{ "refresh", "R", "refresh", "Ask the service for everything again.", .place = 130,
	  .traits = TRAIT_SCREEN, .run = run_refresh },
	{ "up", "up k", "up", "Go up.", .place = 220, .traits = TRAIT_MOVING, .run = run_up },
	{ "down", "down j", "down", "Go down.", .place = 230, .traits = TRAIT_MOVING,
	  .run = run_down },
	{ "page-up", "page-up", "page up", "Go one page up.", .place = 260, .traits = TRAIT_MOVING,
	  .run = run_page_up },
	{ "page-down", "page-down", "page down", "Go one page down.", .place = 270,
	  .traits = TRAIT_MOVING, .run = run_page_down },
	{ "top", "g home", "top", "Go to the first row.", .place = 280, .traits = TRAIT_PAGING,
	  .run = run_top },
	{ "bottom", "G end", "bottom", "Go to the last row.", .place = 290, .traits = TRAIT_PAGING,
	  .run = run_bottom },

	{ "close", "esc q enter", "close", "Close it.", .place = 610, .footer = 1,
	  .traits = TRAIT_READING, .run = run_close },
	{ "cancel", "esc q", "back", "Go back; nothing is sent.", .place = 620, .footer = 2,
	  .traits = TRAIT_QUESTION, .run = run_close },
	{ "back", "esc", "back", "Clear the notice, the filter or the marks.", .place = 670,
	  .traits = TRAIT_SCREEN, .run = run_back },
	{ "go-back", "alt-left alt-h", "go back",
	  "Go back to where you were: screen, pane, filter.", .place = 672, .traits = TRAIT_SCREEN,
	  .guard = places_find_none_before, .run = places_go_back },
	{ "go-forward", "alt-right alt-l", "go forward", "Go forward again.", .place = 674,
	  .traits = TRAIT_SCREEN, .guard = places_find_none_after, .run = places_go_forward },
	{ "redraw", "ctrl-l", "redraw", "Redraw the screen.", .place = 720, .traits = TRAIT_ANY,
	  .run = run_redraw },
	{ "mouse", "alt-m", "mouse", "Take the mouse, or leave it to the terminal to select text.",
	  .place = 715, .traits = TRAIT_SCREEN, .run = run_mouse },
	{ "suspend", "ctrl-z", "suspend", "Suspend the dashboard and go back to the shell.",
	  .place = 730, .traits = TRAIT_ANY, .run = run_suspend },
};

static const Action filter_actions[] = {
	{ "filter-keep", "enter tab", "keep", "Keep the filter and go back to the rows.",
	  .place = 340, .footer = 1, .run = run_filter_keep },
	{ "filter-clear", "esc", "clear", "Clear the filter.", .place = 350, .footer = 2,
	  .run = run_filter_clear },
};

void actions_add_core(ActionTable *table)
{
	action_table_add(table, NULL, core_actions, G_N_ELEMENTS(core_actions));
	action_table_add(table, &filter_context, filter_actions, G_N_ELEMENTS(filter_actions));
}
