#include "tui/terminal/grid.h"

#include <limits.h>
#include <string.h>

#include "src/base/text.h"

Grid *grid_new(int columns, int rows)
{
	Grid *grid = g_new0(Grid, 1);
	grid->columns = MAX(columns, 1);
	grid->rows = MAX(rows, 1);
	grid->cells = g_new0(Cell, (gsize)grid->columns * (gsize)grid->rows);
	grid_erase(grid);
	return grid;
}

void grid_free(Grid *grid)
{
	if (grid == NULL)
		return;
	g_free(grid->cells);
	g_free(grid);
}

static void blank_cell(Cell *cell, StyleId style)
{
	*cell = (Cell){ .text = " ", .width = 1, .style = (uint8_t)style };
}

static void blank_cells(Cell *cells, size_t count)
{
	if (count > 0)
		blank_cell(&cells[0], STYLE_TEXT);
	for (size_t done = 1; done < count; done *= 2)
		memcpy(&cells[done], cells, MIN(done, count - done) * sizeof(Cell));
}

void grid_erase(Grid *grid)
{
	blank_cells(grid->cells, (size_t)grid->columns * (size_t)grid->rows);
	grid->cursor_column = -1;
	grid->cursor_row = -1;
}

static Cell *cell_at(const Grid *grid, int column, int row)
{
	return &grid->cells[(size_t)row * (size_t)grid->columns + (size_t)column];
}

const Cell *grid_cell(const Grid *grid, int column, int row)
{
	if (column < 0 || row < 0 || column >= grid->columns || row >= grid->rows)
		return NULL;
	return cell_at(grid, column, row);
}

/* The part of `area` that lies on the grid; columns or rows 0 when nothing does. */
static Area area_clip(const Grid *grid, Area area)
{
	int right = MIN(area.column + area.columns, grid->columns);
	int bottom = MIN(area.row + area.rows, grid->rows);
	Area clip = { .column = MAX(area.column, 0), .row = MAX(area.row, 0) };
	clip.columns = MAX(right - clip.column, 0);
	clip.rows = MAX(bottom - clip.row, 0);
	return clip;
}

static bool area_has(Area area, int column, int row)
{
	return column >= area.column && column < area.column + area.columns && row >= area.row &&
	       row < area.row + area.rows;
}

/* The next kept area that begins in this row at `column` or later; NULL: none. */
static const Area *next_kept(const Area *kept, size_t count, int column, int row)
{
	const Area *next = NULL;
	for (size_t i = 0; i < count; i++) {
		const bool is_here = row >= kept[i].row && row < kept[i].row + kept[i].rows;
		if (is_here && kept[i].column >= column &&
		    (next == NULL || kept[i].column < next->column))
			next = &kept[i];
	}
	return next;
}

void grid_erase_around(Grid *grid, const Area *kept, size_t count)
{
	for (int row = 0; row < grid->rows; row++) {
		int column = 0;
		while (column < grid->columns) {
			const Area *next = next_kept(kept, count, column, row);
			const int end = MIN(next != NULL ? next->column : INT_MAX, grid->columns);
			blank_cells(cell_at(grid, column, row), (size_t)(end - column));
			column = next != NULL ? end + MAX(next->columns, 1) : end;
		}
	}
	grid->cursor_column = -1;
	grid->cursor_row = -1;
}

/* Before a cell is overwritten: the other half of a wide character that it belonged to becomes a blank. */
static void release_cell(Grid *grid, int column, int row)
{
	Cell *cell = cell_at(grid, column, row);
	if (cell->width == 0 && column > 0)
		blank_cell(cell - 1, (cell - 1)->style);
	else if (cell->width == 2 && column + 1 < grid->columns)
		blank_cell(cell + 1, (cell + 1)->style);
}

/* A character with its combining marks, as it stands in a cell. */
typedef struct Glyph {
	char text[CELL_BYTES];
	int width;
} Glyph;

/* Writes one character whose cells are known to be on the grid. */
static void put_glyph(Grid *grid, int column, int row, const Glyph *glyph, StyleId style)
{
	Cell *cell = cell_at(grid, column, row);
	release_cell(grid, column, row);
	memcpy(cell->text, glyph->text, CELL_BYTES);
	cell->width = (uint8_t)glyph->width;
	cell->style = (uint8_t)style;
	if (glyph->width == 2) {
		release_cell(grid, column + 1, row);
		cell[1] = (Cell){ .width = 0, .style = (uint8_t)style };
	}
}

/* The same for one of our own characters, of one column. */
static void put_char(Grid *grid, int column, int row, const char *text, StyleId style)
{
	Cell *cell = cell_at(grid, column, row);
	release_cell(grid, column, row);
	*cell = (Cell){ .width = 1, .style = (uint8_t)style };
	for (size_t i = 0; text[i] && i < CELL_BYTES - 1; i++)
		cell->text[i] = text[i];
}

static void put_ascii(Grid *grid, int column, int row, char c, StyleId style)
{
	Cell *cell = cell_at(grid, column, row);
	/* Over a blank, as nearly always: the rest of the cell is as it should be. */
	if (cell->width == 1 && cell->text[1] == '\0') {
		cell->text[0] = c;
		cell->style = (uint8_t)style;
		return;
	}
	release_cell(grid, column, row);
	*cell = (Cell){ .text = { c }, .width = 1, .style = (uint8_t)style };
}

/* A terminal without UTF-8 shows the letter without its accents, or a question mark. */
static gunichar char_to_ascii(gunichar c)
{
	/* Ours and those that names are written with: an ellipsis, a middle dot, quotation marks, arrows, a multiplication sign. */
	static const struct {
		gunichar from;
		char to;
	} signs[] = {
		{ 0xb7, '-' },   { 0xd7, 'x' },   { 0x2018, '\'' }, { 0x2019, '\'' },
		{ 0x201c, '"' }, { 0x201d, '"' }, { 0x201e, '"' },  { 0x2022, '*' },
		{ 0x2026, '~' }, { 0x203a, '>' }, { 0x2190, '<' },  { 0x2191, '^' },
		{ 0x2192, '>' }, { 0x2193, 'v' }, { 0x2248, '~' },  { 0x2260, '!' },
		{ 0x2264, '<' }, { 0x2265, '>' },
	};
	gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
	if (c < 0x80)
		return c;
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		if (signs[i].from == c)
			return (guchar)signs[i].to;
	if (g_unichar_type(c) == G_UNICODE_DASH_PUNCTUATION)
		return '-';
	if (g_unichar_type(c) == G_UNICODE_SPACE_SEPARATOR)
		return ' ';
	g_unichar_fully_decompose(c, TRUE, parts, G_N_ELEMENTS(parts));
	return parts[0] > 0x20 && parts[0] < 0x7f ? parts[0] : '?';
}

/*
 * Takes the next character with its combining marks, but no joiners, from *text and moves behind it. Marks that stand alone have
 * width 0: nothing to write.
 */
static Glyph take_glyph(const char **text, bool is_ascii)
{
	const char *at = *text;
	const char *next = g_utf8_next_char(at);
	gunichar c = g_utf8_get_char(at);
	Glyph glyph = { .width = (guchar)*at < 0x80 ? 1 : text_char_width(c) };
	size_t length = 0;
	while ((guchar)*next >= 0x80 && text_char_width(g_utf8_get_char(next)) == 0)
		next = g_utf8_next_char(next);
	*text = next;
	if (is_ascii) {
		glyph.text[0] = (char)char_to_ascii(c);
		return glyph;
	}
	for (; at < next; at = g_utf8_next_char(at)) {
		size_t bytes = (size_t)(g_utf8_next_char(at) - at);
		/* Terminals disagree on how wide a joined emoji is: its parts stand in cells of their own. */
		if ((guchar)*at >= 0x80 && text_is_joiner(g_utf8_get_char(at)))
			continue;
		if (length + bytes > CELL_BYTES - 1)
			break;
		memcpy(glyph.text + length, at, bytes);
		length += bytes;
	}
	return glyph;
}

/* True when the text takes at most `columns`; looks no further than needed. */
static bool text_fits(const char *text, int columns)
{
	int width = 0;
	while (*text && width <= columns) {
		width += (guchar)*text < 0x80 ? 1 : text_char_width(g_utf8_get_char(text));
		text = g_utf8_next_char(text);
	}
	return width <= columns;
}

/* Writes what lies within the clip. ASCII has no wide characters: the second column stays blank. */
static void put_clipped(Grid *grid, Area clip, int column, int row, Glyph glyph, StyleId style)
{
	if (!area_has(clip, column, row) || !area_has(clip, column + glyph.width - 1, row))
		return;
	if (glyph.width == 2 && grid->is_ascii) {
		put_ascii(grid, column + 1, row, ' ', style);
		glyph.width = 1;
	}
	put_glyph(grid, column, row, &glyph, style);
}

/*
 * Most text by far: writes what lies within the clip of the ASCII characters that the text begins with, as far as `line`
 * goes. One before a combining mark is left. Returns how many there are.
 */
static int put_ascii_run(Grid *grid, Area clip, Area line, StyleId style, const char *text)
{
	int count = 0;
	while (count < line.columns && text[count] &&
	       (guchar)(text[count] | text[count + 1]) < 0x80)
		count++;
	const int from = MAX(clip.column - line.column, 0);
	const int to = MIN(clip.column + clip.columns - line.column, count);
	for (int i = from; i < to; i++)
		put_ascii(grid, line.column + i, line.row, text[i], style);
	return count;
}

int grid_text(Grid *grid, Area area, int column, int row, StyleId style, const char *text)
{
	Area clip = area_clip(grid, area);
	g_autofree char *clean = NULL;
	int start = area.column + column, at = start, end = area.column + area.columns;
	int y = area.row + row;
	if (text == NULL || column >= area.columns || y < clip.row || y >= clip.row + clip.rows)
		return 0;
	if (!text_is_clean(text))
		text = clean = text_sanitize(text, -1);
	const bool is_cut = !text_fits(text, end - at);
	if (is_cut)
		end--;
	while (*text) {
		Area line = { .column = at, .row = y, .columns = end - at, .rows = 1 };
		int run = put_ascii_run(grid, clip, line, style, text);
		text += run;
		at += run;
		if (!*text || at >= end)
			break;
		Glyph glyph = take_glyph(&text, grid->is_ascii);
		if (at + glyph.width > end)
			break;
		if (glyph.width > 0)
			put_clipped(grid, clip, at, y, glyph, style);
		at += glyph.width;
	}
	if (is_cut && area_has(clip, at, y))
		put_char(grid, at, y, grid->is_ascii ? "~" : "…", style);
	return at - start + (is_cut ? 1 : 0);
}

int grid_printf(Grid *grid, Area area, int column, int row, StyleId style, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	return grid_text(grid, area, column, row, style, text);
}

void grid_fill(Grid *grid, Area area, StyleId style)
{
	Area clip = area_clip(grid, area);
	for (int y = clip.row; y < clip.row + clip.rows; y++)
		for (int x = clip.column; x < clip.column + clip.columns; x++)
			put_ascii(grid, x, y, ' ', style);
}

void grid_restyle(Grid *grid, Area area, StyleId style)
{
	Area clip = area_clip(grid, area);
	for (int y = clip.row; y < clip.row + clip.rows; y++)
		for (int x = clip.column; x < clip.column + clip.columns; x++)
			cell_at(grid, x, y)->style = (uint8_t)style;
}

/* Lines: by the sides of the cell that they reach. */
static const char *const line_chars[16] = {
	[0] = " ",
	[REACH_UP] = "│",
	[REACH_DOWN] = "│",
	[REACH_UP | REACH_DOWN] = "│",
	[REACH_LEFT] = "─",
	[REACH_RIGHT] = "─",
	[REACH_LEFT | REACH_RIGHT] = "─",
	[REACH_UP | REACH_LEFT] = "┘",
	[REACH_UP | REACH_RIGHT] = "└",
	[REACH_DOWN | REACH_LEFT] = "┐",
	[REACH_DOWN | REACH_RIGHT] = "┌",
	[REACH_UP | REACH_DOWN | REACH_LEFT] = "┤",
	[REACH_UP | REACH_DOWN | REACH_RIGHT] = "├",
	[REACH_LEFT | REACH_RIGHT | REACH_UP] = "┴",
	[REACH_LEFT | REACH_RIGHT | REACH_DOWN] = "┬",
	[REACH_UP | REACH_DOWN | REACH_LEFT | REACH_RIGHT] = "┼",
};

unsigned cell_reach(const Cell *cell)
{
	switch (cell->text[0]) {
	case '-':
		return REACH_LEFT | REACH_RIGHT;
	case '|':
		return REACH_UP | REACH_DOWN;
	case '+':
		return REACH_UP | REACH_DOWN | REACH_LEFT | REACH_RIGHT;
	default:
		if ((guchar)cell->text[0] < 0x80)
			return 0;
	}
	/* Half lines look like whole ones: the last row that fits tells the whole reach. */
	for (unsigned reach = 15; reach > 0; reach--)
		if (g_str_equal(cell->text, line_chars[reach]) && reach != REACH_UP &&
		    reach != REACH_DOWN && reach != REACH_LEFT && reach != REACH_RIGHT)
			return reach;
	return 0;
}

static const char *line_text(const Grid *grid, unsigned reach)
{
	bool is_upright = reach & (REACH_UP | REACH_DOWN),
	     is_level = reach & (REACH_LEFT | REACH_RIGHT);
	if (!grid->is_ascii)
		return line_chars[reach];
	return is_upright && is_level ? "+" : is_upright ? "|" : "-";
}

/* Draws a piece of line; on a cell that holds one already both are joined. */
static void put_line(Grid *grid, Area clip, int column, int row, unsigned reach, StyleId style)
{
	if (!area_has(clip, column, row))
		return;
	const char *text = line_text(grid, reach | cell_reach(cell_at(grid, column, row)));
	put_char(grid, column, row, text, style);
}

static bool is_blank(const Cell *cell)
{
	return cell->width == 1 && cell->text[0] == ' ' && cell->text[1] == '\0';
}

/* Mostly it goes over blanks: what is drawn on one of them is drawn on the next ones, too. */
void grid_hline(Grid *grid, Area area, int column, int row, int columns, StyleId style)
{
	const Area clip = area_clip(grid, area);
	const int left = area.column + column;
	const Cell *drawn = NULL;
	for (int i = 0; i < columns; i++) {
		const bool is_end = i == 0 || i == columns - 1;
		unsigned reach = (i > 0 ? REACH_LEFT : 0u) | (i < columns - 1 ? REACH_RIGHT : 0u);
		if (columns == 1)
			reach = REACH_LEFT | REACH_RIGHT;
		if (is_end || !area_has(clip, left + i, area.row + row)) {
			put_line(grid, clip, left + i, area.row + row, reach, style);
			continue;
		}
		Cell *cell = cell_at(grid, left + i, area.row + row);
		const bool is_free = is_blank(cell);
		if (is_free && drawn != NULL) {
			*cell = *drawn;
			continue;
		}
		put_line(grid, clip, left + i, area.row + row, reach, style);
		drawn = is_free ? cell : drawn;
	}
}

void grid_vline(Grid *grid, Area area, int column, int row, int rows, StyleId style)
{
	Area clip = area_clip(grid, area);
	int top = area.row + row;
	for (int i = 0; i < rows; i++) {
		unsigned reach = (i > 0 ? REACH_UP : 0u) | (i < rows - 1 ? REACH_DOWN : 0u);
		if (rows == 1)
			reach = REACH_UP | REACH_DOWN;
		put_line(grid, clip, area.column + column, top + i, reach, style);
	}
}

void grid_box(Grid *grid, Area area, StyleId style, const char *title)
{
	Area clip = area_clip(grid, area);
	int right = area.column + area.columns - 1, bottom = area.row + area.rows - 1;
	if (area.columns < 2 || area.rows < 2)
		return;
	grid_fill(grid, area, STYLE_TEXT);
	for (int x = area.column + 1; x < right; x++) {
		put_line(grid, clip, x, area.row, REACH_LEFT | REACH_RIGHT, style);
		put_line(grid, clip, x, bottom, REACH_LEFT | REACH_RIGHT, style);
	}
	for (int y = area.row + 1; y < bottom; y++) {
		put_line(grid, clip, area.column, y, REACH_UP | REACH_DOWN, style);
		put_line(grid, clip, right, y, REACH_UP | REACH_DOWN, style);
	}
	put_line(grid, clip, area.column, area.row, REACH_DOWN | REACH_RIGHT, style);
	put_line(grid, clip, right, area.row, REACH_DOWN | REACH_LEFT, style);
	put_line(grid, clip, area.column, bottom, REACH_UP | REACH_RIGHT, style);
	put_line(grid, clip, right, bottom, REACH_UP | REACH_LEFT, style);
	if (title != NULL && area.columns > 6)
		grid_printf(grid, area_limit(area, area.columns - 2), 2, 0, STYLE_FOCUS, " %s ",
			    title);
}

void grid_bar(Grid *grid, Area area, int filled_eighths, StyleId style)
{
	static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	Area clip = area_clip(grid, area);
	for (int i = 0; i < area.columns; i++) {
		int filled = CLAMP(filled_eighths - i * 8, 0, 8);
		const char *text = filled == 8 ? "█" : filled > 0 ? eighths[filled] : "░";
		if (grid->is_ascii)
			text = filled >= 4 || (i == 0 && filled > 0) ? "#" : "-";
		if (area_has(clip, area.column + i, area.row))
			put_char(grid, area.column + i, area.row, text,
				 filled > 0 ? style : STYLE_DIM);
	}
}
