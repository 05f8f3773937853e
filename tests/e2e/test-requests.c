/* A request that waits is taken back, through sockets, as an operator does it. */
#include "tests/e2e/dashboard.h"

/* Contributor at Platform waits for its approvers, and stands on the Requests screen. */
static Pty *ask(Stage *stage)
{
	const FormText text = { .reason = "hotfix", .ticket = "INC1" };
	Pty *pty = dashboard_open(stage, NULL);
	dashboard_activate(pty, "contributor platform", "Contributor +Platform", &text);
	expect_text(pty, "Waiting for approval");
	dashboard_close(pty);
	pty_press(pty, "2");
	expect_match(pty, "^> .*Contributor +Platform.*waiting for approval");
	return pty;
}

static void open_question(Pty *pty)
{
	pty_press(pty, "x");
	expect_text(pty, "─ Cancel the request? ─");
	expect_row(pty, "at", "Platform (management group)");
}

static void a_request__is_canceled__and_in_the_history_as_such(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = ask(stage);
	open_question(pty);
	assert_int_equal(tenant_count(stage->tenant, "POST", "/cancel"), 0);
	pty_press(pty, "enter");
	expect_text(pty, "Contributor on Platform: canceled.");
	expect_text(pty, "No request of yours is under way");
	assert_int_equal(tenant_count(stage->tenant, "POST", "/cancel"), 1);
	pty_press(pty, "4");
	expect_row(pty, "Contributor", "canceled");
	dashboard_quit(pty);
}

/* An approver is quicker: the role is active, and is not told as canceled. */
static void a_request__decided_meanwhile__is_told_as_it_stands(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = ask(stage);
	open_question(pty);
	tenant_tell(stage->tenant, "/approve", "{\"justification\":\"as asked\"}");
	pty_press(pty, "enter");
	expect_text(pty, "not canceled, already decided: active until");
	expect_text(pty, "No request of yours is under way");
	dashboard_quit(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(a_request__is_canceled__and_in_the_history_as_such),
		STAGE_TEST(a_request__decided_meanwhile__is_told_as_it_stands),
	};
	return stage_run_tests(tests);
}
