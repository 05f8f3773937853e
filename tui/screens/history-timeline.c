/* The timeline: roles by rows, time across; what the list shows, in a window that zooms and scrolls. */
#include "frontend/timeline.h"
#include "src/base/text.h"
#include "src/model/duration.h"
#include "tui/core/screens.h"
#include "tui/core/words.h"
#include "tui/screens/history.h"

#define HOUR INT64_C(3600)
#define DAY  (24 * HOUR)

#define LABEL_LEAST  14
#define LABEL_MOST   44
#define TICK_COLUMNS 8
#define CELLS_MOST   1024

static const struct {
	int64_t seconds;
	const char *title;
} zooms[] = {
	{ 6 * HOUR, "6 hours" },   { 12 * HOUR, "12 hours" },  { DAY, "1 day" },
	{ 2 * DAY, "2 days" },     { 4 * DAY, "4 days" },      { 7 * DAY, "1 week" },
	{ 14 * DAY, "2 weeks" },   { 31 * DAY, "1 month" },    { 92 * DAY, "3 months" },
	{ 183 * DAY, "6 months" }, { 366 * DAY, "1 year" },    { 731 * DAY, "2 years" },
	{ 1827 * DAY, "5 years" }, { 3653 * DAY, "10 years" },
};

#define ZOOM_WEEK 5

/* ---- The window ------------------------------------------------------------------------------- */

/* Going with the time, it shows an eighth of what is to come. */
static Period window_of(const State *state)
{
	const History *history = history_data(state);
	const int64_t length = zooms[history->zoom].seconds;
	const Instant until = history->until != 0 ? history->until : state->now + length / 8;
	return (Period){ until - length, until };
}

static size_t zoom_for(int64_t seconds)
{
	size_t zoom = 0;
	while (zoom + 1 < G_N_ELEMENTS(zooms) && zooms[zoom].seconds < seconds)
		zoom++;
	return zoom;
}

/* Until a person chooses it: what the filter asks for, else so much of the past that the newest is in sight. */
static void place_window(State *state)
{
	History *history = history_data(state);
	const Period *asked = &history->period;
	if (history->is_placed)
		return;
	if (asked->since != 0) {
		const Instant until = asked->until != 0 ? asked->until : state->now;
		history->zoom = zoom_for(until - asked->since);
		history->until = asked->until;
		return;
	}
	const Period extent = timeline_extent(history->timeline, state->now);
	history->until = asked->until;
	history->zoom = ZOOM_WEEK;
	const Instant newest = extent.until != 0 ? MIN(extent.until, state->now) : state->now;
	while (history->zoom + 1 < G_N_ELEMENTS(zooms) && window_of(state).since >= newest)
		history->zoom++;
}

void history_zoom(Update *update, int step)
{
	History *history = history_data(update->state);
	const Period before = window_of(update->state);
	const long zoom = (long)history->zoom + step;
	if (zoom < 0 || zoom >= (long)G_N_ELEMENTS(zooms))
		return;
	history->zoom = (size_t)zoom;
	history->is_placed = true;
	/* What is in the middle stays there; now stays where it is. */
	if (history->until != 0)
		history->until = before.since + (before.until - before.since) / 2 +
				 zooms[history->zoom].seconds / 2;
}

void history_scroll(Update *update, int step)
{
	History *history = history_data(update->state);
	const Period before = window_of(update->state);
	const int64_t length = before.until - before.since;
	history->until = before.until + step * (length / 4);
	history->until = CLAMP(history->until, 3653 * DAY, update->state->now + 3653 * DAY);
	history->is_placed = true;
}

void history_to_now(Update *update)
{
	History *history = history_data(update->state);
	history->until = 0;
	history->is_placed = true;
}

/* ---- Rows ------------------------------------------------------------------------------------- */

static void make_timeline(State *state)
{
	History *history = history_data(state);
	g_autoptr(GPtrArray) entries = history_shown(state);
	g_clear_pointer(&history->timeline, g_ptr_array_unref);
	g_clear_pointer(&history->moments, g_array_unref);
	history->timeline = timeline_rows(entries, state->now);
	history->moments = timeline_moments(history->timeline);
	place_window(state);
}

static const char *id_of(gconstpointer row)
{
	return ((const TimelineRow *)row)->id;
}

static void rebuild(State *state, Pane *pane)
{
	history_fill(pane, history_data(state)->timeline);
}

static void focused(Update *update)
{
	State *state = update->state;
	if (history_data(state)->timeline == NULL)
		make_timeline(state);
	pane_rebuild(state, history_pane(state, HISTORY_TIMELINE));
}

static const TimelineRow *selected(const State *state)
{
	return pane_selected(history_pane(state, HISTORY_TIMELINE));
}

/* The newest entry of a row stands for it. */
static const Row *subject(const State *state)
{
	const TimelineRow *row = selected(state);
	if (row == NULL || row->spans->len == 0)
		return NULL;
	const Use *last = &g_array_index(row->spans, Use, row->spans->len - 1);
	return known_journal_find_row(&state->journal, last->entry->request->id);
}

/* Enter: its newest entry in the list. */
static void opened(Update *update)
{
	State *state = update->state;
	const Row *row = subject(state);
	Pane *list = history_pane(state, HISTORY_LIST);
	screen_focus(update, list);
	if (row != NULL)
		pane_select_id(state, list, row->id);
}

static char *title(const State *state)
{
	return g_strdup_printf("Timeline, %s", zooms[history_data(state)->zoom].title);
}

char *history_timeline_words(const State *state)
{
	const TimelineRow *row = selected(state);
	const Period window = window_of(state);
	guint count = 0;
	int64_t seconds = 0;
	if (row == NULL)
		return NULL;
	for (guint i = 0; i < row->spans->len; i++) {
		const Use *use = &g_array_index(row->spans, Use, i);
		if (use->state == USE_COMING || use->end <= window.since ||
		    use->start >= window.until)
			continue;
		count++;
		seconds += use_seconds(use, state->now);
	}
	const Wording wording = state_wording(state);
	g_autofree char *last = wording_time(&wording, row->last);
	g_autofree char *all = duration_format(seconds / 60 * 60);
	return g_strdup_printf("%s %s: %u time%s here, %s in all; last %s", row->role, row->where,
			       count, count == 1 ? "" : "s", all, last);
}

/* ---- Drawing ---------------------------------------------------------------------------------- */

/* Where the bars stand in a line. */
static Area bars_of(Area line)
{
	const int label = CLAMP(line.columns * 3 / 8, LABEL_LEAST, LABEL_MOST);
	Area bars = line;
	bars.column += label;
	bars.columns = MIN(MAX(line.columns - label - 1, 0), CELLS_MOST);
	return bars;
}

static const char *sign_of(const TimelineCell *cell, bool is_ahead, bool is_ascii, StyleId *style)
{
	if (cell->count == 0) {
		*style = STYLE_REFUSED;
		return cell->is_refused ? is_ascii ? "x" : "×" : NULL;
	}
	*style = cell->state == USE_RUNNING ? STYLE_OK : STYLE_BAR;
	if (cell->count > 1) {
		*style = STYLE_WARNING;
		return is_ascii ? "%" : "▓";
	}
	if (cell->state == USE_COMING || is_ahead) {
		*style = STYLE_WAITING;
		return is_ascii ? "=" : "░";
	}
	if (cell->is_half)
		return is_ascii ? ":" : "▌";
	return is_ascii ? "#" : "█";
}

static void draw_label(Grid *grid, Area line, StyleId style, const TimelineRow *row)
{
	const StyleId dim = style == STYLE_TEXT ? STYLE_DIM : style;
	const int room = bars_of(line).column - line.column - 3;
	const int where = MIN(text_width(row->where), room / 2);
	const int role = MIN(text_width(row->role), room - where - 1);
	grid_text(grid, line, 0, 0, style, style != STYLE_TEXT ? "> " : "  ");
	grid_text(grid, area_limit(line, 2 + role), 2, 0, style, row->role);
	grid_text(grid, area_limit(line, 2 + room), 3 + role, 0, dim, row->where);
}

static void draw_cells(const State *state, Grid *grid, Area bars, const TimelineRow *row)
{
	const Period window = window_of(state);
	const int now = timeline_place(&window, state->now, bars.columns);
	g_autofree TimelineCell *cells = g_new0(TimelineCell, (gsize)MAX(bars.columns, 1));
	timeline_cells(row, &window, cells, bars.columns);
	for (int i = 0; i < bars.columns; i++) {
		StyleId style = STYLE_TEXT;
		const bool is_ahead = now >= 0 ? i > now : window.since > state->now;
		const char *sign = sign_of(&cells[i], is_ahead, grid->is_ascii, &style);
		if (sign == NULL && i == now) {
			sign = grid->is_ascii ? "|" : "│";
			style = STYLE_URGENT;
		}
		if (sign != NULL)
			grid_text(grid, bars, i, 0, style, sign);
	}
}

static void draw_row(const State *state, Grid *grid, const Pane *pane, size_t i, Area line,
		     StyleId style)
{
	const TimelineRow *row = pane_at(pane, i);
	draw_label(grid, line, style, row);
	draw_cells(state, grid, bars_of(line), row);
}

/* The title and which pane this is stand in the same line, and come first. */
static bool is_free(const Grid *grid, Area line, int column, int columns)
{
	for (int i = column; i < column + columns; i++) {
		if (grid_cell(grid, line.column + i, line.row)->style != STYLE_BORDER)
			return false;
	}
	return true;
}

/* Over the bars, where the title leaves room: which hours, days or months these are. */
static void draw_scale(const State *state, Grid *grid, Area line)
{
	const Area bars = bars_of(line);
	const Period window = window_of(state);
	g_autoptr(GPtrArray) ticks =
		timeline_ticks(&window, state->at.zone, bars.columns, TICK_COLUMNS);
	for (guint i = 0; i < ticks->len; i++) {
		const TimelineTick *tick = g_ptr_array_index(ticks, i);
		const int column = timeline_place(&window, tick->at, bars.columns);
		const int width = text_width(tick->text) + 1;
		if (column + width > bars.columns || !is_free(grid, bars, column, width))
			continue;
		grid_text(grid, bars, column, 0, tick->is_major ? STYLE_TEXT : STYLE_DIM,
			  tick->text);
		grid_text(grid, bars, column + text_width(tick->text), 0, STYLE_TEXT, " ");
	}
}

/* Below the rows: how many are held at one moment. */
static void draw_at_once(const State *state, Grid *grid, Area line)
{
	const History *history = history_data(state);
	const Area bars = bars_of(line);
	const Period window = window_of(state);
	g_autofree int *held = g_new0(int, (gsize)MAX(bars.columns, 1));
	timeline_at_once(history->moments, &window, held, bars.columns);
	grid_text(grid, line, 2, 0, STYLE_DIM, "at once");
	for (int i = 0; i < bars.columns; i++) {
		const char digit[] = { (char)(held[i] > 9 ? '+' : '0' + held[i]), '\0' };
		if (held[i] > 0)
			grid_text(grid, bars, i, 0, held[i] > 1 ? STYLE_WARNING : STYLE_DIM, digit);
	}
}

void history_timeline_draw(const State *state, Grid *grid, const Layout *layout)
{
	const Pane *pane = history_pane(state, HISTORY_TIMELINE);
	const PaneArea *area = &layout->panes[HISTORY_TIMELINE];
	if (area->title.rows <= 0 || history_data(state)->timeline == NULL)
		return;
	draw_scale(state, grid, area_limit(area->title, area->rows.columns));
	Area line = area->rows;
	const int shown = (int)MIN(pane_count(pane), 10000);
	if (shown == 0 || line.rows < shown + 1)
		return;
	line.row += shown;
	line.rows = 1;
	draw_at_once(state, grid, line);
}

const PaneKind history_timeline_pane = {
	.title = "Timeline",
	.make_title = title,
	.draw_row = draw_row,
	.empty = history_nothing_held,
	.rebuild = rebuild,
	.filter = history_filter_nothing,
	.id_of = id_of,
	.subject = subject,
	.focused = focused,
	.filter_begun = history_begin_filter,
	.opened = opened,
};
