#include "frontend/sheet.h"

#include <string.h>

char *column_name(const Column *column)
{
	if (column->name != NULL)
		return g_strdup(column->name);
	return g_strdelimit(g_ascii_strdown(column->title, -1), " ", '_');
}

static bool is_named(const Column *column, const char *name)
{
	g_autofree char *own = column_name(column);
	return g_ascii_strcasecmp(own, name) == 0;
}

GPtrArray *sheet_names(const Sheet *sheet)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	for (size_t i = 0; i < sheet->count; i++) {
		g_autofree char *name = column_name(&sheet->columns[i]);
		if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
			g_ptr_array_add(names, g_steal_pointer(&name));
	}
	return names;
}

/* ---- Choosing ----------------------------------------------------------------------------------- */

void sheet_choice_clear(SheetChoice *choice)
{
	g_clear_pointer(&choice->places, g_free);
	choice->count = 0;
}

/* Does a column for people show what this one tells programs? */
static bool is_shown_otherwise(const Sheet *sheet, const Column *exact)
{
	for (size_t i = 0; i < sheet->count; i++) {
		const Column *column = &sheet->columns[i];
		const char *told = column->exact != NULL ? column->exact : column->title;
		if (column->is_table_only && strcmp(told, exact->title) == 0)
			return true;
	}
	return false;
}

static bool is_usual(const Sheet *sheet, const Column *column, SheetUse use)
{
	if (use == SHEET_EXACT)
		return !column->is_table_only;
	return !column->is_plain_only || (use == SHEET_WIDE && !is_shown_otherwise(sheet, column));
}

void sheet_choose_usual(const Sheet *sheet, SheetUse use, SheetChoice *out)
{
	*out = (SheetChoice){ .places = g_new0(size_t, sheet->count) };
	for (size_t i = 0; i < sheet->count; i++) {
		if (is_usual(sheet, &sheet->columns[i], use))
			out->places[out->count++] = i;
	}
}

/* The sheet's count: there is none. */
static size_t find_column(const Sheet *sheet, const char *name, SheetUse use)
{
	size_t found = sheet->count;
	for (size_t i = 0; i < sheet->count; i++) {
		const Column *column = &sheet->columns[i];
		if (!is_named(column, name))
			continue;
		if (use == SHEET_EXACT ? !column->is_table_only : !column->is_plain_only)
			return i;
		found = i;
	}
	return found;
}

static bool has_place(const SheetChoice *choice, size_t place)
{
	for (size_t i = 0; i < choice->count; i++) {
		if (choice->places[i] == place)
			return true;
	}
	return false;
}

bool sheet_choose_named(const Sheet *sheet, const char *names, SheetUse use, SheetChoice *out,
			char **wrong)
{
	g_auto(SheetChoice) choice = { .places = g_new0(size_t, sheet->count) };
	g_auto(GStrv) words = g_strsplit(names, ",", -1);
	for (char **word = words; *word != NULL; word++) {
		const char *name = g_strstrip(*word);
		const size_t place = find_column(sheet, name, use);
		if (place == sheet->count || has_place(&choice, place)) {
			*wrong = g_strdup(name);
			return false;
		}
		choice.places[choice.count++] = place;
	}
	if (choice.count == 0) {
		*wrong = g_strdup(names);
		return false;
	}
	*out = (SheetChoice){ g_steal_pointer(&choice.places), choice.count, true };
	return true;
}

/* ---- Sorting ------------------------------------------------------------------------------------ */

typedef struct SortedRow {
	gpointer row;
	char *text; /* without letter case */
	gint64 number;
	bool is_number;
	guint place; /* as it was: rows that are alike stay in their order */
} SortedRow;

static void sorted_row_clear(gpointer row)
{
	g_free(((SortedRow *)row)->text);
}

/* The column for programs that tells what the named one shows. The sheet's count: there is none. */
static size_t find_exact(const Sheet *sheet, const char *name)
{
	const size_t shown = find_column(sheet, name, SHEET_EXACT);
	if (shown == sheet->count || sheet->columns[shown].exact == NULL)
		return shown;
	for (size_t i = 0; i < sheet->count; i++) {
		if (!sheet->columns[i].is_table_only &&
		    strcmp(sheet->columns[i].title, sheet->columns[shown].exact) == 0)
			return i;
	}
	return shown;
}

static int compare(gconstpointer a, gconstpointer b, gpointer data)
{
	const SortedRow *first = a, *second = b;
	const bool is_backwards = *(const bool *)data;
	if ((*first->text == '\0') != (*second->text == '\0'))
		return *first->text == '\0' ? 1 : -1;
	int order = first->is_number && second->is_number
			    ? (first->number > second->number) - (first->number < second->number)
			    : strcmp(first->text, second->text);
	order = is_backwards ? -order : order;
	return order != 0 ? order : (first->place > second->place) - (first->place < second->place);
}

bool sheet_can_sort(const Sheet *sheet, const char *name)
{
	return find_exact(sheet, name + (*name == '-')) != sheet->count;
}

bool sheet_sort(const Sheet *sheet, const Wording *wording, GPtrArray *rows, const char *name)
{
	bool is_backwards = *name == '-';
	const size_t place = find_exact(sheet, name + is_backwards);
	if (place == sheet->count)
		return false;
	g_autoptr(GArray) sorted = g_array_new(FALSE, TRUE, sizeof(SortedRow));
	g_array_set_clear_func(sorted, sorted_row_clear);
	g_autofree const char **cells = g_new0(const char *, sheet->count);
	for (guint i = 0; i < rows->len; i++) {
		g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
		sheet->write(wording, rows->pdata[i], cells, texts);
		const char *cell = cells[place] != NULL ? cells[place] : "";
		SortedRow row = { .row = rows->pdata[i], .place = i };
		row.is_number = g_ascii_string_to_signed(cell, 10, G_MININT64, G_MAXINT64,
							 &row.number, NULL);
		row.text = g_utf8_casefold(cell, -1);
		g_array_append_val(sorted, row);
	}
	g_array_sort_with_data(sorted, compare, &is_backwards);
	for (guint i = 0; i < sorted->len; i++)
		rows->pdata[i] = g_array_index(sorted, SortedRow, i).row;
	return true;
}
