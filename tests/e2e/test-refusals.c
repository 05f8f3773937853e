/* What the service refuses: said in words with the next step, nothing lost, nothing doubled. */
#include "tests/e2e/dashboard.h"

#define REQUESTS "roleAssignmentScheduleRequests"
/* As when only administrators may read policies: then the form cannot know, and the service says. */
#define NO_POLICIES "{\"policies_forbidden\":true}"

typedef struct Refusal {
	const char *path, *body; /* told to the tenant first */
	const char *filter, *row;
	FormText text;
	const char *expected; /* in the outcome: a regex */
} Refusal;

static const Refusal refusals[] = {
	{ "/settings",
	  NO_POLICIES,
	  "machine edge",
	  "Virtual Machine",
	  { "2h", "restart", NULL },
	  "Refused: .*so long a time|shorter" },
	{ "/settings",
	  NO_POLICIES,
	  "vault",
	  "Key Vault",
	  { NULL, "rotate", NULL },
	  "Refused: .*ticket" },
	{ "/account",
	  "{\"account\":\"you@contoso.com\",\"amr\":[\"pwd\"]}",
	  "user landing",
	  "User Access",
	  { NULL, "audit", NULL },
	  "multi.?factor" },
	{ NULL, NULL, "owner", "Owner", { NULL, "pipeline", NULL }, "stronger" },
};

static void each_rule__is_said_in_words__when_it_refuses(void **state)
{
	Stage *stage = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(refusals); i++) {
		const Refusal *refusal = &refusals[i];
		stage_reset(stage);
		if (refusal->path != NULL)
			tenant_tell(stage->tenant, refusal->path, refusal->body);
		tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT1S\"}"); /* new tokens */
		g_autoptr(Pty) pty = dashboard_open(stage, NULL);

		dashboard_activate(pty, refusal->filter, refusal->row, &refusal->text);
		/* What it asks for stands below the panes before. */
		expect_text(pty, "─ Outcome ─");
		expect_gone(pty, "Being sent");
		expect_match(pty, refusal->expected);
		expect_match(pty, "Refused|sign-in|Sign in");
		assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 1);
		dashboard_close(pty);
		dashboard_quit(pty);
	}
}

static void a_rule_that_is_known__is_held_by_the_form(void **state)
{
	Stage *stage = *state;
	const FormText blank = { .reason = "  " };
	const FormText long_time = { .duration = "9h", .reason = "why" };
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	dashboard_choose(pty, "network", "Network");
	expect_text(pty, "up to 4h, reason");
	dashboard_fill(pty, &blank);
	expect_text(pty, "A reason is required here.");
	pty_press(pty, "escape");
	expect_gone(pty, "─ Activate ─");
	dashboard_fill(pty, &long_time);
	expect_match(pty, "! .*4h");
	assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 0);
	pty_press(pty, "escape");
	expect_gone(pty, "─ Activate ─");
	dashboard_quit(pty);
}

/* What was confirmed rests on the rules as they were shown. */
static void a_rule_that_changes__is_told__before_anything_is_sent(void **state)
{
	Stage *stage = *state;
	const FormText text = { .reason = "" };
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	dashboard_choose(pty, "reader sub-dev", "Reader +sub-dev");
	expect_text(pty, "Reader on sub-dev: up to");
	dashboard_fill(pty, &text);
	expect_text(pty, "─ Activate? ─");
	tenant_tell(stage->tenant, "/policy",
		    "{\"role\":\"Reader\",\"scope\":\"sub-dev\",\"max\":\"PT8H\","
		    "\"justification\":true}");
	pty_press(pty, "enter");
	expect_text(pty, "─ Outcome ─");
	expect_match(pty, "changed|reason");
	expect_match(pty, "Refused|changed");
	dashboard_close(pty);
	dashboard_quit(pty);
}

static void a_role_that_is_active__is_told__and_not_asked_for_twice(void **state)
{
	Stage *stage = *state;
	const FormText text = { .reason = "again" };
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	dashboard_activate(pty, "reader rg-payments", "Reader +rg-payments", &text);
	expect_match(pty, "already active|is active");
	dashboard_close(pty);
	dashboard_quit(pty);
}

static void a_request_that_waits__is_told__when_it_is_made_again(void **state)
{
	Stage *stage = *state;
	const FormText text = { .reason = "twice", .ticket = "INC2" };
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	dashboard_activate(pty, "contributor platform", "Contributor +Platform", &text);
	expect_text(pty, "Waiting for approval");
	dashboard_close(pty);
	dashboard_fill(pty, &text);
	expect_text(pty, "─ Activate? ─");
	pty_press(pty, "enter");
	expect_text(pty, "─ Outcome ─");
	expect_match(pty, "Refused|[Pp]ending|waits already|waiting already");
	dashboard_close(pty);
	dashboard_quit(pty);
}

static void a_narrower_scope__is_refused__and_the_wider_one_offered(void **state)
{
	Stage *stage = *state;
	const FormText text = { .reason = "narrow" };
	tenant_tell(stage->tenant, "/faults",
		    "{\"method\":\"PUT\",\"path\":\"*resourceGroups*\",\"kind\":\"status\","
		    "\"status\":403,\"code\":\"AuthorizationFailed\",\"message\":\"no\"}");
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);

	dashboard_choose(pty, "monitoring platform", "Monitoring.*Platform");
	dashboard_narrow(pty, "rg-edge");
	dashboard_fill(pty, &text);
	expect_text(pty, "─ Activate? ─");
	pty_press(pty, "enter");
	expect_text(pty, "Refused");
	expect_text(pty, "wider scope");
	assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 1);
	pty_press(pty, "w");
	expect_row(pty, "at ", "sub-prod");
	assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 1);
	pty_press(pty, "escape");
	expect_gone(pty, "─ Activate ─");
	dashboard_quit(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(each_rule__is_said_in_words__when_it_refuses),
		STAGE_TEST(a_rule_that_is_known__is_held_by_the_form),
		STAGE_TEST(a_rule_that_changes__is_told__before_anything_is_sent),
		STAGE_TEST(a_role_that_is_active__is_told__and_not_asked_for_twice),
		STAGE_TEST(a_request_that_waits__is_told__when_it_is_made_again),
		STAGE_TEST(a_narrower_scope__is_refused__and_the_wider_one_offered),
	};
	return stage_run_tests(tests);
}
