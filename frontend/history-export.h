/*
 * A history as a file: what is to be written, apart from where. It holds what it is made of, and nothing of that changes, so
 * that the text can be made piece by piece.
 */
#ifndef MYROLES_FRONTEND_HISTORY_EXPORT_H
#define MYROLES_FRONTEND_HISTORY_EXPORT_H

#include <glib.h>
#include <stdbool.h>

#include "frontend/period.h"
#include "src/model/account.h"

typedef enum { EXPORT_CSV, EXPORT_JSON, EXPORT_SVG, EXPORT_HTML, EXPORT_KINDS } ExportKind;

typedef struct HistoryExport {
	ExportKind kind;
	Instant now;
	GTimeZone *zone;
	Account *account;   /* NULL: not known */
	GPtrArray *entries; /* HistoryEntry*, newest first; borrowed from `owners` */
	GPtrArray *owners;  /* GPtrArray*, each held */
	Period period;      /* as in HistoryReport */
} HistoryExport;

/* Holds `entries` and each of `owners`; copies the account. */
HistoryExport *history_export_new(const Wording *wording, const Account *account,
				  GPtrArray *entries, const GPtrArray *owners);
HistoryExport *history_export_copy(const HistoryExport *export);
void history_export_free(HistoryExport *export);

/* The text, as the history verb writes it with all columns, while it is made. */
typedef struct ExportText {
	const HistoryExport *export;
	GString *text;
	char *rest; /* what comes after the last entry; NULL: nothing, or it is there */
	struct SheetChoice *columns; /* of CSV (sheet.h) */
	guint at;                    /* entries that are there */
	bool has_begun;
} ExportText;

void export_text_init(ExportText *text, const HistoryExport *export);
void export_text_clear(ExportText *text);

/* Adds a piece. False: it was the last. */
bool export_text_step(ExportText *text);

/* "csv": how a file of the kind ends. */
const char *export_ending(ExportKind kind);
/* By the ending, letter case ignored. False: none of them. */
bool export_kind_from_path(const char *path, ExportKind *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HistoryExport, history_export_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ExportText, export_text_clear)

#endif
