/*
 * Columns as text: a table fitted to a terminal, or plain columns separated by tabs.
 */
#ifndef MYROLES_CLI_TABLE_H
#define MYROLES_CLI_TABLE_H

#include <glib.h>
#include <stddef.h>

#include "frontend/columns.h"

typedef struct Table Table;

/* `columns` is borrowed. */
Table *table_new(const Column *columns, size_t count);
void table_free(Table *table);

/* Takes `count` texts, sanitized here; NULL is empty. */
void table_add(Table *table, const char *const *cells);

/* With a title line and fitted to `width` columns; a column without any text is left out. The caller frees. */
char *table_to_text(const Table *table, int width);
/* One line per row, columns separated by a tab; no title. The caller frees. */
char *table_to_plain(const Table *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)

#endif
