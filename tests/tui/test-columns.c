/* How wide the columns of a list become. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tui/widgets/columns.h"

/* A role, where it is, its kind, why, and its id. */
static const ListColumn columns[] = {
	{ .name = "role", .least = 8, .most = 20, .share = 1 },
	{ .name = "at", .least = 6, .most = 12, .share = 1, .gap = 1 },
	{ .name = "kind", .least = 5, .most = 5, .rank = 1, .gap = 1 },
	{ .name = "why", .least = 8, .most = 20, .share = 2, .rank = 2, .gap = 1 },
	{ .name = "id", .least = 10, .most = 30, .rank = 3, .gap = 1 },
};

static void columns_fit__gives_names_their_room_first(void **unused)
{
	(void)unused;
	static const struct {
		int room, needs[5], widths[5];
	} cases[] = {
		/* All have what they need. */
		{ 90, { 20, 12, 5, 15, 30 }, { 21, 13, 5, 17, 30 } },
		/* An id is cut before a reason, and goes before one. */
		{ 76, { 20, 12, 5, 15, 30 }, { 20, 12, 5, 15, 20 } },
		{ 60, { 20, 12, 5, 15, 30 }, { 21, 13, 5, 18, 0 } },
		/* A reason is cut before a name, and goes before one. */
		{ 50, { 20, 12, 5, 15, 30 }, { 20, 12, 5, 10, 0 } },
		{ 40, { 20, 12, 5, 15, 30 }, { 20, 13, 5, 0, 0 } },
		{ 34, { 20, 12, 5, 15, 30 }, { 20, 13, 0, 0, 0 } },
		/* A name that is longer than usual takes nothing from what is of rank 1. */
		{ 50, { 60, 12, 5, 10, 0 }, { 31, 12, 5, 0, 0 } },
		/* Names are cut when they are alone. */
		{ 20, { 20, 12, 5, 15, 30 }, { 10, 9, 0, 0, 0 } },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		ColumnWidths widths = { 0 };
		memcpy(widths.of, cases[i].needs, sizeof(cases[i].needs));
		memcpy(widths.enough, cases[i].needs, sizeof(cases[i].needs));
		columns_fit(columns, G_N_ELEMENTS(columns), cases[i].room, &widths);
		for (size_t c = 0; c < G_N_ELEMENTS(columns); c++) {
			if (widths.of[c] != cases[i].widths[c])
				fail_msg("case %zu, %s: %d, not %d", i, columns[c].name,
					 widths.of[c], cases[i].widths[c]);
		}
	}
}

/* One place with a long name takes nothing from the names of all the others. */
static void columns_fit__takes_from_what_few_rows_need__first(void **unused)
{
	(void)unused;
	ColumnWidths widths = { .of = { 40, 30 }, .enough = { 20, 9 } };
	columns_fit(columns, 2, 30, &widths);
	assert_int_equal(widths.of[0], 20);
	assert_int_equal(widths.of[1], 9);
	/* Down to what is enough both give the same. */
	widths = (ColumnWidths){ .of = { 40, 30 }, .enough = { 20, 9 } };
	columns_fit(columns, 2, 36, &widths);
	assert_int_equal(widths.of[0], 23);
	assert_int_equal(widths.of[1], 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_fit__gives_names_their_room_first),
		cmocka_unit_test(columns_fit__takes_from_what_few_rows_need__first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
