#include "tui/core/footer.h"

#include "src/base/text.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/screens.h"

#define GAP 2 /* between two of them */

static int width_of(const State *state, const Action *action)
{
	return text_width(keymap_key(state->keymap, action)) + 1 + text_width(action->title);
}

/* The last one is the way to all others (help), or out: it keeps its room. What is only offered at times gives way. */
static const Action *find_kept(const GPtrArray *all)
{
	for (guint i = all->len; i > 0; i--) {
		const Action *action = g_ptr_array_index(all, i - 1);
		if (action->offer == NULL)
			return action;
	}
	return NULL;
}

/* Those that have room, each with its column (int). */
static GPtrArray *place_actions(const State *state, Area area, GArray *columns)
{
	g_autoptr(GPtrArray) all = state_footer(state);
	GPtrArray *placed = g_ptr_array_new();
	const Action *last = find_kept(all);
	int room = last != NULL ? width_of(state, last) + GAP : 0;
	int column = 0;
	for (guint i = 0; i < all->len; i++) {
		const Action *action = g_ptr_array_index(all, i);
		const int width = width_of(state, action);
		room = action == last ? 0 : room;
		if (column + width > area.columns - room)
			continue;
		g_ptr_array_add(placed, (gpointer)action);
		g_array_append_val(columns, column);
		column += width + GAP;
	}
	return placed;
}

void footer_draw(const State *state, Grid *grid, Area area)
{
	g_autoptr(GArray) columns = g_array_new(FALSE, FALSE, sizeof(int));
	g_autoptr(GPtrArray) placed = place_actions(state, area, columns);
	for (guint i = 0; i < placed->len; i++) {
		const Action *action = g_ptr_array_index(placed, i);
		int column = g_array_index(columns, int, i);
		column += grid_text(grid, area, column, 0, STYLE_KEY,
				    keymap_key(state->keymap, action)) +
			  1;
		grid_text(grid, area, column, 0, STYLE_TEXT, action->title);
	}
}

const Action *footer_at(const State *state, Area area, int column)
{
	g_autoptr(GArray) columns = g_array_new(FALSE, FALSE, sizeof(int));
	g_autoptr(GPtrArray) placed = place_actions(state, area, columns);
	for (guint i = 0; i < placed->len; i++) {
		const Action *action = g_ptr_array_index(placed, i);
		const int first = area.column + g_array_index(columns, int, i);
		if (column >= first && column < first + width_of(state, action))
			return action;
	}
	return NULL;
}

Area footer_inside(const Layout *layout)
{
	Area footer = layout->footer;
	footer.column++;
	footer.columns -= 2;
	return footer;
}

Area footer_area(const State *state)
{
	if (dialog_top(state) != NULL) {
		Area box, inside;
		dialog_layout(state, &box, &inside);
		inside.row += MAX(inside.rows - 1, 0);
		inside.rows = 1;
		return inside;
	}
	Layout layout;
	screen_layout(state, &layout);
	return footer_inside(&layout);
}
