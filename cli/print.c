#include "cli/print.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/output.h"
#include "cli/shape.h"
#include "cli/table.h"
#include "cli/tell.h"
#include "tui/dashboard.h"

#define WIDTH_DEFAULT 80

static int terminal_width(void)
{
	struct winsize size = { 0 };
	const bool is_known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
	return is_known ? size.ws_col : WIDTH_DEFAULT;
}

/* How the dashboard shows what a tone says; the heading is behind them. */
static const char *const styles[] = {
	[TONE_NONE] = "text",     [TONE_GOOD] = "ok",         [TONE_WARNING] = "warning",
	[TONE_URGENT] = "urgent", [TONE_WAITING] = "waiting", [TONE_REFUSED] = "refused",
	[TONE_FAILED] = "error",  [TONE_PAST] = "dim",        [TONE_COUNT] = "heading",
	[TONE_COUNT + 1] = NULL,
};

/* NULL: in no colors. The caller frees. */
static char **find_colors(const Options *options, const Settings *settings)
{
	const bool has_colors = !options->is_colorless && output_has_colors();
	const Settings *taste = options->taste != NULL ? options->taste : settings;
	return has_colors ? dashboard_print_colors(taste, styles) : NULL;
}

static char *fit_to_terminal(const Options *options, const Settings *settings, const Table *table)
{
	const char *charset = NULL;
	TableColors colors = { { NULL }, NULL };
	g_auto(GStrv) found = find_colors(options, settings);
	for (int tone = TONE_NONE + 1; found != NULL && tone < TONE_COUNT; tone++)
		colors.tones[tone] = found[tone];
	colors.heading = found != NULL ? found[TONE_COUNT] : NULL;
	const TableLook look = {
		.width = options->is_wide ? 0 : terminal_width(),
		.colors = found != NULL ? &colors : NULL,
		.charset = g_get_charset(&charset) ? NULL : charset,
	};
	return table_to_text(table, &look);
}

void print_rows(const Options *options, const Settings *settings, const Sheet *sheet,
		const Wording *wording, const GPtrArray *rows)
{
	g_auto(SheetChoice) choice = { 0 };
	shape_choose(options, sheet, output_is_terminal(), &choice);
	g_autoptr(Table) table = table_new(sheet, &choice);
	g_autofree const char **cells = g_new0(const char *, sheet->count);
	for (guint i = 0; i < rows->len; i++) {
		g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
		sheet->write(wording, rows->pdata[i], cells, texts);
		table_add(table, cells,
			  sheet->tone != NULL ? sheet->tone(wording, rows->pdata[i]) : TONE_NONE);
	}
	g_autofree char *text = output_is_terminal() ? fit_to_terminal(options, settings, table)
						     : table_to_plain(table);
	print_text(text);
}

void print_document(cJSON *document)
{
	char *text =
		output_is_terminal() ? cJSON_Print(document) : cJSON_PrintUnformatted(document);
	fputs(text, stdout); /* JSON is always UTF-8 */
	fputc('\n', stdout);
	tell_note_document();
	cJSON_free(text);
	cJSON_Delete(document);
}
