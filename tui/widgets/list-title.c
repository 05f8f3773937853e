#include "tui/widgets/list-title.h"

#include <string.h>

#include "src/base/text.h"

#define TITLE_LEAST 6 /* of a pane, beside a long filter */

/* How many columns the filter takes whole, with its sign, the cursor and a blank; 0: there is none. */
static int filter_columns(const List *list)
{
	g_autofree char *seen = field_seen(&list->pane->filter);
	const bool is_shown = list->is_typing || !field_is_empty(&list->pane->filter);
	return is_shown ? text_width(seen) + 2 + list->is_typing : 0;
}

/*
 * The filter as it is typed, with the cursor; or as it stands. Where it is longer than its room its end is shown, since
 * there one types. Returns the columns written.
 */
static int draw_filter(const List *list, Area area, int column)
{
	const Field *filter = &list->pane->filter;
	if (filter_columns(list) == 0)
		return 0;
	g_autofree char *seen = field_seen(filter);
	const int room = MAX(area.columns - column - 1 - list->is_typing, 1);
	const StyleId style = list->is_typing ? STYLE_INPUT_FOCUS : STYLE_MATCH;
	const char *from = seen;
	int left_out = 0;
	for (int width = text_width(seen); width - left_out + 1 > room && *from != '\0';) {
		left_out += text_char_width(g_utf8_get_char(from));
		from = g_utf8_next_char(from);
	}
	const int start = column;
	column += grid_text(list->grid, area, column, 0, STYLE_KEY, "/");
	const int begin = column;
	column += grid_text(list->grid, area_limit(area, start + room + 1), column, 0, style, from);
	if (list->is_typing) {
		g_autofree char *before = g_strndup(field_text(filter), filter->cursor);
		const int cursor = begin + MAX(text_width(before) - left_out, 0);
		list->grid->cursor_column = area.column + MIN(cursor, area.columns - 1);
		list->grid->cursor_row = area.row;
		column += grid_text(list->grid, area, column, 0, STYLE_INPUT_FOCUS, " ");
	}
	return column - start + grid_text(list->grid, area, column, 0, STYLE_TEXT, " ");
}

/* One pane at a time: which of how many, and the key to the next. Returns the columns it takes at the right. */
static int draw_turn(const List *list, Area area)
{
	g_autofree char *text = list->turn != NULL ? g_strdup_printf(" %s ", list->turn) : NULL;
	int width = text != NULL ? text_width(text) : 0;
	if (text == NULL)
		return 0;
	grid_text(list->grid, area, area.columns - width - 1, 0, STYLE_KEY, text);
	return width + 1;
}

char *list_place(const State *state, const Pane *pane, int rows)
{
	guint marks = pane->kind->count_marks != NULL ? pane->kind->count_marks(state) : 0;
	g_autofree char *place = pane_place(pane, rows);
	GString *text = g_string_new(place);
	if (pane->kind->rebuild != NULL) {
		/* Of a tree it tells nothing how many branches are open. */
		g_string_truncate(text, strchr(place, '-') != NULL ? text->len : 0);
		return g_string_free(text, FALSE);
	}
	if (pane->is_similar)
		g_string_append(text, " similar: nothing fits");
	else if (!field_is_empty(&pane->filter))
		g_string_append_printf(text, " of %zu", pane->total);
	if (marks > 0)
		g_string_append_printf(text, ", %u marked", marks);
	return g_string_free(text, FALSE);
}

/* … and an order that is not the usual one. */
static char *describe(const List *list)
{
	const Pane *pane = list->pane;
	char *place = list_place(list->state, pane, list->rows.rows);
	if (pane->sort == pane->kind->sort)
		return place;
	char *whole = g_strdup_printf("%s%sby %s", place, *place ? ", " : "",
				      pane->kind->sort_titles[pane->sort]);
	g_free(place);
	return whole;
}

void list_draw_title(const List *list)
{
	const PaneKind *kind = list->pane->kind;
	g_autofree char *made = kind->make_title != NULL ? kind->make_title(list->state) : NULL;
	g_autofree char *rest = describe(list);
	Area area = list->title;
	int column = 3;
	grid_hline(list->grid, area, 0, 0, area.columns, STYLE_BORDER);
	area.columns -= draw_turn(list, area);
	grid_text(list->grid, area, 2, 0, STYLE_TEXT, " ");
	/* What one types is seen whole before a title is. */
	const int filter = filter_columns(list);
	const int room = MAX(area.columns - column - 1 - filter, filter > 0 ? TITLE_LEAST : 0);
	const char *title =
		made != NULL && (filter == 0 || text_width(made) <= room) ? made : kind->title;
	column += grid_text(list->grid, area_limit(area, MIN(column + room, area.columns - 1)),
			    column, 0, list->has_focus ? STYLE_FOCUS : STYLE_TITLE, title);
	column += grid_text(list->grid, area, column, 0, STYLE_TEXT, " ");
	/* A filter that is kept leaves the count its room; one that is typed is seen first. */
	const int kept = list->is_typing || *rest == '\0' ? 0 : text_width(rest) + 2;
	column += draw_filter(
		list, area_limit(area, MAX(area.columns - kept, column + TITLE_LEAST)), column);
	if (*rest && column + 4 < area.columns) {
		column += grid_text(list->grid, area_limit(area, area.columns - 1), column, 0,
				    STYLE_TEXT, rest);
		grid_text(list->grid, area, column, 0, STYLE_TEXT, " ");
	}
}
