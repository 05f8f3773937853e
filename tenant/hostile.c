#include "tenant/hostile.h"

#include <string.h>

#define OPENING "⟦"
#define CLOSING "⟧"
#define NUL     OPENING "nul" CLOSING
/* No marker makes more than this. */
#define REPEAT_LIMIT 1000000

static void append_marker(GString *out, const char *marker)
{
	if (strcmp(marker, "nul") == 0) {
		g_string_append(out, NUL);
		return;
	}
	const char *star = strchr(marker, '*');
	if (star != NULL) {
		guint64 count = MIN(g_ascii_strtoull(star + 1, NULL, 10), REPEAT_LIMIT);
		for (guint64 i = 0; i < count; i++)
			g_string_append_len(out, marker, star - marker);
		return;
	}
	g_auto(GStrv) bytes = g_strsplit(marker, " ", -1);
	for (char **byte = bytes; *byte != NULL; byte++)
		g_string_append_c(out, (char)g_ascii_strtoull(*byte, NULL, 16));
}

GString *hostile_expand(const char *text, gsize length)
{
	GString *out = g_string_sized_new(length);
	const char *end = text + length;
	while (text < end) {
		const char *open = g_strstr_len(text, end - text, OPENING);
		const char *close = open != NULL ? g_strstr_len(open, end - open, CLOSING) : NULL;
		if (close == NULL) {
			g_string_append_len(out, text, end - text);
			break;
		}
		g_string_append_len(out, text, open - text);
		open += strlen(OPENING);
		g_autofree char *marker = g_strndup(open, (gsize)(close - open));
		append_marker(out, marker);
		text = close + strlen(CLOSING);
	}
	return out;
}

void hostile_finish(GString *body)
{
	if (memmem(body->str, body->len, NUL, strlen(NUL)) != NULL)
		g_string_replace(body, NUL, "\\u0000", 0);
}

const char *hostile_tail(void)
{
	/* A title, a clearing of the screen, a C1 control, an override, a zero-width space, bytes
	 * that are no UTF-8, and U+0000. */
	return " \033]0;owned\007\033[2J\302\233"
	       "31m\342\200\256txt\342\200\213\303\050" NUL "!";
}
