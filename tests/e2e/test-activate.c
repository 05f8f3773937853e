/* A role from the list to the history, through sockets, as an operator does it. */
#include "tests/e2e/dashboard.h"

#define REQUESTS "roleAssignmentScheduleRequests"

/* From the list to an activation at one resource group below the eligible scope. */
static void activate_narrowed(Stage *stage)
{
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	const FormText text = { .duration = "2h", .reason = "deploy hotfix" };
	dashboard_choose(pty, "monitoring platform", "Monitoring.*Platform");
	expect_text(pty, "up to 10h, reason");
	dashboard_narrow(pty, "rg-payments");
	dashboard_fill(pty, &text);
	expect_text(pty, "─ Activate? ─");
	expect_text(pty, "/subscriptions/22222222-2222-4222-8222-222222222222/");
	expect_text(pty, "resourceGroups/rg-payments");
	expect_row(pty, "reason", "deploy hotfix");
	assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 0);
	pty_press(pty, "enter");
	expect_text(pty, "Active until ");
	dashboard_close(pty);
	expect_match(pty, "Monitoring Con.* rg-payments( +azure)? +(2h00m|1h59m)");
	dashboard_quit(pty);
}

static void a_role__is_narrowed_activated_counted_down_and_ended(void **state)
{
	Stage *stage = *state;
	activate_narrowed(stage);
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT1H51M\"}");

	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	expect_match(pty, "! Monitoring Con.* rg-payments( +azure)? +8:[0-9][0-9]");
	expect_match(pty, "! Monitoring Con.* rg-payments( +azure)? +8:[0-9][02468]");
	expect_match(pty, "! Monitoring Con.* rg-payments( +azure)? +8:[0-9][13579]");

	/* It opens where one left: the filter, and the keys in the tree. */
	expect_match(pty, "Eligible /monitoring platform");
	pty_press(pty, "shift-tab shift-tab");
	dashboard_choose(pty, "monitoring rg-pay", "Monitoring.*rg-payments");
	pty_press(pty, "D");
	expect_text(pty, "─ Deactivate? ─");
	expect_row(pty, "at", "rg-payments (resource group)");
	pty_press(pty, "enter");
	expect_text(pty, "─ Outcome ─");
	expect_match(pty, "│ +Deactivated");
	assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 2);
	dashboard_close(pty);
	pty_press(pty, "4");
	expect_row(pty, "Monitoring", "deactivated");
	expect_match(pty, "Monitoring Con.* rg-payments +[0-9hm]+ +ended [0-9]+m early");
	expect_match(pty, "m early; deploy hotfix");
	dashboard_quit(pty);
}

static void an_approval__is_waited_for__and_the_decision_said(void **state)
{
	Stage *stage = *state;
	static const char *const decisions[] = { "/approve", "/deny" };
	static const char *const words[] = { "Contributor.*active until", "Contributor.*refused" };
	for (size_t i = 0; i < G_N_ELEMENTS(decisions); i++) {
		stage_reset(stage);
		g_autoptr(Pty) pty = dashboard_open(stage, NULL);
		const FormText text = { .reason = "hotfix", .ticket = "INC1" };

		dashboard_activate(pty, "contributor platform", "Contributor +Platform", &text);
		expect_text(pty, "Waiting for approval");
		tenant_tell(stage->tenant, decisions[i], "{\"justification\":\"as asked\"}");
		dashboard_close(pty);
		pty_press(pty, "4 R g");
		expect_match(pty, words[i]);
		dashboard_quit(pty);
	}
}

static void a_role_through_a_group__is_asked_for_as_oneself(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	const FormText text = { .reason = "routes" };
	dashboard_activate(pty, "network", "Network.*Connectivity", &text);
	expect_text(pty, "Active until");
	dashboard_close(pty);
	dashboard_quit(pty);
}

/* Three workloads, one form, one confirmation. */
static void a_mixed_set__is_asked_for_once__and_told_row_by_row(void **state)
{
	Stage *stage = *state;
	static const char *const rows[][2] = {
		{ "monitoring platform", "Monitoring.*Platform" },
		{ "security directory", "Security Reader +directory" },
		{ "oncall member", "sg-onca.*member" },
	};
	const FormText text = { .reason = "incident 4711" };
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	expect_match(pty, "entra fresh +groups fresh");
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *marked = g_strconcat("^ ?>\\* ?", rows[i][1], NULL);
		dashboard_choose(pty, rows[i][0], rows[i][1]);
		pty_press(pty, "space");
		expect_match(pty, marked);
	}
	dashboard_fill(pty, &text);
	expect_text(pty, "─ Activate? ─");
	pty_press(pty, "enter");
	expect_text(pty, "─ Outcome ─");
	expect_match(pty, "│ Monitoring Contributor on Platform +.\n│ +Active until");
	expect_match(pty, "│ Security Reader on directory +.\n│ +Active until");
	expect_match(pty, "│ sg-oncall .member. +.\n│ +Active until");
	assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 1);
	assert_int_equal(tenant_count(stage->tenant, "POST", "/directory/" REQUESTS), 1);
	assert_int_equal(tenant_count(stage->tenant, "POST", "/group/assignmentScheduleReq"), 1);
	dashboard_close(pty);
	expect_match(pty, "Security Reader +directory( +entra)? +[0-9]+m");
	dashboard_quit(pty);
}

/* The configuration gets what is marked, and keeps what stands in it; the set is there at once. */
static void marks__are_saved_as_a_set__and_listed(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	g_autofree char *path = stage_path(stage, "config/myroles/myroles.conf");
	g_autofree char *before = NULL;
	g_autofree char *after = NULL;
	assert_true(g_file_get_contents(path, &before, NULL, NULL));
	dashboard_choose(pty, "monitoring platform", "Monitoring.*Platform");
	pty_press(pty, "space");
	expect_match(pty, "^ ?>\\* ?Monitoring.*Platform");
	pty_press(pty, "W");
	expect_text(pty, "─ Save as a set ─");
	pty_type(pty, "oncall");
	expect_text(pty, "oncall");
	pty_press(pty, "enter");
	expect_text(pty, "[set oncall] is written into");
	assert_true(g_file_get_contents(path, &after, NULL, NULL));
	assert_true(g_str_has_prefix(after, before));
	assert_non_null(
		strstr(after, "[set oncall]\nrole.1=Monitoring Contributor | at /providers/"));
	pty_press(pty, "M");
	expect_text(pty, "> oncall");
	expect_text(pty, "Monitoring Contributor on Platform");
	pty_press(pty, "q");
	expect_gone(pty, "> oncall");
	dashboard_quit(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(a_role__is_narrowed_activated_counted_down_and_ended),
		STAGE_TEST(an_approval__is_waited_for__and_the_decision_said),
		STAGE_TEST(a_role_through_a_group__is_asked_for_as_oneself),
		STAGE_TEST(a_mixed_set__is_asked_for_once__and_told_row_by_row),
		STAGE_TEST(marks__are_saved_as_a_set__and_listed),
	};
	return stage_run_tests(tests);
}
