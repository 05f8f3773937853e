#include "cli/output.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool output_is_terminal(void)
{
	return isatty(STDOUT_FILENO);
}

bool output_has_colors(void)
{
	const char *unwanted = g_getenv("NO_COLOR");
	const char *type = g_getenv("TERM");
	return output_is_terminal() && (unwanted == NULL || *unwanted == '\0') && type != NULL &&
	       *type != '\0' && strcmp(type, "dumb") != 0;
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
