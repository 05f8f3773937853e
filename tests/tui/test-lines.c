/* Lines of a dialog: where long texts are broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tui/widgets/page.h"

static void ids__break_where_their_parts_begin(void **unused)
{
	(void)unused;
	static const struct {
		int columns, indent;
		const char *text, *lines;
	} cases[] = {
		{ 12, 0, "one two three", "one two|three" },
		{ 12, 2, "/aaaa/bbbb/cccc", "/aaaa/bbbb/|  cccc" },
		{ 13, 2, "  /aaaa/bbbb/cccc", "  /aaaa/bbbb/|  cccc" },
		{ 6, 0, "abcdefgh", "abcdef|gh" },
		{ 6, 0, "one\ntwo", "one|two" },
		{ 6, 0, "", "" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Page) page = page_new(cases[i].columns);
		g_autoptr(GString) joined = g_string_new(NULL);
		page_add(page, cases[i].indent, STYLE_TEXT, cases[i].text);
		for (size_t j = 0; j < page_count(page); j++)
			g_string_append_printf(joined, "%s%s", j ? "|" : "",
					       page_line(page, j)->text);
		assert_string_equal(joined->str, cases[i].lines);
	}
}

/* What is selected with a long address is the address: neither a frame nor a pane stands beside it. */
static void address__fills_whole_rows_of_the_screen__where_it_is_long(void **unused)
{
	(void)unused;
	g_autoptr(Grid) grid = grid_new(20, 6);
	const Area box = { 2, 0, 16, 6 }, inside = { 4, 1, 12, 4 };
	g_autoptr(Page) page = page_new(inside.columns);
	page_add(page, 0, STYLE_TEXT, "Open:");
	page_add_address(page, STYLE_KEY, "https://h/abcdefghijklmnop", grid->columns);
	page_add_address(page, STYLE_KEY, "https://h/", grid->columns);
	grid_box(grid, box, STYLE_BORDER, NULL);
	page_draw(page, 0, grid, inside);
	g_autofree char *text = grid_to_text(grid);
	assert_string_equal(text, "  ┌──────────────┐\n"
				  "  │ Open:        │\n"
				  "https://h/abcdefghij\n"
				  "klmnop\n"
				  "  │ https://h/   │\n"
				  "  └──────────────┘\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids__break_where_their_parts_begin),
		cmocka_unit_test(address__fills_whole_rows_of_the_screen__where_it_is_long),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
