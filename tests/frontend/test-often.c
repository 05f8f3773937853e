/* What is used often and lately. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frontend/often.h"
#include "tests/frontend/history-fixture.h"

#define DAY (INT64_C(24) * 60 * 60)
#define NOW (1000 * DAY)

static void often_weight__halves__every_two_weeks(void **state)
{
	(void)state;
	static const struct {
		RequestKind kind;
		RequestState state;
		Instant start, created;
		int thousandths;
	} rows[] = {
		{ REQUEST_ACTIVATE, REQUEST_STATE_ACTIVE, NOW, 0, 1000 },
		{ REQUEST_ACTIVATE, REQUEST_STATE_ENDED, NOW - 7 * DAY, 0, 750 },
		{ REQUEST_ACTIVATE, REQUEST_STATE_ENDED, NOW - 14 * DAY, 0, 500 },
		{ REQUEST_ACTIVATE, REQUEST_STATE_ENDED, NOW - 28 * DAY, 0, 250 },
		{ REQUEST_ACTIVATE, REQUEST_STATE_ENDED, 0, NOW - 28 * DAY, 250 },
		{ REQUEST_ACTIVATE, REQUEST_STATE_ENDED, NOW + DAY, 0, 1000 },
		{ REQUEST_ACTIVATE, REQUEST_STATE_ENDED, NOW - 91 * DAY, 0, 0 },
		{ REQUEST_ACTIVATE, REQUEST_STATE_REFUSED, NOW, 0, 0 },
		{ REQUEST_ACTIVATE, REQUEST_STATE_SCHEDULED, NOW, 0, 0 },
		{ REQUEST_DEACTIVATE, REQUEST_STATE_ENDED, NOW, 0, 0 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const Request request = { .kind = rows[i].kind,
					  .state = rows[i].state,
					  .start = rows[i].start,
					  .created = rows[i].created };
		assert_int_equal((int)(often_weight(&request, NOW) * 1000), rows[i].thousandths);
	}
}

static void add_row(GPtrArray *rows, const char *role, const char *scope, const char *schedule)
{
	Eligibility *row = eligibility_new();
	row->grant.id = g_strdup_printf("row-%u", rows->len);
	row->grant.role.id = g_strdup_printf("/roles/%s", role);
	row->grant.schedule_id = g_strdup(schedule);
	scope_init(&row->grant.scope, scope_type_from_arm_id(scope), scope, NULL);
	g_ptr_array_add(rows, row);
}

/* "row-3 row-0 …" */
static char *order(const GPtrArray *rows)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < rows->len; i++)
		g_string_append(text, ((const Eligibility *)rows->pdata[i])->grant.id + 4);
	return g_string_free(text, FALSE);
}

static void assert_order(GPtrArray *rows, const GPtrArray *entries, bool is_backwards,
			 const char *expected)
{
	often_sort(rows, entries, NOW, is_backwards);
	g_autofree char *found = order(rows);
	assert_string_equal(found, expected);
}

static void often_sort__puts_first__what_was_used_lately(void **state)
{
	(void)state;
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	add_row(rows, "Owner", "/subscriptions/s", "whole");
	add_row(rows, "Owner", "/subscriptions/s/resourceGroups/a", "part");
	add_row(rows, "Reader", "/subscriptions/s", NULL);
	add_row(rows, "Reader", "/subscriptions/other", NULL);
	const EntryParts parts[] = {
		/* A long habit, given up, is less than what was done twice this week. */
		{ "Reader", "b", .state = REQUEST_STATE_ENDED, .start = NOW - DAY },
		{ "Reader", "b", .state = REQUEST_STATE_ENDED, .start = NOW - 2 * DAY },
		{ "Owner", "a", .state = REQUEST_STATE_ENDED, .start = NOW - 40 * DAY },
		{ "Owner", "a", .state = REQUEST_STATE_ENDED, .start = NOW - 41 * DAY },
		{ "Owner", "a", .state = REQUEST_STATE_ENDED, .start = NOW - 42 * DAY },
	};
	g_autoptr(GPtrArray) entries = fixture_entries(parts, G_N_ELEMENTS(parts));
	for (guint i = 2; i < entries->len; i++)
		((HistoryEntry *)entries->pdata[i])->request->eligibility_schedule_id =
			g_strdup("PART");
	assert_order(rows, entries, false, "2103");
	assert_order(rows, entries, true, "0312");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(often_weight__halves__every_two_weeks),
		cmocka_unit_test(often_sort__puts_first__what_was_used_lately),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
