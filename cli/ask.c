#include "cli/ask.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/tell.h"
#include "src/base/text.h"

#define LINE_BYTES 4096 /* more a terminal does not take */

bool ask_is_possible(void)
{
	return isatty(STDIN_FILENO) && tell_is_to_terminal();
}

char *ask(const char *what, const char *offered)
{
	g_autofree char *clean = offered != NULL ? text_sanitize(offered, -1) : NULL;
	fprintf(stderr, "%s%s%s%s: ", what, clean != NULL ? " [" : "", clean != NULL ? clean : "",
		clean != NULL ? "]" : "");
	fflush(stderr);
	return ask_read(offered);
}

char *ask_read(const char *offered)
{
	char line[LINE_BYTES];
	if (fgets(line, sizeof line, stdin) == NULL || !g_utf8_validate(line, -1, NULL))
		return NULL;
	return *g_strstrip(line) == '\0' ? g_strdup(offered) : g_strdup(line);
}
