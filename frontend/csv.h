/*
 * Comma-separated values by RFC 4180, safe to open in a spreadsheet.
 */
#ifndef MYROLES_FRONTEND_CSV_H
#define MYROLES_FRONTEND_CSV_H

#include <glib.h>
#include <stddef.h>

/*
 * Appends one line with its CRLF; NULL is empty. Text is sanitized. A cell that a spreadsheet would take for a formula, since it begins
 * with = + - @, a tab or a carriage return, gets an apostrophe before it and stands in quotes.
 */
void csv_append(GString *text, const char *const *cells, size_t count);

#endif
