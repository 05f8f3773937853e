/*
 * How the files of columns write them: a table of columns, and the cells of a row in its order.
 */
#ifndef MYROLES_FRONTEND_COLUMNS_WRITE_H
#define MYROLES_FRONTEND_COLUMNS_WRITE_H

#include "frontend/columns.h"

#define SHEET(table, writer, tone_of)                                                \
	{                                                                            \
		.columns = (table), .count = G_N_ELEMENTS(table), .tone = (tone_of), \
		.write = (writer),                                                   \
	}

/* Writes the cells of a row in the order of its columns; the compiler counts them. */
#define WRITE(table, ...)                                                        \
	do {                                                                     \
		const char *const row_cells[] = { __VA_ARGS__ };                 \
		G_STATIC_ASSERT(G_N_ELEMENTS(row_cells) == G_N_ELEMENTS(table)); \
		for (size_t i = 0; i < G_N_ELEMENTS(row_cells); i++)             \
			cells[i] = row_cells[i];                                 \
	} while (0)

static inline const char *keep(GPtrArray *texts, char *text)
{
	g_ptr_array_add(texts, text);
	return text;
}

static inline const char *number(GPtrArray *texts, int64_t value)
{
	return keep(texts, g_strdup_printf("%" G_GINT64_FORMAT, value));
}

#endif
