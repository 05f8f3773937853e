#include <stdbool.h>

#include "frontend/history-report.h"
#include "frontend/timeline.h"
#include "src/base/text.h"
#include "src/model/duration.h"

#define WIDTH  1000
#define LABEL  300 /* of which the names take so much */
#define MARGIN 10
#define ROW    26
#define HEAD   46
#define BAR    14
#define CHARS  42 /* that fit before the bars */

#define CHART (WIDTH - LABEL - MARGIN)

static void append_escaped(GString *text, const char *raw)
{
	g_autofree char *clean = text_sanitize(raw, -1);
	g_autofree char *escaped = g_markup_escape_text(clean, -1);
	g_string_append(text, escaped);
}

/* Decimal points, whatever the locale. */
static void append_number(GString *text, const char *name, double value)
{
	char buffer[G_ASCII_DTOSTR_BUF_SIZE];
	g_string_append_printf(text, " %s=\"%s\"", name,
			       g_ascii_formatd(buffer, sizeof(buffer), "%.2f", value));
}

static double place_of(const Period *window, Instant instant)
{
	const double share =
		(double)(CLAMP(instant, window->since, window->until) - window->since) /
		(double)(window->until - window->since);
	return LABEL + share * CHART;
}

/* What is open is filled from what there is; never empty. */
static Period window_of(const HistoryReport *report, const GPtrArray *rows)
{
	const Instant now = report->wording->now;
	Period window = report->period;
	const Period extent = timeline_extent(rows, now);
	if (window.since == 0)
		window.since = extent.since != 0 ? extent.since : now - 86400;
	if (window.until == 0)
		window.until = MAX(extent.until, now);
	if (window.until <= window.since)
		window.until = window.since + 3600;
	return window;
}

static void append_text(GString *text, const char *class, double x, double y, const char *words)
{
	g_string_append_printf(text, "<text class=\"%s\"", class);
	append_number(text, "x", x);
	append_number(text, "y", y);
	g_string_append_c(text, '>');
	append_escaped(text, words);
	g_string_append(text, "</text>\n");
}

static void append_line(GString *text, const char *class, double x, double bottom)
{
	g_string_append_printf(text, "<line class=\"%s\"", class);
	append_number(text, "x1", x);
	append_number(text, "x2", x);
	append_number(text, "y1", HEAD - 14);
	append_number(text, "y2", bottom);
	g_string_append(text, "/>\n");
}

static void append_scale(GString *text, const Period *window, GTimeZone *zone, double bottom)
{
	g_autoptr(GPtrArray) ticks = timeline_ticks(window, zone, CHART, 60);
	for (guint i = 0; i < ticks->len; i++) {
		const TimelineTick *tick = g_ptr_array_index(ticks, i);
		const double x = place_of(window, tick->at);
		append_line(text, tick->is_major ? "major" : "minor", x, bottom);
		if (x < WIDTH - 50)
			append_text(text, "scale", x + 3, HEAD - 16, tick->text);
	}
}

/* What a reader's pointer is told. */
static void append_title(GString *text, const Wording *wording, const Use *use)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(use->start);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, wording->zone);
	g_autofree char *start = g_date_time_format(local, "%Y-%m-%d %H:%M");
	g_autofree char *length = duration_format(use->end - use->start);
	const char *reason = use->entry->request->justification;
	g_autofree char *words =
		g_strdup_printf("%s, %s%s%s", start, length, reason != NULL ? ": " : "",
				reason != NULL ? reason : "");
	g_string_append(text, "<title>");
	append_escaped(text, words);
	g_string_append(text, "</title>");
}

static void append_span(GString *text, const HistoryReport *report, const Period *window,
			const Use *use, double top)
{
	static const char *const classes[] = {
		[USE_OVER] = "over",
		[USE_RUNNING] = "runs",
		[USE_COMING] = "comes",
	};
	if (use->end <= window->since || use->start >= window->until)
		return;
	const double left = place_of(window, use->start), right = place_of(window, use->end);
	g_string_append_printf(text, "<rect class=\"%s\"", classes[use->state]);
	append_number(text, "x", left);
	append_number(text, "y", top);
	append_number(text, "width", MAX(right - left, 1.5));
	append_number(text, "height", BAR);
	g_string_append(text, " rx=\"2\">");
	append_title(text, report->wording, use);
	g_string_append(text, "</rect>\n");
}

static void append_row(GString *text, const HistoryReport *report, const Period *window,
		       const TimelineRow *row, double top)
{
	g_autofree char *names = g_strdup_printf("%s  %s", row->role, row->where);
	g_autofree char *clean = text_sanitize(names, -1);
	g_autofree char *fitted = text_fit(clean, CHARS, "…");
	append_text(text, "name", MARGIN, top + BAR - 2, fitted);
	for (guint i = 0; i < row->spans->len; i++)
		append_span(text, report, window, &g_array_index(row->spans, Use, i), top);
	for (guint i = 0; i < row->refusals->len; i++) {
		const Instant at = g_array_index(row->refusals, Instant, i);
		if (period_has(window, at))
			append_text(text, "vain", place_of(window, at) - 3, top + BAR - 2, "×");
	}
}

static const char style[] =
	"<style>\n"
	"svg{font:13px system-ui,sans-serif;background:#fff;color:#1f2328}\n"
	".name,.scale,.head{fill:#1f2328}.scale{font-size:11px;fill:#59636e}\n"
	".minor{stroke:#e3e7eb}.major{stroke:#b6bfc9}.now{stroke:#cf222e;stroke-width:1.5}\n"
	".over{fill:#0969da;fill-opacity:.75}.runs{fill:#1a7f37}.comes{fill:none;stroke:#0969da;"
	"stroke-dasharray:3}\n"
	".vain{fill:#cf222e;font-weight:bold}.stripe{fill:#f6f8fa}\n"
	"</style>\n";

/* Rows with something to show in the window. */
static GPtrArray *rows_within(const GPtrArray *rows, const Period *window)
{
	GPtrArray *within = g_ptr_array_new();
	for (guint i = 0; i < rows->len; i++) {
		TimelineRow *row = g_ptr_array_index(rows, i);
		TimelineCell cell;
		timeline_cells(row, window, &cell, 1);
		if (cell.count > 0 || cell.is_refused)
			g_ptr_array_add(within, row);
	}
	return within;
}

void history_append_svg(GString *text, const HistoryReport *report, bool is_document)
{
	const Wording *wording = report->wording;
	g_autoptr(GPtrArray) all =
		timeline_rows(report->held != NULL ? report->held : report->entries, wording->now);
	const Period window = window_of(report, all);
	g_autoptr(GPtrArray) rows = rows_within(all, &window);
	const int height = HEAD + (int)MAX(rows->len, 1) * ROW + MARGIN;
	g_autofree char *period = period_words(wording, &window);
	g_string_append_printf(text,
			       "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
			       "width=\"%d\" height=\"%d\" role=\"img\">\n<title>",
			       WIDTH, height, WIDTH, height);
	append_escaped(text, period);
	g_string_append(text, "</title>\n");
	if (is_document)
		g_string_append(text, style);
	append_text(text, "head", MARGIN, HEAD - 16, period);
	for (guint i = 0; i < rows->len; i += 2)
		g_string_append_printf(text,
				       "<rect class=\"stripe\" x=\"0\" y=\"%d\" width=\"%d\" "
				       "height=\"%d\"/>\n",
				       HEAD + (int)i * ROW - (ROW - BAR) / 2, WIDTH, ROW);
	append_scale(text, &window, wording->zone, height - MARGIN);
	for (guint i = 0; i < rows->len; i++)
		append_row(text, report, &window, g_ptr_array_index(rows, i),
			   HEAD + (double)i * ROW);
	if (rows->len == 0)
		append_text(text, "name", LABEL, HEAD + BAR - 2, "No role was held.");
	if (period_has(&window, wording->now))
		append_line(text, "now", place_of(&window, wording->now), height - MARGIN);
	g_string_append(text, "</svg>\n");
}

char *history_svg(const HistoryReport *report)
{
	GString *text = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	history_append_svg(text, report, true);
	return g_string_free(text, FALSE);
}
