/*
 * Parts of the manual written from the tables, and files of the source tree held against what the tables make.
 */
#ifndef MYROLES_TESTS_CLI_ROFF_H
#define MYROLES_TESTS_CLI_ROFF_H

#include "cli/verb.h"
#include "frontend/sheet.h"

/* A file of the source tree; its text. The caller frees. */
char *source_place(const char *name);
char *source_read(const char *name);

/* Text as roff takes it: a backslash, a leading dot and a dash mean something there. */
void roff_append(GString *out, const char *text);

void roff_append_options(GString *out, const OptionRow *rows);

/* "TITLE: role, scope, …": the columns that are usual there. */
void roff_append_columns(GString *out, const Sheet *sheet, SheetUse use, const char *title);

/* A code a line. */
void roff_append_exits(GString *out, const Verb *verb);

/* Lines of text end before the 80th byte. Frees nothing of `text` but its bytes; the caller frees the result. */
char *roff_wrap(GString *text);

/* Holds what stands between two marked lines of a file against `expected`; with UPDATE_GOLDEN it is written there. */
void check_block(const char *file, const char *begin, const char *end, const char *expected);

/* The same of a file that is made as a whole. */
void check_file(const char *file, const char *expected);

#endif
