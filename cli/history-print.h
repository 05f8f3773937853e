/*
 * What the history verb puts out: tables, documents and files.
 */
#ifndef MYROLES_CLI_HISTORY_PRINT_H
#define MYROLES_CLI_HISTORY_PRINT_H

#include "cli/session.h"
#include "frontend/history-filter.h"
#include "frontend/history-table.h"
#include "frontend/totals.h"

typedef struct HistoryOutput {
	Session *session;
	const Options *options;
	const HistoryFilter *filter;
	const SheetChoice *columns; /* of CSV and JSON */
	const GPtrArray *read;      /* HistoryEntry*: all that the journal gave */
	GPtrArray *entries;         /* … those that were asked for */
	bool is_csv;
	bool has_totals;
	TotalsBy by;
	const char *svg_file, *html_file; /* NULL: none */
} HistoryOutput;

/* To standard output, or into the files; what was written where is told. */
ExitCode history_print(const HistoryOutput *output);

/* Eligible rows that were not used since. */
void history_print_unused(const HistoryOutput *output, const GPtrArray *eligibilities,
			  Instant since);

#endif
