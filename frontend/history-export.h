/*
 * A history as a file: what is to be written, apart from where. It holds what it is made of, so another thread may make the
 * text: nothing of it changes.
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

/* The whole text: as the history verb writes it with all columns. The caller frees. */
char *history_export_write(const HistoryExport *export);

/* "csv": how a file of the kind ends. */
const char *export_ending(ExportKind kind);
/* By the ending, letter case ignored. False: none of them. */
bool export_kind_from_path(const char *path, ExportKind *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HistoryExport, history_export_free)

#endif
