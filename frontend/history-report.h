/*
 * A history as a picture and as a page, for reports.
 */
#ifndef MYROLES_FRONTEND_HISTORY_REPORT_H
#define MYROLES_FRONTEND_HISTORY_REPORT_H

#include <glib.h>

#include "frontend/period.h"
#include "src/model/account.h"
#include "src/model/history.h"

typedef struct HistoryReport {
	const Wording *wording;
	const Account *account;   /* NULL: not known */
	const GPtrArray *entries; /* HistoryEntry*, newest first */
	const GPtrArray *held; /* … those that reach into the period, to be drawn; NULL: the same */
	Period period;         /* an open side is filled from the entries */
} HistoryReport;

/* The timeline as an SVG document that stands alone: no script, no fonts, nothing from elsewhere. The caller frees. */
char *history_svg(const HistoryReport *report);

/*
 * A page that stands alone: totals, timeline and all entries. Without any script, and its policy (CSP) lets none run; what
 * services and people wrote is text in it. The caller frees.
 */
char *history_html(const HistoryReport *report);

/* The same by and by, in this order: all above the entries, each entry, the end. They append. */
void history_html_begin(GString *text, const HistoryReport *report);
void history_html_entry(GString *text, const Wording *wording, const HistoryEntry *entry);
void history_html_end(GString *text);

/* The timeline alone, as an element of a page. Appends. */
void history_append_svg(GString *text, const HistoryReport *report, bool is_document);

#endif
