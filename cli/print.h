/*
 * Rows and documents on standard output.
 */
#ifndef MYROLES_CLI_PRINT_H
#define MYROLES_CLI_PRINT_H

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdbool.h>

#include "frontend/columns.h"

/* True when standard output is a terminal. */
bool output_is_terminal(void);

/* UTF-8 in a pipe; on a terminal of another charset what that one has, and "?" for the rest. */
void print_text(const char *text);

/* A table on a terminal, plain tab-separated columns in a pipe. */
void print_rows(const Sheet *sheet, const Wording *wording, const GPtrArray *rows);

/* Prints and frees. */
void print_document(cJSON *document);

#endif
