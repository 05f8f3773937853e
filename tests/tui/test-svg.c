/* A screen as a picture: well-formed, every letter in its place, nothing from a server as markup. */
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
	const guint seen = GPOINTER_TO_UINT(g_hash_table_lookup(counts, name));
	(void)context, (void)names, (void)values, (void)error;
	g_hash_table_replace(counts, g_strdup(name), GUINT_TO_POINTER(seen + 1));
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

static guint count(GHashTable *counts, const char *name)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(counts, name));
}

/* In any font: each letter has a place of its own, and blanks are nothing. */
static void grid_to_svg__places_each_letter__in_the_middle_of_its_cell(void **unused)
{
	g_autoptr(Grid) grid = grid_new(20, 2);
	Area whole = { .columns = 20, .rows = 2 };
	Theme theme;
	(void)unused;
	assert_true(theme_load(NULL, COLORS_TRUE, GROUND_DARK, &theme, NULL));
	grid_text(grid, whole, 2, 0, STYLE_TEXT, "<b> \"x\"");
	grid_text(grid, whole, 0, 1, STYLE_ERROR, "東a🔒e\u0301");
	g_autofree char *svg = grid_to_svg(grid, &theme);
	g_autoptr(GHashTable) counts = parse_svg(svg);
	assert_int_equal(count(counts, "text"), 2);
	assert_int_equal(count(counts, "tspan"), 6 + 4);
	assert_int_equal(count(counts, "b"), 0);
	assert_non_null(strstr(svg, " y=\"26\"><tspan x=\"34.5\">&lt;</tspan>"
				    "<tspan x=\"43.5\">b</tspan><tspan x=\"52.5\">&gt;</tspan>"
				    "<tspan x=\"70.5\">&quot;</tspan>"));
	assert_non_null(strstr(svg, " y=\"45\"><tspan class=\"w\" x=\"21\">東</tspan>"
				    "<tspan x=\"34.5\">a</tspan>"
				    "<tspan class=\"w\" x=\"48\">🔒</tspan>"
				    "<tspan x=\"61.5\">é</tspan>"));
}

/* A list of fonts with digits in color would draw 9:07 in them. */
static void grid_to_svg__keeps_emoji_fonts__for_wide_letters(void **unused)
{
	g_autoptr(Grid) grid = grid_new(20, 1);
	Theme theme;
	(void)unused;
	assert_true(theme_load(NULL, COLORS_TRUE, GROUND_DARK, &theme, NULL));
	g_autofree char *svg = grid_to_svg(grid, &theme);
	const char *narrow = strstr(svg, "text{font-family:");
	const char *wide = strstr(svg, ".w{font-family:");
	assert_non_null(narrow);
	assert_true(wide > narrow);
	assert_null(g_strstr_len(narrow, wide - narrow, "Emoji"));
	assert_non_null(strstr(wide, "Emoji"));
}

/* For screen readers and for searching. */
static void grid_to_svg__tells_the_text__beside_the_letters(void **unused)
{
	g_autoptr(Grid) grid = grid_new(20, 2);
	Area whole = { .columns = 20, .rows = 2 };
	Theme theme;
	(void)unused;
	assert_true(theme_load(NULL, COLORS_TRUE, GROUND_DARK, &theme, NULL));
	grid_text(grid, whole, 2, 0, STYLE_TEXT, "two & words");
	g_autofree char *svg = grid_to_svg(grid, &theme);
	assert_non_null(strstr(svg, "<desc>\n  two &amp; words\n"));
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
	const char *drawn = strstr(svg, "</desc>");
	assert_null(strstr(drawn, "─"));
	assert_null(strstr(drawn, "█"));
	/*
	 * The screen, the cursor; of the box two stretches, two pieces for each of four corners, two sides; 4 + 2 of the
	 * bar, 2 of the selection.
	 */
	assert_int_equal(count(counts, "rect"), 2 + 2 + 8 + 2 + 6 + 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grid_to_svg__places_each_letter__in_the_middle_of_its_cell),
		cmocka_unit_test(grid_to_svg__keeps_emoji_fonts__for_wide_letters),
		cmocka_unit_test(grid_to_svg__tells_the_text__beside_the_letters),
		cmocka_unit_test(grid_to_svg__draws_shapes__for_lines_bars_and_backgrounds),
	};
	return cmocka_run_group_tests_name("svg", tests, NULL, NULL);
}
