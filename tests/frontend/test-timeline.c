/* A history over time: rows, cells, what is held at once, and the scale across changes of summer time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frontend/timeline.h"
#include "tests/frontend/history-fixture.h"

#define NOW  1772712000 /* 2026-03-05T12:00:00Z */
#define HOUR INT64_C(3600)
#define DAY  (24 * HOUR)

static EntryParts held(const char *role, Instant from, Instant to)
{
	return (EntryParts){
		role,          "rg",      .state = REQUEST_STATE_ENDED, .created = from,
		.start = from, .end = to, .duration = to - from
	};
}

/* "." nothing, "-" less than half, "=" one, "2" two at once, "+" runs, "o" comes; "x": in vain. */
static char *picture(const TimelineRow *row, const Period *window, int count)
{
	g_autofree TimelineCell *cells = g_new0(TimelineCell, (gsize)count);
	GString *text = g_string_new(NULL);
	timeline_cells(row, window, cells, count);
	for (int i = 0; i < count; i++)
		g_string_append_c(text, cells[i].is_refused   ? 'x'
					: cells[i].count == 0 ? '.'
					: cells[i].count > 1  ? (char)('0' + (char)cells[i].count)
					: cells[i].state == USE_RUNNING ? '+'
					: cells[i].state == USE_COMING  ? 'o'
					: cells[i].is_half              ? '-'
									: '=');
	return g_string_free(text, FALSE);
}

static void timeline__cells__show_spans_halves_and_overlaps(void **state)
{
	const EntryParts parts[] = {
		held("A", NOW - 10 * HOUR, NOW - 8 * HOUR),
		held("A", NOW - 7 * HOUR, NOW - 7 * HOUR + 600),
		held("A", NOW - 6 * HOUR, NOW - 3 * HOUR),
		held("A", NOW - 4 * HOUR, NOW - 2 * HOUR), /* an hour together */
		held("A", NOW - 2 * HOUR, NOW - HOUR),     /* right after: not at once */
		{ "A", "rg", .state = REQUEST_STATE_ACTIVE, .start = NOW - HOUR / 2,
		  .end = NOW + HOUR, .created = NOW - HOUR / 2, .duration = HOUR },
		{ "A", "rg", .state = REQUEST_STATE_SCHEDULED, .start = NOW + 2 * HOUR,
		  .end = NOW + 3 * HOUR, .created = NOW, .duration = HOUR },
		{ "A", "rg", .state = REQUEST_STATE_REFUSED, .created = NOW + 4 * HOUR - 1 },
	};
	(void)state;
	g_autoptr(GPtrArray) entries = fixture_entries(parts, G_N_ELEMENTS(parts));
	g_autoptr(GPtrArray) rows = timeline_rows(entries, NOW);
	assert_int_equal(rows->len, 1);
	const Period window = { NOW - 12 * HOUR, NOW + 4 * HOUR };
	g_autofree char *got = picture(rows->pdata[0], &window, 16);
	/*                        -12 -10   -8   -6   -4   -2    0    2 */
	assert_string_equal(got, "..==.-==2==++.ox");
	/* What began long before the window reaches into it. */
	const Period inner = { NOW - 9 * HOUR, NOW - 8 * HOUR };
	g_autofree char *all = picture(rows->pdata[0], &inner, 4);
	assert_string_equal(all, "====");
}

static void timeline__at_once__counts_what_is_held_together(void **state)
{
	const EntryParts parts[] = {
		held("A", NOW, NOW + 2 * HOUR),
		held("B", NOW + HOUR, NOW + 3 * HOUR),
		held("C", NOW + HOUR, NOW + 4 * HOUR),
		held("D", NOW + 4 * HOUR, NOW + 5 * HOUR),
		held("A", NOW + 5 * HOUR + 60, NOW + 5 * HOUR + 120),
		held("B", NOW + 5 * HOUR + 120, NOW + 5 * HOUR + 180),
	};
	static const int expected[] = { 1, 3, 2, 1, 1, 1, 0 };
	(void)state;
	g_autoptr(GPtrArray) entries = fixture_entries(parts, G_N_ELEMENTS(parts));
	g_autoptr(GPtrArray) rows = timeline_rows(entries, NOW + DAY);
	g_autoptr(GArray) moments = timeline_moments(rows);
	const Period window = { NOW, NOW + 7 * HOUR };
	int cells[7];
	timeline_at_once(moments, &window, cells, 7);
	assert_memory_equal(cells, expected, sizeof(cells));
	/* A window that begins in the middle knows what is held already. */
	const Period inner = { NOW + HOUR + 60, NOW + HOUR + 120 };
	timeline_at_once(moments, &inner, cells, 1);
	assert_int_equal(cells[0], 3);
}

static void timeline__rows__stand_by_last_use_under_their_newest_name(void **state)
{
	EntryParts parts[] = {
		held("Old", NOW - 3 * DAY, NOW - 2 * DAY),
		held("Other", NOW - DAY, NOW - DAY + HOUR),
		held("Old", NOW - 5 * DAY, NOW - 4 * DAY),
	};
	(void)state;
	g_autoptr(GPtrArray) entries = fixture_entries(parts, G_N_ELEMENTS(parts));
	Request *renamed = ((HistoryEntry *)entries->pdata[0])->request;
	g_free(renamed->role.name);
	renamed->role.name = g_strdup("New");
	g_autoptr(GPtrArray) rows = timeline_rows(entries, NOW);
	assert_int_equal(rows->len, 2);
	assert_string_equal(((TimelineRow *)rows->pdata[0])->role, "Other");
	assert_string_equal(((TimelineRow *)rows->pdata[1])->role, "New");
	assert_int_equal(((TimelineRow *)rows->pdata[1])->spans->len, 2);
	const Period extent = timeline_extent(rows, NOW);
	assert_int_equal(extent.since, NOW - 5 * DAY);
	assert_int_equal(extent.until, NOW - DAY + HOUR);
}

/* ---- The scale -------------------------------------------------------------------------------- */

static char *scale(const char *zone_name, const char *since, int64_t length, int count)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(zone_name);
	Period window = { 0 };
	assert_true(instant_parse(since, &window.since));
	window.until = window.since + length;
	g_autoptr(GPtrArray) ticks = timeline_ticks(&window, zone, count, 7);
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < ticks->len; i++) {
		const TimelineTick *tick = ticks->pdata[i];
		assert_true(tick->at >= window.since && tick->at < window.until);
		g_string_append_printf(text, "%s%s@%d", i > 0 ? " " : "", tick->text,
				       timeline_place(&window, tick->at, count));
	}
	return g_string_free(text, FALSE);
}

static void timeline__ticks__follow_the_wall(void **state)
{
	static const struct {
		const char *zone, *since;
		int64_t length;
		int count;
		const char *ticks;
	} rows[] = {
		{ "Europe/Berlin", "2026-03-05T11:00:00Z", 6 * HOUR, 48,
		  "12:00@0 13:00@8 14:00@16 15:00@24 16:00@32 17:00@40" },
		{ "Europe/Berlin", "2026-03-05T11:00:00Z", DAY, 48,
		  "12:00@0 18:00@12 Fri 6@24 06:00@36" },
		/* 02:00 is left out: the night is an hour shorter. */
		{ "Europe/Berlin", "2026-03-28T23:00:00Z", 6 * HOUR, 48,
		  "Sun 29@0 01:00@8 03:00@16 04:00@24 05:00@32 06:00@40" },
		/* 02:00 comes twice: the tick stands at the first one. */
		{ "Europe/Berlin", "2026-10-24T22:00:00Z", 6 * HOUR, 48,
		  "Sun 25@0 01:00@8 02:00@16 03:00@32 04:00@40" },
		{ "Europe/Berlin", "2026-03-26T23:00:00Z", 5 * DAY, 40,
		  "27 Mar@0 28 Mar@8 29 Mar@16 30 Mar@23 31 Mar@31 1 Apr@39" },
		{ "Europe/Berlin", "2025-12-01T00:00:00Z", 120 * DAY, 48, "2026@12 Feb@24 Mar@35" },
		{ "Asia/Kolkata", "2026-03-05T11:00:00Z", 4 * HOUR, 32,
		  "17:00@4 18:00@12 19:00@20 20:00@28" },
		{ "UTC", "2020-06-01T00:00:00Z", 1826 * DAY, 40,
		  "2021@4 2022@12 2023@20 2024@28 2025@36" },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *got =
			scale(rows[i].zone, rows[i].since, rows[i].length, rows[i].count);
		assert_string_equal(got, rows[i].ticks);
	}
}

/* A year of use in a zone with two changes: no hour is lost, and each cell of each window says what its spans say. */
static void timeline__year__loses_no_hour(void **state)
{
	(void)state;
	g_autoptr(GPtrArray) entries =
		g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	g_autoptr(GRand) random = g_rand_new_with_seed(4711);
	static const char *const roles[] = { "Reader", "Owner", "Contributor" };
	const Instant since = NOW - 365 * DAY;
	int64_t expected = 0;
	for (Instant at = since; at < NOW; at += g_rand_int_range(random, 600, 8 * 3600)) {
		const Instant end = at + g_rand_int_range(random, 300, 8 * 3600);
		const EntryParts one =
			held(roles[g_rand_int_range(random, 0, G_N_ELEMENTS(roles))], at, end);
		g_ptr_array_add(entries, fixture_entry(&one));
		expected += end - at;
	}
	assert_true(entries->len > 1500);
	g_autoptr(GPtrArray) rows = timeline_rows(entries, NOW + DAY);
	g_autoptr(GArray) moments = timeline_moments(rows);
	int64_t all = 0;
	for (guint i = 0; i < rows->len; i++) {
		const TimelineRow *row = rows->pdata[i];
		for (guint k = 0; k < row->spans->len; k++)
			all += g_array_index(row->spans, Use, k).end -
			       g_array_index(row->spans, Use, k).start;
	}
	assert_int_equal(all, expected);
	for (int round = 0; round < 200; round++) {
		const Instant from = since + g_rand_int_range(random, 0, 364 * 86400);
		const Period window = { from, from + g_rand_int_range(random, 3600, 40 * 86400) };
		int cells[50];
		timeline_at_once(moments, &window, cells, 50);
		guint any[50] = { 0 };
		for (guint i = 0; i < rows->len; i++) {
			TimelineCell row[50];
			timeline_cells(rows->pdata[i], &window, row, 50);
			for (int cell = 0; cell < 50; cell++)
				any[cell] += row[cell].count;
		}
		for (int cell = 0; cell < 50; cell++) {
			assert_int_equal(cells[cell] > 0, any[cell] > 0);
			assert_true((guint)cells[cell] <= any[cell]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(timeline__cells__show_spans_halves_and_overlaps),
		cmocka_unit_test(timeline__at_once__counts_what_is_held_together),
		cmocka_unit_test(timeline__rows__stand_by_last_use_under_their_newest_name),
		cmocka_unit_test(timeline__ticks__follow_the_wall),
		cmocka_unit_test(timeline__year__loses_no_hour),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
