#include "tui/core/tabs.h"

#include "src/base/text.h"

#define SHORT_COLUMNS 72 /* below: only the open one is named */
#define EDGE_COLUMNS  82 /* above: a blank stands at the right */

/* "[1 Roles]", "2 Requests(2)", "3" */
static char *tab_text(const State *state, size_t place, bool is_short)
{
	const ScreenKind *kind = state->tables->screens[place];
	const bool is_open = state->screen->kind == kind;
	const size_t badge = kind->badge != NULL ? kind->badge(state) : 0;
	GString *text = g_string_new(is_open ? "[" : "");
	g_string_append_printf(text, "%zu", place + 1);
	if (is_open || !is_short)
		g_string_append_printf(text, " %s", kind->title);
	if (badge > 0)
		g_string_append_printf(text, "(%zu)", badge);
	g_string_append(text, is_open ? "]" : "");
	return g_string_free(text, FALSE);
}

int tabs_column(const State *state, Area header)
{
	int width = 0;
	for (size_t i = 0; i < state->tables->screen_count; i++) {
		g_autofree char *text = tab_text(state, i, header.columns < SHORT_COLUMNS);
		width += text_width(text) + (i > 0);
	}
	return MAX(header.column + header.columns - width - (header.columns > EDGE_COLUMNS), 0);
}

int tabs_draw(const State *state, Grid *grid, Area header)
{
	const int first = tabs_column(state, header);
	Area area = header;
	area.column = first;
	area.columns = header.columns - first;
	int column = 0;
	for (size_t i = 0; i < state->tables->screen_count; i++) {
		g_autofree char *text = tab_text(state, i, header.columns < SHORT_COLUMNS);
		const bool is_open = state->screen->kind == state->tables->screens[i];
		column += i > 0 ? grid_text(grid, area, column, 0, STYLE_HEADER, " ") : 0;
		column +=
			grid_text(grid, area, column, 0, is_open ? STYLE_TAB : STYLE_HEADER, text);
	}
	return first;
}

const ScreenKind *tabs_at(const State *state, Area header, int column)
{
	int at = tabs_column(state, header);
	for (size_t i = 0; i < state->tables->screen_count; i++) {
		g_autofree char *text = tab_text(state, i, header.columns < SHORT_COLUMNS);
		const int end = at + text_width(text);
		if (column >= at && column < end)
			return state->tables->screens[i];
		at = end + 1;
	}
	return NULL;
}
