#include "tui/terminal/svg.h"

#include <string.h>

/* Pixels. A cell's numbers are whole, so that lines stay sharp. */
#define CELL_X    9
#define CELL_Y    19
#define MARGIN    12
#define BASELINE  14
#define FONT_SIZE 15

/* What stands for the terminal's own colors, by what the theme is made for. */
#define DARK_FOREGROUND  0xd4d4d4u
#define DARK_BACKGROUND  0x1b1d22u
#define LIGHT_FOREGROUND 0x24292fu
#define LIGHT_BACKGROUND 0xffffffu

/* What a style comes to once reverse is resolved. */
typedef struct Paint {
	uint32_t text, back;
} Paint;

static Paint own_paint(const Theme *theme)
{
	return theme->ground == GROUND_LIGHT ? (Paint){ LIGHT_FOREGROUND, LIGHT_BACKGROUND }
					     : (Paint){ DARK_FOREGROUND, DARK_BACKGROUND };
}

static Paint style_paint(const Theme *theme, unsigned id)
{
	const Style *style = &theme->styles[id];
	const Paint own = own_paint(theme);
	Paint paint = { color_to_rgb(style->foreground, own.text),
			color_to_rgb(style->background, own.back) };
	if (style->is_reverse)
		paint = (Paint){ paint.back, paint.text };
	return paint;
}

static void write_styles(GString *out, const Theme *theme)
{
	g_string_append(out, "<style>text{font-family:ui-monospace,\"DejaVu Sans Mono\",Menlo,"
			     "Consolas,monospace;white-space:pre}");
	for (unsigned id = 0; id < STYLE_COUNT; id++) {
		const Style *style = &theme->styles[id];
		g_string_append_printf(out, ".s%u{fill:#%06x%s%s%s}", id,
				       style_paint(theme, id).text,
				       style->is_bold ? ";font-weight:bold" : "",
				       style->is_dim ? ";opacity:.6" : "",
				       style->is_underline ? ";text-decoration:underline" : "");
	}
	g_string_append(out, "</style>\n");
}

static void write_rect(GString *out, int x, int y, int width, int height, uint32_t color)
{
	g_string_append_printf(
		out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n", x, y,
		width, height, color);
}

/* Backgrounds that are not the screen's own, one rectangle for neighbours alike. */
static void write_backgrounds(GString *out, const Grid *grid, const Theme *theme, int row)
{
	for (int column = 0; column < grid->columns;) {
		uint32_t back = style_paint(theme, grid_cell(grid, column, row)->style).back;
		int end = column + 1;
		while (end < grid->columns &&
		       style_paint(theme, grid_cell(grid, end, row)->style).back == back)
			end++;
		if (back != own_paint(theme).back)
			write_rect(out, MARGIN + column * CELL_X, MARGIN + row * CELL_Y,
				   (end - column) * CELL_X, CELL_Y, back);
		column = end;
	}
}

/* In eighths of a cell; -1: no piece of a bar. */
static int bar_eighths(const Cell *cell)
{
	static const char *const pieces[] = { "░", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█" };
	for (int i = 0; i < (int)G_N_ELEMENTS(pieces); i++)
		if (strcmp(cell->text, pieces[i]) == 0)
			return i;
	return -1;
}

static bool write_bar(GString *out, const Cell *cell, const Theme *theme, int x, int y)
{
	int eighths = bar_eighths(cell);
	uint32_t color = style_paint(theme, cell->style).text;
	if (eighths < 0)
		return false;
	g_string_append_printf(out,
			       "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\" "
			       "opacity=\".25\"/>\n",
			       x, y + 4, CELL_X, CELL_Y - 8, color);
	if (eighths > 0)
		write_rect(out, x, y + 4, MAX(eighths * CELL_X / 8, 1), CELL_Y - 8, color);
	return true;
}

static bool write_line(GString *out, const Cell *cell, const Theme *theme, int x, int y)
{
	/* ASCII letters that look like lines may be text: only drawn lines become shapes. */
	unsigned reach = (guchar)cell->text[0] >= 0x80 ? cell_reach(cell) : 0;
	uint32_t color = style_paint(theme, cell->style).text;
	int middle_x = x + CELL_X / 2, middle_y = y + CELL_Y / 2;
	if (reach & REACH_LEFT)
		write_rect(out, x, middle_y, CELL_X / 2 + 1, 1, color);
	if (reach & REACH_RIGHT)
		write_rect(out, middle_x, middle_y, CELL_X - CELL_X / 2, 1, color);
	if (reach & REACH_UP)
		write_rect(out, middle_x, y, 1, CELL_Y / 2 + 1, color);
	if (reach & REACH_DOWN)
		write_rect(out, middle_x, middle_y, 1, CELL_Y - CELL_Y / 2, color);
	return reach != 0;
}

static bool is_text(const Cell *cell)
{
	return cell->width > 0 && bar_eighths(cell) < 0 &&
	       ((guchar)cell->text[0] < 0x80 || cell_reach(cell) == 0);
}

/* Cells of one style from `column` on as one text element of exactly their width; the column behind them. */
static int write_text(GString *out, const Grid *grid, const Theme *theme, int column, int row)
{
	const Cell *first = grid_cell(grid, column, row);
	g_autoptr(GString) text = g_string_new(first->text);
	g_autofree char *escaped = NULL;
	int columns = first->width, end = column + first->width;
	while (first->width == 1 && end < grid->columns) {
		const Cell *cell = grid_cell(grid, end, row);
		if (cell->style != first->style || cell->width != 1 || !is_text(cell))
			break;
		g_string_append(text, cell->text);
		end++;
	}
	columns = end - column;
	while (!theme->styles[first->style].is_underline && text->len > 0 &&
	       text->str[text->len - 1] == ' ') {
		g_string_truncate(text, text->len - 1);
		columns--;
	}
	if (text->len == 0)
		return end;
	escaped = g_markup_escape_text(text->str, -1);
	g_string_append_printf(out,
			       "<text class=\"s%u\" x=\"%d\" y=\"%d\" textLength=\"%d\" "
			       "xml:space=\"preserve\">%s</text>\n",
			       first->style, MARGIN + column * CELL_X,
			       MARGIN + row * CELL_Y + BASELINE, columns * CELL_X, escaped);
	return end;
}

static void write_row(GString *out, const Grid *grid, const Theme *theme, int row)
{
	write_backgrounds(out, grid, theme, row);
	for (int column = 0; column < grid->columns;) {
		const Cell *cell = grid_cell(grid, column, row);
		int x = MARGIN + column * CELL_X, y = MARGIN + row * CELL_Y;
		if (cell->width > 0 && is_text(cell)) {
			bool is_blank = strcmp(cell->text, " ") == 0 &&
					!theme->styles[cell->style].is_underline;
			column = is_blank ? column + 1 : write_text(out, grid, theme, column, row);
			continue;
		}
		if (!write_bar(out, cell, theme, x, y))
			write_line(out, cell, theme, x, y);
		column++;
	}
}

char *grid_to_svg(const Grid *grid, const Theme *theme)
{
	GString *out = g_string_new(NULL);
	int width = grid->columns * CELL_X + 2 * MARGIN, height = grid->rows * CELL_Y + 2 * MARGIN;
	g_string_append_printf(out,
			       "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
			       "width=\"%d\" height=\"%d\" font-size=\"%d\">\n",
			       width, height, width, height, FONT_SIZE);
	write_styles(out, theme);
	g_string_append_printf(out, "<rect width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#%06x\"/>\n",
			       width, height, own_paint(theme).back);
	for (int row = 0; row < grid->rows; row++)
		write_row(out, grid, theme, row);
	if (grid->cursor_column >= 0)
		g_string_append_printf(out,
				       "<rect x=\"%d\" y=\"%d\" width=\"2\" height=\"%d\" "
				       "fill=\"#%06x\"/>\n",
				       MARGIN + grid->cursor_column * CELL_X,
				       MARGIN + grid->cursor_row * CELL_Y + 1, CELL_Y - 2,
				       own_paint(theme).text);
	g_string_append(out, "</svg>\n");
	return g_string_free(out, FALSE);
}
