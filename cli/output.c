#include "cli/output.h"

#include <glib.h>
#include <stdio.h>
#include <unistd.h>

bool output_is_terminal(void)
{
	return isatty(STDOUT_FILENO);
}

void print_text(const char *text)
{
	const char *charset = NULL;
	g_autofree char *shown = NULL;
	/* In a pipe text is data, whatever the locale: an id with question marks is another id. */
	if (output_is_terminal() && !g_get_charset(&charset))
		shown = g_convert_with_fallback(text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
	fputs(shown != NULL ? shown : text, stdout);
}
