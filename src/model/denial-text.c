#include <string.h>

#include "src/base/escapes.h"
#include "src/base/limits.h"
#include "src/model/denial.h"

#define BAR "│"

const char *denial_find(const char *text, const char *needle)
{
	const size_t length = strlen(needle);
	for (; *text != '\0'; text++) {
		if (g_ascii_tolower(*text) == *needle &&
		    g_ascii_strncasecmp(text, needle, length) == 0)
			return text;
	}
	return NULL;
}

/* "2026-11-20T09:46:21.4350773Z ": of a pipeline's log. */
static const char *skip_time_stamp(const char *line)
{
	static const char shape[] = "dddd-dd-ddTdd:dd:dd";
	const char *at = line;
	for (const char *c = shape; *c != '\0'; c++, at++) {
		if (*c == 'd' ? !g_ascii_isdigit(*at) : *at != *c)
			return line;
	}
	at += strspn(at, ".0123456789");
	return g_str_has_prefix(at, "Z ") ? at + 2 : line;
}

/* "##[error]" */
static const char *skip_mark(const char *line)
{
	const char *end = g_str_has_prefix(line, "##[") ? strchr(line, ']') : NULL;
	return end != NULL ? end + 1 : line;
}

/* "│ ", "     | ", "  14 |  ". */
static const char *skip_gutter(const char *line)
{
	const char *at = line + strspn(line, " 0123456789");
	size_t length = 0;
	if (g_str_has_prefix(at, BAR))
		length = strlen(BAR);
	else if (*at == '|' && at > line)
		length = 1;
	if (length == 0)
		return line;
	at += length;
	return *at == ' ' ? at + 1 : at;
}

/* A run of backslashes and what they stand before: a JSON text inside another one has two of them, and so on. */
static const char *take_backslashes(const char *at, GString *out)
{
	const char *next = at + strspn(at, "\\");
	if (*next == 'r' || *next == 'n') {
		g_string_append_c(out, '\n');
		return next + 1;
	}
	if (g_ascii_strncasecmp(next, "u0027", 5) == 0 ||
	    g_ascii_strncasecmp(next, "u0022", 5) == 0) {
		g_string_append_c(out, next[4] == '7' ? '\'' : '"');
		return next + 5;
	}
	if (*next == '"' || *next == '\'' || *next == '/')
		return next;
	g_string_append_len(out, at, next - at);
	return next;
}

static void take_line(const char *line, GString *out)
{
	const char *at = skip_gutter(skip_mark(skip_time_stamp(line)));
	while (*at != '\0') {
		if (*at == '\\')
			at = take_backslashes(at, out);
		else if (*at == '\r')
			at++;
		else
			g_string_append_c(out, *at++);
	}
	g_string_append_c(out, '\n');
}

char *denial_unwrap(const char *text, size_t length)
{
	g_autofree char *valid = g_utf8_make_valid(text, (gssize)MIN(length, LIMIT_DENIAL));
	g_auto(GStrv) lines = g_strsplit(valid, "\n", -1);
	GString *out = g_string_sized_new(strlen(valid) + 1);
	for (char **line = lines; *line != NULL; line++) {
		/* Colors may stand before the gutter, and anything in a name. */
		escapes_remove(*line);
		take_line(*line, out);
	}
	return g_string_free(out, FALSE);
}
