#include "tui/widgets/scroll-bar.h"

#include <glib.h>

void scroll_bar_draw(Grid *grid, Area bar, size_t first, size_t shown, size_t total)
{
	if (bar.rows <= 0 || shown >= total)
		return;
	const size_t rows = (size_t)bar.rows;
	const size_t size = MAX(rows * shown / total, 1);
	const size_t from = MIN(first, total - shown) * (rows - size) / (total - shown);
	for (size_t i = from; i < from + size; i++)
		grid_text(grid, bar, 0, (int)i, STYLE_DIM, grid->is_ascii ? "#" : "┃");
}

size_t scroll_bar_place(Area bar, int row, size_t total)
{
	if (total == 0 || bar.rows <= 1)
		return 0;
	const int from_top = CLAMP(row - bar.row, 0, bar.rows - 1);
	return (size_t)from_top * (total - 1) / (size_t)(bar.rows - 1);
}

Area scroll_bar_of_box(Area box)
{
	return (Area){ box.column + box.columns - 1, box.row + 1, 1, box.rows - 2 };
}
