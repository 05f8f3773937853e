#include "tui/widgets/columns.h"

/*
 * The flexible column that goes furthest, by its share, beyond its usual width (pass 0), its least (1), one (2);
 * `count` when none does.
 */
static size_t find_widest(const ListColumn *columns, size_t count, const int *widths, int pass)
{
	size_t widest = count;
	int most = 0;
	for (size_t c = 0; c < count; c++) {
		const ListColumn *column = &columns[c];
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
static int shrink_spare(const ListColumn *columns, size_t count, int *widths, int excess)
{
	for (size_t c = 0; c < count; c++) {
		const ListColumn *column = &columns[c];
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
static void shrink(const ListColumn *columns, size_t count, int *widths, int excess)
{
	excess = shrink_spare(columns, count, widths, excess);
	for (int pass = 0; pass < 3 && excess > 0;) {
		size_t widest = find_widest(columns, count, widths, pass);
		if (widest == count) {
			pass++;
			continue;
		}
		widths[widest]--;
		excess--;
	}
}

void columns_fit(const ListColumn *columns, size_t count, int room, int *widths)
{
	int left = room, shares = 0;
	for (size_t c = 0; c < count; c++) {
		left -= widths[c] > 0 ? widths[c] + columns[c].gap : 0;
		shares += widths[c] > 0 ? columns[c].share : 0;
	}
	if (left < 0)
		shrink(columns, count, widths, -left);
	for (size_t c = 0; c < count && shares > 0 && left > 0; c++) {
		int share = widths[c] > 0 ? columns[c].share : 0;
		int part = left * share / shares;
		widths[c] += part;
		left -= part;
		shares -= share;
	}
}
