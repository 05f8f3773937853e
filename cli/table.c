#include "cli/table.h"

#include <libsmartcols/libsmartcols.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/text.h"

#define GAP        "  "
#define NAME_LEAST 12 /* a name is not squeezed below this */

struct Table {
	const Sheet *sheet;
	const SheetChoice *choice;
	GPtrArray *rows; /* char** with a text for each chosen column */
	GArray *tones;   /* Tone, of each row */
};

Table *table_new(const Sheet *sheet, const SheetChoice *choice)
{
	Table *table = g_new0(Table, 1);
	table->sheet = sheet;
	table->choice = choice;
	table->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	table->tones = g_array_new(FALSE, FALSE, sizeof(Tone));
	return table;
}

void table_free(Table *table)
{
	if (table == NULL)
		return;
	g_ptr_array_unref(table->rows);
	g_array_unref(table->tones);
	g_free(table);
}

void table_add(Table *table, const char *const *cells, Tone tone)
{
	char **row = g_new0(char *, table->choice->count + 1);
	for (size_t i = 0; i < table->choice->count; i++)
		row[i] = text_sanitize(cells[table->choice->places[i]], -1);
	g_ptr_array_add(table->rows, row);
	g_array_append_val(table->tones, tone);
}

static const Column *column_at(const Table *table, size_t i)
{
	return &table->sheet->columns[table->choice->places[i]];
}

/* ---- What fits ---------------------------------------------------------------------------------- */

/* As the terminal shows it: each part of a joined emoji has its own columns, since terminals disagree on how wide it is. */
static char *seen_text(const char *text, const char *charset)
{
	char *seen = text_without_joiners(text);
	if (charset == NULL)
		return seen;
	g_autofree char *whole = seen;
	g_autofree char *known =
		g_convert_with_fallback(whole, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
	char *back =
		known != NULL ? g_convert(known, -1, "UTF-8", charset, NULL, NULL, NULL) : NULL;
	return back != NULL ? back : g_str_to_ascii(whole, "C");
}

static GPtrArray *see_rows(const Table *table, const char *charset)
{
	GPtrArray *seen = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	for (guint k = 0; k < table->rows->len; k++) {
		char **row = table->rows->pdata[k];
		char **copy = g_new0(char *, table->choice->count + 1);
		for (size_t i = 0; i < table->choice->count; i++)
			copy[i] = seen_text(row[i], charset);
		g_ptr_array_add(seen, copy);
	}
	return seen;
}

/* 0: the column is not shown. */
static int *find_widths(const Table *table, const GPtrArray *rows)
{
	int *widths = g_new0(int, table->choice->count);
	for (size_t i = 0; i < table->choice->count; i++) {
		for (guint k = 0; k < rows->len; k++) {
			char **row = rows->pdata[k];
			widths[i] = MAX(widths[i], text_width(row[i]));
		}
		if (widths[i] > 0 || table->choice->is_named)
			widths[i] = MAX(widths[i], text_width(column_at(table, i)->title));
	}
	return widths;
}

static int total_width(const Table *table, const int *widths)
{
	const int gap = (int)strlen(GAP);
	int total = -gap;
	for (size_t i = 0; i < table->choice->count; i++)
		total += widths[i] > 0 ? widths[i] + gap : 0;
	return total;
}

/* Times and short words are broken between words only. */
static int longest_word(const char *text)
{
	int longest = 0;
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	for (char **word = words; *word != NULL; word++)
		longest = MAX(longest, text_width(*word));
	return longest;
}

static int *find_least_widths(const Table *table, const GPtrArray *rows)
{
	int *least = g_new0(int, table->choice->count);
	for (size_t i = 0; i < table->choice->count; i++) {
		least[i] = MAX(text_width(column_at(table, i)->title), NAME_LEAST);
		if (!column_at(table, i)->is_whole)
			continue;
		least[i] = text_width(column_at(table, i)->title);
		for (guint k = 0; k < rows->len; k++)
			least[i] = MAX(least[i], longest_word(((char **)rows->pdata[k])[i]));
	}
	return least;
}

/* The column that gives way: the widest one that may. NULL: none. */
static int *find_widest(const Table *table, int *widths, const int *least, bool is_of_all)
{
	int *widest = NULL;
	for (size_t i = 0; i < table->choice->count; i++) {
		const bool counts = is_of_all || !column_at(table, i)->is_whole;
		if (counts && widths[i] > least[i] && (widest == NULL || widths[i] > *widest))
			widest = &widths[i];
	}
	return widest;
}

/* Names give way first, then times and short words. False: it does not fit. */
static bool squeeze(const Table *table, const GPtrArray *rows, int *widths, int room)
{
	g_autofree int *least = find_least_widths(table, rows);
	for (int total = total_width(table, widths); total > room; total--) {
		int *widest = find_widest(table, widths, least, false);
		if (widest == NULL)
			widest = find_widest(table, widths, least, true);
		if (widest == NULL)
			return false;
		(*widest)--;
	}
	return true;
}

/* ---- Breaking lines ----------------------------------------------------------------------------- */

/* Where the first line of `text` ends: at a blank, or (not of whole words) behind a sign or a wide character, else where the room does. */
static const char *find_end(const char *text, int width, bool is_whole)
{
	const char *end = NULL;
	int used = 0;
	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
		const gunichar c = g_utf8_get_char(at);
		if (c == ' ' && used <= width && at > text)
			end = at; /* it may stand beyond the room: it is taken off */
		used += text_char_width(c);
		if (used > width && at > text)
			return end != NULL ? end : at;
		const bool is_sign = c < 128 && strchr("/-@._:,", (char)c) != NULL;
		if (!is_whole && used <= width && (is_sign || g_unichar_iswide(c)))
			end = g_utf8_next_char(at);
	}
	return text + strlen(text);
}

static char *wrap(const char *text, int width, bool is_whole)
{
	GString *lines = g_string_new(NULL);
	while (*text != '\0') {
		const char *end = find_end(text, width, is_whole);
		g_string_append_len(lines, text, end - text);
		for (text = end; *text == ' ';)
			text++;
		if (*text != '\0')
			g_string_append_c(lines, '\n');
	}
	return g_string_free(lines, FALSE);
}

/* ---- The library's part ------------------------------------------------------------------------- */

/* The texts are clean, and fitted already: it encodes nothing and reduces nothing. */
static struct libscols_table *layout_new(bool has_colors)
{
	struct libscols_table *layout = scols_new_table();
	g_assert(layout != NULL);
	scols_table_enable_noencoding(layout, 1);
	scols_table_enable_colors(layout, has_colors);
	scols_table_set_column_separator(layout, GAP);
	scols_table_set_termforce(layout, SCOLS_TERMFORCE_ALWAYS);
	scols_table_set_termwidth(layout, INT16_MAX);
	return layout;
}

static void set_color(struct libscols_cell *cell, const char *color)
{
	if (color != NULL && *color != '\0')
		scols_cell_set_color(cell, color);
}

static void add_column(struct libscols_table *layout, const char *title, int width,
		       const char *color)
{
	struct libscols_column *column =
		scols_table_new_column(layout, title, width, SCOLS_FL_WRAP);
	g_assert(column != NULL);
	scols_column_set_wrapfunc(column, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL);
	set_color(scols_column_get_header(column), color);
}

static struct libscols_line *add_line(struct libscols_table *layout)
{
	struct libscols_line *line = scols_table_new_line(layout, NULL);
	g_assert(line != NULL);
	return line;
}

static void set_cell(struct libscols_line *line, size_t at, const char *text, int width,
		     bool is_whole, const char *color)
{
	g_autofree char *wrapped = wrap(text, width, is_whole);
	scols_line_set_data(line, at, wrapped);
	if (*wrapped != '\0')
		set_color(scols_line_get_cell(line, at), color);
}

/* Of a table that is printed in `look`. */
static const char *heading_color(const TableLook *look)
{
	return look->colors != NULL ? look->colors->heading : NULL;
}

static const char *tone_color(const Table *table, const TableLook *look, size_t i, guint row)
{
	return look->colors != NULL && column_at(table, i)->has_tone
		       ? look->colors->tones[g_array_index(table->tones, Tone, row)]
		       : NULL;
}

static void add_rows(struct libscols_table *layout, const Table *table, const GPtrArray *rows,
		     const int *widths, const TableLook *look)
{
	for (size_t i = 0; i < table->choice->count; i++) {
		if (widths[i] > 0)
			add_column(layout, column_at(table, i)->title, widths[i],
				   heading_color(look));
	}
	for (guint k = 0; k < rows->len; k++) {
		struct libscols_line *line = add_line(layout);
		for (size_t i = 0, at = 0; i < table->choice->count; i++) {
			if (widths[i] > 0)
				set_cell(line, at++, ((char **)rows->pdata[k])[i], widths[i],
					 column_at(table, i)->is_whole,
					 tone_color(table, look, i, k));
		}
	}
}

/* Where columns do not stand beside each other: a line a cell, its heading first, and an empty line between rows. */
static void add_blocks(struct libscols_table *layout, const Table *table, const GPtrArray *rows,
		       const int *widths, const TableLook *look)
{
	int heading = 0;
	for (size_t i = 0; i < table->choice->count; i++)
		heading = MAX(heading, widths[i] > 0 ? text_width(column_at(table, i)->title) : 0);
	const int left = MAX(look->width - heading - (int)strlen(GAP), NAME_LEAST);
	scols_table_enable_noheadings(layout, 1);
	add_column(layout, "", heading, NULL);
	add_column(layout, "", left, NULL);
	for (guint k = 0; k < rows->len; k++) {
		if (k > 0)
			add_line(layout);
		for (size_t i = 0; i < table->choice->count; i++) {
			const char *text = ((char **)rows->pdata[k])[i];
			if (*text == '\0' && !table->choice->is_named)
				continue;
			struct libscols_line *line = add_line(layout);
			set_cell(line, 0, column_at(table, i)->title, heading, true,
				 heading_color(look));
			set_cell(line, 1, text, left, column_at(table, i)->is_whole,
				 tone_color(table, look, i, k));
		}
	}
}

/* What it pads with at a line's end is nothing that anybody sees; the last line ends like the others. */
static char *without_padding(const char *printed)
{
	GString *out = g_string_new(NULL);
	g_auto(GStrv) lines = g_strsplit(printed, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		if (line[1] == NULL && **line == '\0')
			break;
		g_string_append_printf(out, "%s\n", g_strchomp(*line));
	}
	return g_string_free(out, FALSE);
}

static char *print(struct libscols_table *layout)
{
	char *printed = NULL;
	const bool is_printed = scols_print_table_to_string(layout, &printed) == 0;
	g_assert(is_printed);
	char *text = without_padding(printed);
	free(printed);
	return text;
}

static char *lay_out(const Table *table, const TableLook *look)
{
	g_autoptr(GPtrArray) rows = see_rows(table, look->charset);
	g_autofree int *widths = find_widths(table, rows);
	struct libscols_table *layout = layout_new(look->colors != NULL);
	if (look->width <= 0 || squeeze(table, rows, widths, look->width))
		add_rows(layout, table, rows, widths, look);
	else
		add_blocks(layout, table, rows, widths, look);
	char *text = print(layout);
	scols_unref_table(layout);
	return text;
}

/* The library measures by the locale, and comes to no end with UTF-8 in one that has none: it gets one, or ASCII. */
char *table_to_text(const Table *table, const TableLook *look)
{
	TableLook own = *look;
	const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (locale == (locale_t)0) {
		own.charset = g_get_charset(NULL) ? own.charset : "ASCII";
		return lay_out(table, &own);
	}
	const locale_t before = uselocale(locale);
	char *text = lay_out(table, &own);
	uselocale(before);
	freelocale(locale);
	return text;
}

char *table_to_plain(const Table *table)
{
	GString *out = g_string_new(NULL);
	for (guint k = 0; k < table->rows->len; k++) {
		char **row = table->rows->pdata[k];
		g_autofree char *line = g_strjoinv("\t", row);
		g_string_append_printf(out, "%s\n", line);
	}
	return g_string_free(out, FALSE);
}
