/* The clock, and instants as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <time.h>

#include "src/base/clock.h"

#define NOON   ((Instant)1767268800) /* 2026-01-01T12:00:00Z */
#define SECOND ((Ticks)1000000)

static void clock__follows_the_system__when_nothing_was_learnt(void **state)
{
	(void)state;
	g_autoptr(Clock) clock = clock_new();
	int64_t offset = 7;
	assert_in_range(clock_now(clock), time(NULL) - 2, time(NULL) + 2);
	assert_false(clock_get_offset(clock, &offset));
	assert_int_equal(offset, 7);
	Ticks before = clock_ticks(clock);
	assert_true(clock_ticks(clock) >= before);
	/* It counts on from where it is, whatever it learns. */
	clock_learn(clock, NOON, before, before + 2);
	assert_in_range(clock_now(clock), NOON, NOON + 2);
}

static void clock__moves__only_when_it_is_virtual_and_told(void **state)
{
	(void)state;
	g_autoptr(Clock) clock = clock_new_virtual(NOON);
	Ticks start = clock_ticks(clock);
	assert_int_equal(clock_now(clock), NOON);
	clock_advance(clock, 61);
	assert_int_equal(clock_now(clock), NOON + 61);
	assert_int_equal(clock_ticks(clock) - start, 61 * SECOND);
}

static void clock_learn__corrects_by_the_date__in_the_middle_of_the_trip(void **state)
{
	(void)state;
	static const struct {
		Instant date;
		Ticks trip;
		int64_t offset; /* at the end of the trip */
	} cases[] = {
		{ NOON, 0, 1 }, /* half a second is added, and rounds up */
		{ NOON + 3600, 0, 3601 },
		{ NOON - 7200, 0, -7200 },
		{ NOON + 100, 4 * SECOND, 103 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Clock) clock = clock_new_virtual(NOON);
		Ticks now = clock_ticks(clock);
		clock_learn(clock, cases[i].date, now - cases[i].trip, now);
		int64_t offset = 0;
		assert_true(clock_get_offset(clock, &offset));
		assert_int_equal(offset, cases[i].offset);
	}
}

static void clock_learn__prefers_the_quickest_trip__for_ten_minutes(void **state)
{
	(void)state;
	g_autoptr(Clock) clock = clock_new_virtual(NOON);
	Ticks now = clock_ticks(clock);
	clock_learn(clock, NOON + 10, now - SECOND / 10, now);
	assert_int_equal(clock_now(clock), NOON + 10);
	clock_learn(clock, NOON + 13, now - SECOND, now); /* slower */
	assert_int_equal(clock_now(clock), NOON + 10);
	clock_learn(clock, NOON + 12, now - SECOND / 20, now); /* quicker */
	assert_int_equal(clock_now(clock), NOON + 12);

	clock_advance(clock, 601);
	now = clock_ticks(clock);
	clock_learn(clock, NOON + 616, now - SECOND, now);
	assert_int_equal(clock_now(clock), NOON + 617);
}

static void clock_learn__believes_a_jump__when_three_in_a_row_agree(void **state)
{
	(void)state;
	g_autoptr(Clock) clock = clock_new_virtual(NOON);
	Ticks now = clock_ticks(clock);
	/* The first answer is hours off, the others are not: three of them settle it, whatever their trips. */
	clock_learn(clock, NOON + 10800, now - 1000, now);
	assert_int_equal(clock_now(clock), NOON + 10800);
	clock_learn(clock, NOON, now - 3000, now);
	clock_learn(clock, NOON, now - 4000, now);
	assert_int_equal(clock_now(clock), NOON + 10800);
	clock_learn(clock, NOON, now - 3000, now);
	assert_int_equal(clock_now(clock), NOON);
	/* Wrong ones among right ones never get there. */
	for (int i = 0; i < 5; i++) {
		clock_learn(clock, NOON + 10800, now - 10, now);
		clock_learn(clock, NOON - 10800, now - 10, now);
		clock_learn(clock, NOON + 10800, now - 10, now);
		clock_learn(clock, NOON, now - 5000, now);
	}
	assert_int_equal(clock_now(clock), NOON);
}

static void clock_learn__ignores__samples_that_cannot_be(void **state)
{
	(void)state;
	g_autoptr(Clock) clock = clock_new_virtual(NOON);
	Ticks now = clock_ticks(clock);
	int64_t offset = 0;
	clock_learn(clock, 0, now, now);
	clock_learn(clock, -5, now, now);
	clock_learn(clock, NOON, now + 1, now);
	assert_false(clock_get_offset(clock, &offset));
}

static void instant_parse__takes_what_the_services_write(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		Instant expected;
	} cases[] = {
		{ "2026-01-01T12:00:00Z", NOON },
		{ "2026-01-01t12:00:00z", NOON },
		{ "2026-01-01T12:00:00", NOON }, /* no zone: UTC */
		{ "2026-01-01T12:00:00.", NOON },
		{ "2026-01-01T12:00:00.9Z", NOON },
		{ "2026-01-01T12:00:00.1234567Z", NOON },
		{ "2026-01-01T12:00:00.123456789", NOON },
		{ "2026-01-01T12:00:00.1234567+00:00", NOON },
		{ "2026-01-01T13:30:00+01:30", NOON },
		{ "2026-01-01T07:00:00-05:00", NOON },
		{ "2024-02-29T00:00:00Z", 1709164800 },
		{ "2016-12-31T23:59:60Z", 1483228799 }, /* a leap second */
		{ "1970-01-01T00:00:01Z", 1 },
		{ "0001-01-01T00:00:00Z", 0 },
		{ "0001-01-01T08:00:00Z", 0 },
		{ "9999-12-31T23:59:59.9999999Z", 0 },
		{ "0002-01-01T00:00:00+05:30", 0 }, /* the year counts in UTC */
		{ "0001-12-31T23:00:00-01:00", -62104060800 },
		{ "9998-12-31T23:30:00-01:00", 0 },
		{ "9999-01-01T00:00:00+00:30", 253370764800 - 1800 },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Instant got = 42;
		if (!instant_parse(cases[i].text, &got) || got != cases[i].expected)
			fail_msg("%s gives %" G_GINT64_FORMAT, cases[i].text, got);
	}
}

static void instant_parse__refuses__anything_else(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"",
		"now",
		"2026-01-01",
		"2026-01-01T12:00Z",
		"2026-01-01 12:00:00Z",
		"2026-1-01T12:00:00Z",
		"2026-13-01T12:00:00Z",
		"2026-02-30T12:00:00Z",
		"2026-01-01T24:00:01Z",
		"2026-01-01T12:60:00Z",
		"2026-01-01T12:00:61Z",
		"2026-01-01T12:00:00.1234567890Z",
		"2026-01-01T12:00:00,5Z",
		"2026-01-01T12:00:00ZZ",
		"2026-01-01T12:00:00+1:00",
		"2026-01-01T12:00:00+0100",
		"2026-01-01T12:00:00 Z",
		"20260101T120000Z",
		"2026-W01-1T12:00:00Z",
		"-026-01-01T12:00:00Z",
		" 2026-01-01T12:00:00Z",
	};
	Instant got = 42;
	assert_false(instant_parse(NULL, &got));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		if (instant_parse(cases[i], &got))
			fail_msg("“%s” was taken", cases[i]);
		assert_int_equal(got, 42);
	}
}

static void instant_format__is_read_back(void **state)
{
	(void)state;
	static const Instant cases[] = { 1, NOON, 951782400, 4102444800, -86400 };
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = instant_format(cases[i]);
		Instant got = 0;
		assert_true(instant_parse(text, &got));
		assert_int_equal(got, cases[i]);
	}
	g_autofree char *noon = instant_format(NOON);
	assert_string_equal(noon, "2026-01-01T12:00:00Z");
	assert_null(instant_format(0));
	assert_null(instant_format(G_MAXINT64));
}

static void instant_parse_http__takes_the_preferred_form_only(void **state)
{
	(void)state;
	Instant got = 42;
	assert_true(instant_parse_http("Sun, 06 Nov 1994 08:49:37 GMT", &got));
	assert_int_equal(got, 784111777);
	assert_true(instant_parse_http("Thu, 01 Jan 2026 12:00:00 GMT", &got));
	assert_int_equal(got, NOON);
	static const char *const wrong[] = {
		"",
		"Sunday, 06-Nov-94 08:49:37 GMT",
		"Sun Nov  6 08:49:37 1994",
		"Sun, 06 Nov 1994 08:49:37 UTC",
		"Sun, 06 Nov 1994 08:49:37 GMTx",
		"Sun, 06 Nox 1994 08:49:37 GMT",
		"Sun, 32 Nov 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 24:49:37 GMT",
		"Sun, 6 Nov 1994 08:49:37 GMT ",
		"Sun, 06 Nov 1994 08:4a:37 GMT",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		got = 42;
		if (instant_parse_http(wrong[i], &got))
			fail_msg("“%s” was taken", wrong[i]);
		assert_int_equal(got, 42);
	}
	assert_false(instant_parse_http(NULL, &got));
}

/* An answer that took no time. */
static void learn_now(Clock *clock, Instant date)
{
	const Ticks now = clock_ticks(clock);
	clock_learn(clock, date, now, now);
}

/* Each program of one start of the machine goes on from there; no other does, and a sample of its own wins. */
static void clock_take_anchor__goes_on__from_what_another_learnt(void **state)
{
	(void)state;
	g_autoptr(Clock) first = clock_new();
	g_autoptr(Clock) next = clock_new();
	g_autoptr(Clock) other = clock_new();
	ClockAnchor anchor = { 0 };
	int64_t offset = 0;
	assert_false(clock_get_anchor(first, &anchor));
	learn_now(first, NOON);
	if (!clock_get_anchor(first, &anchor))
		skip(); /* the machine does not name its starts */
	assert_true(clock_take_anchor(next, &anchor));
	assert_in_range(clock_now(next), NOON, NOON + 2);
	assert_true(clock_get_offset(next, &offset));
	/* What was taken over is not passed on, and gives way at once. */
	ClockAnchor none;
	assert_false(clock_get_anchor(next, &none));
	learn_now(next, NOON + 3600);
	assert_in_range(clock_now(next), NOON + 3600, NOON + 3602);
	assert_false(clock_take_anchor(next, &anchor));

	ClockAnchor wrong = anchor;
	wrong.ticks += 3600 * SECOND;
	assert_false(clock_take_anchor(other, &wrong));
	wrong = anchor;
	wrong.boot[0] = wrong.boot[0] == 'a' ? 'b' : 'a';
	assert_false(clock_take_anchor(other, &wrong));
	assert_false(clock_get_offset(other, &offset));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clock__follows_the_system__when_nothing_was_learnt),
		cmocka_unit_test(clock__moves__only_when_it_is_virtual_and_told),
		cmocka_unit_test(clock_learn__corrects_by_the_date__in_the_middle_of_the_trip),
		cmocka_unit_test(clock_learn__prefers_the_quickest_trip__for_ten_minutes),
		cmocka_unit_test(clock_learn__believes_a_jump__when_three_in_a_row_agree),
		cmocka_unit_test(clock_learn__ignores__samples_that_cannot_be),
		cmocka_unit_test(clock_take_anchor__goes_on__from_what_another_learnt),
		cmocka_unit_test(instant_parse__takes_what_the_services_write),
		cmocka_unit_test(instant_parse__refuses__anything_else),
		cmocka_unit_test(instant_format__is_read_back),
		cmocka_unit_test(instant_parse_http__takes_the_preferred_form_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
