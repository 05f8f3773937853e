/* Lengths and points in time, as services and people write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/model/duration.h"

#define MINUTE 60
#define HOUR   3600
#define DAY    86400

/* 2026-01-01T08:00:00Z, a Thursday. */
#define NOW ((Instant)1767254400)

static void duration_parse_iso__takes_what_services_write(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t expected;
	} cases[] = {
		{ "PT8H", 8 * HOUR },
		{ "PT30M", 30 * MINUTE },
		{ "PT1H30M", 90 * MINUTE },
		{ "PT1230M", 1230 * MINUTE },
		{ "PT12H30M", 750 * MINUTE },
		{ "P1D", DAY },
		{ "P365D", 365 * (int64_t)DAY },
		{ "P1DT2H", 26 * HOUR },
		{ "P1DT2H3M4S", DAY + 2 * HOUR + 3 * MINUTE + 4 },
		{ "P2W", 14 * DAY },
		{ "P1W2D", 9 * DAY },
		{ "PT90S", 90 },
		{ "PT0S", 0 },
		{ "P0D", 0 },
		{ "PT5M0S", 5 * MINUTE },
		{ "PT1H30.5S", HOUR + 30 },
		{ "PT0.5H", 30 * MINUTE },
		{ "PT1,5H", 90 * MINUTE },
		{ "P0.5D", 12 * HOUR },
		{ "PT1.9999999S", 1 },
		{ "pt1h", HOUR },
		{ "PT0008H", 8 * HOUR },
		{ "P3660000D", 3660000 * (int64_t)DAY }, /* ten thousand years, the most */
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		int64_t seconds = -1;
		if (!duration_parse_iso(cases[i].text, &seconds, &error))
			fail_msg("%s", error->message);
		if (seconds != cases[i].expected)
			fail_msg("%s gives %" G_GINT64_FORMAT, cases[i].text, seconds);
	}
}

static void duration_parse_iso__refuses__anything_else(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		DurationError code;
	} cases[] = {
		{ NULL, DURATION_ERROR_SYNTAX },
		{ "", DURATION_ERROR_SYNTAX },
		{ "P", DURATION_ERROR_SYNTAX },
		{ "PT", DURATION_ERROR_SYNTAX },
		{ "P1DT", DURATION_ERROR_SYNTAX },
		{ "8H", DURATION_ERROR_SYNTAX },
		{ "T8H", DURATION_ERROR_SYNTAX },
		{ "PT8", DURATION_ERROR_SYNTAX },
		{ "PTH", DURATION_ERROR_SYNTAX },
		{ "P8H", DURATION_ERROR_SYNTAX },
		{ "PT1D", DURATION_ERROR_SYNTAX },
		{ "P1M", DURATION_ERROR_SYNTAX },
		{ "P1Y", DURATION_ERROR_SYNTAX },
		{ "P1Y2M3DT4H", DURATION_ERROR_SYNTAX },
		{ "-PT1H", DURATION_ERROR_SYNTAX },
		{ "PT-1H", DURATION_ERROR_SYNTAX },
		{ "PT+1H", DURATION_ERROR_SYNTAX },
		{ "PT1M1H", DURATION_ERROR_SYNTAX },
		{ "PT1H1H", DURATION_ERROR_SYNTAX },
		{ "PTT1H", DURATION_ERROR_SYNTAX },
		{ "PT1HT1M", DURATION_ERROR_SYNTAX },
		{ "PT1.5H30M", DURATION_ERROR_SYNTAX },
		{ "PT.5H", DURATION_ERROR_SYNTAX },
		{ "PT1.H", DURATION_ERROR_SYNTAX },
		{ "PT 8H", DURATION_ERROR_SYNTAX },
		{ "PT8H ", DURATION_ERROR_SYNTAX },
		{ "PT0x8H", DURATION_ERROR_SYNTAX },
		{ "PT9999999999999H", DURATION_ERROR_SYNTAX },
		{ "PT999999999999H", DURATION_ERROR_RANGE },
		{ "P3660000DT1S", DURATION_ERROR_RANGE },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		int64_t seconds = -1;
		if (duration_parse_iso(cases[i].text, &seconds, &error))
			fail_msg("“%s” was taken", cases[i].text);
		assert_int_equal(error->domain, DURATION_ERROR);
		assert_int_equal(error->code, cases[i].code);
		assert_int_equal(seconds, -1);
	}
}

static void duration_format__says_it__to_services_and_people(void **state)
{
	(void)state;
	static const struct {
		int64_t seconds;
		const char *iso, *text, *countdown;
	} cases[] = {
		{ -5, "PT0S", "0s", "ended" },
		{ 0, "PT0S", "0s", "ended" },
		{ 1, "PT1S", "1s", "0:01" },
		{ 30, "PT30S", "30s", "0:30" },
		{ 5 * MINUTE, "PT5M", "5m", "5:00" },
		{ 9 * MINUTE + 7, "PT9M7S", "9m7s", "9:07" },
		{ 10 * MINUTE - 1, "PT9M59S", "9m59s", "9:59" },
		{ 10 * MINUTE, "PT10M", "10m", "10m" },
		{ 45 * MINUTE, "PT45M", "45m", "45m" },
		{ HOUR - 1, "PT59M59S", "59m59s", "59m" },
		{ HOUR, "PT1H", "1h", "1h00m" },
		{ 90 * MINUTE, "PT1H30M", "1h30m", "1h30m" },
		{ 3 * HOUR + 12 * MINUTE + 9, "PT3H12M9S", "3h12m9s", "3h12m" },
		{ HOUR + 5, "PT1H5S", "1h5s", "1h00m" },
		{ 8 * HOUR, "PT8H", "8h", "8h00m" },
		{ DAY, "P1D", "1d", "24h00m" },
		{ DAY + HOUR, "P1DT1H", "1d1h", "25h00m" },
		{ 2 * DAY - 1, "P1DT23H59M59S", "1d23h59m59s", "47h59m" },
		{ 2 * DAY, "P2D", "2d", "2d" },
		{ 61 * DAY + HOUR, "P61DT1H", "61d1h", "61d" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *iso = duration_format_iso(cases[i].seconds);
		g_autofree char *text = duration_format(cases[i].seconds);
		g_autofree char *countdown = duration_format_countdown(cases[i].seconds);
		assert_string_equal(iso, cases[i].iso);
		assert_string_equal(text, cases[i].text);
		assert_string_equal(countdown, cases[i].countdown);
		int64_t back = -1;
		assert_true(duration_parse_iso(iso, &back, NULL));
		assert_int_equal(back, MAX(cases[i].seconds, 0));
	}
}

static void duration_parse__takes_what_people_type(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t expected;
	} cases[] = {
		{ "90m", 90 * MINUTE },
		{ "1h30", 90 * MINUTE },
		{ "1h 30", 90 * MINUTE },
		{ "1h30m", 90 * MINUTE },
		{ " 1H30M ", 90 * MINUTE },
		{ "1.5h", 90 * MINUTE },
		{ "1,5h", 90 * MINUTE },
		{ "PT1H30M", 90 * MINUTE },
		{ "pt1h30m", 90 * MINUTE },
		{ "2d", 2 * DAY },
		{ "2 hours", 2 * HOUR },
		{ "1 hour 30 minutes", 90 * MINUTE },
		{ "1day 2hrs 3 mins 4secs", DAY + 2 * HOUR + 3 * MINUTE + 4 },
		{ "1w", 7 * DAY },
		{ "45 min", 45 * MINUTE },
		{ "300s", 300 },
		{ "0.1h", 6 * MINUTE },
		{ "until 17:00", 9 * HOUR },
		{ "Until  17:00", 9 * HOUR },
		{ "until 08:01", MINUTE },
		{ "until 8:00:30", 30 },
		{ "until 8:00", DAY }, /* has passed: tomorrow's */
		{ "until 7:59", DAY - MINUTE },
		{ "until tomorrow 9:00", 25 * HOUR },
		{ "until today 17:00", 9 * HOUR },
		{ "until 2026-01-01 17:00", 9 * HOUR },
		{ "until 2026-01-02T08:00", DAY },
		{ "until 2026-01-01T17:00:00Z", 9 * HOUR },
		{ "until 2026-01-01T17:00:00.1234567+01:00", 8 * HOUR },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		int64_t seconds = -1;
		if (!duration_parse(cases[i].text, NOW, zone, &seconds, &error))
			fail_msg("%s", error->message);
		if (seconds != cases[i].expected)
			fail_msg("%s gives %" G_GINT64_FORMAT, cases[i].text, seconds);
	}
}

static void duration_parse__says_what_was_expected__of_anything_else(void **state)
{
	(void)state;
	static const struct {
		const char *text, *expected;
		DurationError code;
	} cases[] = {
		{ NULL, "90m", DURATION_ERROR_SYNTAX },
		{ "", "90m", DURATION_ERROR_SYNTAX },
		{ "90", "which unit", DURATION_ERROR_SYNTAX },
		{ "1.5", "which unit", DURATION_ERROR_SYNTAX },
		{ "soon", "90m", DURATION_ERROR_SYNTAX },
		{ "h", "90m", DURATION_ERROR_SYNTAX },
		{ "1x", "90m", DURATION_ERROR_SYNTAX },
		{ "1:30", "90m", DURATION_ERROR_SYNTAX },
		{ "30m1h", "90m", DURATION_ERROR_SYNTAX },
		{ "1h2h", "90m", DURATION_ERROR_SYNTAX },
		{ "1d30", "90m", DURATION_ERROR_SYNTAX },
		{ "1.5h30m", "90m", DURATION_ERROR_SYNTAX },
		{ "-1h", "90m", DURATION_ERROR_SYNTAX },
		{ "1h!", "90m", DURATION_ERROR_SYNTAX },
		{ "PT", "PT1H30M", DURATION_ERROR_SYNTAX },
		{ "0m", "longer than zero", DURATION_ERROR_RANGE },
		{ "PT0S", "longer than zero", DURATION_ERROR_RANGE },
		{ "99999999999d", "too long", DURATION_ERROR_RANGE },
		{ "until", "90m", DURATION_ERROR_SYNTAX },
		{ "until ", "90m", DURATION_ERROR_SYNTAX },
		{ "until noon", "17:00", DURATION_ERROR_SYNTAX },
		{ "until 13pm", "17:00", DURATION_ERROR_SYNTAX },
		{ "until 25:00", "17:00", DURATION_ERROR_SYNTAX },
		{ "until 17", "17:00", DURATION_ERROR_SYNTAX },
		{ "until 17:5", "17:00", DURATION_ERROR_SYNTAX },
		{ "until 2026-02-30 17:00", "17:00", DURATION_ERROR_SYNTAX },
		{ "until 2025-12-31 17:00", "passed", DURATION_ERROR_RANGE },
		{ "until today 7:00", "passed", DURATION_ERROR_RANGE },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		int64_t seconds = -1;
		if (duration_parse(cases[i].text, NOW, zone, &seconds, &error))
			fail_msg("“%s” was taken", cases[i].text);
		assert_int_equal(error->domain, DURATION_ERROR);
		if (error->code != (int)cases[i].code ||
		    strstr(error->message, cases[i].expected) == NULL)
			fail_msg("“%s” gives “%s”", cases[i].text, error->message);
		assert_int_equal(seconds, -1);
	}
}

static const struct {
	const char *text;
	Instant expected; /* -1: refused */
} starts[] = {
	{ NULL, 0 },
	{ "", 0 },
	{ "  ", 0 },
	{ "now", 0 },
	{ "NOW", 0 },
	{ "in 20m", NOW + 20 * MINUTE },
	{ "in 1h30", NOW + 90 * MINUTE },
	{ "17:00", NOW + 9 * HOUR },
	{ "7:00", NOW + 23 * HOUR },
	{ "tomorrow 9:00", NOW + 25 * HOUR },
	{ "Tomorrow  09:00", NOW + 25 * HOUR },
	{ "2026-01-01 17:00", NOW + 9 * HOUR },
	{ "2026-1-2 8:00", NOW + DAY },
	{ "2026-01-01T17:00:00Z", NOW + 9 * HOUR },
	{ "2026-01-01T17:00Z", NOW + 9 * HOUR },
	{ "2026-01-01T17:00-01:00", NOW + 10 * HOUR },
	{ "2026-01-01T17:00+", -1 },
	{ "2026-01-01T17:00:00-01:00", NOW + 10 * HOUR },
	{ "2025-01-01T17:00:00Z", -1 },
	{ "2026-01-01 08:00", -1 },
	{ "9am", NOW + HOUR },
	{ "9 AM", NOW + HOUR },
	{ "9:30pm", NOW + 13 * HOUR + 30 * MINUTE },
	{ "12pm", NOW + 4 * HOUR },
	{ "12am", NOW + 16 * HOUR },
	{ "8am", NOW + DAY },
	{ "today 5pm", NOW + 9 * HOUR },
	{ "tomorrow 5 pm", NOW + 33 * HOUR },
	{ "tomorrow", NOW + 25 * HOUR },
	{ "2026-01-03", NOW + 49 * HOUR },
	/* It is Thursday. */
	{ "fri 9:00", NOW + 25 * HOUR },
	{ "Friday 5pm", NOW + 33 * HOUR },
	{ "mon", NOW + 4 * DAY + HOUR },
	{ "wed 7:00", NOW + 6 * DAY - HOUR },
	{ "thu 9:00", NOW + HOUR },
	{ "thurs 7:00", NOW + 7 * DAY - HOUR },
	{ "thursday 8:00", NOW + 7 * DAY },
	{ "in 90s", NOW + 2 * MINUTE },
	{ "in 999999d", -1 },
	{ "mo 9:00", -1 },
	{ "mon9:00", -1 },
	{ "mon 9", -1 },
	{ "0am", -1 },
	{ "13pm", -1 },
	{ "9amm", -1 },
	{ "9:5am", -1 },
	{ "today", -1 },
	{ "2026-01-03 ", NOW + 49 * HOUR },
	{ "in", -1 },
	{ "in 20", -1 },
	{ "17:00 +1", -1 },
	{ "17:00 +15:00", -1 },
	{ "17:00 +01:60", -1 },
	{ "17:00 18:00", -1 },
	{ " +01:00", -1 },
	{ "yesterday 9:00", -1 },
	{ "0001-01-01T00:00:00Z", -1 },
	{ "9999-12-31T23:59:59Z", -1 },
};

static void instant_parse_start__takes_now_lengths_and_times(void **state)
{
	(void)state;
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
		g_autoptr(GError) error = NULL;
		Instant start = -1;
		bool ok = instant_parse_start(starts[i].text, NOW, zone, &start, &error);
		if (ok != (starts[i].expected != -1) || start != starts[i].expected)
			fail_msg("“%s” gives %" G_GINT64_FORMAT, starts[i].text, start);
	}
}

/* Central European rules as POSIX writes them: no time zone files are needed. */
#define CENTRAL_EUROPE "CET-1CEST,M3.5.0,M10.5.0/3"

static void times_of_day__follow_the_clock_on_the_wall__over_its_changes(void **state)
{
	(void)state;
	static const struct {
		const char *now, *text, *expected;
	} cases[] = {
		{ "2026-01-01T08:00:00Z", "17:00", "2026-01-01T16:00:00Z" },
		{ "2026-07-01T08:00:00Z", "17:00", "2026-07-01T15:00:00Z" },
		/* The day is the one on the wall: 00:30 on 2 July there. */
		{ "2026-07-01T22:30:00Z", "tomorrow 9:00", "2026-07-03T07:00:00Z" },
		/* 29 March: 02:00 becomes 03:00. */
		{ "2026-03-28T20:00:00Z", "tomorrow 9:00", "2026-03-29T07:00:00Z" },
		{ "2026-03-29T00:30:00Z", "3:30", "2026-03-29T01:30:00Z" },
		{ "2026-03-29T00:30:00Z", "2:30",
		  "2026-03-29T01:00:00Z" }, /* left out: the change */
		/* 25 October: 03:00 becomes 02:00, so 02:30 comes twice. */
		{ "2026-10-24T20:00:00Z", "2:30", "2026-10-25T00:30:00Z" },
		{ "2026-10-25T00:00:00Z", "2:30", "2026-10-25T00:30:00Z" },
		{ "2026-10-25T00:45:00Z", "2:30", "2026-10-25T01:30:00Z" },
		{ "2026-10-25T01:45:00Z", "2:30", "2026-10-26T01:30:00Z" },
		{ "2026-10-24T20:00:00Z", "tomorrow 9:00", "2026-10-25T08:00:00Z" },
		{ "2026-10-23T20:00:00Z", "sun 2:30", "2026-10-25T00:30:00Z" },
		{ "2026-10-23T20:00:00Z", "sun", "2026-10-25T08:00:00Z" },
		{ "2026-03-27T20:00:00Z", "mon 9am", "2026-03-30T07:00:00Z" },
		/* Which one may be said, as it is shown. */
		{ "2026-10-24T20:00:00Z", "02:30 +01:00", "2026-10-25T01:30:00Z" },
		{ "2026-10-24T20:00:00Z", "tomorrow 02:30 +02:00", "2026-10-25T00:30:00Z" },
		{ "2026-10-24T20:00:00Z", "tomorrow 02:30 +01:00", "2026-10-25T01:30:00Z" },
		{ "2026-10-24T20:00:00Z", "2026-10-25 02:30 +01:00", "2026-10-25T01:30:00Z" },
		{ "2026-10-25T00:45:00Z", "2:30 +02:00", "2026-10-26T00:30:00Z" },
		{ "2026-01-01T08:00:00Z", "5pm -05:00", "2026-01-01T22:00:00Z" },
		/* Without a zone a person's time is local. */
		{ "2026-01-01T08:00:00Z", "2026-07-01T12:00:00", "2026-07-01T10:00:00Z" },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(CENTRAL_EUROPE);
	assert_non_null(zone);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		Instant now = 0, start = 0;
		assert_true(instant_parse(cases[i].now, &now));
		if (!instant_parse_start(cases[i].text, now, zone, &start, &error))
			fail_msg("%s", error->message);
		g_autofree char *got = instant_format(start);
		if (strcmp(got, cases[i].expected) != 0)
			fail_msg("%s at %s gives %s", cases[i].text, cases[i].now, got);
	}
}

static void instant_format_local__is_as_short_as_is_clear(void **state)
{
	(void)state;
	static const struct {
		const char *now, *instant, *expected;
	} cases[] = {
		{ "2026-07-30T08:00:00Z", "2026-07-30T12:16:00Z", "14:16" },
		{ "2026-07-30T08:00:00Z", "2026-07-30T07:05:59Z", "09:05" },
		{ "2026-07-30T08:00:00Z", "2026-07-31T07:00:00Z", "tomorrow 09:00" },
		{ "2026-07-30T08:00:00Z", "2026-08-03T07:00:00Z", "Mon 3 Aug 09:00" },
		{ "2026-07-30T08:00:00Z", "2026-07-29T07:00:00Z", "Wed 29 Jul 09:00" },
		{ "2026-07-30T08:00:00Z", "2027-01-03T07:00:00Z", "2027-01-03" },
		{ "2026-07-30T08:00:00Z", "2025-12-31T07:00:00Z", "2025-12-31" },
		{ "2026-12-31T08:00:00Z", "2027-01-01T08:00:00Z", "tomorrow 09:00" },
		{ "2026-12-31T08:00:00Z", "2027-01-04T08:00:00Z", "2027-01-04 09:00" },
		/* 02:30 comes twice: which one is told. */
		{ "2026-10-24T20:00:00Z", "2026-10-25T00:30:00Z", "tomorrow 02:30 +02:00" },
		{ "2026-10-24T20:00:00Z", "2026-10-25T01:30:00Z", "tomorrow 02:30 +01:00" },
		{ "2026-10-24T20:00:00Z", "2026-10-25T02:00:00Z", "tomorrow 03:00" },
		{ "2026-03-28T20:00:00Z", "2026-03-29T01:00:00Z", "tomorrow 03:00" },
		/* Midnight is the one on the wall. */
		{ "2026-07-30T21:59:00Z", "2026-07-30T22:00:00Z", "tomorrow 00:00" },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(CENTRAL_EUROPE);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Instant now = 0, instant = 0;
		assert_true(instant_parse(cases[i].now, &now));
		assert_true(instant_parse(cases[i].instant, &instant));
		g_autofree char *text = instant_format_local(instant, now, zone);
		assert_string_equal(text, cases[i].expected);
	}
	/* Of a start the time of day is never left out. */
	Instant far = 0;
	assert_true(instant_parse("2027-03-28T02:30:00Z", &far));
	g_autofree char *start = instant_format_start(far, NOW, zone);
	assert_non_null(strstr(start, "2027-03-28 "));
	assert_int_equal(strlen(start), strlen("2027-03-28 02:30"));
	g_autofree char *none = instant_format_local(0, NOW, zone);
	assert_string_equal(none, "");
}

/* Wherever the clock on the wall stands: what is written into the field is read back as the very same moment. */
static void instant_format_typed__is_read_back__in_any_zone(void **state)
{
	(void)state;
	static const struct {
		const char *zone, *change; /* around which the clock is set */
	} cases[] = {
		{ "UTC0", "2026-03-29T01:00:00Z" },
		{ CENTRAL_EUROPE, "2026-03-29T01:00:00Z" },
		{ CENTRAL_EUROPE, "2026-10-25T01:00:00Z" },
		{ "EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z" },
		{ "EST5EDT,M3.2.0,M11.1.0", "2026-11-01T06:00:00Z" },
		/* By half an hour, and south of the equator. */
		{ "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-04-04T15:00:00Z" },
		{ "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-10-03T15:30:00Z" },
		{ "<+0545>-5:45", "2026-10-25T01:00:00Z" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(cases[i].zone);
		Instant change = 0;
		assert_non_null(zone);
		assert_true(instant_parse(cases[i].change, &change));
		for (int step = -12; step <= 12; step++) {
			const Instant start = change + step * 15 * MINUTE, now = change - 4 * HOUR;
			g_autofree char *typed = instant_format_typed(start, now, zone);
			g_autoptr(GError) error = NULL;
			Instant again = 0;
			if (!instant_parse_start(typed, now, zone, &again, &error))
				fail_msg("%s: %s", cases[i].zone, error->message);
			if (again != start)
				fail_msg("%s: “%s” is off by %" G_GINT64_FORMAT, cases[i].zone,
					 typed, again - start);
		}
	}
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autofree char *none = instant_format_typed(0, NOW, utc);
	g_autofree char *past = instant_format_typed(NOW - HOUR, NOW, utc);
	g_autofree char *exact = instant_format_typed(NOW + HOUR + 37, NOW, utc);
	assert_string_equal(exact, "2026-01-01 09:00:37");
	assert_string_equal(none, "now");
	assert_string_equal(past, "2026-01-01 07:00");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(duration_parse_iso__takes_what_services_write),
		cmocka_unit_test(duration_parse_iso__refuses__anything_else),
		cmocka_unit_test(duration_format__says_it__to_services_and_people),
		cmocka_unit_test(duration_parse__takes_what_people_type),
		cmocka_unit_test(duration_parse__says_what_was_expected__of_anything_else),
		cmocka_unit_test(instant_parse_start__takes_now_lengths_and_times),
		cmocka_unit_test(times_of_day__follow_the_clock_on_the_wall__over_its_changes),
		cmocka_unit_test(instant_format_local__is_as_short_as_is_clear),
		cmocka_unit_test(instant_format_typed__is_read_back__in_any_zone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
