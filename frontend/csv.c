#include "frontend/csv.h"

#include <stdbool.h>
#include <string.h>

#include "src/base/text.h"

/* Before it is sanitized: a tab would be a blank by then. Full-width forms are formulas in some places, too. */
static bool is_formula(const char *text)
{
	static const char *const wide[] = { "＝", "＋", "－", "＠" };
	if (*text != '\0' && strchr("=+-@\t\r\n", *text) != NULL)
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(wide); i++) {
		if (g_str_has_prefix(text, wide[i]))
			return true;
	}
	return false;
}

static void append_cell(GString *line, const char *text)
{
	g_autofree char *clean = text_sanitize(text, -1);
	const bool is_unsafe = is_formula(text) || is_formula(clean);
	if (!is_unsafe && strpbrk(clean, "\",") == NULL && *clean != ' ') {
		g_string_append(line, clean);
		return;
	}
	g_string_append(line, is_unsafe ? "\"'" : "\"");
	for (const char *at = clean; *at != '\0'; at++) {
		if (*at == '"')
			g_string_append_c(line, '"');
		g_string_append_c(line, *at);
	}
	g_string_append_c(line, '"');
}

void csv_append(GString *text, const char *const *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			g_string_append_c(text, ',');
		if (cells[i] != NULL)
			append_cell(text, cells[i]);
	}
	g_string_append(text, "\r\n");
}
