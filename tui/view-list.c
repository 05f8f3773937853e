#include <string.h>

#include "src/base/text.h"
#include "tui/action.h"
#include "tui/view-parts.h"

#define LIST_COLUMNS_MAX 12
#define SIGN_COLUMNS     2
#define LIST_WIDTH_MAX   60 /* of one flexible column, however long a name is */

/* Only the pane with the keys shows that it has them; the eligible row and the scope stay chosen without them. */
StyleId view_row_style(const View *view, PaneId pane, size_t i)
{
	const Pane *rows = &view->state->panes[pane];

	if (!rows->selected || rows->cursor != i)
		return STYLE_TEXT;
	if (view->state->focus == pane)
		return STYLE_SELECTED;
	return pane == PANE_ACTIVE ? STYLE_TEXT : STYLE_SELECTED_OTHER;
}

size_t view_window(const View *view, PaneId id, size_t *first)
{
	const Pane *pane = &view->state->panes[id];
	size_t count = pane_count(pane);
	size_t rows = (size_t)MAX(view->layout.panes[id].rows.rows, 0);
	size_t top = MIN(pane->top, count > rows ? count - rows : 0);

	if (rows > 0 && pane->cursor < count) {
		if (pane->cursor < top)
			top = pane->cursor;
		else if (pane->cursor >= top + rows)
			top = pane->cursor - rows + 1;
	}
	*first = top;
	return MIN(count - top, rows);
}

/* The filter as it is typed, with the cursor; or as it stands. Returns the columns written. */
static int draw_filter(View *view, PaneId id, Area area, int column)
{
	const Field *filter = &view->state->panes[id].filter;
	bool is_typing = view->state->is_filtering && view->state->focus == id &&
			 !state_overlay(view->state);
	const char *text = field_text(filter);
	int start = column;

	if (!is_typing && field_is_empty(filter))
		return 0;
	column += grid_text(view->grid, area, column, 0, STYLE_KEY, "/");
	column += grid_text(view->grid, area_limit(area, area.columns - 1), column, 0,
			    is_typing ? STYLE_INPUT_FOCUS : STYLE_MATCH, text);
	if (is_typing) {
		g_autofree char *before = g_strndup(text, filter->cursor);
		int cursor = MIN(start + 1 + text_width(before), area.columns - 1);

		view->grid->cursor_column = area.column + cursor;
		view->grid->cursor_row = area.row;
		column += grid_text(view->grid, area, column, 0, STYLE_INPUT_FOCUS, " ");
	}
	return column - start + grid_text(view->grid, area, column, 0, STYLE_TEXT, " ");
}

/* One pane at a time: which of how many, and the key to the next. Returns the columns it takes at the right. */
static int draw_turn(View *view, PaneId id, Area area)
{
	const Action *action = action_find("next-pane");
	const char *key = action ? keymap_key(view->state->keymap, action) : NULL;
	PaneId panes[PANE_COUNT];
	size_t count = screen_panes(view->state->screen, panes), place = 0;
	g_autofree char *text = NULL;
	int width;

	if (!view->layout.is_single || count < 2 || !key)
		return 0;
	while (place < count && panes[place] != id)
		place++;
	text = g_strdup_printf(" %s %zu/%zu ", key, place + 1, count);
	width = text_width(text);
	grid_text(view->grid, area, area.columns - width - 1, 0, STYLE_KEY, text);
	return width + 1;
}

void view_title(View *view, PaneId id, const char *title)
{
	static const SortId defaults[PANE_COUNT] = { [PANE_ELIGIBLE] = SORT_ROLE };
	const PaneArea *pane = &view->layout.panes[id];
	Area area = pane->title;
	bool has_focus = view->state->focus == id;
	g_autofree char *place = state_pane_place(view->state, id, pane->rows.rows);
	g_autoptr(GString) rest = g_string_new(place);
	SortId sort = view->state->panes[id].sort;
	int column = 3;

	if (id == PANE_SCOPE && !strchr(place, '-'))
		g_string_truncate(rest, 0);
	if (id != PANE_SCOPE && sort != defaults[id])
		g_string_append_printf(rest, "%sby %s", rest->len ? ", " : "",
				       sort_title(id, sort));
	grid_hline(view->grid, area, 0, 0, area.columns, STYLE_BORDER);
	area.columns -= draw_turn(view, id, area);
	grid_text(view->grid, area, 2, 0, STYLE_TEXT, " ");
	column += grid_text(view->grid, area_limit(area, area.columns - 1), column, 0,
			    has_focus ? STYLE_FOCUS : STYLE_TITLE, title);
	column += grid_text(view->grid, area, column, 0, STYLE_TEXT, " ");
	column += draw_filter(view, id, area, column);
	if (rest->len > 0 && column + 4 < area.columns) {
		column += grid_text(view->grid, area_limit(area, area.columns - 1), column, 0,
				    STYLE_TEXT, rest->str);
		grid_text(view->grid, area, column, 0, STYLE_TEXT, " ");
	}
}

int view_paragraph(View *view, Area area, int row, StyleId style, const char *text)
{
	g_autoptr(GPtrArray) lines = lines_new();

	lines_add(lines, area.columns, 0, style, text);
	for (guint i = 0; i < lines->len && row < area.rows; i++, row++) {
		const Line *line = g_ptr_array_index(lines, i);
		bool is_cut = row == area.rows - 1 && i + 1 < lines->len;

		/* What has no room is not lost without a sign. */
		grid_printf(view->grid, area, 0, row, line->style, "%s%*s", line->text,
			    is_cut ? area.columns : 0, is_cut ? "." : "");
	}
	return row;
}

void view_empty(View *view, PaneId id)
{
	g_autofree char *text = state_pane_empty(view->state, id);
	Area area = view->layout.panes[id].rows;

	area.column += SIGN_COLUMNS;
	area.columns -= SIGN_COLUMNS + 1;
	if (*text && area.columns > 0)
		view_paragraph(view, area, 0, STYLE_DIM, text);
}

/* The text in lower case, character for character, so that places in it are places in the text. */
static char *lower_text(const char *text)
{
	GString *lower = g_string_sized_new(strlen(text));

	for (; *text; text = g_utf8_next_char(text))
		g_string_append_unichar(lower, g_unichar_tolower(g_utf8_get_char(text)));
	return g_string_free(lower, FALSE);
}

void view_match(View *view, PaneId id, Area cell, const char *text)
{
	const char *filter = field_text(&view->state->panes[id].filter);
	g_autofree char *lower = NULL, *wanted = NULL;
	g_auto(GStrv) words = NULL;

	if (!*filter)
		return;
	lower = lower_text(text);
	wanted = lower_text(filter);
	words = g_strsplit_set(wanted, " \t", -1);
	for (size_t i = 0; words[i]; i++) {
		const char *found = *words[i] ? strstr(lower, words[i]) : NULL;
		g_autofree char *before = found ? g_strndup(lower, (gsize)(found - lower)) : NULL;
		Area part = cell;

		if (!found)
			continue;
		part.column += text_width(before);
		part.columns = MIN(text_width(words[i]), cell.column + cell.columns - part.column);
		if (part.columns > 0)
			grid_restyle(view->grid, part, STYLE_MATCH);
	}
}

const char *access_suffix(Access access)
{
	static const char *const suffixes[] = {
		[ACCESS_NONE] = "",
		[ACCESS_MEMBER] = " (member)",
		[ACCESS_OWNER] = " (owner)",
	};

	return suffixes[access];
}

void view_clean(GString *text)
{
	g_autofree char *clean = NULL;

	if (text_is_clean(text->str))
		return;
	clean = text_sanitize(text->str, -1);
	g_string_assign(text, clean);
}

static void write_cell(View *view, const ListColumn *column, gconstpointer row)
{
	g_string_truncate(view->text, 0);
	if (column->write)
		column->write(view->state, row, view->text);
	view_clean(view->text);
}

/* What the row holds. */
static gconstpointer value_at(const View *view, PaneId id, size_t i)
{
	const Row *row = g_ptr_array_index(view->state->panes[id].visible, i);

	if (row->eligibility)
		return row->eligibility;
	if (row->assignment)
		return row->assignment;
	return row->entry ? row->entry->request : row->request;
}

/*
 * What the rows on screen need of each column; 0 for columns that this width has no place for. Where there are more
 * rows than fit, flexible columns get their usual width at once: scrolling shall not move them about.
 */
static void measure(View *view, const List *list, size_t first, size_t count, int *widths)
{
	int pane_columns = view->layout.panes[list->pane].rows.columns;
	bool is_scrolling = pane_count(&view->state->panes[list->pane]) > count;

	for (size_t c = 0; c < list->count; c++) {
		const ListColumn *column = &list->columns[c];
		int most = column->share > 0 ? LIST_WIDTH_MAX : column->most;

		widths[c] = pane_columns < column->from ? 0 : column->least;
		if (widths[c] == 0 || !column->write)
			continue;
		if (is_scrolling && column->share > 0) {
			widths[c] = column->most;
			continue;
		}
		for (size_t i = 0; i < count && widths[c] < most; i++) {
			gconstpointer row = value_at(view, list->pane, first + i);
			int end = column->end ? text_width(column->end(view->state, row)) : 0;

			write_cell(view, column, row);
			widths[c] = MAX(widths[c], MIN(text_width(view->text->str) + end, most));
		}
	}
}

/*
 * The flexible column that goes furthest, by its share, beyond its usual width (pass 0), its least (1), one (2);
 * list->count when none does.
 */
static size_t find_widest(const List *list, const int *widths, int pass)
{
	size_t widest = list->count;
	int most = 0;

	for (size_t c = 0; c < list->count; c++) {
		const ListColumn *column = &list->columns[c];
		int floor = pass == 0 ? column->most : pass == 1 ? column->least : 1;

		int beyond = column->share > 0 ? (widths[c] - floor) * 60 / column->share : 0;

		if (widths[c] > 0 && beyond > most) {
			most = beyond;
			widest = c;
		}
	}
	return widest;
}

/* What is nice to know gives way to names. What is still too much. */
static int shrink_spare(const List *list, int *widths, int excess)
{
	for (size_t c = 0; c < list->count; c++) {
		const ListColumn *column = &list->columns[c];
		int part = column->is_spare ? MIN(widths[c] - column->least, excess) : 0;

		if (part > 0) {
			widths[c] -= part;
			excess -= part;
		}
	}
	return excess;
}

/*
 * Takes `excess` columns: of spare columns, then what is beyond the usual width of columns with a share, then beyond
 * their least, then all.
 */
static void shrink(const List *list, int *widths, int excess)
{
	excess = shrink_spare(list, widths, excess);
	for (int pass = 0; pass < 3 && excess > 0;) {
		size_t widest = find_widest(list, widths, pass);

		if (widest == list->count) {
			pass++;
			continue;
		}
		widths[widest]--;
		excess--;
	}
}

/* Brings the columns to the pane's width; what is left over is given by shares. */
static void distribute(const View *view, const List *list, int *widths)
{
	int left = view->layout.panes[list->pane].rows.columns - SIGN_COLUMNS, shares = 0;

	for (size_t c = 0; c < list->count; c++) {
		left -= widths[c] > 0 ? widths[c] + list->columns[c].gap : 0;
		shares += widths[c] > 0 ? list->columns[c].share : 0;
	}
	if (left < 0)
		shrink(list, widths, -left);
	for (size_t c = 0; c < list->count && shares > 0 && left > 0; c++) {
		int share = widths[c] > 0 ? list->columns[c].share : 0;
		int part = left * share / shares;

		widths[c] += part;
		left -= part;
		shares -= share;
	}
}

static void draw_cell(View *view, const List *list, const ListColumn *column, gconstpointer row,
		      Area cell, StyleId row_style)
{
	StyleId style = column->restyle ? column->restyle(view->state, row) : column->style;
	const char *end = column->end ? column->end(view->state, row) : "";
	Area part = cell;
	int at = 0;

	if (row_style == STYLE_SELECTED ||
	    (row_style == STYLE_SELECTED_OTHER && style == STYLE_TEXT))
		style = row_style;
	if (column->draw) {
		column->draw(view, row, cell);
		return;
	}
	write_cell(view, column, row);
	if (column->is_right)
		at = MAX(cell.columns - text_width(view->text->str), 0);
	part = area_limit(cell, cell.columns - text_width(end));
	at += grid_text(view->grid, part, at, 0, style, view->text->str);
	grid_text(view->grid, cell, at, 0, style, end);
	if (column->share > 0 && row_style != STYLE_SELECTED)
		view_match(view, list->pane, part, view->text->str);
}

static void draw_row(View *view, const List *list, size_t i, Area line, const int *widths)
{
	gconstpointer row = value_at(view, list->pane, i);
	StyleId style = view_row_style(view, list->pane, i), sign_style = style;
	const char *sign = list->sign ? list->sign(view->state, row, &sign_style) : "";
	int column = SIGN_COLUMNS;

	if (!row)
		return;
	if (style != STYLE_TEXT)
		grid_fill(view->grid, line, style);
	if (style == STYLE_TEXT) {
		grid_text(view->grid, area_limit(line, SIGN_COLUMNS), 0, 0, sign_style, sign);
	} else {
		const char first[] = { sign[0], '\0' };

		grid_text(view->grid, line, 0, 0, style, ">");
		grid_text(view->grid, area_limit(line, 2), 1, 0, sign_style, first);
	}
	for (size_t c = 0; c < list->count; c++) {
		Area cell = line;

		if (widths[c] == 0)
			continue;
		column += list->columns[c].gap;
		cell.column += column;
		cell.columns = MIN(widths[c], line.columns - column);
		if (cell.columns > 0)
			draw_cell(view, list, &list->columns[c], row, cell, style);
		column += widths[c];
	}
}

void view_list(View *view, const List *list)
{
	const PaneArea *pane = &view->layout.panes[list->pane];
	int widths[LIST_COLUMNS_MAX] = { 0 };
	size_t first, count;

	if (pane->title.rows <= 0)
		return;
	g_assert(list->count <= LIST_COLUMNS_MAX);
	view_title(view, list->pane, list->title);
	count = view_window(view, list->pane, &first);
	measure(view, list, first, count, widths);
	distribute(view, list, widths);
	for (size_t i = 0; i < count; i++) {
		Area line = pane->rows;

		line.row += (int)i;
		line.rows = 1;
		draw_row(view, list, first + i, line, widths);
	}
	if (count == 0)
		view_empty(view, list->pane);
}
