#include <string.h>

#include "tui/terminal/grid.h"

/* Golden files show each style as one letter; plain text is a blank, so that the eye finds the rest. */
static const char style_letters[STYLE_COUNT + 1] = {
	[STYLE_TEXT] = ' ',    [STYLE_DIM] = 'd',         [STYLE_TITLE] = 't',
	[STYLE_FOCUS] = 'F',   [STYLE_SELECTED] = 'S',    [STYLE_SELECTED_OTHER] = 's',
	[STYLE_MARKED] = 'm',  [STYLE_BORDER] = '-',      [STYLE_HEADER] = 'h',
	[STYLE_TAB] = 'T',     [STYLE_KEY] = 'k',         [STYLE_OK] = 'o',
	[STYLE_WARNING] = 'w', [STYLE_URGENT] = 'u',      [STYLE_ERROR] = 'e',
	[STYLE_INPUT] = 'i',   [STYLE_INPUT_FOCUS] = 'I', [STYLE_MATCH] = 'M',
	[STYLE_BAR] = 'b',     [STYLE_QR] = 'q',          [STYLE_HEADING] = 'H',
	[STYLE_WAITING] = 'W', [STYLE_REFUSED] = 'r',     [STYLE_PRODUCTION] = 'P',
};

bool grid_equal(const Grid *a, const Grid *b)
{
	size_t count = (size_t)a->columns * (size_t)a->rows;
	return a->columns == b->columns && a->rows == b->rows &&
	       a->cursor_column == b->cursor_column && a->cursor_row == b->cursor_row &&
	       memcmp(a->cells, b->cells, sizeof *a->cells * count) == 0;
}

bool grid_row_equal(const Grid *a, const Grid *b, int row)
{
	size_t first = (size_t)row * (size_t)a->columns;
	return memcmp(&a->cells[first], &b->cells[first], sizeof *a->cells * (size_t)a->columns) ==
	       0;
}

static void end_row(GString *out)
{
	while (out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	g_string_append_c(out, '\n');
}

char *grid_to_text(const Grid *grid)
{
	GString *out = g_string_new(NULL);
	for (int y = 0; y < grid->rows; y++) {
		for (int x = 0; x < grid->columns; x++)
			g_string_append(out, grid_cell(grid, x, y)->text);
		end_row(out);
	}
	return g_string_free(out, FALSE);
}

char *grid_to_styles(const Grid *grid)
{
	GString *out = g_string_new(NULL);
	for (int y = 0; y < grid->rows; y++) {
		for (int x = 0; x < grid->columns; x++)
			g_string_append_c(out, style_letters[grid_cell(grid, x, y)->style]);
		end_row(out);
	}
	return g_string_free(out, FALSE);
}
