/* Long lists: what is painted at once, and what follows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/backend/fixture.h"

static const Event *await_azure(Fixture *fixture)
{
	const Event *event = NULL;
	do
		event = fixture_await(fixture, EVENT_ELIGIBILITIES);
	while (event->workload != WORKLOAD_AZURE);
	return event;
}

static void snapshot__paints_the_first_page__then_the_rest_without_any_network(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	const guint all = fixture_latest(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE)->rows->len;
	assert_true(all > 1000);
	fixture_forget_requests(fixture);
	fixture_restart(fixture);
	const Event *first = await_azure(fixture);
	assert_true(first->is_stale);
	assert_int_equal(first->rows->len, 200);
	const Event *rest = await_azure(fixture);
	assert_true(rest->is_stale);
	assert_int_equal(rest->rows->len, all);
	assert_int_equal(tenant_count(fixture->tenant, "GET", "/"), 0);
}

/* The service is quicker than the disk: nothing old comes after it. */
static void snapshot__gives_way__when_the_service_has_answered(void **state)
{
	Fixture *fixture = *state;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	fixture_restart(fixture);
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_false(fixture_latest(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE)->is_stale);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(snapshot__paints_the_first_page__then_the_rest_without_any_network),
		TEST(snapshot__gives_way__when_the_service_has_answered),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup_large, stage_close);
}
