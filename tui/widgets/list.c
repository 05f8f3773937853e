#include "tui/widgets/list.h"

#include <string.h>

#include "src/base/text.h"
#include "tui/widgets/columns.h"
#include "tui/widgets/list-title.h"
#include "tui/widgets/page.h"
#include "tui/widgets/search.h"

#define EDGE_FROM_COLUMNS 40 /* narrower lists have better use for a column */

/* A list while it is drawn. */
typedef struct Drawing {
	const List *list;
	GString *text; /* the cell being written; used again and again */
	const ListColumn *columns;
	size_t column_count;
	ColumnWidths widths;
	size_t first, count; /* of the rows on screen */
} Drawing;

/* Only the pane with the keys shows that it has them; some rows stay chosen without them, and what a dialog was opened from. */
static StyleId row_style(const List *list, size_t i)
{
	const Pane *pane = list->pane;
	if (pane->selected == NULL || pane->cursor != i)
		return STYLE_TEXT;
	if (list->has_focus)
		return STYLE_SELECTED;
	return pane->kind->is_chosen_always || list->is_covered ? STYLE_SELECTED_OTHER : STYLE_TEXT;
}

size_t list_window(const List *list, size_t *first)
{
	const Pane *pane = list->pane;
	size_t count = pane_count(pane);
	size_t rows = (size_t)MAX(list->rows.rows, 0);
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

/* A blank stands between the signs and the names. */
static int sign_columns(const Pane *pane)
{
	return pane->kind->sign_columns > 0 ? pane->kind->sign_columns : LIST_SIGN_COLUMNS;
}

/* Beside the signs, with a blank at the right. */
static int empty_columns(int columns)
{
	return columns - LIST_SIGN_COLUMNS - 1;
}

size_t list_count_empty_lines(const char *why, int columns)
{
	if (text_width(why) <= empty_columns(columns)) /* mostly */
		return 1;
	g_autoptr(Page) page = page_new(empty_columns(columns));
	page_add(page, 0, STYLE_DIM, why);
	return page_count(page);
}

static void draw_empty(const List *list)
{
	g_autofree char *text = list->pane->kind->empty != NULL
					? list->pane->kind->empty(list->state)
					: g_strdup("");
	const char *words =
		field_is_empty(&list->pane->filter) ? text : "Nothing matches the filter.";
	Area area = list->rows;
	area.column += LIST_SIGN_COLUMNS;
	area.columns = empty_columns(area.columns);
	if (*words && area.columns > 0)
		page_draw_paragraph(list->grid, area, 0, STYLE_DIM, words);
}

/* ---- Cells ------------------------------------------------------------------------------------ */

/* The text in lower case, character for character, so that places in it are places in the text. */
static char *lower_text(const char *text)
{
	GString *lower = g_string_sized_new(strlen(text));
	for (; *text; text = g_utf8_next_char(text))
		g_string_append_unichar(lower, g_unichar_tolower(g_utf8_get_char(text)));
	return g_string_free(lower, FALSE);
}

static void mark_text(Grid *grid, Area cell, const char *lower, const char *text)
{
	const char *found = text != NULL ? strstr(lower, text) : NULL;
	if (found == NULL)
		return;
	g_autofree char *before = g_strndup(lower, (gsize)(found - lower));
	Area part = cell;
	part.column += text_width(before);
	part.columns = MIN(text_width(text), cell.column + cell.columns - part.column);
	if (part.columns > 0)
		grid_restyle(grid, part, STYLE_MATCH);
}

void list_mark_match(Grid *grid, const Pane *pane, Area cell, const char *text)
{
	if (field_is_empty(&pane->filter) || pane->is_similar)
		return;
	g_autoptr(Search) search = search_new(field_text(&pane->filter), 0, NULL);
	search_take_aliases(search, pane->aliases);
	g_autofree char *lower = lower_text(text);
	for (size_t i = 0; search != NULL && i < search->count; i++) {
		const SearchTerm *term = &search->terms[i];
		if (term->is_not)
			continue;
		mark_text(grid, cell, lower, term->text);
		mark_text(grid, cell, lower, term->alias);
	}
}

/* What the row holds. */
static gconstpointer value_at(const List *list, size_t i)
{
	return row_value(pane_at(list->pane, i));
}

/* What the rows on screen need of one column, up to `most`. */
static int measure_column(Drawing *drawing, const ListColumn *column, int most)
{
	const List *list = drawing->list;
	int width = column->least;
	for (size_t i = 0; i < drawing->count && width < most; i++) {
		gconstpointer row = value_at(list, drawing->first + i);
		width = MAX(width, columns_measure(column, list->state, row, drawing->text));
	}
	return MIN(width, most);
}

/* A pane that ends at a divider, not at the edge of the screen, leaves a blank before it where there is room. */
static int edge_columns(const List *list)
{
	const int end = list->rows.column + list->rows.columns;
	const bool is_divided = end < list->screen_columns - 1;
	return is_divided && list->rows.columns >= EDGE_FROM_COLUMNS ? 1 : 0;
}

/*
 * What is needed of each column; 0 for columns that this width has no place for. What the rows on screen need may move
 * while one scrolls: then a column that is not steady gets its usual width at once.
 */
static void measure(Drawing *drawing)
{
	const List *list = drawing->list;
	const bool is_scrolling = pane_count(list->pane) > drawing->count;
	for (size_t c = 0; c < drawing->column_count; c++) {
		const ListColumn *column = &drawing->columns[c];
		const int most = column->share > 0 ? COLUMN_WIDTH_MAX : column->most;
		drawing->widths.enough[c] =
			column->is_steady ? list->pane->enough[c] : column->most;
		if (list->rows.columns < column->from)
			drawing->widths.of[c] = 0;
		else if (column->write == NULL)
			drawing->widths.of[c] = column->least;
		else if (column->is_steady)
			drawing->widths.of[c] = MIN(list->pane->needs[c], most);
		else if (is_scrolling && column->share > 0)
			drawing->widths.of[c] = column->most;
		else
			drawing->widths.of[c] = measure_column(drawing, column, most);
	}
	columns_fit(drawing->columns, drawing->column_count,
		    list->rows.columns - sign_columns(list->pane) - edge_columns(list),
		    &drawing->widths);
}

static void draw_cell(Drawing *drawing, const ListColumn *column, gconstpointer row, Area cell,
		      StyleId in_row)
{
	const List *list = drawing->list;
	StyleId style = column->restyle != NULL ? column->restyle(list->state, row) : column->style;
	const char *end = column->end != NULL ? column->end(list->state, row) : "";
	Area part = cell;
	int at = 0;
	if (in_row == STYLE_SELECTED || (in_row == STYLE_SELECTED_OTHER && style == STYLE_TEXT))
		style = in_row;
	if (column->draw != NULL) {
		column->draw(list->state, list->grid, row, cell);
		if (in_row == STYLE_SELECTED)
			grid_restyle(list->grid, cell, in_row);
		return;
	}
	columns_write(column, list->state, row, drawing->text);
	if (column->is_right)
		at = MAX(cell.columns - text_width(drawing->text->str), 0);
	part = area_limit(cell, cell.columns - text_width(end));
	at += grid_text(list->grid, part, at, 0, style, drawing->text->str);
	grid_text(list->grid, cell, at, 0, style, end);
	if (column->share > 0 && in_row != STYLE_SELECTED)
		list_mark_match(list->grid, list->pane, part, drawing->text->str);
}

/* ---- Rows ------------------------------------------------------------------------------------- */

/* One sign stands before the name, two beside each other: the selection's is the first. */
static void draw_sign(const List *list, gconstpointer row, Area line, StyleId style)
{
	const PaneKind *kind = list->pane->kind;
	StyleId sign_style = style;
	const char *sign = kind->sign != NULL ? kind->sign(list->state, row, &sign_style) : "";
	if (list->pane->is_similar && *sign == '\0')
		sign = "~";
	const int last = sign_columns(list->pane) - LIST_SIGN_COLUMNS;
	const bool is_selected = style != STYLE_TEXT;
	if (is_selected)
		grid_text(list->grid, line, *sign == '\0' ? last : 0, 0, style, ">");
	if (*sign == '\0')
		return;
	const char first[] = { sign[0], '\0' };
	if (sign[1] == '\0' || is_selected || last == 0)
		grid_text(list->grid, line, is_selected ? 1 : last, 0, sign_style, first);
	else
		grid_text(list->grid, line, 0, 0, sign_style, sign);
}

/* The cell of the next column that is shown, from *c on; false: there is none. `*at` is where the last one ended. */
static bool next_cell(const Drawing *drawing, Area line, size_t *c, int *at, Area *cell)
{
	while (*c < drawing->column_count && drawing->widths.of[*c] == 0)
		++*c;
	if (*c == drawing->column_count)
		return false;
	*at += drawing->columns[*c].gap;
	*cell = line;
	cell->column += *at;
	cell->columns = MAX(MIN(drawing->widths.of[*c], line.columns - *at), 0);
	*at += drawing->widths.of[*c];
	return true;
}

static void draw_columns(Drawing *drawing, size_t i, Area line, StyleId style)
{
	gconstpointer row = value_at(drawing->list, i);
	int at = sign_columns(drawing->list->pane);
	Area cell;
	draw_sign(drawing->list, row, line, style);
	for (size_t c = 0; next_cell(drawing, line, &c, &at, &cell); c++) {
		if (cell.columns > 0)
			draw_cell(drawing, &drawing->columns[c], row, cell, style);
	}
}

/* Pictures have none: they stand beside what they show. */
static void draw_headings(const Drawing *drawing, Area line)
{
	const List *list = drawing->list;
	int at = sign_columns(list->pane);
	Area cell;
	if (drawing->columns == NULL)
		return;
	for (size_t c = 0; next_cell(drawing, line, &c, &at, &cell); c++) {
		const ListColumn *column = &drawing->columns[c];
		g_autofree char *heading = g_ascii_strup(column->name, -1);
		const int width = text_width(heading);
		if (column->draw == NULL)
			grid_text(list->grid, cell,
				  column->is_right ? MAX(cell.columns - width, 0) : 0, 0,
				  STYLE_HEADING, heading);
	}
}

static void draw_row(Drawing *drawing, size_t i, Area line)
{
	const List *list = drawing->list;
	const PaneKind *kind = list->pane->kind;
	StyleId style = row_style(list, i);
	if (style != STYLE_TEXT)
		grid_fill(list->grid, line, style);
	if (kind->draw_row != NULL)
		kind->draw_row(list->state, list->grid, list->pane, i, line, style);
	else
		draw_columns(drawing, i, line, style);
}

/* ---- What stands there already ------------------------------------------------------------------ */

bool list_is_drawn(const List *list)
{
	const ListMemo *memo = list->memo;
	if (memo == NULL || memo->pane != list->pane)
		return false;
	size_t first = 0;
	const size_t count = list_window(list, &first);
	return memo->revision == list->revision && memo->rebuilt == list->pane->rebuilt &&
	       memo->has_focus == list->has_focus && memo->first == first && memo->count == count &&
	       memcmp(&memo->rows, &list->rows, sizeof(Area)) == 0;
}

/* Trees are made anew when another row is selected: only tables stay as they are. */
static void remember(const Drawing *drawing, size_t selected)
{
	const List *list = drawing->list;
	ListMemo *memo = list->memo;
	if (memo == NULL)
		return;
	*memo = (ListMemo){
		.pane = list->pane->kind->columns != NULL ? list->pane : NULL,
		.revision = list->revision,
		.rebuilt = list->pane->rebuilt,
		.rows = list->rows,
		.has_focus = list->has_focus,
		.first = drawing->first,
		.count = drawing->count,
		.selected = selected,
	};
	memcpy(memo->widths, drawing->widths.of, sizeof memo->widths);
}

const char *list_heading_at(const List *list, int column)
{
	g_autoptr(GString) text = g_string_new(NULL);
	Drawing drawing = { .list = list, .text = text };
	int at = sign_columns(list->pane);
	Area cell;
	drawing.columns = pane_columns(list->pane, &drawing.column_count);
	drawing.count = list_window(list, &drawing.first);
	if (drawing.columns == NULL)
		return NULL;
	measure(&drawing);
	for (size_t c = 0; next_cell(&drawing, list->rows, &c, &at, &cell); c++) {
		if (column >= cell.column && column < cell.column + cell.columns)
			return drawing.columns[c].name;
	}
	return NULL;
}

size_t list_draw_rows(const List *list, size_t *first)
{
	g_autoptr(GString) text = g_string_sized_new(256);
	const bool is_drawn = list_is_drawn(list);
	Drawing drawing = { .list = list, .text = text };
	size_t selected = SIZE_MAX;
	drawing.columns = pane_columns(list->pane, &drawing.column_count);
	g_assert(drawing.column_count <= PANE_COLUMNS);
	drawing.count = list_window(list, &drawing.first);
	if (is_drawn)
		memcpy(drawing.widths.of, list->memo->widths, sizeof list->memo->widths);
	else if (drawing.columns != NULL)
		measure(&drawing);
	if (list->headings.rows > 0)
		draw_headings(&drawing, list->headings);
	for (size_t i = 0; i < drawing.count; i++) {
		const size_t row = drawing.first + i;
		const bool is_selected = row_style(list, row) != STYLE_TEXT;
		Area line = list->rows;
		line.row += (int)i;
		line.rows = 1;
		if (is_selected)
			selected = row;
		if (is_drawn && is_selected == (row == list->memo->selected))
			continue;
		if (is_drawn)
			grid_fill(list->grid, line, STYLE_TEXT);
		draw_row(&drawing, row, line);
	}
	remember(&drawing, selected);
	*first = drawing.first;
	return drawing.count;
}

void list_draw(const List *list)
{
	size_t first = 0;
	if (list->title.rows <= 0) {
		if (list->memo != NULL)
			list->memo->pane = NULL;
		return;
	}
	list_draw_title(list);
	if (list_draw_rows(list, &first) == 0)
		draw_empty(list);
}
