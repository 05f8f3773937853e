/* Rows that come by the thousands, piece by piece, are ordered and told apart as if they had come at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/desk.h"
#include "tui/core/row-pile.h"
#include "tui/widgets/rows.h"

#define ROWS 2750 /* pieces: more than two, the last one is shorter */

/* Every role name comes in every piece; two rows of different pieces read alike. */
static Event *mixed_event(void)
{
	Event *event = eligible_event(WORKLOAD_AZURE, NULL, NULL);
	for (guint i = 0; i < ROWS; i++) {
		const guint place = i * 1999 % ROWS; /* each once, far from in order */
		g_autofree char *role = g_strdup_printf("Role %02u", place % 37);
		g_autofree char *name = g_strdup_printf("rg-%05u", i == ROWS - 1 ? 0 : place);
		g_autofree char *id =
			g_strdup_printf("/subscriptions/%u/resourceGroups/%s", i, name);
		g_ptr_array_add(
			event->rows,
			make_eligible(WORKLOAD_AZURE, i == ROWS - 1 ? "Role 00" : role, id, name));
	}
	return event;
}

static RowPile *make_ready(const Event *event)
{
	RowPile *pile = row_pile_new(event);
	guint steps = 1;
	assert_false(row_pile_is_ready(pile));
	while (!row_pile_step(pile))
		steps++;
	assert_true(steps > 2);
	assert_int_equal(row_pile_rows(pile)->len, ROWS);
	return pile;
}

static void ranks__say_what_the_texts_say(void **unused)
{
	(void)unused;
	g_autoptr(Event) event = mixed_event();
	g_autoptr(RowPile) pile = make_ready(event);
	g_autoptr(GPtrArray) rows = g_ptr_array_new();
	g_ptr_array_extend(rows, row_pile_rows(pile), NULL, NULL);
	SortId sort = SORT_ROLE;
	g_ptr_array_sort_with_data(rows, row_compare, &sort);
	for (guint i = 0; i < rows->len; i++) {
		const Row *row = rows->pdata[i];
		assert_int_equal(row->rank, i + 1);
		if (i == 0)
			continue;
		const Row *before = rows->pdata[i - 1];
		const int order = strcmp(before->search, row->search);
		assert_true(order < 0 || (order == 0 && strcmp(before->id, row->id) < 0));
	}
}

/* A row of another list knows no place in this one: their texts are compared. */
static void ranks__are_of_one_workload_only(void **unused)
{
	(void)unused;
	g_autoptr(Eligibility) first = make_eligible(WORKLOAD_ENTRA, "Auditor", "/", "Directory");
	g_autoptr(Eligibility) last =
		make_eligible(WORKLOAD_AZURE, "Reader", "/subscriptions/1", "s");
	g_autoptr(Row) a = row_new_eligibility(first);
	g_autoptr(Row) b = row_new_eligibility(last);
	a->rank = 7;
	b->rank = 1;
	SortId sort = SORT_ROLE;
	assert_true(row_compare(&a, &b, &sort) < 0);
	assert_true(row_compare(&b, &a, &sort) > 0);
}

static void rows_that_read_alike__are_found_across_pieces(void **unused)
{
	(void)unused;
	g_autoptr(Event) event = mixed_event();
	g_autoptr(RowPile) pile = make_ready(event);
	const GPtrArray *alike = row_pile_alike(pile);
	assert_int_equal(alike->len, 2);
	assert_ptr_equal(alike->pdata[0], row_pile_rows(pile)->pdata[0]);
	assert_ptr_equal(alike->pdata[1], row_pile_rows(pile)->pdata[ROWS - 1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranks__say_what_the_texts_say),
		cmocka_unit_test(ranks__are_of_one_workload_only),
		cmocka_unit_test(rows_that_read_alike__are_found_across_pieces),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
