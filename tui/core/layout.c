#include "tui/core/layout.h"

#include <glib.h>

#define ROWS_PER_LINE_BELOW 6
#define BAR_ROWS_LEAST      3
#define ROWS_WITH_RULE      12
#define WORD_LINES          4 /* what a role needs fits into so many, in the narrowest screen too */

PaneArea layout_split_title(Area area)
{
	PaneArea pane = { .title = area, .rows = area };
	pane.title.rows = MIN(area.rows, 1);
	pane.rows.row += 1;
	pane.rows.rows = MAX(area.rows - 1, 0);
	return pane;
}

/* The first line of the rows becomes that of the headings, where there is another one. */
static void split_headings(PaneArea *pane)
{
	if (pane->rows.rows < 2)
		return;
	pane->headings = pane->rows;
	pane->headings.rows = 1;
	pane->rows.row++;
	pane->rows.rows--;
}

/* More rows than there is room for: a bar on the divider, or else in a column of its own. */
static void split_bar(const LayoutInput *input, size_t i, PaneArea *pane)
{
	const size_t count = input->wanted[i] - MIN(input->wanted[i], input->has_headings[i]);
	const int end = pane->rows.column + pane->rows.columns;
	if (pane->rows.rows < BAR_ROWS_LEAST || count <= (size_t)pane->rows.rows ||
	    input->columns < LAYOUT_NARROW_COLUMNS)
		return;
	if (end == input->columns) {
		pane->rows.columns--;
		pane->headings.columns--;
	}
	pane->bar = (Area){ MIN(end, input->columns - 1), pane->rows.row, 1, pane->rows.rows };
}

static bool is_too_small(int columns, int rows)
{
	return columns < LAYOUT_MINIMUM_COLUMNS || rows < LAYOUT_MINIMUM_ROWS;
}

static Area take_below(int *bottom, int columns, int lines)
{
	*bottom -= lines;
	return (Area){ 0, *bottom, columns, lines };
}

bool layout_has_rule(int rows)
{
	return rows >= ROWS_WITH_RULE;
}

int layout_lines_below(int rows)
{
	return MAX(rows / ROWS_PER_LINE_BELOW, 1);
}

int layout_word_lines(int rows)
{
	return MAX(layout_lines_below(rows), layout_has_rule(rows) ? WORD_LINES : 1);
}

void layout_compute(const LayoutInput *input, Layout *out)
{
	int columns = input->columns, rows = input->rows;
	*out = (Layout){
		.is_too_small = is_too_small(columns, rows),
		.is_single = columns < LAYOUT_NARROW_COLUMNS,
	};
	if (out->is_too_small)
		return;

	/* From below: what is given up last stands last. */
	int bottom = rows;
	out->footer = take_below(&bottom, columns, 1);
	out->status = take_below(&bottom, columns,
				 CLAMP(input->status_lines, 1, layout_lines_below(rows)));
	const int least = input->is_covered ? 0 : 1;
	if (rows >= 8)
		out->words = take_below(&bottom, columns,
					CLAMP(input->word_lines, least, layout_word_lines(rows)));
	if (layout_has_rule(rows))
		out->rule = take_below(&bottom, columns, 1);
	out->header = (Area){ 0, 0, columns, 1 };
	Area body = { 0, 1, columns, bottom - 1 };

	if (input->is_covered) {
		out->is_covered = true;
		out->aside = body;
		return;
	}
	if (out->is_single || input->share == NULL)
		out->panes[input->focus] = layout_split_title(body);
	else
		input->share(input, body, out);
	for (size_t i = 0; i < input->count; i++) {
		if (input->has_headings[i])
			split_headings(&out->panes[i]);
		split_bar(input, i, &out->panes[i]);
	}
}

/* Slivers of the panes beside a box are noise. */
static int box_columns(int columns)
{
	return columns <= 90 ? columns : MIN(columns - 8, 100);
}

int layout_dialog_columns(int columns)
{
	return box_columns(columns) - 4;
}

void layout_dialog(int columns, int rows, int wanted, Area *box, Area *inside)
{
	*box = *inside = (Area){ 0 };
	if (is_too_small(columns, rows))
		return;
	/* The line that says who and where stays in sight. */
	int top = rows >= 10 ? 1 : 0;
	int wide = box_columns(columns);
	int high = CLAMP(wanted + 2, 5, rows - top);
	*box = (Area){ (columns - wide) / 2, MAX((rows - high) / 2, top), wide, high };
	*inside = (Area){ box->column + 2, box->row + 1, wide - 4, high - 2 };
}
