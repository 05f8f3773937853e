#include "cli/shape.h"

#include <string.h>

#include "src/base/nearby.h"

/* That of the verb's first argument. NULL: it prints no table. */
static const VerbSheet *find_sheet(const Verb *verb, const char *word)
{
	const VerbSheet *row = verb->sheets;
	for (; row != NULL && row->sheet != NULL; row++) {
		if (row->word == NULL || g_strcmp0(row->word, word) == 0)
			return row;
	}
	return NULL;
}

const Sheet *shape_sheet_of(const Verb *verb, const char *word)
{
	const VerbSheet *row = find_sheet(verb, word);
	return row != NULL ? row->sheet : NULL;
}

const Sheet *shape_sheet(const Options *options)
{
	const VerbSheet *row = options->verb->sheets;
	for (; row != NULL && row->sheet != NULL; row++) {
		if (row->is_meant != NULL && row->is_meant(options))
			return row->sheet;
	}
	return shape_sheet_of(options->verb, options->arguments[0]);
}

const char *shape_order_of(const Verb *verb, const char *word)
{
	const VerbSheet *row = find_sheet(verb, word);
	return row != NULL ? row->order : NULL;
}

bool shape_is_by_order(const Options *options, bool *is_backwards)
{
	const char *order = shape_order_of(options->verb, options->arguments[0]);
	if (order == NULL || options->sort == NULL)
		return false;
	*is_backwards = *options->sort == '-';
	return strcmp(options->sort + *is_backwards, order) == 0;
}

static ExitCode refuse(const Sheet *sheet, const char *name)
{
	g_autoptr(GPtrArray) names = sheet_names(sheet);
	const bool is_there = g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL);
	g_autofree char *hint = nearby_hint(name, names);
	g_ptr_array_add(names, NULL);
	g_autofree char *list = g_strjoinv(", ", (char **)names->pdata);
	if (is_there)
		tell_format("The column \"%s\" is named twice.", name);
	else
		tell_format("There is no column \"%s\"%s. There are %s.", name, hint, list);
	return EXIT_USAGE;
}

ExitCode shape_check(const Options *options)
{
	const Sheet *sheet = shape_sheet(options);
	g_auto(SheetChoice) choice = { 0 };
	g_autofree char *wrong = NULL;
	const bool has_columns = options->columns != NULL && !options->verb->has_columns_in_json;
	if (sheet == NULL)
		return EXIT_DONE;
	if (options->is_json && (has_columns || options->is_wide)) {
		tell("--columns and --wide shape a table: a document holds all there is.", NULL);
		return EXIT_USAGE;
	}
	if (options->columns != NULL && options->is_wide) {
		tell("--wide means all columns: it does not go with --columns.", NULL);
		return EXIT_USAGE;
	}
	if (options->columns != NULL &&
	    !sheet_choose_named(sheet, options->columns, SHEET_TABLE, &choice, &wrong))
		return refuse(sheet, wrong);
	bool is_backwards = false;
	if (options->sort != NULL && !shape_is_by_order(options, &is_backwards) &&
	    !sheet_can_sort(sheet, options->sort))
		return refuse(sheet, options->sort);
	return EXIT_DONE;
}

void shape_choose(const Options *options, const Sheet *sheet, bool is_terminal, SheetChoice *out)
{
	g_autofree char *wrong = NULL;
	const SheetUse use = !is_terminal       ? SHEET_EXACT
			     : options->is_wide ? SHEET_WIDE
						: SHEET_TABLE;
	if (options->columns == NULL ||
	    !sheet_choose_named(sheet, options->columns, use, out, &wrong))
		sheet_choose_usual(sheet, use, out);
}

void shape_sort(const Options *options, const Sheet *sheet, const Wording *wording, GPtrArray *rows)
{
	if (options->sort != NULL)
		sheet_sort(sheet, wording, rows, options->sort);
}
