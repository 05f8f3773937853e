/* Periods as people say them, in zones whose clocks change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frontend/period.h"

/* Thursday 2026-03-05 14:07 in Berlin. */
#define NOW 1772716020

typedef struct Row {
	const char *text;
	const char *since, *until; /* "": open; NULL: refused */
} Row;

static void assert_instant(const char *text, const char *what, Instant got, const char *expected)
{
	g_autofree char *shown = instant_format(got);
	if (g_strcmp0(shown != NULL ? shown : "", expected) != 0)
		fail_msg("“%s”: %s %s, expected %s", text, what, shown, expected);
}

static void try_rows(const char *zone_name, Instant now, const Row *rows, size_t count)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(zone_name);
	assert_non_null(zone);
	const Wording wording = { .now = now, .zone = zone };
	for (size_t i = 0; i < count; i++) {
		Period period = { 1, 2 };
		const bool is_taken = period_parse(&wording, rows[i].text, &period);
		if (is_taken != (rows[i].since != NULL))
			fail_msg("“%s” is %s", rows[i].text, is_taken ? "taken" : "refused");
		if (rows[i].since == NULL) {
			assert_int_equal(period.since, 1);
			continue;
		}
		assert_instant(rows[i].text, "since", period.since, rows[i].since);
		assert_instant(rows[i].text, "until", period.until, rows[i].until);
	}
}

static void period__words__become_whole_days(void **state)
{
	static const Row rows[] = {
		{ "", "", "" },
		{ "ALL", "", "" },
		{ "today", "2026-03-04T23:00:00Z", "2026-03-05T23:00:00Z" },
		{ "yesterday", "2026-03-03T23:00:00Z", "2026-03-04T23:00:00Z" },
		{ "thu", "2026-03-04T23:00:00Z", "2026-03-05T23:00:00Z" },
		{ "Friday", "2026-02-26T23:00:00Z", "2026-02-27T23:00:00Z" },
		{ "this week", "2026-03-01T23:00:00Z", "2026-03-08T23:00:00Z" },
		{ "last week", "2026-02-22T23:00:00Z", "2026-03-01T23:00:00Z" },
		{ "this month", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z" },
		{ " Last  Month ", "2026-01-31T23:00:00Z", "2026-02-28T23:00:00Z" },
		{ "last quarter", "2025-09-30T22:00:00Z", "2025-12-31T23:00:00Z" },
		{ "last year", "2024-12-31T23:00:00Z", "2025-12-31T23:00:00Z" },
		{ "2025", "2024-12-31T23:00:00Z", "2025-12-31T23:00:00Z" },
		{ "2025-11", "2025-10-31T23:00:00Z", "2025-11-30T23:00:00Z" },
		{ "2024-02-29", "2024-02-28T23:00:00Z", "2024-02-29T23:00:00Z" },
		{ "nov", "2025-10-31T23:00:00Z", "2025-11-30T23:00:00Z" },
		{ "march", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z" },
		{ "nov 2023", "2023-10-31T23:00:00Z", "2023-11-30T23:00:00Z" },
		{ "since mon", "2026-03-01T23:00:00Z", "" },
		{ "since 2025-11", "2025-10-31T23:00:00Z", "" },
		{ "until 2025-11", "", "2025-11-30T23:00:00Z" },
		{ "2025-11 to 2025-12", "2025-10-31T23:00:00Z", "2025-12-31T23:00:00Z" },
		{ "from nov 2025 to yesterday", "2025-10-31T23:00:00Z", "2026-03-04T23:00:00Z" },
		{ "2025-11-01..2025-11-02", "2025-10-31T23:00:00Z", "2025-11-02T23:00:00Z" },
		{ "7d", "2026-02-26T23:00:00Z", "2026-03-05T23:00:00Z" },
		{ "last 7 days", "2026-02-26T23:00:00Z", "2026-03-05T23:00:00Z" },
		{ "since 7d", "2026-02-26T23:00:00Z", "" },
		{ "2 weeks", "2026-02-19T23:00:00Z", "2026-03-05T23:00:00Z" },
		{ "24h", "2026-03-04T13:07:00Z", "2026-03-05T23:00:00Z" },
		/* refused */
		{ "tomorrowish", NULL, NULL },
		{ "2025-13", NULL, NULL },
		{ "2025-02-29", NULL, NULL },
		{ "25-11", NULL, NULL },
		{ "0d", NULL, NULL },
		{ "99999d", NULL, NULL },
		{ "9999y", NULL, NULL },
		{ "since", NULL, NULL },
		{ "to", NULL, NULL },
		{ "since to", NULL, NULL },
		{ "from to mon", NULL, NULL },
		{ "2025-12 to 2025-11", NULL, NULL },
		{ "2025 to 2026 to 2027", NULL, NULL },
		{ "a..b..c", NULL, NULL },
		{ "last", NULL, NULL },
		{ "nov 23", NULL, NULL },
		{ "2025-11-01T10:00", NULL, NULL },
		{ "9999", NULL, NULL },
	};
	(void)state;
	try_rows("Europe/Berlin", NOW, rows, G_N_ELEMENTS(rows));
}

static void period__days__are_as_long_as_the_clock_makes_them(void **state)
{
	static const Row berlin[] = {
		{ "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z" }, /* 23 hours */
		{ "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z" }, /* 25 hours */
		{ "2026-10", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z" },
	};
	static const Row havana[] = {
		/* midnight comes twice */
		{ "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z" },
	};
	static const Row beirut[] = {
		/* midnight is left out */
		{ "2026-03-29", "2026-03-28T22:00:00Z", "2026-03-29T21:00:00Z" },
	};
	static const Row kolkata[] = {
		{ "today", "2026-03-04T18:30:00Z", "2026-03-05T18:30:00Z" },
	};
	static const Row apia[] = {
		/* the day is another one there already */
		{ "today", "2026-03-05T11:00:00Z", "2026-03-06T11:00:00Z" },
	};
	(void)state;
	try_rows("Europe/Berlin", NOW, berlin, G_N_ELEMENTS(berlin));
	try_rows("America/Havana", NOW, havana, G_N_ELEMENTS(havana));
	try_rows("Asia/Beirut", NOW, beirut, G_N_ELEMENTS(beirut));
	try_rows("Asia/Kolkata", NOW, kolkata, G_N_ELEMENTS(kolkata));
	try_rows("Pacific/Apia", NOW, apia, G_N_ELEMENTS(apia));
}

static void period__is_told__by_its_days(void **state)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
		{ "all", "all" },
		{ "2025-11", "1 Nov 2025 to 30 Nov 2025" },
		{ "today", "5 Mar 2026" },
		{ "since mon", "since 2 Mar 2026" },
		{ "until 2025", "until 31 Dec 2025" },
	};
	(void)state;
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");
	const Wording wording = { .now = NOW, .zone = zone };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Period period;
		assert_true(period_parse(&wording, rows[i].text, &period));
		g_autofree char *words = period_words(&wording, &period);
		assert_string_equal(words, rows[i].words);
	}
}

static void period__floor_and_shift__follow_the_wall(void **state)
{
	(void)state;
	g_autoptr(GTimeZone) kolkata = g_time_zone_new_identifier("Asia/Kolkata");
	g_autoptr(GTimeZone) berlin = g_time_zone_new_identifier("Europe/Berlin");
	assert_instant("hour", "floor", period_floor(NOW, PERIOD_HOUR, kolkata),
		       "2026-03-05T12:30:00Z");
	assert_instant("month", "shift", period_shift(NOW, PERIOD_MONTH, 1, berlin),
		       "2026-03-31T22:00:00Z");
	assert_instant("week", "shift", period_shift(NOW, PERIOD_WEEK, -1, berlin),
		       "2026-02-22T23:00:00Z");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(period__words__become_whole_days),
		cmocka_unit_test(period__days__are_as_long_as_the_clock_makes_them),
		cmocka_unit_test(period__is_told__by_its_days),
		cmocka_unit_test(period__floor_and_shift__follow_the_wall),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
