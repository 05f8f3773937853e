/*
 * More time by the verbs: of what is active, of what one may activate, and whose clock counts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"

/* Asked again for what is active: it is so, and that is enough when it lasts as long as asked. */
static void activate__ends_with_0_or_4__when_the_role_is_active_already(void **state)
{
	Stage *stage = *state;
	static const struct {
		const char *words;
		int code;
		const char *why; /* NULL: nothing */
	} cases[] = {
		{ "", 0, NULL },
		{ "-d 30m", 0, NULL },
		{ "-d 2h", 4, "ends-sooner" },
		{ "--start 'in 3h' -d 30m", 4, "active-now" },
	};
	g_auto(Verb) first = { .stage = stage };
	run_to(&first, "myroles activate -r Reader -s sub-dev -d 1h -w", 0);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *line = g_strdup_printf(
			"myroles activate -r Reader -s sub-dev %s --json", cases[i].words);
		g_auto(Verb) result = { .stage = stage };
		run_to(&result, line, cases[i].code);
		g_autoptr(cJSON) document = parse(&result);
		const cJSON *request = member(document, "request");
		assert_string_equal(text(request, "status"), "active");
		assert_true(cJSON_IsTrue(member(request, "already")));
		assert_non_null(text(request, "end"));
		if (cases[i].why == NULL)
			assert_null(first_error(document));
		else
			assert_string_equal(text(first_error(document), "code"), cases[i].why);
	}
	/* A later start that there is no room for is not even sent. */
	assert_int_equal(count_requests(stage), 3 + 1);
	/* What the policy refuses is told first. */
	g_auto(Verb) refused = { .stage = stage };
	run_to(&refused, "myroles activate -r Reader -s sub-dev -d 30h --json", 4);
	g_autoptr(cJSON) document = parse(&refused);
	assert_true(cJSON_IsNull(member(document, "request")));
	assert_string_equal(text(first_error(document), "code"), "ExpirationRule");
}

/* What goes on after an activation is tried out first, and where the service refuses it nothing was sent. */
static void activate__continues_what_is_active__where_the_service_takes_it(void **state)
{
	Stage *stage = *state;
	static const struct {
		const char *words;
		int code;
		const char *status, *why; /* NULL: nothing */
	} cases[] = {
		{ "-r Reader -s rg-payments --start 'in 1h'", 2, NULL, NULL },
		{ "-r Owner -s rg-edge -m x", 2, NULL, "not-continuable" },
		{ "-r Reader -s rg-payments -d 30m -n", 4, NULL, "active-now" },
		{ "-r Reader -s rg-payments -d 30m", 4, "active", "active-now" },
		{ "-r Reader -s rg-payments -d 30m", 0, "scheduled", NULL },
		/* What was asked for holds: it is promised. */
		{ "-r Reader -s rg-payments -d 30m", 0, "scheduled", NULL },
		{ "-r Reader -s rg-payments -d 30m -n", 0, NULL, NULL },
		{ "-r Reader -s rg-payments -d 2h", 4, "scheduled", "ends-sooner" },
		{ "-r Reader -s rg-payments -d 2h -n", 4, NULL, "ends-sooner" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *line =
			g_strdup_printf("myroles activate --continue %s --json", cases[i].words);
		g_auto(Verb) result = { .stage = stage };
		if (cases[i].status != NULL && strcmp(cases[i].status, "scheduled") == 0)
			tenant_tell(stage->tenant, "/settings", "{\"takes_successors\":true}");
		run_to(&result, line, cases[i].code);
		g_autoptr(cJSON) document = parse(&result);
		const cJSON *request = member(document, "request");
		if (cases[i].status != NULL)
			assert_string_equal(text(request, "status"), cases[i].status);
		if (cases[i].why != NULL)
			assert_string_equal(text(first_error(document), "code"), cases[i].why);
		else if (cases[i].code == 0)
			assert_null(first_error(document));
	}
	assert_int_equal(tenant_count(stage->tenant, "PUT", "roleAssignmentScheduleRequests"), 1);
}

/* The end that is told is the one that comes, everywhere; less than was asked is no 0. */
static void activate__tells_the_end_that_comes__when_the_eligibility_ends_first(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result,
	       "myroles activate -r 'Azure Kubernetes Service Cluster Admin Role' -s aks-payments "
	       "-d 1h -t 1 -w --json",
	       4);
	g_autoptr(cJSON) document = parse(&result);
	g_autofree char *told = g_strdup(text(member(document, "request"), "end"));
	assert_string_equal(text(member(document, "request"), "status"), "active");
	assert_string_equal(text(first_error(document), "code"), "ends-sooner");
	run_to(&result, "myroles list active", 0);
	assert_non_null(strstr(result.output, told));
	run_to(&result, "myroles history", 0);
	assert_non_null(strstr(result.output, told));
}

/* This machine's clock is behind: what is typed is meant by the service's. */
static void activate__reckons_by_the_services_clock__what_is_typed(void **state)
{
	Stage *stage = *state;
	g_autoptr(GDateTime) now = g_date_time_new_now_local();
	g_autoptr(GDateTime) then = g_date_time_add_hours(now, 2);
	g_autofree char *clock = g_date_time_format(then, "%H:%M");
	g_autoptr(GDateTime) universal = g_date_time_to_utc(then);
	g_autofree char *end = g_date_time_format(universal, "T%H:%M:00Z");
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT40M\"}");
	g_autofree char *line = g_strdup_printf(
		"myroles activate -r Reader -s sub-dev -d 'until %s' -w --json", clock);
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, line, 0);
	g_autoptr(cJSON) document = parse(&result);
	const char *told = text(member(document, "request"), "end");
	/* To the second it is the service's start and a length. */
	g_autoptr(GDateTime) ends = g_date_time_new_from_iso8601(told, NULL);
	assert_true(ABS(g_date_time_to_unix(ends) -
			(g_date_time_to_unix(then) - g_date_time_get_second(then))) <= 5);
	assert_non_null(end);
}

/* When that request ends, or the eligibility; seconds. */
static gint64 read_end(const cJSON *object)
{
	g_autoptr(GDateTime) end = g_date_time_new_from_iso8601(text(object, "end"), NULL);
	assert_non_null(end);
	return g_date_time_to_unix(end);
}

/* Owner on rg-web, as the service tells it. */
static gint64 read_eligible_end(Stage *stage)
{
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles list eligible --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *item = NULL;
	cJSON_ArrayForEach(item, member(document, "items"))
	{
		if (strcmp(text(member(item, "role"), "name"), "Owner") == 0 &&
		    strcmp(text(member(item, "scope"), "name"), "rg-web") == 0)
			return read_end(item);
	}
	fail_msg("not eligible: %s", result.output);
	return 0;
}

/* The fortnight before the end is the service's, whatever the clock of this machine says. */
static void extend__reckons_by_the_services_clock__whether_it_is_time(void **state)
{
	static const struct {
		const char *shift, *end;
		int code;
	} cases[] = {
		{ "PT40M", "+P13DT23H40M", 5 }, /* by our clock not yet for 20 minutes */
		{ "-PT2H", "+P14DT1H", 4 },     /* by our clock for an hour */
		{ "-PT2H", "+P13DT23H", 5 },
	};
	Stage *stage = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *clock = g_strdup_printf("{\"advance\":\"%s\"}", cases[i].shift);
		g_autofree char *row =
			g_strdup_printf("{\"role\":\"Owner\",\"scope\":\"rg-web\",\"principal\":"
					"\"you@contoso.com\",\"end\":\"%s\"}",
					cases[i].end);
		tenant_tell(stage->tenant, "/reset", "{}");
		tenant_tell(stage->tenant, "/clock", clock);
		tenant_tell(stage->tenant, "/eligibility", row);
		const gint64 before = read_eligible_end(stage);
		g_auto(Verb) result = { .stage = stage };
		run_to(&result, "myroles extend -r Owner -s rg-web -d 30d -m why --json",
		       cases[i].code);
		assert_int_equal(tenant_count(stage->tenant, "PUT", "EligibilityScheduleRequests"),
				 cases[i].code == 5 ? 1 : 0);
		if (cases[i].code != 5)
			continue;
		g_autoptr(cJSON) document = parse(&result);
		assert_int_equal(read_end(member(document, "request")), before + 30 * 86400);
	}
}

/* What has ended is given from now on: the service's now. */
static void renew__reckons_by_the_services_clock__the_end(void **state)
{
	static const struct {
		const char *shift;
		int seconds;
	} cases[] = { { "PT40M", 2400 }, { "-PT2H", -7200 } };
	Stage *stage = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *clock = g_strdup_printf("{\"advance\":\"%s\"}", cases[i].shift);
		tenant_tell(stage->tenant, "/reset", "{}");
		tenant_tell(stage->tenant, "/clock", clock);
		g_auto(Verb) result = { .stage = stage };
		run_to(&result,
		       "myroles renew -r Owner -s sub-hub-network-westeurope-shared-services-001 "
		       "-d 30d -m why --json",
		       5);
		g_autoptr(cJSON) document = parse(&result);
		const gint64 now = g_get_real_time() / G_USEC_PER_SEC + cases[i].seconds;
		const gint64 late =
			now + INT64_C(30) * 86400 - read_end(member(document, "request"));
		assert_true(late >= -2 && late <= 60); /* it was asked for a moment ago */
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(activate__ends_with_0_or_4__when_the_role_is_active_already),
		STAGE_TEST(activate__continues_what_is_active__where_the_service_takes_it),
		STAGE_TEST(activate__tells_the_end_that_comes__when_the_eligibility_ends_first),
		STAGE_TEST(activate__reckons_by_the_services_clock__what_is_typed),
		STAGE_TEST(extend__reckons_by_the_services_clock__whether_it_is_time),
		STAGE_TEST(renew__reckons_by_the_services_clock__the_end),
	};
	return stage_run_tests(tests);
}
