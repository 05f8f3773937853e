#include "tests/backend/sign-in-steps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/e2e/browser.h"

int steps_setup(void **state)
{
	fixture_setup(state);
	fixture_use_sign_in(*state, OWN_CLIENT);
	return 0;
}

const Event *steps_await_stage(Fixture *fixture, SignInStage stage)
{
	const Event *event;
	do
		event = fixture_await(fixture, EVENT_SIGN_IN);
	while (event->sign_in->stage != stage);
	return event;
}

const SignInProgress *steps_await_page(Fixture *fixture)
{
	return steps_await_stage(fixture, SIGN_IN_PAGE)->sign_in;
}

void steps_follow(Fixture *fixture, const char *account)
{
	g_autofree char *back = browser_sign_in(steps_await_page(fixture)->url, account, NULL);
	browser_visit(back);
}

void steps_sign_in(Fixture *fixture, Intent *intent, const char *account)
{
	const uint64_t id = fixture_send(fixture, intent);
	steps_follow(fixture, account);
	const Event *done = steps_await_stage(fixture, SIGN_IN_DONE);
	if (done->problem != NULL)
		fail_msg("%s", done->problem->message);
	fixture_await_intent(fixture, id);
}

void steps_assert_lists_come(Fixture *fixture)
{
	const guint from = fixture->seen->len;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const Event *failed = fixture_latest(fixture, EVENT_LIST_FAILED, workload);
		if (fixture_has_seen(fixture, EVENT_LIST_FAILED, workload, from))
			fail_msg("%s", failed->problem->message);
		assert_true(fixture_has_seen(fixture, EVENT_ELIGIBILITIES, workload, from));
		assert_true(fixture_latest(fixture, EVENT_ELIGIBILITIES, workload)->rows->len > 0);
	}
}

const Problem *steps_list_problem(Fixture *fixture, WorkloadId workload)
{
	const guint from = fixture->seen->len;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	assert_true(fixture_has_seen(fixture, EVENT_LIST_FAILED, workload, from));
	return fixture_latest(fixture, EVENT_LIST_FAILED, workload)->problem;
}
