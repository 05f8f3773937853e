/*
 * Rows and documents on standard output.
 */
#ifndef MYROLES_CLI_PRINT_H
#define MYROLES_CLI_PRINT_H

#include <cjson/cJSON.h>
#include <glib.h>

#include "cli/options.h"
#include "frontend/columns.h"
#include "src/model/settings.h"

/*
 * A table on a terminal, in the colors of [theme] in `settings` (NULL: the default ones); plain tab-separated columns in a pipe.
 * Shaped as the options say, where the verb takes those.
 */
void print_rows(const Options *options, const Settings *settings, const Sheet *sheet,
		const Wording *wording, const GPtrArray *rows);

/* Prints and frees. */
void print_document(cJSON *document);

#endif
