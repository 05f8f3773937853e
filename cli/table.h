/*
 * Rows on standard output: a table on a terminal, plain tab-separated columns in a pipe.
 */
#ifndef MYROLES_CLI_TABLE_H
#define MYROLES_CLI_TABLE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Column {
	const char *title;
	bool is_plain_only; /* only in a pipe: ids and exact times */
	bool is_table_only; /* only on a terminal: what a pipe gets exactly */
	bool is_whole;      /* not cut where a terminal is narrow: times and short words */
} Column;

typedef struct Table Table;

/* `columns` is borrowed. */
Table *table_new(const Column *columns, size_t count);
void table_free(Table *table);

/* Takes `count` texts, sanitized here; NULL is empty. */
void table_add(Table *table, char *const *cells);

/* With a title line and fitted to `width` columns; a column without any text is left out. The caller frees. */
char *table_to_text(const Table *table, int width);
/* One line per row, columns separated by a tab; no title. The caller frees. */
char *table_to_plain(const Table *table);

/* To standard output, as it deserves. */
void table_print(const Table *table);

/* True when standard output is a terminal. */
bool output_is_terminal(void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)

#endif
