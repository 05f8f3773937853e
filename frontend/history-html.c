#include <stdbool.h>

#include "frontend/history-report.h"
#include "frontend/request-words.h"
#include "frontend/totals.h"
#include "frontend/use.h"
#include "src/base/text.h"
#include "src/model/duration.h"

/* What the timeline in it uses stands with it; see history-svg.c. */
static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	"style-src 'unsafe-inline'\">\n"
	"<meta name=\"referrer\" content=\"no-referrer\">\n"
	"<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
	"<title>Activated roles</title>\n<style>\n"
	"body{font:14px/1.45 system-ui,sans-serif;color:#1f2328;background:#fff;margin:2em auto;"
	"max-width:1100px;padding:0 1em}\n"
	"h1{font-size:1.5em;margin-bottom:.2em}h2{font-size:1.15em;margin-top:2em}\n"
	"p{color:#59636e;margin-top:0}table{border-collapse:collapse;width:100%}\n"
	"th,td{text-align:left;vertical-align:top;padding:.35em .8em .35em 0;"
	"border-bottom:1px solid #e3e7eb;overflow-wrap:anywhere}\n"
	"th{color:#59636e;font-weight:600;white-space:nowrap}\n"
	".number{text-align:right;white-space:nowrap}\n"
	".short{white-space:nowrap}svg{max-width:100%;height:auto;font-size:13px}\n"
	".name,.head{fill:#1f2328}.scale{font-size:11px;fill:#59636e}.minor{stroke:#e3e7eb}"
	".major{stroke:#b6bfc9}.now{stroke:#cf222e;stroke-width:1.5}\n"
	".over{fill:#0969da;fill-opacity:.75}.runs{fill:#1a7f37}.comes{fill:none;stroke:#0969da;"
	"stroke-dasharray:3}.vain{fill:#cf222e;font-weight:bold}.stripe{fill:#f6f8fa}\n"
	"@media print{body{margin:0;font-size:11px}h2,svg,tr{break-inside:avoid}"
	"h2,thead{break-after:avoid}*{print-color-adjust:exact}}\n"
	"</style>\n</head>\n<body>\n";

static void append_escaped(GString *text, const char *raw)
{
	g_autofree char *clean = text_sanitize(raw, -1);
	g_autofree char *escaped = g_markup_escape_text(clean, -1);
	g_string_append(text, escaped);
}

static void append_cell(GString *text, const char *class, const char *words)
{
	g_string_append_printf(text, "<td class=\"%s\">", class);
	append_escaped(text, words);
	g_string_append(text, "</td>");
}

static char *local_time(const Wording *wording, Instant instant)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(instant);
	g_autoptr(GDateTime) local =
		utc != NULL ? g_date_time_to_timezone(utc, wording->zone) : NULL;
	return local != NULL ? g_date_time_format(local, "%Y-%m-%d %H:%M") : g_strdup("");
}

static void append_heading(GString *text, const HistoryReport *report)
{
	const Account *account = report->account;
	g_autofree char *period = period_words(report->wording, &report->period);
	g_autofree char *made = local_time(report->wording, report->wording->now);
	const char *who = account == NULL ? "" : account->upn != NULL ? account->upn : account->oid;
	const char *where = account == NULL                ? ""
			    : account->tenant_name != NULL ? account->tenant_name
							   : account->tid;
	g_string_append(text, "<h1>Activated roles</h1>\n<p>");
	append_escaped(text, who);
	if (where != NULL && *where != '\0') {
		g_string_append(text, " · ");
		append_escaped(text, where);
	}
	g_string_append(text, account != NULL ? " · " : "");
	append_escaped(text, period);
	g_string_append(text, " · made ");
	append_escaped(text, made);
	g_string_append(text, "</p>\n");
}

static void append_totals(GString *text, const HistoryReport *report, TotalsBy by,
			  const char *title)
{
	g_autoptr(GPtrArray) totals = totals_make(report->wording, report->entries, by);
	if (totals->len == 0)
		return;
	g_string_append_printf(
		text,
		"<h2>By %s</h2>\n<table>\n<thead><tr><th>%s</th><th class=\"number\">"
		"times</th><th class=\"number\">in all</th><th class=\"number\">"
		"median</th><th class=\"number\">refused</th></tr></thead>\n",
		totals_word(by), title);
	for (guint i = 0; i < totals->len; i++) {
		const Total *total = g_ptr_array_index(totals, i);
		g_autofree char *all = duration_format(total->seconds);
		g_autofree char *median = duration_format(total->median);
		g_autofree char *count = g_strdup_printf("%u", total->count);
		g_autofree char *refused = g_strdup_printf("%u", total->refused);
		g_string_append(text, "<tr>");
		append_cell(text, "", total->name);
		append_cell(text, "number", count);
		append_cell(text, "number", total->count > 0 ? all : "");
		append_cell(text, "number", total->count > 0 ? median : "");
		append_cell(text, "number", total->refused > 0 ? refused : "");
		g_string_append(text, "</tr>\n");
	}
	g_string_append(text, "</table>\n");
}

void history_html_entry(GString *text, const Wording *wording, const HistoryEntry *entry)
{
	const Request *request = entry->request;
	g_autofree char *when = local_time(wording, history_entry_moment(entry));
	g_autofree char *length = request->duration > 0 ? duration_format(request->duration) : NULL;
	g_autofree char *outcome = request_words(wording, request, NULL);
	g_autoptr(GString) reason =
		g_string_new(request->justification != NULL ? request->justification : "");
	if (request->ticket_number != NULL && *request->ticket_number != '\0')
		g_string_append_printf(reason, " [%s]", request->ticket_number);
	g_string_append(text, "<tr>");
	append_cell(text, "short", when);
	append_cell(text, "short", request_kind_word(request->kind));
	append_cell(text, "", role_label(&request->role));
	append_cell(text, "",
		    request->access != ACCESS_NONE ? access_word(request->access)
		    : request->scope.id != NULL    ? scope_label(&request->scope)
						   : "");
	append_cell(text, "number", length != NULL ? length : "");
	append_cell(text, "", outcome);
	append_cell(text, "", reason->str);
	g_string_append(text, "</tr>\n");
}

void history_html_begin(GString *text, const HistoryReport *report)
{
	g_string_append(text, head);
	append_heading(text, report);
	g_string_append(text, "<h2>Timeline</h2>\n");
	history_append_svg(text, report, false);
	append_totals(text, report, TOTALS_ROLE, "role");
	append_totals(text, report, TOTALS_SCOPE, "scope");
	append_totals(text, report, TOTALS_MONTH, "month");
	g_string_append(text,
			"<h2>All requests</h2>\n<table>\n<thead><tr><th>when</th><th>what</th><th>"
			"role</th><th>where</th><th class=\"number\">for</th><th>outcome"
			"</th><th>why</th></tr></thead>\n");
}

void history_html_end(GString *text)
{
	g_string_append(text, "</table>\n</body>\n</html>\n");
}

char *history_html(const HistoryReport *report)
{
	GString *text = g_string_new(NULL);
	history_html_begin(text, report);
	for (guint i = 0; i < report->entries->len; i++)
		history_html_entry(text, report->wording, g_ptr_array_index(report->entries, i));
	history_html_end(text);
	return g_string_free(text, FALSE);
}
