#include "cli/print.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/output.h"
#include "cli/table.h"
#include "cli/tell.h"

#define WIDTH_DEFAULT 80

static int terminal_width(void)
{
	struct winsize size = { 0 };
	const bool is_known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
	return is_known ? size.ws_col : WIDTH_DEFAULT;
}

void print_rows(const Sheet *sheet, const Wording *wording, const GPtrArray *rows)
{
	g_autoptr(Table) table = table_new(sheet->columns, sheet->count);
	g_autofree const char **cells = g_new0(const char *, sheet->count);
	for (guint i = 0; i < rows->len; i++) {
		g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
		sheet->write(wording, rows->pdata[i], cells, texts);
		table_add(table, cells);
	}
	g_autofree char *text = output_is_terminal() ? table_to_text(table, terminal_width())
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
