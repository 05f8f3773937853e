/* What the shown part of the history sums up to, and which eligible roles are not in it. */
#include <string.h>

#include "frontend/grant-words.h"
#include "src/base/text.h"
#include "src/model/duration.h"
#include "tui/core/screens.h"
#include "tui/core/words.h"
#include "tui/screens/history.h"

#define NUMBER_COLUMNS 8

#define DATE_COLUMNS 18

#define UNUSED_DAYS 90 /* without a period: not used for so long */

/* An eligibility that was not used. */
typedef struct Idle {
	char *id, *words, *last, *until;
} Idle;

static void idle_free(gpointer data)
{
	Idle *idle = data;
	g_free(idle->id);
	g_free(idle->words);
	g_free(idle->last);
	g_free(idle->until);
	g_free(idle);
}

static bool is_of_unused(const State *state)
{
	return history_data(state)->by == TOTALS_COUNT;
}

static Instant unused_since(const State *state)
{
	const Instant since = history_data(state)->period.since;
	return since != 0 ? since : state->now - (Instant)UNUSED_DAYS * 24 * 60 * 60;
}

/* Whatever the list shows: what all of the journal has of it counts. */
static GPtrArray *find_unused(const State *state)
{
	GPtrArray *idle = g_ptr_array_new_with_free_func(idle_free);
	g_autoptr(GPtrArray) eligible = g_ptr_array_new();
	g_autoptr(GPtrArray) entries = known_journal_entries(&state->journal);
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *rows = state->lists.eligible[workload];
		for (guint i = 0; i < rows->len; i++)
			g_ptr_array_add(eligible,
					(gpointer)((const Row *)rows->pdata[i])->eligibility);
	}
	g_autoptr(GPtrArray) unused =
		totals_find_unused(eligible, entries, unused_since(state), state->now);
	for (guint i = 0; i < unused->len; i++) {
		const Unused *one = unused->pdata[i];
		const Grant *grant = &one->eligibility->grant;
		Idle *row = g_new0(Idle, 1);
		row->id = g_strdup(grant->id);
		row->words = grant_words(grant, NULL);
		row->last = one->last != 0 ? state_local(state, one->last) : g_strdup("never here");
		row->until =
			grant->end != 0 ? state_local(state, grant->end) : g_strdup("permanent");
		g_ptr_array_add(idle, row);
	}
	return idle;
}

static void make_totals(State *state)
{
	History *history = history_data(state);
	const Wording wording = state_wording(state);
	g_clear_pointer(&history->totals, g_ptr_array_unref);
	if (is_of_unused(state)) {
		history->totals = find_unused(state);
		return;
	}
	g_autoptr(GPtrArray) entries = history_shown(state);
	history->totals = totals_make(&wording, entries, history->by);
}

/* Both kinds of row begin with it. */
static const char *id_of(gconstpointer row)
{
	return *(char *const *)row;
}

G_STATIC_ASSERT(G_STRUCT_OFFSET(Total, id) == 0);
G_STATIC_ASSERT(G_STRUCT_OFFSET(Idle, id) == 0);

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
	if (is_of_unused(state)) {
		g_autofree char *since = state_local(state, unused_since(state));
		return g_strdup_printf("Eligible, not used since %s", since);
	}
	g_autofree char *period = period_words(&wording, &history->period);
	return g_strdup_printf("Totals by %s, %s", totals_word(history->by), period);
}

static void draw_number(Grid *grid, Area line, int *column, StyleId style, const char *text)
{
	*column -= NUMBER_COLUMNS;
	if (*column > 12)
		grid_text(grid, line, *column + NUMBER_COLUMNS - text_width(text), 0, style, text);
}

static void draw_idle(Grid *grid, const Idle *idle, Area line, StyleId style)
{
	int column = line.columns - 2;
	grid_text(grid, line, 0, 0, style, style != STYLE_TEXT ? "> " : "  ");
	const char *const cells[] = { idle->until, idle->last };
	for (size_t i = 0; i < G_N_ELEMENTS(cells) && column > 50; i++) {
		column -= DATE_COLUMNS;
		grid_text(grid, line, column + DATE_COLUMNS - text_width(cells[i]), 0,
			  style == STYLE_TEXT && i == 0 ? STYLE_DIM : style, cells[i]);
	}
	grid_text(grid, area_limit(line, MAX(column - 1, 12)), 2, 0, style, idle->words);
}

static void draw_total(Grid *grid, const Total *total, Area line, StyleId style)
{
	const bool is_used = total->count > 0;
	g_autofree char *all = duration_format(total->seconds / 60 * 60);
	g_autofree char *median = duration_format(total->median / 60 * 60);
	g_autofree char *count = g_strdup_printf("%u", total->count);
	g_autofree char *refused = g_strdup_printf("%u", total->refused);
	int column = line.columns - 2;
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

static void draw_row(const State *state, Grid *grid, const Pane *pane, size_t i, Area line,
		     StyleId style)
{
	if (is_of_unused(state))
		draw_idle(grid, pane_at(pane, i), line, style);
	else
		draw_total(grid, pane_at(pane, i), line, style);
}

/* Over the numbers, where the title leaves room. */
void history_totals_draw(const State *state, Grid *grid, const Layout *layout)
{
	static const char *const headings[] = { " refused", " median", " in all", " times" };
	const Area line = layout->panes[HISTORY_TOTALS].title;
	int column = line.columns - 2;
	if (is_of_unused(state)) {
		if (line.rows > 0 && column > 75) {
			grid_text(grid, line, column - (int)strlen(" eligible until"), 0, STYLE_DIM,
				  " eligible until");
			grid_text(grid, line, column - DATE_COLUMNS - (int)strlen(" last used"), 0,
				  STYLE_DIM, " last used");
		}
		return;
	}
	for (size_t i = 0; line.rows > 0 && i < G_N_ELEMENTS(headings) && column > 50; i++)
		draw_number(grid, line, &column, STYLE_DIM, headings[i]);
}

/* "All were used" needs all of them, and all of the past. */
static char *empty(const State *state)
{
	bool is_whole = state->journal.is_whole;
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++)
		is_whole &= state->lists.loads[workload][LIST_ELIGIBILITIES].status == LOAD_READY;
	if (!is_of_unused(state))
		return history_nothing_held(state);
	return g_strdup(is_whole ? "Every eligibility was used."
				 : "Not all of what is eligible is known yet.");
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
	.empty = empty,
	.rebuild = rebuild,
	.filter = history_filter_nothing,
	.id_of = id_of,
	.subject = subject,
	.focused = focused,
	.filter_begun = history_begin_filter,
};
