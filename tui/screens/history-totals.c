/* What the shown part of the history sums up to. */
#include "src/base/text.h"
#include "src/model/duration.h"
#include "tui/core/screens.h"
#include "tui/core/words.h"
#include "tui/screens/history.h"

#define NUMBER_COLUMNS 8

static void make_totals(State *state)
{
	History *history = history_data(state);
	const Wording wording = state_wording(state);
	g_autoptr(GPtrArray) entries = history_shown(state);
	g_clear_pointer(&history->totals, g_ptr_array_unref);
	history->totals = totals_make(&wording, entries, history->by);
}

static const char *id_of(gconstpointer row)
{
	return ((const Total *)row)->name;
}

static void rebuild(State *state, Pane *pane)
{
	history_fill(pane, history_data(state)->totals);
}

static void focused(Update *update)
{
	State *state = update->state;
	if (history_data(state)->totals == NULL)
		make_totals(state);
	pane_rebuild(state, history_pane(state, HISTORY_TOTALS));
}

static char *title(const State *state)
{
	const History *history = history_data(state);
	const Wording wording = state_wording(state);
	g_autofree char *period = period_words(&wording, &history->period);
	return g_strdup_printf("Totals by %s, %s", totals_word(history->by), period);
}

static void draw_number(Grid *grid, Area line, int *column, StyleId style, const char *text)
{
	*column -= NUMBER_COLUMNS;
	if (*column > 12)
		grid_text(grid, line, *column + NUMBER_COLUMNS - text_width(text), 0, style, text);
}

static void draw_row(const State *state, Grid *grid, const Pane *pane, size_t i, Area line,
		     StyleId style)
{
	const Total *total = pane_at(pane, i);
	const bool is_used = total->count > 0;
	g_autofree char *all = duration_format(total->seconds / 60 * 60);
	g_autofree char *median = duration_format(total->median / 60 * 60);
	g_autofree char *count = g_strdup_printf("%u", total->count);
	g_autofree char *refused = g_strdup_printf("%u", total->refused);
	int column = line.columns - 2;
	(void)state;
	draw_number(grid, line, &column,
		    total->refused > 0 && style == STYLE_TEXT ? STYLE_REFUSED : style,
		    total->refused > 0 ? refused : "");
	draw_number(grid, line, &column, style == STYLE_TEXT ? STYLE_DIM : style,
		    is_used ? median : "");
	draw_number(grid, line, &column, style, is_used ? all : "");
	draw_number(grid, line, &column, style, count);
	grid_text(grid, line, 0, 0, style, style != STYLE_TEXT ? "> " : "  ");
	grid_text(grid, area_limit(line, MAX(column, 12)), 2, 0, style, total->name);
}

/* Over the numbers, where the title leaves room. */
void history_totals_draw(const State *state, Grid *grid, const Layout *layout)
{
	static const char *const headings[] = { " refused", " median", " in all", " times" };
	const Area line = layout->panes[HISTORY_TOTALS].title;
	int column = line.columns - 2;
	(void)state;
	for (size_t i = 0; line.rows > 0 && i < G_N_ELEMENTS(headings) && column > 50; i++)
		draw_number(grid, line, &column, STYLE_DIM, headings[i]);
}

static const Row *subject(const State *state)
{
	(void)state;
	return NULL;
}

const PaneKind history_totals_pane = {
	.title = "Totals",
	.make_title = title,
	.draw_row = draw_row,
	.empty = history_nothing_held,
	.rebuild = rebuild,
	.filter = history_filter_nothing,
	.id_of = id_of,
	.subject = subject,
	.focused = focused,
	.filter_begun = history_begin_filter,
};
