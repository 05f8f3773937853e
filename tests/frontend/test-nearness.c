/* How near an end is: thresholds, countdowns, and what is told once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frontend/nearness.h"
#include "frontend/term.h"

#define NOW    1772716020 /* 2026-03-05T13:07:00Z */
#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* `end` and the next changes count from now; 0: none. */
static const struct {
	int64_t end;
	Nearness nearness;
	int64_t countdown;
	int64_t next_nearness, next_countdown;
} ends[] = {
	{ 0, NEARNESS_NONE, -1, 0, 0 },
	{ -1, NEARNESS_ENDED, 0, 0, 0 },
	{ 1, NEARNESS_URGENT, 1, 1, 1 },
	{ 5 * MINUTE, NEARNESS_URGENT, 5 * MINUTE, 5 * MINUTE, 1 },
	{ 5 * MINUTE + 1, NEARNESS_SOON, 5 * MINUTE + 1, 1, 1 },
	{ 10 * MINUTE, NEARNESS_SOON, 10 * MINUTE, 5 * MINUTE, 1 },
	{ 10 * MINUTE + 30, NEARNESS_SOON, 10 * MINUTE, 5 * MINUTE + 30, 31 },
	{ 30 * MINUTE, NEARNESS_SOON, 30 * MINUTE, 25 * MINUTE, 1 },
	{ 30 * MINUTE + 1, NEARNESS_FAR, 30 * MINUTE, 1, 2 },
	{ 2 * DAY - 1, NEARNESS_FAR, 2 * DAY - MINUTE, 2 * DAY - 30 * MINUTE - 1, 60 },
	{ 2 * DAY + HOUR, NEARNESS_FAR, 2 * DAY + HOUR, 2 * DAY + 30 * MINUTE, HOUR + 1 },
};

static void nearness__and_its_changes__follow_the_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		const Grant grant = { .end = ends[i].end != 0 ? NOW + ends[i].end : 0 };
		const Instant nearness = grant_next_nearness(&grant, NOW);
		const Instant countdown = grant_next_countdown(&grant, NOW);
		assert_int_equal(grant_nearness(&grant, NOW), ends[i].nearness);
		assert_int_equal(grant_countdown(&grant, NOW), ends[i].countdown);
		assert_int_equal(nearness != 0 ? nearness - NOW : 0, ends[i].next_nearness);
		assert_int_equal(countdown != 0 ? countdown - NOW : 0, ends[i].next_countdown);
	}
}

/* Of a role that is active for so long, so much before its end. */
static void nearness__is_measured_against_the_length(void **state)
{
	(void)state;
	static const struct {
		int64_t length, left;
		Nearness nearness;
		int64_t next;
	} cases[] = {
		{ 30 * MINUTE, 30 * MINUTE, NEARNESS_FAR, 24 * MINUTE },
		{ 30 * MINUTE, 6 * MINUTE + 1, NEARNESS_FAR, 1 },
		{ 30 * MINUTE, 6 * MINUTE, NEARNESS_SOON, 3 * MINUTE },
		{ 30 * MINUTE, 3 * MINUTE, NEARNESS_URGENT, 3 * MINUTE },
		{ 5 * MINUTE, 61, NEARNESS_FAR, 1 },
		{ 5 * MINUTE, 30, NEARNESS_URGENT, 30 },
		{ 2 * HOUR, 24 * MINUTE, NEARNESS_SOON, 19 * MINUTE },
		{ 8 * HOUR, 30 * MINUTE + 1, NEARNESS_FAR, 1 },
		{ 8 * HOUR, 5 * MINUTE, NEARNESS_URGENT, 5 * MINUTE },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const Instant end = NOW + cases[i].left;
		const Grant grant = { .start = end - cases[i].length, .end = end };
		assert_int_equal(grant_nearness(&grant, NOW), cases[i].nearness);
		assert_int_equal(grant_next_nearness(&grant, NOW) - NOW, cases[i].next);
	}
}

static void tell_with(GHashTable *told, const Grant *grant, const Request *next, Instant now,
		      const char *expected)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	const Wording wording = { .now = now, .zone = zone };
	g_autofree char *text = grant_tell_nearness(&wording, grant, next, told);
	if (expected == NULL)
		assert_null(text);
	else
		assert_string_equal(text, expected);
}

static void tell(GHashTable *told, const Grant *grant, Instant now, const char *expected)
{
	tell_with(told, grant, NULL, now, expected);
}

static void nearness__is_told__once_for_each_end(void **state)
{
	(void)state;
	g_autoptr(GHashTable) told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Grant grant = {
		.id = (char *)"azure-1",
		.role = { .name = (char *)"Reader" },
		.scope = { .name = (char *)"rg-x" },
		.end = NOW + HOUR,
	};
	tell(told, &grant, NOW, NULL);
	tell(told, &grant, NOW + 40 * MINUTE, NULL);
	tell(told, &grant, NOW + 56 * MINUTE, "Reader on rg-x ends at 14:07.");
	tell(told, &grant, NOW + 57 * MINUTE, NULL);
	tell(told, &grant, NOW + HOUR, "Reader on rg-x has ended.");
	tell(told, &grant, NOW + 2 * HOUR, NULL);
	grant.end = NOW + 3 * HOUR; /* activated again */
	tell(told, &grant, NOW + 3 * HOUR - MINUTE, "Reader on rg-x ends at 16:07.");
	grant.end = NOW + 5 * HOUR;
	const Request next = { .start = grant.end + 1, .end = NOW + 6 * HOUR };
	tell_with(told, &grant, &next, grant.end - MINUTE, "Reader on rg-x goes on until 19:07.");
	tell_with(told, &grant, &next, grant.end, NULL);
	tell(told, &grant, grant.end, "Reader on rg-x has ended."); /* it was called off */
	grant.end = 0;
	tell(told, &grant, NOW + 4 * HOUR, NULL);
}

/* Days, not minutes; and what the portal's rules let one ask for. */
static void term__is_near_in_days__and_says_what_may_be_asked(void **state)
{
	(void)state;
	const int64_t day = 24 * HOUR;
	const struct {
		int64_t start, end; /* from now; end 0: permanent */
		MemberType member;
		Nearness nearness;
		const char *extend, *renew; /* a part of why not; NULL: it may be asked for */
	} cases[] = {
		{ -30 * day, 44 * MINUTE, MEMBER_DIRECT, NEARNESS_URGENT, NULL, "not ended" },
		{ -30 * day, 14 * day, MEMBER_DIRECT, NEARNESS_SOON, NULL, "not ended" },
		{ -30 * day, 14 * day + 1, MEMBER_DIRECT, NEARNESS_FAR, "14 days", "not ended" },
		{ -30 * day, 0, MEMBER_DIRECT, NEARNESS_NONE, "no end", "no end" },
		{ -30 * day, day, MEMBER_GROUP, NEARNESS_URGENT, "group", "group" },
		{ -30 * day, day, MEMBER_INHERITED, NEARNESS_URGENT, "wider", "wider" },
		{ day, 9 * day, MEMBER_DIRECT, NEARNESS_NONE, "not begun", "not begun" },
		{ -60 * day, -29 * day, MEMBER_DIRECT, NEARNESS_ENDED, "renewed", NULL },
		{ -60 * day, -30 * day, MEMBER_DIRECT, NEARNESS_ENDED, "renewed", "30 days ago" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const Grant grant = { .start = NOW + cases[i].start,
				      .end = cases[i].end != 0 ? NOW + cases[i].end : 0,
				      .member_type = cases[i].member };
		const char *const lacks[] = { grant_find_extension_lack(&grant, false, NOW),
					      grant_find_extension_lack(&grant, true, NOW) };
		const char *const wanted[] = { cases[i].extend, cases[i].renew };
		assert_int_equal(grant_term_nearness(&grant, NOW), cases[i].nearness);
		for (size_t k = 0; k < G_N_ELEMENTS(lacks); k++) {
			if ((lacks[k] == NULL) != (wanted[k] == NULL) ||
			    (lacks[k] != NULL && strstr(lacks[k], wanted[k]) == NULL))
				fail_msg("case %zu: %s", i, lacks[k]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nearness__and_its_changes__follow_the_end),
		cmocka_unit_test(nearness__is_measured_against_the_length),
		cmocka_unit_test(nearness__is_told__once_for_each_end),
		cmocka_unit_test(term__is_near_in_days__and_says_what_may_be_asked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
