#include "tui/core/below.h"

#include <string.h>

#include "src/base/text.h"
#include "tui/core/words.h"
#include "tui/widgets/page.h"

/* ---- What the focused row needs --------------------------------------------------------------- */

char *below_words(const State *state)
{
	const ScreenKind *kind = state->screen->kind;
	return kind->words != NULL ? kind->words(state) : NULL;
}

/* One blank stands at each side. */
static Page *words_page(const char *words, int columns)
{
	Page *page = page_new(columns - 2);
	if (words != NULL && *words != '\0')
		page_add(page, 2, STYLE_TEXT, words);
	return page;
}

/* Mostly it is one line: then nothing is wrapped only to be counted. */
static int count_word_lines(const char *words, int columns)
{
	if (words != NULL && *words != '\0' && strchr(words, '\n') == NULL &&
	    text_width(words) <= columns - 2)
		return 1;
	g_autoptr(Page) page = words_page(words, columns);
	return (int)MIN(page_count(page), 100);
}

void below_draw_words(const State *state, Grid *grid, const Layout *layout)
{
	Area area = layout->words;
	if (layout->rule.rows > 0)
		grid_hline(grid, layout->rule, 0, 0, layout->rule.columns, STYLE_BORDER);
	if (area.rows <= 0)
		return;
	g_autofree char *made = state->has_layout ? NULL : below_words(state);
	const char *words = state->has_layout ? state->words : made;
	g_autoptr(Page) page = words_page(words, area.columns);
	area.column++;
	area.columns--;
	page_draw_part(page, grid, area);
}

/* ---- Freshness -------------------------------------------------------------------------------- */

/* How fresh the workloads are, and the room for it beside the clock. */
typedef struct Status {
	char *texts[WORKLOAD_COUNT]; /* "": never asked, or told by an earlier one */
	WorkloadId order[WORKLOAD_COUNT];
	char *clock;
	int gap;
	int room;       /* columns of the first line, beside the clock */
	int other_room; /* … of those below it */
	bool has_clock;
} Status;

/* "14:07 +01:00" */
static char *clock_words(const State *state)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(state->now);
	g_autoptr(GDateTime) local =
		utc != NULL ? g_date_time_to_timezone(utc, state->at.zone) : NULL;
	return local != NULL ? g_date_time_format(local, "%H:%M %:z") : g_strdup("");
}

/* The names of all that failed for the same reason, where `id` is the first of them; NULL: an earlier one is. */
static char *failed_names(const State *state, WorkloadId id)
{
	const char *why = state_failure(state, id);
	g_autoptr(GString) names = g_string_new(workload_info(id)->line);
	for (WorkloadId other = 0; other < id; other++) {
		if (g_strcmp0(why, state_failure(state, other)) == 0)
			return NULL;
	}
	for (WorkloadId other = id + 1; other < WORKLOAD_COUNT; other++) {
		if (g_strcmp0(why, state_failure(state, other)) == 0)
			g_string_append_printf(names, ", %s", workload_info(other)->line);
	}
	return g_string_free(g_steal_pointer(&names), FALSE);
}

/* What one network does to three services is said once. `is_whole`: with the reasons. */
static char *status_text(const State *state, WorkloadId id, bool is_whole)
{
	const char *why = state_failure(state, id);
	if (why == NULL)
		return state_freshness(state, id);
	g_autofree char *names = failed_names(state, id);
	if (names == NULL)
		return g_strdup("");
	return is_whole ? g_strdup_printf("%s failed: %s", names, why)
			: g_strdup_printf("%s failed", names);
}

/* What follows a workload's name; NULL: it is told by another one, or not at all. */
static const char *end_of(const Status *status, WorkloadId id)
{
	const char *line = workload_info(id)->line, *text = status->texts[id];
	return g_str_has_prefix(text, line) ? text + strlen(line) : NULL;
}

/* "azure fresh", "entra fresh" as "azure, entra fresh": where there is no room to say it of each. */
static void status_join_alike(Status *status)
{
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++) {
		const char *end = end_of(status, id);
		g_autoptr(GString) names = g_string_new(workload_info(id)->line);
		for (WorkloadId other = id + 1; end != NULL && other < WORKLOAD_COUNT; other++) {
			if (g_strcmp0(end, end_of(status, other)) != 0)
				continue;
			g_string_append_printf(names, ", %s", workload_info(other)->line);
			g_free(status->texts[other]);
			status->texts[other] = g_strdup("");
		}
		if (end == NULL)
			continue;
		g_string_append(names, end);
		g_free(status->texts[id]);
		status->texts[id] = g_string_free(g_steal_pointer(&names), FALSE);
	}
}

/* The zone, and then the time, give way to what must be read. */
static void status_fill(Status *status, const State *state, bool is_whole)
{
	const int columns = state->at.columns;
	const bool is_narrow = columns < LAYOUT_NARROW_COLUMNS;
	*status = (Status){ .clock = clock_words(state), .gap = is_narrow ? 1 : 3 };
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++) {
		status->order[id] = id;
		status->texts[id] = status_text(state, id, is_whole);
	}
	if (is_narrow)
		status_join_alike(status);
	int needed = 2;
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++) {
		const int width = text_width(status->texts[id]);
		needed += width > 0 ? width + status->gap : 0;
	}
	int clock_columns = text_width(status->clock) + 2;
	if (needed + clock_columns > columns) {
		status->clock[strcspn(status->clock, " ")] = '\0';
		clock_columns = text_width(status->clock) + 2;
	}
	status->has_clock = !is_narrow || needed + clock_columns <= columns;
	status->room = MAX(columns - 1 - (status->has_clock ? clock_columns : 0), 1);
	status->other_room = MAX(columns - 2, 1);
}

static void status_clear(Status *status)
{
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++)
		g_free(status->texts[id]);
	g_free(status->clock);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Status, status_clear)

/* A text where it stands: `lines` of it from `line` on, from `column` on. */
typedef struct Spot {
	int line, column, lines;
} Spot;

static int count_lines(const char *text, int columns)
{
	g_autoptr(Page) page = page_new(columns);
	page_add(page, 0, STYLE_TEXT, text);
	return (int)page_count(page);
}

static int room_of(const Status *status, int line)
{
	return line == 0 ? status->room : status->other_room;
}

/*
 * One after the other; what does not fit beside the last one begins a line, and goes on below where it is longer than one.
 * Returns how many lines that takes.
 */
static int status_flow(const Status *status, Spot spots[WORKLOAD_COUNT])
{
	int line = 0, column = 0, end = 1;
	for (size_t i = 0; i < WORKLOAD_COUNT; i++) {
		const WorkloadId id = status->order[i];
		const char *text = status->texts[id];
		const int width = text_width(text);
		if (width == 0)
			continue;
		if (column > 0 && column + width > room_of(status, line)) {
			line = end;
			column = 0;
		}
		const int room = room_of(status, line);
		const int lines = width > room ? count_lines(text, room) : 1;
		spots[id] = (Spot){ line, column, lines };
		end = line + lines;
		column += lines > 1 ? status->other_room : width + status->gap;
	}
	return end;
}

/* What fits into a line comes before what needs several: so it takes the fewest. */
static void status_order_short_first(Status *status)
{
	size_t count = 0;
	for (int pass = 0; pass < 2; pass++) {
		for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++) {
			const bool is_long = text_width(status->texts[id]) > status->room;
			if (is_long == (pass == 1))
				status->order[count++] = id;
		}
	}
}

/*
 * The longest form of what is to be said for which there are so many lines; the notice and the panes tell reasons, too. Returns how
 * many it takes; more than `most`: it has to be squeezed into one.
 */
static int status_init(Status *status, const State *state, int most, Spot spots[WORKLOAD_COUNT])
{
	status_fill(status, state, true);
	int lines = status_flow(status, spots);
	if (lines <= most)
		return lines;
	status_order_short_first(status);
	lines = status_flow(status, spots);
	if (lines <= most)
		return lines;
	status_clear(status);
	status_fill(status, state, false);
	return status_flow(status, spots);
}

/* In one line: what is too much is taken from the longest, so that those that say little say it all. */
static void status_squeeze(const Status *status, int columns[WORKLOAD_COUNT])
{
	int total = 0, longest = 0;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		columns[i] = MIN(text_width(status->texts[i]), status->room);
		total += columns[i] > 0 ? columns[i] + status->gap : 0;
	}
	for (; total > status->room + status->gap && total > 0; total--) {
		for (int i = 0; i < WORKLOAD_COUNT; i++)
			longest = columns[i] > columns[longest] ? i : longest;
		columns[longest]--;
	}
}

static void draw_squeezed(const State *state, Grid *grid, const Status *status, Area area)
{
	int columns[WORKLOAD_COUNT] = { 0 }, column = 1;
	status_squeeze(status, columns);
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++) {
		if (columns[id] <= 0)
			continue;
		grid_text(grid, area_limit(area, column + columns[id]), column, 0,
			  state_freshness_style(state, id), status->texts[id]);
		column += columns[id] + status->gap;
	}
}

static void draw_flow(const State *state, Grid *grid, const Status *status, Area area,
		      const Spot spots[WORKLOAD_COUNT])
{
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++) {
		const int room = room_of(status, spots[id].line);
		const Area part = { area.column + 1 + spots[id].column, area.row + spots[id].line,
				    room - spots[id].column, spots[id].lines };
		if (spots[id].lines > 0)
			page_draw_paragraph(grid, part, 0, state_freshness_style(state, id),
					    status->texts[id]);
	}
}

void below_draw_status(const State *state, Grid *grid, const Layout *layout)
{
	const Area area = layout->status;
	Spot spots[WORKLOAD_COUNT] = { 0 };
	g_auto(Status) status = { 0 };
	const int lines = status_init(&status, state, area.rows, spots);
	if (status.has_clock)
		grid_text(grid, area, area.columns - text_width(status.clock) - 1, 0, STYLE_DIM,
			  status.clock);
	if (lines <= area.rows)
		draw_flow(state, grid, &status, area, spots);
	else
		draw_squeezed(state, grid, &status, area);
}

/* ---- Both, and the notice --------------------------------------------------------------------- */

static int notice_indent(bool has_rule)
{
	return has_rule ? 3 : 1;
}

/* As it stands on the rule (`has_rule`) and below it; NULL: there is none. */
static Page *notice_page(const Notice *notice, int columns, bool has_rule)
{
	if (notice == NULL)
		return NULL;
	const bool is_warning = notice->kind == NOTICE_WARNING || notice->kind == NOTICE_ERROR;
	g_autofree char *text = g_strconcat(is_warning ? "! " : "", notice->text, NULL);
	Page *page = page_new(columns - notice_indent(has_rule) - 1);
	page_add(page, is_warning ? 2 : 0, notice_style(notice->kind), text);
	return page;
}

void below_measure(const State *state, const char *words, LayoutInput *input)
{
	Spot spots[WORKLOAD_COUNT] = { 0 };
	g_auto(Status) status = { 0 };
	const bool has_rule = layout_has_rule(input->rows);
	g_autoptr(Page) notice = notice_page(state_notice(state), input->columns, has_rule);
	const int notice_lines = notice != NULL ? (int)MIN(page_count(notice), 100) : 0;
	/* Its first line stands on the rule. */
	input->word_lines = MAX(count_word_lines(words, input->columns), notice_lines - has_rule);
	const int most = layout_lines_below(input->rows);
	const int lines = status_init(&status, state, most, spots);
	input->status_lines = lines <= most ? lines : 1;
}

/* What changed, on the rule until it is seen; a notice goes before it. */
static void draw_changes(const State *state, Grid *grid, const Layout *layout)
{
	const Action *action = action_table_find(state->actions, "changes");
	const char *key = action != NULL ? keymap_key(state->keymap, action) : NULL;
	g_autofree char *words = known_changes_words(&state->changes, key);
	if (words != NULL && layout->rule.rows > 0)
		grid_printf(grid, layout->rule, 2, 0, STYLE_WAITING, " %s ", words);
}

/* On the rule, and on the lines under it as far as it goes; where there is no rule, over the words. */
void below_draw_notice(const State *state, Grid *grid, const Layout *layout)
{
	const Notice *notice = state_notice(state);
	const bool has_rule = layout->rule.rows > 0;
	Area area = has_rule                 ? layout->rule
		    : layout->words.rows > 0 ? layout->words
					     : layout->status;
	if (notice == NULL) {
		draw_changes(state, grid, layout);
		return;
	}
	const int indent = notice_indent(has_rule);
	area.rows = has_rule ? layout->status.row - area.row : area.rows;
	g_autoptr(Page) page = notice_page(notice, area.columns, has_rule);
	/* Words of which it covers a part it covers whole: their end alone would be read as its own. */
	const bool is_beyond = !has_rule || page_count(page) > 1;
	for (int i = 0; i < (is_beyond ? area.rows : 1) && page_count(page) > 0; i++) {
		const int width = i == 0 ? text_width(page_line(page, 0)->text) : 0;
		const Area line = { area.column, area.row + i, area.columns, 1 };
		const Area edge = { area.column + indent - 1, area.row + i, width + 2, 1 };
		grid_fill(grid, has_rule && i == 0 ? edge : line, STYLE_TEXT);
	}
	area.column += indent;
	area.columns -= indent + 1;
	page_draw_part(page, grid, area);
}
