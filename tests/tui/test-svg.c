/* A screen as a picture: well-formed, every text in its place, nothing from a server as markup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tui/terminal/svg.h"

static void count_start(GMarkupParseContext *context, const char *name, const char **names,
			const char **values, gpointer data, GError **error)
{
	GHashTable *counts = data;
	guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, name));
	(void)context, (void)names, (void)values, (void)error;
	g_hash_table_replace(counts, g_strdup(name), GUINT_TO_POINTER(count + 1));
}

/* Element names and how often each occurs; fails when the text is no well-formed XML. */
static GHashTable *parse_svg(const char *svg)
{
	static const GMarkupParser parser = { .start_element = count_start };
	GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, counts, NULL);
	assert_true(g_markup_parse_context_parse(context, svg, -1, NULL));
	assert_true(g_markup_parse_context_end_parse(context, NULL));
	g_markup_parse_context_free(context);
	return counts;
}

static void grid_to_svg__escapes_and_places_text__of_each_run(void **unused)
{
	g_autoptr(Grid) grid = grid_new(20, 2);
	Area whole = { .columns = 20, .rows = 2 };
	g_autoptr(GHashTable) counts = NULL;
	g_autofree char *svg = NULL;
	Theme theme;
	(void)unused;
	assert_true(theme_load(NULL, COLORS_TRUE, GROUND_DARK, &theme, NULL));
	grid_text(grid, whole, 2, 0, STYLE_TEXT, "<b>&\"x\"");
	grid_text(grid, whole, 0, 1, STYLE_ERROR, "東a");
	svg = grid_to_svg(grid, &theme);
	counts = parse_svg(svg);
	assert_int_equal(GPOINTER_TO_UINT(g_hash_table_lookup(counts, "text")), 3);
	assert_null(g_hash_table_lookup(counts, "b"));
	assert_non_null(strstr(svg, "x=\"30\" y=\"26\" textLength=\"63\""));
	assert_non_null(strstr(svg, "&lt;b&gt;&amp;&quot;x&quot;<"));
	assert_non_null(
		strstr(svg, "x=\"12\" y=\"45\" textLength=\"18\" xml:space=\"preserve\">東<"));
	assert_non_null(
		strstr(svg, "x=\"30\" y=\"45\" textLength=\"9\" xml:space=\"preserve\">a<"));
}

static void grid_to_svg__draws_shapes__for_lines_bars_and_backgrounds(void **unused)
{
	g_autoptr(Grid) grid = grid_new(10, 3);
	Area whole = { .columns = 10, .rows = 3 }, inner = { 1, 1, 8, 1 }, bar = { 2, 1, 4, 1 };
	g_autoptr(GHashTable) counts = NULL;
	g_autofree char *svg = NULL;
	Theme theme;
	(void)unused;
	assert_true(theme_load(NULL, COLORS_256, GROUND_DARK, &theme, NULL));
	grid_box(grid, whole, STYLE_BORDER, NULL);
	grid_fill(grid, inner, STYLE_SELECTED);
	grid_bar(grid, bar, 12, STYLE_BAR);
	grid->cursor_column = 3;
	grid->cursor_row = 1;
	svg = grid_to_svg(grid, &theme);
	counts = parse_svg(svg);
	assert_null(g_hash_table_lookup(counts, "text"));
	assert_null(strstr(svg, "─"));
	assert_null(strstr(svg, "█"));
	/* The screen, the cursor, two pieces for each of the box's 22 cells, 4 + 2 of the bar, 2 of the selection. */
	assert_int_equal(GPOINTER_TO_UINT(g_hash_table_lookup(counts, "rect")), 2 + 44 + 6 + 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grid_to_svg__escapes_and_places_text__of_each_run),
		cmocka_unit_test(grid_to_svg__draws_shapes__for_lines_bars_and_backgrounds),
	};
	return cmocka_run_group_tests_name("svg", tests, NULL, NULL);
}
