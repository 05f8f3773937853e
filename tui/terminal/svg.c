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

/*
 * Whichever the viewer has: letters are placed cell by cell, so that each of these fits. Fonts of emoji are for wide cells
 * alone, since they have digits, too.
 */
#define NARROW_FONTS                                                                      \
	"ui-monospace,\"SF Mono\",Menlo,\"Cascadia Mono\",Consolas,\"DejaVu Sans Mono\"," \
	"\"Liberation Mono\",monospace"
#define WIDE_FONTS                                                                        \
	"\"Noto Sans Mono CJK JP\",\"Noto Sans CJK JP\",\"Hiragino Sans\",\"Yu Gothic\"," \
	"\"Apple Color Emoji\",\"Segoe UI Emoji\",\"Noto Color Emoji\",monospace"

static void write_styles(GString *out, const Theme *theme)
{
	g_string_append(out, "<style>text{font-family:" NARROW_FONTS
			     ";text-anchor:middle;font-variant-ligatures:none}"
			     ".w{font-family:" WIDE_FONTS "}");
	for (unsigned id = 0; id < STYLE_COUNT; id++) {
		const Style *style = &theme->styles[id];
		g_string_append_printf(out, ".s%u{fill:#%06x%s%s}", id, style_paint(theme, id).text,
				       style->is_bold ? ";font-weight:bold" : "",
				       style->is_dim ? ";opacity:.6" : "");
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

#define ACROSS ((unsigned)(REACH_LEFT | REACH_RIGHT))
#define ALONG  ((unsigned)(REACH_UP | REACH_DOWN))

/* ASCII letters that look like lines may be text: only drawn lines become shapes. */
static unsigned line_reach(const Cell *cell)
{
	return (guchar)cell->text[0] >= 0x80 ? cell_reach(cell) : 0;
}

/* One rectangle for as much of a line as runs on through cells alike; the column behind it. */
static int write_stretch(GString *out, const Grid *grid, const Theme *theme, int column, int row)
{
	const uint8_t style = grid_cell(grid, column, row)->style;
	int end = column;
	while (end < grid->columns && grid_cell(grid, end, row)->style == style &&
	       line_reach(grid_cell(grid, end, row)) == ACROSS)
		end++;
	write_rect(out, MARGIN + column * CELL_X, MARGIN + row * CELL_Y + CELL_Y / 2,
		   (end - column) * CELL_X, 1, style_paint(theme, style).text);
	return end;
}

static void write_corner(GString *out, const Cell *cell, const Theme *theme, int x, int y)
{
	const unsigned reach = line_reach(cell);
	const uint32_t color = style_paint(theme, cell->style).text;
	const int middle_x = x + CELL_X / 2, middle_y = y + CELL_Y / 2;
	const int left = reach & REACH_LEFT ? x : middle_x;
	const int right = reach & REACH_RIGHT ? x + CELL_X : middle_x + 1;
	const int top = reach & REACH_UP ? y : middle_y;
	const int bottom = reach & REACH_DOWN ? y + CELL_Y : middle_y + 1;
	if (reach & ACROSS)
		write_rect(out, left, middle_y, right - left, 1, color);
	if (reach & ALONG)
		write_rect(out, middle_x, top, 1, bottom - top, color);
}

static bool is_text(const Cell *cell)
{
	return cell->width > 0 && bar_eighths(cell) < 0 && line_reach(cell) == 0;
}

static bool is_blank(const Cell *cell)
{
	return strcmp(cell->text, " ") == 0;
}

/*
 * In the middle of its cell, or of its two: a glyph narrower or wider than a cell, in a font of any shape, moves no
 * other.
 */
static void write_glyph(GString *out, const Cell *cell, int column)
{
	const int halves = 2 * (MARGIN + column * CELL_X) + cell->width * CELL_X;
	/* A font places its own accents better than marks of other letters. */
	g_autofree char *composed = g_utf8_normalize(cell->text, -1, G_NORMALIZE_DEFAULT_COMPOSE);
	g_autofree char *escaped =
		g_markup_escape_text(composed != NULL ? composed : cell->text, -1);
	g_string_append_printf(out, "<tspan%s x=\"%d%s\">%s</tspan>",
			       cell->width > 1 ? " class=\"w\"" : "", halves / 2,
			       halves % 2 != 0 ? ".5" : "", escaped);
}

/* Cells of one style from `column` on; the column behind them. */
static int write_text(GString *out, const Grid *grid, const Theme *theme, int column, int row)
{
	const uint8_t style = grid_cell(grid, column, row)->style;
	const int y = MARGIN + row * CELL_Y + BASELINE;
	const int first = column;
	g_autoptr(GString) glyphs = g_string_new(NULL);
	while (column < grid->columns) {
		const Cell *cell = grid_cell(grid, column, row);
		if (cell->style != style || !is_text(cell))
			break;
		if (!is_blank(cell))
			write_glyph(glyphs, cell, column);
		column += cell->width;
	}
	if (glyphs->len > 0)
		g_string_append_printf(out, "<text class=\"s%u\" y=\"%d\">%s</text>\n", style, y,
				       glyphs->str);
	if (theme->styles[style].is_underline)
		write_rect(out, MARGIN + first * CELL_X, y + 2, (column - first) * CELL_X, 1,
			   style_paint(theme, style).text);
	return column;
}

static void write_row(GString *out, const Grid *grid, const Theme *theme, int row)
{
	write_backgrounds(out, grid, theme, row);
	for (int column = 0; column < grid->columns;) {
		const Cell *cell = grid_cell(grid, column, row);
		const int x = MARGIN + column * CELL_X, y = MARGIN + row * CELL_Y;
		if (is_text(cell)) {
			column = write_text(out, grid, theme, column, row);
			continue;
		}
		if (line_reach(cell) == ACROSS) {
			column = write_stretch(out, grid, theme, column, row);
			continue;
		}
		if (!write_bar(out, cell, theme, x, y))
			write_corner(out, cell, theme, x, y);
		column++;
	}
}

/* For who reads with ears, and for who searches: glyph by glyph there are no words left. */
static void write_words(GString *out, const Grid *grid)
{
	g_autofree char *text = grid_to_text(grid);
	g_autofree char *escaped = g_markup_escape_text(text, -1);
	g_string_append_printf(out, "<desc>\n%s</desc>\n", escaped);
}

char *grid_to_svg(const Grid *grid, const Theme *theme)
{
	GString *out = g_string_new(NULL);
	int width = grid->columns * CELL_X + 2 * MARGIN, height = grid->rows * CELL_Y + 2 * MARGIN;
	g_string_append_printf(out,
			       "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
			       "width=\"%d\" height=\"%d\" font-size=\"%d\" role=\"img\">\n",
			       width, height, width, height, FONT_SIZE);
	write_words(out, grid);
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
