/*
 * How a person wants a table: --columns, --sort and --wide.
 */
#ifndef MYROLES_CLI_SHAPE_H
#define MYROLES_CLI_SHAPE_H

#include "cli/verb.h"
#include "frontend/sheet.h"

/* The table that is asked for; NULL: none. */
const Sheet *shape_sheet(const Options *options);

/* … by the verb's first argument alone, as far as it was said (NULL: not yet). */
const Sheet *shape_sheet_of(const Verb *verb, const char *word);

/* The order that --sort takes there beside the columns; NULL: none. */
const char *shape_order_of(const Verb *verb, const char *word);

/* Is that order asked for? Then the verb sorts its rows itself. */
bool shape_is_by_order(const Options *options, bool *is_backwards);

/* Can it be shaped so? EXIT_DONE, or why not was told. */
ExitCode shape_check(const Options *options);

/* After shape_check: the columns of a table, or of a pipe. */
void shape_choose(const Options *options, const Sheet *sheet, bool is_terminal, SheetChoice *out);

/* After shape_check: by a column. */
void shape_sort(const Options *options, const Sheet *sheet, const Wording *wording,
		GPtrArray *rows);

#endif
