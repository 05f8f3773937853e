/* What changes between pictures, as a terminal shows it that was told by the painter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <vterm.h>

#include "tui/terminal/painter.h"

#define COLUMNS 40
#define ROWS    12
#define ROUNDS  4000

static const Area whole = { .columns = COLUMNS, .rows = ROWS };

/* Plain ones, those that color text, and those that are seen on a blank, too. */
static const struct {
	const char *parameters;
	int foreground; /* of the palette; -1: the terminal's own */
	bool is_bold, is_reverse, is_underline;
} looks[] = {
	{ "", -1, false, false, false },  { "1", -1, true, false, false },
	{ "31", 1, false, false, false }, { "7", -1, false, true, false },
	{ "4", -1, false, false, true },  { "1;32", 2, true, false, false },
};

typedef struct Stand {
	Painter painter;
	VTerm *term;
	VTermScreen *screen;
	Grid *shown, *grid;
	GString *bytes;
} Stand;

static int set_up(void **state)
{
	Stand *stand = g_new0(Stand, 1);
	for (StyleId id = 0; id < STYLE_COUNT; id++) {
		const size_t look = (size_t)id % G_N_ELEMENTS(looks);
		painter_set_pen(&stand->painter, id, looks[look].parameters,
				looks[look].is_reverse || looks[look].is_underline);
	}
	stand->painter.can_erase = true;
	stand->term = vterm_new(ROWS, COLUMNS);
	vterm_set_utf8(stand->term, 1);
	stand->screen = vterm_obtain_screen(stand->term);
	vterm_screen_reset(stand->screen, 1);
	stand->shown = grid_new(COLUMNS, ROWS);
	stand->grid = grid_new(COLUMNS, ROWS);
	stand->bytes = g_string_new(NULL);
	*state = stand;
	return 0;
}

static int tear_down(void **state)
{
	Stand *stand = *state;
	painter_clear(&stand->painter);
	vterm_free(stand->term);
	grid_free(stand->shown);
	grid_free(stand->grid);
	g_string_free(stand->bytes, TRUE);
	g_free(stand);
	return 0;
}

static void paint(Stand *stand)
{
	g_string_truncate(stand->bytes, 0);
	painter_paint(&stand->painter, stand->shown, stand->grid, stand->bytes);
	vterm_input_write(stand->term, stand->bytes->str, stand->bytes->len);
	assert_true(grid_equal(stand->shown, stand->grid));
}

static void assert_cell(const Cell *cell, const VTermScreenCell *real)
{
	char text[64] = "";
	size_t length = 0;
	for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && real->chars[i] != 0; i++)
		length += (size_t)g_unichar_to_utf8(real->chars[i], text + length);
	text[length] = '\0';
	const bool is_blank = strcmp(cell->text, " ") == 0;
	assert_string_equal(length > 0 ? text : " ", cell->text);
	const size_t look = (size_t)cell->style % G_N_ELEMENTS(looks);
	assert_int_equal(real->attrs.reverse, looks[look].is_reverse);
	assert_int_equal(real->attrs.underline != 0, looks[look].is_underline);
	if (is_blank)
		return;
	assert_int_equal(real->attrs.bold, looks[look].is_bold);
	assert_int_equal(VTERM_COLOR_IS_DEFAULT_FG(&real->fg) ? -1 : real->fg.indexed.idx,
			 looks[look].foreground);
}

static void assert_shown(Stand *stand)
{
	for (int row = 0; row < ROWS; row++) {
		for (int column = 0; column < COLUMNS; column++) {
			const Cell *cell = grid_cell(stand->grid, column, row);
			VTermScreenCell real;
			vterm_screen_get_cell(stand->screen, (VTermPos){ row, column }, &real);
			if (cell->width > 0)
				assert_cell(cell, &real);
		}
	}
	VTermPos cursor;
	vterm_state_get_cursorpos(vterm_obtain_state(stand->term), &cursor);
	if (stand->grid->cursor_row >= 0) {
		assert_int_equal(cursor.row, stand->grid->cursor_row);
		assert_int_equal(cursor.col, stand->grid->cursor_column);
	}
}

/* ---- What anybody may draw ---------------------------------------------------------------------- */

static void write_somewhere(Grid *grid, GRand *rand)
{
	static const char *const texts[] = {
		"Reader",
		" ",
		"                      ",
		"日本語の役割",
		"e\u0301te\u0301",
		"──┬──│",
		"Contributor        rg-payments    rg",
		"ж",
		"0",
	};
	grid_text(grid, whole, g_rand_int_range(rand, 0, COLUMNS), g_rand_int_range(rand, 0, ROWS),
		  (StyleId)g_rand_int_range(rand, 0, STYLE_COUNT),
		  texts[g_rand_int_range(rand, 0, G_N_ELEMENTS(texts))]);
}

/* The rows below the first one move on, and a new one comes in. */
static void move_rows(Grid *grid, GRand *rand)
{
	const size_t row = COLUMNS, count = COLUMNS * (ROWS - 3);
	const size_t step = g_rand_boolean(rand) ? row : 0;
	memmove(&grid->cells[row + row - step], &grid->cells[row + step],
		count * sizeof *grid->cells);
	write_somewhere(grid, rand);
}

static void change(Grid *grid, GRand *rand)
{
	const Area part = { g_rand_int_range(rand, 0, COLUMNS), g_rand_int_range(rand, 0, ROWS),
			    g_rand_int_range(rand, 1, COLUMNS), g_rand_int_range(rand, 1, 4) };
	const StyleId style = (StyleId)g_rand_int_range(rand, 0, STYLE_COUNT);
	switch (g_rand_int_range(rand, 0, 8)) {
	case 0:
		grid_fill(grid, part, style);
		break;
	case 1:
		grid_box(grid, part, style, "Scope");
		break;
	case 2:
		move_rows(grid, rand);
		break;
	case 3:
		grid->cursor_row = g_rand_int_range(rand, -1, ROWS);
		grid->cursor_column = g_rand_int_range(rand, 0, COLUMNS);
		break;
	case 4:
		if (g_rand_int_range(rand, 0, 20) == 0)
			grid_erase(grid);
		break;
	default:
		write_somewhere(grid, rand);
		break;
	}
}

/* ---- Tests ---------------------------------------------------------------------------------------- */

static void painting__shows_what_the_grid_has__whatever_changed(void **state)
{
	Stand *stand = *state;
	g_autoptr(GRand) rand = g_rand_new_with_seed(17);
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = g_rand_int_range(rand, 1, 5); i > 0; i--)
			change(stand->grid, rand);
		stand->painter.can_erase = round % 3 != 0;
		paint(stand);
		assert_shown(stand);
	}
}

static void painting__writes_nothing__where_nothing_is_seen_to_change(void **state)
{
	Stand *stand = *state;
	grid_text(stand->grid, whole, 0, 0, STYLE_TEXT, "Reader");
	paint(stand);
	paint(stand);
	assert_int_equal(stand->bytes->len, 0);
	/* A blank of another color is a blank. */
	grid_text(stand->grid, whole, 10, 0, (StyleId)2, "   ");
	paint(stand);
	assert_int_equal(stand->bytes->len, 0);
}

/* This terminal has it in one column: what was in the other one is gone. */
static void painting__leaves_nothing__behind_a_character_of_disputed_width(void **state)
{
	Stand *stand = *state;
	VTermScreenCell real;
	grid_text(stand->grid, whole, 0, 3, STYLE_TEXT, "through");
	paint(stand);
	grid_text(stand->grid, whole, 0, 3, STYLE_TEXT, "🧪 at");
	assert_int_equal(grid_cell(stand->grid, 0, 3)->width, 2);
	paint(stand);
	vterm_screen_get_cell(stand->screen, (VTermPos){ 3, 0 }, &real);
	assert_int_equal(real.chars[0], 0x1F9EA);
	vterm_screen_get_cell(stand->screen, (VTermPos){ 3, 1 }, &real);
	assert_true(real.chars[0] == 0 || real.chars[0] == ' ' || real.chars[0] == (uint32_t)-1);
	vterm_screen_get_cell(stand->screen, (VTermPos){ 3, 3 }, &real);
	assert_int_equal(real.chars[0], 'a');
}

/* Two lines of it have hardly a letter in common. */
static void put_list(Stand *stand, int column, int columns, int from)
{
	static const char letters[] = "thequickbrownfoxjumpsoverthelazydogandrunsaway";
	for (int row = 0; row < ROWS; row++)
		grid_printf(stand->grid, whole, column, row, STYLE_TEXT, "%.*s", columns,
			    letters + (row + from) * 5 % 24);
}

static void painting__writes_the_line_that_came_in__where_the_others_moved(void **state)
{
	Stand *stand = *state;
	put_list(stand, 0, 20, 0);
	paint(stand);
	assert_shown(stand);
	put_list(stand, 0, 20, 1);
	paint(stand);
	assert_shown(stand);
	assert_in_range(stand->bytes->len, 1, 60);
}

/* The list beside it is written again, which is less than to write all that moved. */
static void painting__moves_a_list__beside_one_that_stays(void **state)
{
	Stand *stand = *state;
	put_list(stand, 0, 20, 0);
	put_list(stand, 22, 4, 0);
	paint(stand);
	put_list(stand, 0, 20, 1);
	paint(stand);
	assert_shown(stand);
	assert_in_range(stand->bytes->len, 1, ROWS * 20 - 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(painting__shows_what_the_grid_has__whatever_changed,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			painting__writes_nothing__where_nothing_is_seen_to_change, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			painting__writes_the_line_that_came_in__where_the_others_moved, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			painting__leaves_nothing__behind_a_character_of_disputed_width, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(painting__moves_a_list__beside_one_that_stays,
						set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
