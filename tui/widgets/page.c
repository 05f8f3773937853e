#include "tui/widgets/page.h"

#include <string.h>

#include "src/base/text.h"
#include "tui/widgets/scroll-bar.h"

#define LEAST_COLUMNS 4

static void line_free(Line *line)
{
	g_free(line->text);
	g_free(line);
}

Page *page_new(int columns)
{
	Page *page = g_new0(Page, 1);
	page->columns = MAX(columns, LEAST_COLUMNS);
	page->lines = g_ptr_array_new_with_free_func((GDestroyNotify)line_free);
	return page;
}

void page_free(Page *page)
{
	if (page == NULL)
		return;
	g_ptr_array_unref(page->lines);
	g_free(page);
}

const Line *page_line(const Page *page, size_t i)
{
	return g_ptr_array_index(page->lines, i);
}

size_t page_count(const Page *page)
{
	return page->lines->len;
}

/* ---- Adding ----------------------------------------------------------------------------------- */

void page_take(Page *page, StyleId style, char *text)
{
	Line *line = g_new0(Line, 1);
	line->style = style;
	line->text = text;
	g_ptr_array_add(page->lines, line);
}

/* How much of the text fits into `columns`: up to a blank where there is one. */
static size_t wrap_point(const char *text, int columns)
{
	size_t place = 0;
	int used = 0;
	const char *p = text;
	bool is_indent = true; /* blanks before the first word are no place to break */
	for (; *p; p = g_utf8_next_char(p)) {
		int width = text_char_width(g_utf8_get_char(p));
		is_indent = is_indent && *p == ' ';
		if (*p == ' ' && !is_indent)
			place = (size_t)(p - text);
		if (used + width > columns)
			break;
		/* Ids are long words: they break after a slash, when that wastes little. */
		if (*p == '/' && used > columns * 2 / 3)
			place = (size_t)(p - text) + 1;
		used += width;
	}
	size_t fitting = (size_t)(p - text);
	if (!*p)
		return fitting;
	if (place > 0)
		return place;
	return fitting ? fitting : (size_t)(g_utf8_next_char(text) - text);
}

void page_add(Page *page, int indent, StyleId style, const char *text)
{
	int in = 0;
	/* A newline in a name must not make a line of its own: what follows it could pass for ours. */
	g_autofree char *clean = text_is_clean(text) ? NULL : text_sanitize(text, -1);
	if (clean != NULL)
		text = clean;
	indent = CLAMP(indent, 0, page->columns / 2);
	do {
		size_t length = wrap_point(text, MAX(page->columns - in, 1));
		page_take(page, style, g_strdup_printf("%*s%.*s", in, "", (int)length, text));
		text += length;
		while (*text == ' ')
			text++;
		in = indent;
	} while (*text);
}

void page_printf(Page *page, int indent, StyleId style, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	page_add(page, indent, style, text);
}

void page_add_address(Page *page, StyleId style, const char *address, int screen_columns)
{
	const size_t length = strlen(address);
	const bool is_bare = length > (size_t)page->columns;
	const size_t step = MAX(is_bare ? screen_columns : page->columns, LEAST_COLUMNS);
	for (size_t i = 0; i < length; i += step) {
		page_take(page, style, g_strndup(address + i, step));
		((Line *)page_line(page, page->lines->len - 1))->is_bare = is_bare;
	}
}

void page_add_blank(Page *page)
{
	page_add(page, 0, STYLE_TEXT, "");
}

void page_add_heading(Page *page, const char *text)
{
	if (page->lines->len > 0)
		page_add_blank(page);
	page_add(page, 0, STYLE_TITLE, text);
}

/* ---- Drawing ---------------------------------------------------------------------------------- */

void page_draw(const Page *page, size_t first, Grid *grid, Area area)
{
	for (int row = 0; row < area.rows && first + (size_t)row < page->lines->len; row++) {
		const Line *line = page_line(page, first + (size_t)row);
		if (line->style == STYLE_SELECTED)
			grid_fill(grid, (Area){ area.column, area.row + row, area.columns, 1 },
				  line->style);
		if (line->is_bare) {
			const Area whole = { 0, area.row + row, grid->columns, 1 };
			grid_fill(grid, whole, STYLE_TEXT);
			grid_text(grid, whole, 0, 0, line->style, line->text);
			continue;
		}
		grid_text(grid, area, 0, row, line->style, line->text);
	}
}

void page_draw_part(const Page *page, Grid *grid, Area area)
{
	for (int i = 0; i < area.rows && (guint)i < page->lines->len; i++) {
		const Line *line = page_line(page, (size_t)i);
		const bool is_cut = i + 1 == area.rows && (guint)i + 1 < page->lines->len;
		const int room = MIN(area.columns, text_width(line->text) + 1);
		if (is_cut) /* what is too long for its place ends in an ellipsis */
			grid_printf(grid, area_limit(area, room), 0, i, line->style, "%s...",
				    line->text);
		else
			grid_text(grid, area, 0, i, line->style, line->text);
	}
}

int page_draw_paragraph(Grid *grid, Area area, int row, StyleId style, const char *text)
{
	g_autoptr(Page) page = page_new(area.columns);
	page_add(page, 0, style, text);
	area.row += row;
	area.rows -= row;
	page_draw_part(page, grid, area);
	return row + CLAMP(area.rows, 0, (int)page_count(page));
}

void page_draw_place(Grid *grid, Area box, size_t first, size_t shown, size_t total)
{
	if (shown >= total)
		return;
	scroll_bar_draw(grid, scroll_bar_of_box(box), first, shown, total);
	g_autofree char *place = g_strdup_printf(" %zu-%zu/%zu ", first + 1, first + shown, total);
	grid_text(grid, box, MAX(box.columns - text_width(place) - 2, 1), box.rows - 1, STYLE_TEXT,
		  place);
}
