#include "tui/widgets/columns.h"

#include "src/base/text.h"

#define MEASURED_ROWS 500 /* of long lists: some of them, evenly spread */
#define FEW_OF_ROWS   8   /* one in so many may be cut, where others would be otherwise */

/* ---- Cells ------------------------------------------------------------------------------------ */

void columns_clean(GString *text)
{
	if (text_is_clean(text->str))
		return;
	g_autofree char *clean = text_sanitize(text->str, -1);
	g_string_assign(text, clean);
}

void columns_write(const ListColumn *column, const State *state, gconstpointer row, GString *text)
{
	g_string_truncate(text, 0);
	if (column->write != NULL)
		column->write(state, row, text);
	columns_clean(text);
}

int columns_measure(const ListColumn *column, const State *state, gconstpointer row, GString *text)
{
	const int end = column->end != NULL ? text_width(column->end(state, row)) : 0;
	columns_write(column, state, row, text);
	return text_width(text->str) + end;
}

/* How many texts of a column have each width. */
typedef struct Spread {
	guint counts[COLUMN_WIDTH_MAX + 1]; /* the last: of those that are wider, too */
	guint all;
} Spread;

/* The width that cuts no more than `few` of them. */
static int spread_width(const Spread *spread, guint few)
{
	guint cut = 0;
	int width = COLUMN_WIDTH_MAX;
	while (width > 0 && cut + spread->counts[width] <= few)
		cut += spread->counts[width--];
	return width;
}

void columns_measure_steady(const State *state, Pane *pane)
{
	size_t count;
	const ListColumn *columns = pane_columns(pane, &count);
	g_autoptr(GString) text = g_string_new(NULL);
	const guint step = pane->all->len / MEASURED_ROWS + 1;
	for (size_t c = 0; c < count; c++) {
		const ListColumn *column = &columns[c];
		Spread spread = { 0 };
		for (guint i = 0; column->is_steady && i < pane->all->len; i += step) {
			gconstpointer row = row_value(g_ptr_array_index(pane->all, i));
			const int width = columns_measure(column, state, row, text);
			spread.counts[MIN(width, COLUMN_WIDTH_MAX)]++;
			spread.all++;
		}
		pane->needs[c] = MAX(column->least, spread_width(&spread, 0));
		pane->enough[c] =
			MAX(column->least, spread_width(&spread, spread.all / FEW_OF_ROWS));
	}
}

/* ---- Widths ----------------------------------------------------------------------------------- */

/*
 * The name that goes furthest, by its share, beyond what is enough (pass 0), its least (1), one (2); `count` when none
 * does.
 */
static size_t find_widest(const ListColumn *columns, size_t count, const ColumnWidths *widths,
			  int pass)
{
	size_t widest = count;
	int most = 0;
	for (size_t c = 0; c < count; c++) {
		const ListColumn *column = &columns[c];
		const int floor = pass == 0   ? MIN(widths->enough[c], column->most)
				  : pass == 1 ? column->least
					      : 1;
		const bool is_flexible = column->share > 0 && column->rank == 0;
		const int beyond = is_flexible ? (widths->of[c] - floor) * 60 / column->share : 0;
		if (widths->of[c] > 0 && beyond > most) {
			most = beyond;
			widest = c;
		}
	}
	return widest;
}

/* Takes from names, down to what the pass allows. Returns what is still too much. */
static int shrink_names(const ListColumn *columns, size_t count, ColumnWidths *widths, int pass,
			int excess)
{
	while (excess > 0) {
		const size_t widest = find_widest(columns, count, widths, pass);
		if (widest == count)
			break;
		widths->of[widest]--;
		excess--;
	}
	return excess;
}

/* The column that gives way next: of the last rank from `rank` on, the rightmost; `count`: there is none. */
static size_t find_last(const ListColumn *columns, size_t count, const ColumnWidths *widths,
			int rank)
{
	size_t last = count;
	for (size_t c = 0; c < count; c++) {
		const bool is_later = last == count || columns[c].rank >= columns[last].rank;
		if (widths->of[c] > 0 && columns[c].rank >= rank && is_later)
			last = c;
	}
	return last;
}

/* Columns of that rank or later give way, down to their least, else altogether. Returns what is still too much. */
static int shrink_others(const ListColumn *columns, size_t count, ColumnWidths *widths, int rank,
			 int excess)
{
	while (excess > 0) {
		const size_t last = find_last(columns, count, widths, rank);
		if (last == count)
			break;
		if (widths->of[last] - columns[last].least >= excess) {
			widths->of[last] -= excess;
			return 0;
		}
		excess -= widths->of[last] + columns[last].gap;
		widths->of[last] = 0;
	}
	return excess;
}

/* Takes `excess` columns. Returns what a column that went left over. */
static int shrink(const ListColumn *columns, size_t count, ColumnWidths *widths, int excess)
{
	excess = shrink_others(columns, count, widths, 2, excess);
	excess = shrink_names(columns, count, widths, 0, excess);
	excess = shrink_others(columns, count, widths, 1, excess);
	for (int pass = 1; pass < 3; pass++)
		excess = shrink_names(columns, count, widths, pass, excess);
	return MAX(-excess, 0);
}

void columns_fit(const ListColumn *columns, size_t count, int room, ColumnWidths *widths)
{
	int left = room, shares = 0;
	for (size_t c = 0; c < count; c++)
		left -= widths->of[c] > 0 ? widths->of[c] + columns[c].gap : 0;
	if (left < 0)
		left = shrink(columns, count, widths, -left);
	for (size_t c = 0; c < count; c++)
		shares += widths->of[c] > 0 ? columns[c].share : 0;
	for (size_t c = 0; c < count && shares > 0 && left > 0; c++) {
		int share = widths->of[c] > 0 ? columns[c].share : 0;
		int part = left * share / shares;
		widths->of[c] += part;
		left -= part;
		shares -= share;
	}
}
