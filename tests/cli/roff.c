#include "tests/cli/roff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/exit-codes.h"

char *source_place(const char *name)
{
	const char *top = g_getenv("top_srcdir");
	return g_build_filename(top != NULL ? top : ".", name, NULL);
}

char *source_read(const char *name)
{
	g_autofree char *path = source_place(name);
	char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		fail_msg("%s cannot be read", path);
	return text;
}

/* roff: a backslash, a leading dot and a dash mean something there. */
void roff_append(GString *out, const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '\\')
			g_string_append(out, "\\e");
		else if (*p == '-')
			g_string_append(out, "\\-");
		else if ((*p == '.' || *p == '\'') && (p == text || p[-1] == '\n'))
			g_string_append_printf(out, "\\&%c", *p);
		else
			g_string_append_c(out, *p);
	}
}

static void append_option(GString *out, const OptionRow *row)
{
	g_string_append(out, ".TP\n\\fB");
	if (row->letter != 0)
		g_string_append_printf(out, "\\-%c\\fR, \\fB", row->letter);
	g_autofree char *name = g_strconcat("--", row->name, NULL);
	roff_append(out, name);
	g_string_append(out, "\\fR");
	if (row->value != NULL)
		g_string_append_printf(out, " \\fI%s\\fR", row->value);
	g_string_append_c(out, '\n');
	roff_append(out, row->help);
	g_string_append(out, ".\n");
}

void roff_append_options(GString *out, const OptionRow *rows)
{
	for (const OptionRow *row = rows; row->name != NULL; row++)
		append_option(out, row);
}

/* Lines of text end before the 80th byte, as mandoc wants them; macros and their arguments stay whole. */
char *roff_wrap(GString *text)
{
	g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
	g_string_truncate(text, 0);
	for (char **line = lines; *line != NULL; line++) {
		char *rest = *line;
		while (*rest != '.' && strlen(rest) > 79) {
			char *blank = g_strrstr_len(rest, 79, " ");
			if (blank == NULL)
				break;
			g_string_append_len(text, rest, blank - rest);
			g_string_append_c(text, '\n');
			rest = blank + 1;
		}
		g_string_append_printf(text, "%s%s", rest, line[1] != NULL ? "\n" : "");
	}
	return g_string_free(text, FALSE);
}

void roff_append_columns(GString *out, const Sheet *sheet, SheetUse use, const char *title)
{
	g_auto(SheetChoice) choice = { 0 };
	sheet_choose_usual(sheet, use, &choice);
	g_string_append_printf(out, "%s: ", title);
	for (size_t i = 0; i < choice.count; i++) {
		g_autofree char *name = column_name(&sheet->columns[choice.places[i]]);
		roff_append(out, i > 0 ? ", " : "");
		roff_append(out, name);
	}
	g_string_append(out, ".\n");
}

void check_block(const char *file, const char *begin, const char *end, const char *expected)
{
	g_autofree char *text = source_read(file);
	char *first = strstr(text, begin);
	assert_non_null(first);
	first = strchr(first, '\n') + 1;
	const char *last = strstr(first, end);
	assert_non_null(last);
	g_autofree char *found = g_strndup(first, (size_t)(last - first));
	if (strcmp(found, expected) == 0)
		return;
	if (g_getenv("UPDATE_GOLDEN") == NULL)
		fail_msg("%s does not say what the table says: make update-manual", file);
	g_autofree char *head = g_strndup(text, (size_t)(first - text));
	g_autofree char *whole = g_strconcat(head, expected, last, NULL);
	g_autofree char *path = source_place(file);
	assert_true(g_file_set_contents(path, whole, -1, NULL));
}

void check_file(const char *file, const char *expected)
{
	g_autofree char *path = source_place(file);
	g_autofree char *found = NULL;
	if (g_file_get_contents(path, &found, NULL, NULL) && strcmp(found, expected) == 0)
		return;
	if (g_getenv("UPDATE_GOLDEN") == NULL)
		fail_msg("%s is not what the table makes: make update-manual", file);
	assert_true(g_file_set_contents(path, expected, -1, NULL));
}

void roff_append_exits(GString *out, const Verb *verb)
{
	for (const ExitRow *row = exit_rows(verb); row != NULL && row->meaning != NULL; row++) {
		g_string_append_printf(out, "%s\\fB%d\\fR ", row->code != EXIT_DONE ? ".br\n" : "",
				       (int)row->code);
		roff_append(out, row->meaning);
		g_string_append_c(out, '\n');
	}
}
