#include "tui/terminal/painter.h"

#include <string.h>

#define BRIDGE_CELLS 4  /* so many that need no change are written again: a move is no shorter */
#define CLEAR_CELLS  4  /* fewer blanks at the end of a line are written */
#define ERASE_CELLS  11 /* fewer blanks within a line are written */

/* Where so many rows changed, those that only moved are moved if so many cells less are written. */
#define SCROLL_CHANGED 6
#define SCROLL_CELLS   100

#define UNKNOWN (-1)

/* Where the terminal is. */
typedef struct Brush {
	const Painter *painter;
	GString *out;
	int columns;
	int row, column; /* UNKNOWN */
	const Pen *pen;
} Brush;

/* The terminal's own. */
static const Pen plain = { .parameters = (char[]){ "" }, .same = STYLE_COUNT };

void painter_set_pen(Painter *painter, StyleId style, const char *parameters, bool is_solid)
{
	Pen *pen = &painter->pens[style];
	g_free(pen->parameters);
	*pen = (Pen){ .parameters = g_strdup(parameters),
		      .is_solid = is_solid,
		      .same = *parameters != '\0' ? (uint8_t)style : plain.same };
	for (StyleId other = 0; other < style; other++) {
		if (strcmp(painter->pens[other].parameters, parameters) == 0) {
			pen->same = painter->pens[other].same;
			return;
		}
	}
}

void painter_clear(Painter *painter)
{
	for (StyleId style = 0; style < STYLE_COUNT; style++)
		g_clear_pointer(&painter->pens[style].parameters, g_free);
}

/* ---- Cells ------------------------------------------------------------------------------------ */

static const Pen *pen_of(const Painter *painter, const Cell *cell)
{
	return &painter->pens[cell->style < STYLE_COUNT ? cell->style : STYLE_TEXT];
}

/* Nothing is seen of it: whatever the color of its text. */
static bool is_empty(const Painter *painter, const Cell *cell)
{
	return cell->width == 1 && cell->text[0] == ' ' && cell->text[1] == '\0' &&
	       !pen_of(painter, cell)->is_solid;
}

static bool looks_the_same(const Painter *painter, const Cell *a, const Cell *b)
{
	if (cell_equals(a, b))
		return true;
	if (is_empty(painter, a) && is_empty(painter, b))
		return true;
	return a->width == b->width && memcmp(a->text, b->text, CELL_BYTES) == 0 &&
	       pen_of(painter, a)->same == pen_of(painter, b)->same;
}

/* The right half of a wide character comes with the left one. */
static bool is_new(const Brush *brush, const Cell *cells, const Cell *before, int column)
{
	if (cells[column].width == 0)
		return false;
	if (!looks_the_same(brush->painter, &cells[column], &before[column]))
		return true;
	const int next = column + 1;
	return next < brush->columns && cells[next].width == 0 &&
	       !looks_the_same(brush->painter, &cells[next], &before[next]);
}

/* ---- Words to the terminal -------------------------------------------------------------------- */

/* g_string_append_printf() takes more time than all else here. */
static void append_number(GString *out, int number)
{
	char digits[12];
	size_t at = sizeof digits;
	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	g_string_append_len(out, digits + at, (gssize)(sizeof digits - at));
}

/* CSI number final (ECMA-48 5.4) */
static void append_control(GString *out, int number, char final)
{
	g_string_append_len(out, "\033[", 2);
	append_number(out, number);
	g_string_append_c(out, final);
}

static void place(Brush *brush, int row, int column)
{
	g_string_append_len(brush->out, "\033[", 2);
	append_number(brush->out, row + 1);
	if (column > 0) {
		g_string_append_c(brush->out, ';');
		append_number(brush->out, column + 1);
	}
	g_string_append_c(brush->out, 'H');
}

static void move_to(Brush *brush, int row, int column)
{
	const bool is_here = brush->row == row && brush->column != UNKNOWN;
	const bool is_below = brush->row != UNKNOWN && brush->row + 1 == row;
	if (is_here && brush->column == column)
		return;
	if (is_here && brush->column < column)
		append_control(brush->out, column - brush->column, 'C');
	else if (is_below && column == 0)
		g_string_append_len(brush->out, "\r\n", 2);
	else
		place(brush, row, column);
	brush->row = row;
	brush->column = column;
}

static void take_pen(Brush *brush, const Pen *pen)
{
	const Pen *own = brush->pen;
	if (own->same == pen->same)
		return;
	brush->pen = pen;
	if (*pen->parameters == '\0') {
		g_string_append_len(brush->out, "\033[m", 3);
		return;
	}
	g_string_append_len(brush->out, "\033[", 2);
	if (*own->parameters != '\0')
		g_string_append_len(brush->out, "0;", 2);
	g_string_append(brush->out, pen->parameters);
	g_string_append_c(brush->out, 'm');
}

/* For blanks any pen will do that is not seen on them: erased cells take its background, too. */
static void take_pen_for_blanks(Brush *brush)
{
	if (brush->pen->is_solid)
		take_pen(brush, &plain);
}

/* Emoji, and what is put together of several characters: to some terminals that is one column. */
static bool is_disputed(const Cell *cell)
{
	return cell->width == 2 &&
	       (g_utf8_get_char(cell->text) >= 0x1F000 || *g_utf8_next_char(cell->text) != '\0');
}

static void put_cell(Brush *brush, const Cell *cell)
{
	if (is_empty(brush->painter, cell))
		take_pen_for_blanks(brush);
	else
		take_pen(brush, pen_of(brush->painter, cell));
	/* Nothing of what was there may be left behind it. */
	if (is_disputed(cell)) {
		g_string_append_len(brush->out, "  ", 2);
		place(brush, brush->row, brush->column);
	}
	g_string_append(brush->out, cell->text);
	brush->column += cell->width;
	/* At the end of the line it waits there. Terminals disagree on how wide a rare character is. */
	const bool is_sure = cell->text[1] == '\0' ||
			     (cell->width == 1 && *g_utf8_next_char(cell->text) == '\0');
	if (brush->column >= brush->columns || !is_sure)
		brush->column = brush->row = UNKNOWN;
}

/* ---- Rows ------------------------------------------------------------------------------------- */

/* Writes again what stands between here and `column`, where that is shorter than to move. */
static void bridge(Brush *brush, const Cell *cells, int row, int column)
{
	const int from = brush->column;
	if (brush->row != row || from == UNKNOWN || from >= column || column - from > BRIDGE_CELLS)
		return;
	for (int i = from; i < column; i++) {
		const bool is_fit =
			is_empty(brush->painter, &cells[i])
				? !brush->pen->is_solid
				: pen_of(brush->painter, &cells[i])->same == brush->pen->same;
		if (cells[i].width != 1 || cells[i].text[1] != '\0' || !is_fit)
			return;
	}
	for (int i = from; i < column; i++)
		put_cell(brush, &cells[i]);
}

static int count_empty(const Brush *brush, const Cell *cells, int column)
{
	int end = column;
	while (end < brush->columns && is_empty(brush->painter, &cells[end]))
		end++;
	return end - column;
}

/* Blanks, by less than themselves. Returns how many cells that were; 0: they are written like others. */
static int erase_blanks(Brush *brush, const Cell *cells, const Cell *before, int row, int column)
{
	int count = count_empty(brush, cells, column);
	const bool is_rest = column + count == brush->columns;
	while (count > 0 && !is_new(brush, cells, before, column + count - 1))
		count--;
	const bool is_worth =
		is_rest ? count >= CLEAR_CELLS : count >= ERASE_CELLS && brush->painter->can_erase;
	if (!is_worth)
		return 0;
	move_to(brush, row, column);
	take_pen_for_blanks(brush);
	if (is_rest)
		g_string_append_len(brush->out, "\033[K", 3);
	else
		append_control(brush->out, count, 'X');
	return count;
}

static void paint_row(Brush *brush, int row, const Cell *cells, const Cell *before)
{
	int column = 0;
	while (column < brush->columns) {
		if (!is_new(brush, cells, before, column)) {
			column++;
			continue;
		}
		bridge(brush, cells, row, column);
		const int erased = erase_blanks(brush, cells, before, row, column);
		if (erased > 0) {
			column += erased;
			continue;
		}
		move_to(brush, row, column);
		put_cell(brush, &cells[column]);
		column += cells[column].width;
	}
}

/* ---- Lines that moved ------------------------------------------------------------------------- */

static Cell *row_of(const Grid *grid, int row)
{
	return &grid->cells[(size_t)row * (size_t)grid->columns];
}

static size_t row_bytes(const Grid *grid)
{
	return sizeof *grid->cells * (size_t)grid->columns;
}

/* How many cells of `cells` are not as in `before`; from `enough` on they are not counted. */
static int count_different(const Brush *brush, const Cell *cells, const Cell *before, int enough)
{
	int count = 0;
	for (int column = 0; column < brush->columns && count < enough; column++)
		count += !cell_equals(&cells[column], &before[column]);
	return count;
}

/* The same of each row. */
static void count_changed(const Brush *brush, const Grid *grid, const Grid *shown, int *changed)
{
	for (int row = 0; row < grid->rows; row++) {
		const Cell *cells = row_of(grid, row), *before = row_of(shown, row);
		changed[row] = memcmp(cells, before, row_bytes(grid)) == 0
				       ? 0
				       : count_different(brush, cells, before, brush->columns);
	}
}

/* The row that comes in is empty at first: so many cells more are written there than in place. */
static int count_coming(const Brush *brush, const Grid *grid, const Grid *shown, int row)
{
	const Cell *cells = row_of(grid, row);
	int count = -count_different(brush, cells, row_of(shown, row), brush->columns);
	for (int column = 0; column < brush->columns; column++)
		count += !is_empty(brush->painter, &cells[column]);
	return count;
}

/* Rows from `first` that move together, and how many cells need not be written then. */
typedef struct Moved {
	int first, rows;
	int saved;
} Moved;

/*
 * The rows that are best shown again from `by` rows lower. What stands beside them stays where it is, and is written anew: of two
 * lists side by side one moves on. `changed`: how many cells of each row are not as shown.
 */
static Moved find_moved(const Brush *brush, const Grid *grid, const Grid *shown, const int *changed,
			int by)
{
	Moved best = { 0 }, run = { 0 };
	for (int row = MAX(-by, 0); row < grid->rows - MAX(by, 0); row++) {
		/* Nothing is gained by a row that is in place, or that is as different from where it came from. */
		const int enough = run.saved > 0 ? brush->columns : changed[row];
		const int gain = changed[row] - count_different(brush, row_of(grid, row),
								row_of(shown, row + by), enough);
		if (run.saved <= 0 && gain <= 0)
			continue;
		if (run.saved <= 0 || run.first + run.rows != row)
			run = (Moved){ .first = row };
		run.rows++;
		run.saved += gain;
		if (run.saved > best.saved)
			best = run;
	}
	if (best.rows > 0)
		best.saved -= count_coming(brush, grid, shown,
					   by > 0 ? best.first + best.rows : best.first - 1);
	return best;
}

/* Rows from `top` to `bottom` move up by one (`by` 1) or down (-1): the one that comes in is empty. */
static void scroll(Brush *brush, Grid *shown, int top, int bottom, int by)
{
	const Cell blank = { .text = " ", .width = 1, .style = STYLE_TEXT };
	const size_t moved = row_bytes(shown) * (size_t)(bottom - top);
	const int from = by > 0 ? top + 1 : top, to = by > 0 ? top : top + 1;
	append_control(brush->out, top + 1, ';');
	append_number(brush->out, bottom + 1);
	g_string_append_c(brush->out, 'r'); /* DECSTBM; the cursor is anywhere then */
	place(brush, by > 0 ? bottom : top, 0);
	g_string_append(brush->out, by > 0 ? "\n" : "\033M");
	g_string_append(brush->out, "\033[r");
	brush->row = brush->column = UNKNOWN;
	memmove(row_of(shown, to), row_of(shown, from), moved);
	Cell *cells = row_of(shown, by > 0 ? bottom : top);
	for (int column = 0; column < shown->columns; column++)
		cells[column] = blank;
}

/* A list that moved on by one: then little of it is written but what came in. `changed`: of each row, and is found anew then. */
static void scroll_moved(Brush *brush, Grid *shown, const Grid *grid, int *changed)
{
	int rows = 0, cells = 0;
	for (int row = 0; row < grid->rows; row++) {
		rows += changed[row] > 0;
		cells += changed[row];
	}
	/* The line that comes in is blank, as the terminal has blanks. */
	if (rows < SCROLL_CHANGED || cells < SCROLL_CELLS ||
	    brush->painter->pens[STYLE_TEXT].is_solid)
		return;
	const Moved up = find_moved(brush, grid, shown, changed, 1);
	const Moved down = find_moved(brush, grid, shown, changed, -1);
	if (MAX(up.saved, down.saved) < SCROLL_CELLS)
		return;
	if (up.saved >= down.saved)
		scroll(brush, shown, up.first, up.first + up.rows, 1);
	else
		scroll(brush, shown, down.first - 1, down.first + down.rows - 1, -1);
	count_changed(brush, grid, shown, changed);
}

void painter_paint(const Painter *painter, Grid *shown, const Grid *grid, GString *out)
{
	Brush brush = { .painter = painter,
			.out = out,
			.columns = grid->columns,
			.row = UNKNOWN,
			.column = UNKNOWN,
			.pen = &plain };
	const size_t length = out->len;
	const bool is_moved = shown->cursor_column != grid->cursor_column ||
			      shown->cursor_row != grid->cursor_row;
	g_autofree int *changed = g_new(int, grid->rows);
	count_changed(&brush, grid, shown, changed);
	scroll_moved(&brush, shown, grid, changed);
	for (int row = 0; row < grid->rows; row++) {
		if (changed[row] == 0)
			continue;
		paint_row(&brush, row, row_of(grid, row), row_of(shown, row));
		memcpy(row_of(shown, row), row_of(grid, row), row_bytes(grid));
	}
	take_pen(&brush, &plain);
	if (grid->cursor_column >= 0 && grid->cursor_row >= 0 && (is_moved || out->len > length))
		move_to(&brush, grid->cursor_row, grid->cursor_column);
	shown->cursor_column = grid->cursor_column;
	shown->cursor_row = grid->cursor_row;
}
