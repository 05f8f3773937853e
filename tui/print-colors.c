/* The colors of [theme] for what verbs print. */
#include "tui/dashboard.h"
#include "tui/terminal/sgr.h"
#include "tui/terminal/term.h"

char **dashboard_print_colors(const Settings *settings, const char *const *styles)
{
	int colors = 0;
	Theme theme;
	if (!term_check(&colors, NULL) || colors == 0)
		return NULL;
	const ColorDepth depth = color_depth(colors);
	/* What is wrong with [theme] is told by `config check`, and by the dashboard. */
	if (!theme_load(settings, depth, GROUND_UNKNOWN, &theme, NULL) &&
	    !theme_load(NULL, depth, GROUND_UNKNOWN, &theme, NULL))
		return NULL;
	GPtrArray *found = g_ptr_array_new();
	for (size_t i = 0; styles[i] != NULL; i++) {
		const StyleId style = theme_find_style(styles[i]);
		g_ptr_array_add(found, style < STYLE_COUNT ? style_to_sgr(&theme.styles[style])
							   : g_strdup(""));
	}
	g_ptr_array_add(found, NULL);
	return (char **)g_ptr_array_free(found, FALSE);
}
