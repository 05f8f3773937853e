#include "tui/core/mouse.h"

#include <string.h>

#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/footer.h"
#include "tui/core/screens.h"
#include "tui/core/tabs.h"
#include "tui/widgets/list.h"
#include "tui/widgets/scroll-bar.h"

#define BUTTON_LEFT       1
#define BUTTON_WHEEL_UP   4
#define BUTTON_WHEEL_DOWN 5
#define WHEEL_ROWS        3

static bool is_wheel(const KeyEvent *input)
{
	return input->button == BUTTON_WHEEL_UP || input->button == BUTTON_WHEEL_DOWN;
}

static int direction_of(const KeyEvent *input)
{
	return input->button == BUTTON_WHEEL_UP ? -1 : 1;
}

static bool contains(Area area, const KeyEvent *input)
{
	return input->column >= area.column && input->column < area.column + area.columns &&
	       input->row >= area.row && input->row < area.row + area.rows;
}

static void run(Update *update, const Action *action)
{
	const char *reason = action_reason(action, update->state);
	if (reason != NULL)
		update_notice(update, NOTICE_INFO, "%s", reason);
	else
		action->run(update);
}

/* True when it was a click on a key of the footer. */
static bool take_footer(Update *update, const KeyEvent *input)
{
	const Area area = footer_area(update->state);
	const bool is_there = input->button == BUTTON_LEFT && contains(area, input);
	const Action *action = is_there ? footer_at(update->state, area, input->column) : NULL;
	if (action != NULL)
		run(update, action);
	return action != NULL;
}

/* ---- Dialogs ---------------------------------------------------------------------------------- */

/* The rows of a dialog that one chooses from, where they are drawn in one line each. */
static Area rows_of(const State *state, const Dialog *dialog)
{
	Area box, inside;
	dialog_layout(state, &box, &inside);
	inside.row += dialog->kind->rows_from;
	const int shown = dialog_rows_shown(dialog, inside.rows - 1);
	inside.rows = MAX(shown - dialog->kind->rows_from, 0);
	return inside;
}

/* On the right border: to that part of the rows, or of the lines. */
static bool take_dialog_bar(State *state, Dialog *dialog, const KeyEvent *input)
{
	Area box, inside;
	dialog_layout(state, &box, &inside);
	const Area bar = scroll_bar_of_box(box);
	if (input->button != BUTTON_LEFT || !contains(bar, input))
		return false;
	state->dragged = bar;
	Pane *list = dialog->kind->list != NULL ? dialog->kind->list(dialog) : NULL;
	g_autoptr(Page) page = dialog_page(state, dialog, inside.columns);
	if (list != NULL)
		pane_select(list, scroll_bar_place(bar, input->row, pane_count(list)));
	else if (page != NULL)
		dialog->scroll = scroll_bar_place(bar, input->row, page_count(page));
	return true;
}

/* A click chooses; one on what is chosen does what Enter does. */
static void take_dialog(Update *update, Dialog *dialog, const KeyEvent *input)
{
	State *state = update->state;
	Pane *list = dialog->kind->list != NULL ? dialog->kind->list(dialog) : NULL;
	if (is_wheel(input)) {
		dialog_move(dialog, direction_of(input));
		return;
	}
	if (take_dialog_bar(state, dialog, input) || input->is_drag)
		return;
	const Area rows = rows_of(state, dialog);
	if (list == NULL || dialog->kind->write != NULL || input->button != BUTTON_LEFT ||
	    !contains(rows, input))
		return;
	const List drawn = { .state = state, .pane = list, .rows = rows };
	size_t first = 0;
	const size_t count = list_window(&drawn, &first);
	const size_t place = first + (size_t)(input->row - rows.row);
	if (place >= first + count)
		return;
	const bool is_chosen = list->selected != NULL && list->cursor == place;
	pane_select(list, place);
	const Action *enter =
		is_chosen ? keymap_find(state->keymap, state_context(state), KEY_ENTER) : NULL;
	if (enter != NULL)
		run(update, enter);
}

/* ---- Screens ---------------------------------------------------------------------------------- */

static const struct {
	const char *column;
	SortId sort;
} orders[] = {
	{ "role", SORT_ROLE }, { "at", SORT_SCOPE },  { "kind", SORT_WORKLOAD },
	{ "left", SORT_END },  { "until", SORT_END }, { "ends", SORT_END },
	{ "asked", SORT_END }, { "when", SORT_END },  { "workload", SORT_WORKLOAD },
};

static void order_by(Update *update, Pane *pane, const char *column)
{
	if (column == NULL)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(orders); i++) {
		const char *title = pane->kind->sort_titles[orders[i].sort];
		if (strcmp(orders[i].column, column) != 0 || title == NULL)
			continue;
		pane->sort = orders[i].sort;
		pane_rebuild(update->state, pane);
		update_notice(update, NOTICE_INFO, "Ordered by %s.", title);
		return;
	}
	update_notice(update, NOTICE_INFO, "Rows have no order by \"%s\".", column);
}

static void click_row(Update *update, Pane *pane, int row)
{
	if (update->state->focus != pane)
		screen_focus(update, pane);
	size_t place = pane->top + (size_t)row;
	if (place < pane_count(pane))
		screen_select(update, pane, place);
}

/* To that part of the rows. */
static void click_bar(Update *update, Pane *pane, Area bar, int row)
{
	update->state->dragged = bar;
	if (update->state->focus != pane)
		screen_focus(update, pane);
	screen_select(update, pane, scroll_bar_place(bar, row, pane_count(pane)));
}

static void take_pane(Update *update, Pane *pane, const PaneArea *area, const KeyEvent *input)
{
	const State *state = update->state;
	const List list = {
		.state = state,
		.pane = pane,
		.rows = area->rows,
		.screen_columns = state->at.columns,
	};
	if ((contains(area->rows, input) || contains(area->bar, input)) && is_wheel(input))
		screen_move(update, pane, direction_of(input) * WHEEL_ROWS);
	else if (input->button == BUTTON_LEFT && contains(area->bar, input))
		click_bar(update, pane, area->bar, input->row);
	else if (input->button != BUTTON_LEFT || input->is_drag)
		return;
	else if (contains(area->rows, input))
		click_row(update, pane, input->row - area->rows.row);
	else if (contains(area->headings, input))
		order_by(update, pane, list_heading_at(&list, input->column));
	else if (contains(area->title, input))
		screen_focus(update, pane);
}

static void take(Update *update, const KeyEvent *input)
{
	State *state = update->state;
	if (!input->is_drag && take_footer(update, input))
		return;
	if (dialog_top(state) != NULL) {
		take_dialog(update, dialog_top(state), input);
		return;
	}
	Layout layout;
	screen_layout(state, &layout);
	const bool is_on_tabs = contains(layout.header, input) && input->button == BUTTON_LEFT;
	const ScreenKind *tab =
		is_on_tabs && !input->is_drag ? tabs_at(state, layout.header, input->column) : NULL;
	if (tab != NULL) {
		screen_open(update, tab->context);
		return;
	}
	Screen *screen = state->screen;
	for (size_t i = 0; i < screen->pane_count && state->screen == screen; i++)
		take_pane(update, &screen->panes[i], &layout.panes[i], input);
}

/* A bar is held wherever the mouse goes beside it; all else is for clicks. */
void mouse_take(Update *update, const KeyEvent *input)
{
	Area *dragged = &update->state->dragged;
	KeyEvent place = *input;
	if (!input->is_drag) {
		*dragged = (Area){ 0 };
	} else if (dragged->rows > 0) {
		place.column = dragged->column;
		place.row = CLAMP(input->row, dragged->row, dragged->row + dragged->rows - 1);
	} else {
		return;
	}
	take(update, &place);
}
