/* The cell buffer: clipping, wide and combining characters, lines and bars, in both alphabets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tui/terminal/grid.h"

static const Area whole = { .columns = 12, .rows = 3 };

static void assert_row(const Grid *grid, int row, const char *expected)
{
	g_autofree char *text = grid_to_text(grid);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	assert_string_equal(lines[row], expected);
}

typedef struct TextCase {
	const char *text;
	int column, width;
	const char *row;
	int written;
	bool is_ascii;
} TextCase;

static const TextCase text_cases[] = {
	{ "Reader", 0, -1, "Reader", 6, false },
	{ "Reader", 8, -1, "        Rea…", 4, false },
	{ "Reader", 0, 4, "Rea…", 4, false },
	{ "Reader", 0, 4, "Rea~", 4, true },
	{ "Reader", 0, 6, "Reader", 6, false },
	{ "Reader", 0, 1, "…", 1, false },
	{ "Reader", 0, 0, "", 0, false },
	{ "Reader", 12, -1, "", 0, false },
	{ "", 0, -1, "", 0, false },
	{ NULL, 0, -1, "", 0, false },
	/* Wide characters take two columns, and never half of one is shown. */
	{ "東京", 0, -1, "東京", 4, false },
	{ "東京", 0, 4, "東京", 4, false },
	{ "東京", 0, 3, "東…", 3, false },
	{ "東京", 0, 2, "…", 1, false },
	{ "東京", 0, 1, "…", 1, false },
	{ "東京都", 9, -1, "         東…", 3, false },
	{ "a東京", 0, 4, "a東…", 4, false },
	/* Combining marks stay with their base; one without a base is shown as unreadable. */
	{ "e\u0301te\u0301", 0, -1, "e\u0301te\u0301", 3, false },
	{ "e\u0301te\u0301s", 0, 3, "e\u0301t…", 3, false },
	{ "\u0301x", 0, -1, "\uFFFDx", 2, false },
	/* Without UTF-8 the letter remains, else a question mark of the same width. */
	{ "Zürich – Süd", 0, -1, "Zurich - Sud", 12, true },
	{ "東京", 0, -1, "? ?", 4, true },
	{ "Ωa…", 0, -1, "?a~", 3, true },
	{ "e\u0301te\u0301", 0, -1, "ete", 3, true },
	/* What a server must not do to a terminal. */
	{ "a\033[2Jb", 0, -1, "a\uFFFD[2Jb", 6, false },
	{ "a\xc2\x9bm", 0, -1, "a\uFFFDm", 3, false },
	{ "a\nb\tc", 0, -1, "a b c", 5, false },
	{ "x\u202ey", 0, -1, "x\uFFFDy", 3, false },
	{ "x\u200by", 0, -1, "x\uFFFDy", 3, false },
	{ "👩\u200d💻 dev", 0, -1, "👩💻 dev", 8, false },
	{ "⚠\ufe0fx", 0, -1, "⚠x", 2, false },
	{ "گروه\u200cها", 0, -1, "گروهها", 6, false },
	{ "x\xffy", 0, -1, "x\uFFFDy", 3, false },
	{ "x\177y", 0, -1, "x?y", 3, true },
};

static void grid_text__writes_what_fits__for_each_text(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(text_cases); i++) {
		const TextCase *test = &text_cases[i];
		g_autoptr(Grid) grid = grid_new(12, 3);
		int written;
		grid->is_ascii = test->is_ascii;
		written = grid_text(grid,
				    test->width < 0 ? whole
						    : area_limit(whole, test->column + test->width),
				    test->column, 1, STYLE_TEXT, test->text);
		assert_row(grid, 0, "");
		assert_row(grid, 1, test->row);
		assert_row(grid, 2, "");
		assert_int_equal(written, test->written);
	}
}

static void grid_text__keeps_whole_characters__when_written_over_wide_ones(void **unused)
{
	static const struct {
		int column;
		const char *text, *row;
	} cases[] = {
		{ 0, "x", "x 京都" },   { 1, "x", " x京都" }, { 2, "x", "東x 都" },
		{ 1, "大", " 大 都" },  { 3, "大", "東 大" }, { 5, "x", "東京 x" },
		{ 1, "xyz", " xyz都" },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Grid) grid = grid_new(12, 1);
		grid_text(grid, whole, 0, 0, STYLE_TEXT, "東京都");
		grid_text(grid, whole, cases[i].column, 0, STYLE_DIM, cases[i].text);
		assert_row(grid, 0, cases[i].row);
		for (int x = 0; x < 12; x++) {
			const Cell *cell = grid_cell(grid, x, 0);
			assert_true(cell->width != 2 || grid_cell(grid, x + 1, 0)->width == 0);
			assert_true(cell->width != 0 || grid_cell(grid, x - 1, 0)->width == 2);
		}
	}
}

static void grid_text__writes_nothing_outside__when_area_is_clipped(void **unused)
{
	g_autoptr(Grid) grid = grid_new(12, 3);
	g_autoptr(Grid) blank = grid_new(12, 3);
	Area inner = { .column = 2, .row = 1, .columns = 4, .rows = 1 };
	Area beyond = { .column = 10, .row = 1, .columns = 40, .rows = 40 };
	Area before = { .column = -3, .row = 0, .columns = 6, .rows = 1 };
	Area nowhere = { .column = 50, .row = 50, .columns = 5, .rows = 5 };
	(void)unused;
	grid_text(grid, nowhere, 0, 0, STYLE_TEXT, "abc");
	grid_text(grid, inner, 0, 1, STYLE_TEXT, "below");
	grid_text(grid, inner, 0, -1, STYLE_TEXT, "above");
	grid_fill(grid, nowhere, STYLE_DIM);
	grid_box(grid, nowhere, STYLE_BORDER, "box");
	assert_true(grid_equal(grid, blank));
	grid_text(grid, area_limit(inner, 1 + 99), 1, 0, STYLE_TEXT, "cut here");
	assert_row(grid, 1, "   cu…");
	grid_text(grid, beyond, 0, 0, STYLE_TEXT, "abcdef");
	assert_row(grid, 1, "   cu…    ab");
	grid_text(grid, before, 0, 0, STYLE_TEXT, "abcdef");
	assert_row(grid, 0, "def");
	assert_null(grid_cell(grid, 12, 0));
	assert_null(grid_cell(grid, 0, -1));
}

static void grid_box__joins_lines__in_both_alphabets(void **unused)
{
	static const char *const rows[2][5] = {
		{ "┌─ It ─────┐", "├───┬──────┤", "│   │      │", "│   │      │", "└───┴──────┘" },
		{ "+- It -----+", "+---+------+", "|   |      |", "|   |      |", "+---+------+" },
	};
	Area area = { .columns = 12, .rows = 5 };
	(void)unused;
	for (int is_ascii = 0; is_ascii < 2; is_ascii++) {
		g_autoptr(Grid) grid = grid_new(12, 5);
		grid->is_ascii = is_ascii;
		grid_box(grid, area, STYLE_BORDER, "It");
		grid_hline(grid, area, 0, 1, 12, STYLE_BORDER);
		grid_vline(grid, area, 4, 1, 4, STYLE_BORDER);
		for (int row = 0; row < 5; row++)
			assert_row(grid, row, rows[is_ascii][row]);
	}
}

static void grid_bar__fills_eighths__in_both_alphabets(void **unused)
{
	static const struct {
		int eighths;
		const char *blocks, *ascii;
	} cases[] = {
		{ 0, "░░░░", "----" },  { 1, "▏░░░", "#---" },  { 8, "█░░░", "#---" },
		{ 12, "█▌░░", "##--" }, { 11, "█▍░░", "#---" }, { 31, "███▉", "####" },
		{ 32, "████", "####" }, { 99, "████", "####" }, { -5, "░░░░", "----" },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Grid) grid = grid_new(6, 2);
		Area bar = { .columns = 4, .rows = 1 };
		grid_bar(grid, bar, cases[i].eighths, STYLE_BAR);
		bar.row = 1;
		grid->is_ascii = true;
		grid_bar(grid, bar, cases[i].eighths, STYLE_BAR);
		assert_row(grid, 0, cases[i].blocks);
		assert_row(grid, 1, cases[i].ascii);
	}
}

static void grid_to_styles__shows_letters__when_restyled(void **unused)
{
	g_autoptr(Grid) grid = grid_new(6, 2);
	g_autofree char *styles = NULL;
	Area row = { .column = 1, .row = 1, .columns = 3, .rows = 9 };
	(void)unused;
	grid_text(grid, whole, 0, 0, STYLE_ERROR, "東");
	grid_restyle(grid, row, STYLE_SELECTED);
	styles = grid_to_styles(grid);
	assert_string_equal(styles, "ee\n SSS\n");
}

static void grid_equal__sees_each_difference__of_two_grids(void **unused)
{
	g_autoptr(Grid) one = grid_new(4, 2);
	g_autoptr(Grid) same = grid_new(4, 2);
	g_autoptr(Grid) wider = grid_new(5, 2);
	(void)unused;
	assert_true(grid_equal(one, same));
	assert_false(grid_equal(one, wider));
	grid_text(one, whole, 0, 0, STYLE_TEXT, "a");
	assert_false(grid_equal(one, same));
	grid_text(same, whole, 0, 0, STYLE_DIM, "a");
	assert_false(grid_equal(one, same));
	grid_text(same, whole, 0, 0, STYLE_TEXT, "a");
	assert_true(grid_equal(one, same));
	same->cursor_column = 1;
	assert_false(grid_equal(one, same));
	grid_erase(same);
	grid_erase(one);
	assert_true(grid_equal(one, same));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grid_text__writes_what_fits__for_each_text),
		cmocka_unit_test(grid_text__keeps_whole_characters__when_written_over_wide_ones),
		cmocka_unit_test(grid_text__writes_nothing_outside__when_area_is_clipped),
		cmocka_unit_test(grid_box__joins_lines__in_both_alphabets),
		cmocka_unit_test(grid_bar__fills_eighths__in_both_alphabets),
		cmocka_unit_test(grid_to_styles__shows_letters__when_restyled),
		cmocka_unit_test(grid_equal__sees_each_difference__of_two_grids),
	};
	return cmocka_run_group_tests_name("grid", tests, NULL, NULL);
}
