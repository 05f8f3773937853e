/* What holds for every screen at every size: nothing outside, nothing unclean, the selection in sight, and quick. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <time.h>

#include "src/base/text.h"
#include "tests/tui/scenes/scenes.h"
#include "tui/tables.h"

static void assert_sane(const Scene *scene, const Grid *grid)
{
	int column = 0;
	for (int row = 0; row < grid->rows; row++) {
		for (column = 0; column < grid->columns; column++) {
			const Cell *cell = grid_cell(grid, column, row);
			const Cell *next = grid_cell(grid, column + 1, row);
			assert_true(text_is_clean(cell->text));
			assert_in_range(cell->width, 0, 2);
			assert_in_range(cell->style, 0, STYLE_COUNT - 1);
			assert_true(cell->width != 2 || (next && next->width == 0));
			assert_true(cell->width != 0 ||
				    (column > 0 && grid_cell(grid, column - 1, row)->width == 2));
			assert_true(!scene->is_ascii ||
				    (cell->text[0] >= 0x20 && cell->text[0] < 0x7f));
		}
	}
	assert_in_range(grid->cursor_column + 1, 0, grid->columns);
	assert_in_range(grid->cursor_row + 1, 0, grid->rows);
}

static void view_draw__keeps_within_the_grid__at_any_size(void **unused)
{
	static const int columns[] = { 1, 7, 19, 20, 27, 33, 40, 59, 60, 71, 80, 97, 119, 131 };
	static const int rows[] = { 1, 5, 6, 7, 9, 12, 17, 24, 41 };
	(void)unused;
	for (size_t s = 0; scene_at(s) != NULL; s++) {
		const Scene *scene = scene_at(s);
		g_autoptr(Desk) desk = scene_play(scene, 80, 24);
		for (size_t c = 0; c < G_N_ELEMENTS(columns); c++) {
			/* Every width with two heights and every height with two widths is enough. */
			for (size_t r = c % 4; r < G_N_ELEMENTS(rows); r += 4) {
				desk_resize(desk, columns[c], rows[r]);
				assert_sane(scene, desk_draw(desk));
			}
		}
	}
}

/* Which dialogs a scene shows, as golden files too: what nobody looks at is cut one day. */
static void scenes__show_each_dialog(void **unused)
{
	(void)unused;
	g_autoptr(GHashTable) shown = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (size_t s = 0; scene_at(s) != NULL; s++) {
		g_autoptr(Desk) desk = scene_play(scene_at(s), 80, 24);
		if (desk_dialog(desk) != NULL)
			g_hash_table_add(shown, g_strdup(desk_dialog(desk)));
	}
	for (size_t i = 0; i < dashboard_tables.dialog_count; i++) {
		const char *title = dashboard_tables.dialogs[i]->title;
		if (!g_hash_table_contains(shown, title))
			fail_msg("no scene shows the dialog \"%s\"", title);
	}
}

static void view_draw__writes_ascii_alone__where_that_is_wanted(void **unused)
{
	(void)unused;
	for (size_t s = 0; scene_at(s) != NULL; s++) {
		Scene scene = *scene_at(s);
		scene.is_ascii = true;
		g_autoptr(Desk) desk = scene_play(&scene, 120, 40);
		assert_sane(&scene, desk_draw(desk));
	}
}

/* Rows that hold `text` in the style. */
static int count_rows(const Grid *grid, const char *text, StyleId style)
{
	int count = 0;
	for (int row = 0; row < grid->rows; row++) {
		bool has_style = false;
		g_autoptr(GString) line = g_string_new(NULL);
		for (int column = 0; column < grid->columns; column++) {
			const Cell *cell = grid_cell(grid, column, row);
			g_string_append(line, cell->text);
			has_style |= cell->style == style;
		}
		count += has_style && strstr(line->str, text) != NULL;
	}
	return count;
}

static void view_draw__shows_the_selection__wherever_it_goes(void **unused)
{
	static const char *const keys[] = { "down",    "page-down", "G",        "up",
					    "page-up", "g",         "page-down" };
	g_autoptr(Desk) desk = pictures_start(&(DeskStart){ .columns = 80, .rows = 24 });
	(void)unused;
	pictures_load_many(desk, 1000);
	desk_focus_on(desk, "eligible");
	for (size_t i = 0; i < 50; i++) {
		g_autofree char *name = NULL;
		desk_keys(desk, keys[i % G_N_ELEMENTS(keys)]);
		if (i % 5 == 0)
			desk_resize(desk, 60 + (int)i, 24 - (int)i % 13);
		/* "Role 00042 …": the rest may be cut. */
		name = g_strndup(desk_selected_role(desk), 10);
		assert_int_equal(count_rows(desk_draw(desk), name, STYLE_SELECTED), 1);
	}
}

static void view_draw__says_what_is_too_small__in_one_line(void **unused)
{
	static const struct {
		int columns, rows;
		const char *line;
	} cases[] = {
		{ 19, 24, "needs 20 columns" },
		{ 10, 3, "needs 20 …" },
		{ 80, 5, "needs 6 rows" },
		{ 1, 1, "…" },
	};
	g_autoptr(Desk) desk = pictures_start(&(DeskStart){ .columns = 80, .rows = 24 });

	(void)unused;
	pictures_load(desk);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = NULL;
		desk_resize(desk, cases[i].columns, cases[i].rows);
		text = g_strchomp(grid_to_text(desk_draw(desk)));
		assert_string_equal(text, cases[i].line);
	}
	desk_resize(desk, 20, 6);
	assert_int_equal(count_rows(desk_draw(desk), "Eligi…", STYLE_FOCUS), 1);
}

/* Generous, and the time of this program alone: what is meant is that no list is walked from end to end for one frame. */
static void view_draw__takes_no_longer__for_many_rows(void **unused)
{
	g_autoptr(Desk) desk = pictures_start(&(DeskStart){ .columns = 80, .rows = 24 });
	clock_t started;
	(void)unused;
	pictures_load_many(desk, 10000);
	desk_keys(desk, "G");
	started = clock();
	for (int i = 0; i < 100; i++)
		desk_draw(desk);
	assert_in_range((clock() - started) / 100, 0, 5000 * CLOCKS_PER_SEC / 1000000);
}

static int count_lines_with(const Grid *grid, const char *text)
{
	g_autofree char *all = grid_to_text(grid);
	int count = 0;
	for (const char *at = all; (at = strstr(at, text)) != NULL; at++)
		count++;
	return count;
}

static void view_draw__wraps__what_stands_below_the_panes(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	Problem *problem = problem_new(PROBLEM_FAILED, "Busy",
				       "the service is being mended till nobody knows when", NULL);
	desk_event(desk, failed_event(WORKLOAD_ENTRA, LIST_ASSIGNMENTS, problem));
	const Grid *grid = desk_draw(desk);
	assert_int_equal(count_lines_with(grid, "knows when"), 2);
	desk_keys(desk, "esc");
	assert_int_equal(count_lines_with(desk_draw(desk), "knows when"), 1);
}

static void view_draw__shows_the_end_of_a_filter__where_it_is_long(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_focus_on(desk, "scope");
	desk_keys(desk, "/");
	desk_type(desk, "a-name-that-is-longer-than-its-pane");
	assert_int_equal(count_lines_with(desk_draw(desk), "-than-its-pane"), 1);
	assert_int_equal(count_lines_with(desk_draw(desk), "a-name"), 0);
}

/* Half of a name is none: what the box would cut is not there, what ends before it is. */
static void view_draw__cuts_no_word__beside_a_dialog(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(120, 40);
	desk_load(desk);
	assert_int_equal(count_lines_with(desk_draw(desk), "── Eligible"), 1);
	assert_true(count_lines_with(desk_draw(desk), "   Global Reader") > 0);
	desk_keys(desk, "?");
	const Grid *grid = desk_draw(desk);
	assert_int_equal(count_lines_with(grid, "Eligibl"), 0);
	assert_int_equal(count_lines_with(grid, "Global │"), 0);
	assert_true(count_lines_with(grid, " Reader │") > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(view_draw__keeps_within_the_grid__at_any_size),
		cmocka_unit_test(scenes__show_each_dialog),
		cmocka_unit_test(view_draw__writes_ascii_alone__where_that_is_wanted),
		cmocka_unit_test(view_draw__shows_the_selection__wherever_it_goes),
		cmocka_unit_test(view_draw__says_what_is_too_small__in_one_line),
		cmocka_unit_test(view_draw__takes_no_longer__for_many_rows),
		cmocka_unit_test(view_draw__wraps__what_stands_below_the_panes),
		cmocka_unit_test(view_draw__shows_the_end_of_a_filter__where_it_is_long),
		cmocka_unit_test(view_draw__cuts_no_word__beside_a_dialog),
	};
	return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
