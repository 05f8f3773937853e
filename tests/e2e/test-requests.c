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
	expect_match(pty, "^ ?> .*Contributor +Platform.*waiting for approval");
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

/* ---- Two people, each at a dashboard of their own ----------------------------------------------- */

static const char *token_of(Stage *stage, const char *host, cJSON **answer)
{
	g_autofree char *body = g_strdup_printf(
		"{\"host\":\"%s\",\"account\":\"sara@contoso.com\",\"amr\":[\"pwd\",\"mfa\"]}",
		host);
	*answer = tenant_call(stage->tenant, "POST", "/token", body);
	return cJSON_GetStringValue(cJSON_GetObjectItem(*answer, "token"));
}

/* With folders of her own, as on another machine. */
static Pty *open_approver(Stage *stage)
{
	g_autofree char *home = stage_path(stage, "sara");
	g_autofree char *tokens = g_build_filename(home, "tokens.json", NULL);
	g_autofree char *config = g_build_filename(home, "myroles", "myroles.conf", NULL);
	g_autofree char *folder = g_path_get_dirname(config);
	g_autoptr(cJSON) arm = NULL;
	g_autoptr(cJSON) graph = NULL;
	const char *arm_token = token_of(stage, "arm", &arm);
	g_autofree char *text = g_strdup_printf("{\"arm\":\"%s\",\"graph\":\"%s\"}", arm_token,
						token_of(stage, "graph", &graph));
	g_autofree char *settings = g_strdup_printf(
		"[account sara]\ncloud=test\ntoken_source=file\ntoken_file=%s\n"
		"[cloud test]\nlogin=%s\narm=%s\ngraph=%s\n",
		tokens, tenant_url(stage->tenant, "login"), tenant_url(stage->tenant, "arm"),
		tenant_url(stage->tenant, "graph"));
	assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
	assert_true(
		g_file_set_contents_full(tokens, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	assert_true(g_file_set_contents(config, settings, -1, NULL));
	g_autofree char *config_home = g_strconcat("XDG_CONFIG_HOME=", home, NULL);
	g_autofree char *state_home = g_strconcat("XDG_STATE_HOME=", home, NULL);
	g_autofree char *cache_home = g_strconcat("XDG_CACHE_HOME=", home, NULL);
	const char *const environment[] = { config_home, state_home, cache_home, NULL };
	const StageRun run = { .environment = environment };
	Pty *pty = stage_run(stage, &run);
	expect_text(pty, "sara@contoso.com");
	pty_press(pty, "3");
	return pty;
}

static void a_request__is_decided_by_another__and_both_see_it(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) operator= ask(stage);
	g_autoptr(Pty) approver = open_approver(stage);
	expect_match(approver, "^ ?> .*Contributor +Platform");
	pty_press(approver, "a");
	expect_text(approver, "─ Approve? ─");
	expect_row(approver, "reason", "hotfix");
	expect_text(approver, "required");
	pty_type(approver, "seen");
	pty_press(approver, "enter");
	expect_text(approver, "Approved for Yara Osei");
	dashboard_close(approver);
	expect_text(approver, "Nothing waits for your decision.");
	/* It is looked at by itself. */
	expect_text(operator, "No request of yours is under way");
	pty_press(operator, "1");
	expect_match(operator, "Contributor +Platform.*until");
	assert_int_equal(tenant_count(stage->tenant, "PATCH", "/stages/"), 1);
	dashboard_quit(approver);
	dashboard_quit(operator);
}

/* Whoever comes second hears of the first, and nothing is told that is not so. */
static void a_request__canceled_while_it_is_decided__is_told_to_both(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) operator= ask(stage);
	g_autoptr(Pty) approver = open_approver(stage);
	expect_match(approver, "^ ?> .*Contributor +Platform");
	pty_press(approver, "d");
	expect_text(approver, "─ Deny? ─");
	open_question(operator);
	pty_press(operator, "enter");
	expect_text(operator, "Contributor on Platform: canceled.");
	pty_type(approver, "not today");
	pty_press(approver, "enter");
	expect_text(approver, "The service does not take the decision");
	dashboard_close(approver);
	expect_text(approver, "Nothing waits for your decision.");
	dashboard_quit(approver);
	dashboard_quit(operator);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(a_request__is_canceled__and_in_the_history_as_such),
		STAGE_TEST(a_request__decided_meanwhile__is_told_as_it_stands),
		STAGE_TEST(a_request__is_decided_by_another__and_both_see_it),
		STAGE_TEST(a_request__canceled_while_it_is_decided__is_told_to_both),
	};
	return stage_run_tests(tests);
}
