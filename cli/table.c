#include "cli/table.h"

#include "src/base/text.h"

#define GAP          2
#define COLUMN_LEAST 8 /* a column is not squeezed below this */

struct Table {
	const Column *columns;
	size_t count;
	GPtrArray *rows; /* char** with `count` texts each */
};

Table *table_new(const Column *columns, size_t count)
{
	Table *table = g_new0(Table, 1);
	table->columns = columns;
	table->count = count;
	table->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	return table;
}

void table_free(Table *table)
{
	if (table == NULL)
		return;
	g_ptr_array_unref(table->rows);
	g_free(table);
}

void table_add(Table *table, const char *const *cells)
{
	char **row = g_new0(char *, table->count + 1);
	for (size_t i = 0; i < table->count; i++)
		row[i] = text_sanitize(cells[i], -1);
	g_ptr_array_add(table->rows, row);
}

/* 0: the column is not shown. */
static int *find_widths(const Table *table)
{
	int *widths = g_new0(int, table->count);
	for (size_t i = 0; i < table->count; i++) {
		for (guint k = 0; k < table->rows->len; k++) {
			char **row = g_ptr_array_index(table->rows, k);
			widths[i] = MAX(widths[i], text_width(row[i]));
		}
		if (table->columns[i].is_plain_only)
			widths[i] = 0;
		else if (widths[i] > 0)
			widths[i] = MAX(widths[i], text_width(table->columns[i].title));
	}
	return widths;
}

/* The widest column gives way first. */
static void squeeze(const Table *table, int *widths, int room)
{
	for (;;) {
		int *widest = NULL;
		int total = 0;
		for (size_t i = 0; i < table->count; i++) {
			total += widths[i] > 0 ? widths[i] + GAP : 0;
			if (!table->columns[i].is_whole && (widest == NULL || widths[i] > *widest))
				widest = &widths[i];
		}
		if (total - GAP <= room || widest == NULL || *widest <= COLUMN_LEAST)
			return;
		(*widest)--;
	}
}

static void append_cell(GString *line, const char *text, int width, bool is_utf8)
{
	/* Terminals disagree on how wide a joined emoji is: each part has its own columns here. */
	g_autofree char *seen = text_without_joiners(text);
	g_autofree char *fitted = text_fit(seen, width, is_utf8 ? "…" : "~");
	g_string_append(line, fitted);
	g_string_append_printf(line, "%*s", width - text_width(fitted) + GAP, "");
}

static void append_line(GString *out, GString *line)
{
	while (line->len > 0 && line->str[line->len - 1] == ' ')
		g_string_truncate(line, line->len - 1);
	g_string_append_len(out, line->str, (gssize)line->len);
	g_string_append_c(out, '\n');
	g_string_truncate(line, 0);
}

char *table_to_text(const Table *table, int width)
{
	bool is_utf8 = g_get_charset(NULL);
	g_autofree int *widths = find_widths(table);
	squeeze(table, widths, width);
	GString *out = g_string_new(NULL);
	g_autoptr(GString) line = g_string_new(NULL);
	for (size_t i = 0; i < table->count; i++) {
		if (widths[i] > 0)
			append_cell(line, table->columns[i].title, widths[i], is_utf8);
	}
	append_line(out, line);
	for (guint k = 0; k < table->rows->len; k++) {
		char **row = g_ptr_array_index(table->rows, k);
		for (size_t i = 0; i < table->count; i++) {
			if (widths[i] > 0)
				append_cell(line, row[i], widths[i], is_utf8);
		}
		append_line(out, line);
	}
	return g_string_free(out, FALSE);
}

char *table_to_plain(const Table *table)
{
	GString *out = g_string_new(NULL);
	for (guint k = 0; k < table->rows->len; k++) {
		char **row = g_ptr_array_index(table->rows, k);
		const char *separator = "";
		for (size_t i = 0; i < table->count; i++) {
			if (table->columns[i].is_table_only)
				continue;
			g_string_append_printf(out, "%s%s", separator, row[i]);
			separator = "\t";
		}
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}
