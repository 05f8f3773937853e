/* Does an activation fit its policy, and how long it shall be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "frontend/fit.h"
#include "frontend/reason.h"
#include "src/base/limits.h"

#define HOUR 3600

static const struct {
	int64_t maximum;   /* of the policy */
	const char *needs; /* "j": a reason, "t": a ticket */
	int64_t duration;  /* of the activation */
	const char *has;   /* the same letters */
	Lack lack;
} fits[] = {
	{ 8 * HOUR, "", HOUR, "", LACK_NOTHING },
	{ 8 * HOUR, "jt", 8 * HOUR, "jt", LACK_NOTHING },
	{ 8 * HOUR, "jt", 8 * HOUR + 1, "", LACK_LIMIT },
	{ 0, "", 1000 * HOUR, "", LACK_NOTHING },
	{ 0, "j", HOUR, "t", LACK_REASON },
	{ 0, "t", HOUR, "j", LACK_TICKET },
	{ 0, "jt", HOUR, "", LACK_REASON },
	{ 0, "", 60, "", LACK_NOTHING }, /* no policy asks for the five minutes */
};

static void activation_find_lack__names__the_first_thing_missing(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(fits); i++) {
		const Policy policy = {
			.is_known = true,
			.maximum = fits[i].maximum,
			.needs_justification = strchr(fits[i].needs, 'j') != NULL,
			.needs_ticket = strchr(fits[i].needs, 't') != NULL,
		};
		const Activation activation = {
			.duration = fits[i].duration,
			.justification = strchr(fits[i].has, 'j') != NULL ? (char *)"why" : NULL,
			.ticket_number = strchr(fits[i].has, 't') != NULL ? (char *)"7" : NULL,
		};
		assert_int_equal(activation_find_lack(&activation, &policy), fits[i].lack);
	}
}

static void duration_find_lack__knows__both_ends(void **state)
{
	(void)state;
	assert_int_equal(duration_find_lack(299, 0), LACK_LENGTH);
	assert_int_equal(duration_find_lack(300, 0), LACK_NOTHING);
	assert_int_equal(duration_find_lack(HOUR, HOUR), LACK_NOTHING);
	assert_int_equal(duration_find_lack(HOUR + 1, HOUR), LACK_LIMIT);
}

static void lack_words__are__sentences(void **state)
{
	(void)state;
	static const struct {
		Lack lack;
		const char *words;
	} told[] = {
		{ LACK_NOTHING, "" },
		{ LACK_LENGTH, "At least five minutes." },
		{ LACK_LIMIT, "At most 8h here." },
		{ LACK_REASON, "A reason is required here." },
		{ LACK_TICKET, "A ticket number is required here." },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(told); i++) {
		g_autofree char *words = lack_words(told[i].lack, 8 * HOUR);
		assert_string_equal(words, told[i].words);
	}
}

static void duration_default__is_an_hour__unless_less_is_allowed(void **state)
{
	(void)state;
	assert_int_equal(duration_default(0, 0), HOUR);
	assert_int_equal(duration_default(0, 8 * HOUR), HOUR);
	assert_int_equal(duration_default(0, HOUR / 2), HOUR / 2);
	assert_int_equal(duration_default(4 * HOUR, 0), 4 * HOUR);
	assert_int_equal(duration_default(4 * HOUR, 2 * HOUR), 2 * HOUR);
	assert_int_equal(duration_cap(4 * HOUR, 0), 4 * HOUR);
}

static void grant_cap_duration__ends__with_the_eligibility(void **state)
{
	(void)state;
	const Grant lasting = { .end = 0 }, ending = { .end = 10 * HOUR };
	assert_int_equal(grant_cap_duration(&lasting, 9 * HOUR, 4 * HOUR), 4 * HOUR);
	assert_int_equal(grant_cap_duration(&ending, 9 * HOUR, 4 * HOUR), HOUR);
	assert_int_equal(grant_cap_duration(&ending, 2 * HOUR, 4 * HOUR), 4 * HOUR);
	/* So short a time is the service's business. */
	assert_int_equal(grant_cap_duration(&ending, 10 * HOUR - 60, 4 * HOUR), 4 * HOUR);
}

static void grant_is_over_at__knows__the_end_of_the_eligibility(void **state)
{
	(void)state;
	const Grant lasting = { .end = 0 }, ending = { .end = 10 * HOUR };
	assert_false(grant_is_over_at(&lasting, 11 * HOUR));
	assert_false(grant_is_over_at(&ending, 10 * HOUR - 1));
	assert_true(grant_is_over_at(&ending, 10 * HOUR));
	assert_false(grant_is_over_at(&ending, 0)); /* now: the service's business */
}

static void reason_find_fault__counts__as_the_services_do(void **state)
{
	(void)state;
	g_autofree char *most = g_strnfill(LIMIT_REASON, 'x');
	g_autofree char *longer = g_strconcat(most, "x", NULL);
	/* Half as many pictures fit: each is two. */
	g_autofree char *pictures = g_strconcat(most + 1, "\xf0\x9f\x98\x80", NULL);
	g_autofree char *umlauts = g_strconcat(most + 1, "ü", NULL);
	g_autofree char *told = reason_find_fault(longer);
	g_autofree char *told_of_pictures = reason_find_fault(pictures);
	assert_null(reason_find_fault(NULL));
	assert_null(reason_find_fault(most));
	assert_null(reason_find_fault(umlauts));
	assert_string_equal(told, "At most 1024 characters of reason: these are 1025.");
	assert_string_equal(told_of_pictures, told);
}

static void reason_is_generic__tells__what_says_nothing(void **unused)
{
	static const char *const empty[] = { "admin",       "Needed", "access needed.",
					     "xxxx",        "...",    "I need this for work",
					     "ADMIN ACCESS" };
	static const char *const full[] = { "INC0012345",           "4711",     "deploy hotfix",
					    "admin of rg-payments", "夜間対応", "on call",
					    "rotate keys" };
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(empty); i++)
		assert_true(reason_is_generic(empty[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(full); i++)
		assert_false(reason_is_generic(full[i]));
	assert_false(reason_is_generic(NULL));
	assert_false(reason_is_generic("  "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(activation_find_lack__names__the_first_thing_missing),
		cmocka_unit_test(duration_find_lack__knows__both_ends),
		cmocka_unit_test(lack_words__are__sentences),
		cmocka_unit_test(grant_cap_duration__ends__with_the_eligibility),
		cmocka_unit_test(grant_is_over_at__knows__the_end_of_the_eligibility),
		cmocka_unit_test(reason_find_fault__counts__as_the_services_do),
		cmocka_unit_test(reason_is_generic__tells__what_says_nothing),
		cmocka_unit_test(duration_default__is_an_hour__unless_less_is_allowed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
