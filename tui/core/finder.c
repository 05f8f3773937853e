#include "tui/core/finder.h"

#include "src/base/text.h"
#include "tui/widgets/list.h"

static void found_free(gpointer data)
{
	Found *found = data;
	g_free(found->text);
	g_free(found->id);
	g_free(found);
}

GPtrArray *found_new(void)
{
	return g_ptr_array_new_with_free_func(found_free);
}

void found_add(GPtrArray *found, const Found *more)
{
	Found *added = g_new0(Found, 1);
	*added = *more;
	added->text = g_strdup(more->text);
	added->id = g_strdup(more->id);
	g_ptr_array_add(found, added);
}

void finder_draw(const State *state, Grid *grid, Area box, Area body, const Finder *finder)
{
	const Pane *rows = finder->rows;
	const Field *input = &rows->filter;
	g_autofree char *before = g_strndup(field_text(input), input->cursor);
	g_autofree char *seen = field_seen(input);
	List list = { .state = state, .grid = grid, .pane = rows, .rows = body, .has_focus = true };
	size_t first = 0;
	grid_text(grid, body, 0, 0, STYLE_KEY, finder->prompt);
	grid_text(grid, body, 2, 0, STYLE_INPUT_FOCUS, seen);
	grid->cursor_column = body.column + MIN(2 + text_width(before), body.columns - 1);
	grid->cursor_row = body.row;
	list.rows.row += 1;
	list.rows.rows = MAX(body.rows - 1, 0);
	const size_t shown = list_draw_rows(&list, &first);
	if (pane_count(rows) == 0)
		grid_text(grid, list.rows, 2, 0, STYLE_DIM, finder->none);
	page_draw_place(grid, box, first, shown, pane_count(rows));
}
