/* Signing in at the dashboard: the page, the browser's way back, what is pasted, and giving up. */
#include <string.h>

#include "tests/e2e/browser.h"
#include "tests/e2e/dashboard.h"
#include "tests/e2e/verb.h"

static Pty *open_dashboard(Stage *stage, int rows, int columns)
{
	const StageRun run = { .rows = rows, .columns = columns };
	Pty *pty = stage_run(stage, &run);
	expect_text(pty, "You are not signed in. S signs in.");
	expect_text(pty, "not signed in");
	/* Nothing was asked for. */
	assert_int_equal(tenant_count(stage->tenant, "GET", "/"), 0);
	return pty;
}

static char *begin(Pty *pty)
{
	pty_press(pty, "S");
	expect_text(pty, "Open this page in yours");
	expect_text(pty, "p paste address");
	g_autofree char *url = dashboard_read_page(pty);
	return browser_sign_in(url, VERB_ACCOUNT, NULL);
}

static void expect_signed_in(Pty *pty)
{
	expect_text(pty, "Signed in as you@contoso.com");
	expect_gone(pty, "─ Sign in ─");
	expect_match(pty, "Contributor +Platform");
	expect_match(pty, "DB-Admins .member.");
	expect_match(pty, "Application Adm.* payroll-api"); /* names come last */
	expect_match(pty, "you@contoso.com +Contoso");
}

static void dashboard__shows_the_roles__after_the_browser_came_back(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = open_dashboard(stage, 24, 80);
	g_autofree char *back = begin(pty);
	assert_int_equal(browser_visit(back), 200);
	expect_signed_in(pty);
	dashboard_quit(pty);
}

static void dashboard__takes_the_address__that_is_pasted(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = open_dashboard(stage, 40, 120);
	g_autofree char *back = begin(pty);
	pty_paste(pty, "http://localhost:1/?code=x&state=wrong");
	expect_text(pty, "This is not the address that this sign-in is waiting for.");
	pty_paste(pty, back);
	expect_signed_in(pty);
	dashboard_quit(pty);
}

/* A terminal without bracketed paste. */
static void dashboard__takes_the_address__that_is_typed(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = open_dashboard(stage, 24, 80);
	g_autofree char *back = begin(pty);
	pty_press(pty, "p");
	expect_text(pty, "Nothing yet.");
	pty_type(pty, back);
	expect_text(pty, "characters, not shown.");
	assert_false(pty_has_text(pty, "code="));
	pty_press(pty, "enter");
	expect_signed_in(pty);
	dashboard_quit(pty);
}

static void sign_in__is_given_up__by_esc_and_survives_a_resize(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = open_dashboard(stage, 24, 80);
	pty_press(pty, "S");
	expect_text(pty, "─ Sign in ─");
	pty_resize(pty, 12, 40);
	expect_gone(pty, "p paste address"); /* no room for it */
	expect_text(pty, "esc give up");
	pty_resize(pty, 24, 80);
	expect_text(pty, "p paste address");
	pty_press(pty, "escape");
	expect_gone(pty, "─ Sign in ─");
	expect_text(pty, "The sign-in was canceled.");
	g_autofree char *back = begin(pty); /* another one goes through */
	browser_visit(back);
	expect_signed_in(pty);
	dashboard_quit(pty);
}

static void sign_in__says_why_it_failed__and_can_be_tried_again(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = open_dashboard(stage, 24, 80);
	tenant_tell(stage->tenant, "/login/error",
		    "{\"on\":\"token\",\"error\":\"invalid_grant\",\"number\":53003}");
	g_autofree char *back = begin(pty);
	browser_visit(back);
	expect_text(pty, "Conditional Access blocks this sign-in (AADSTS53003).");
	expect_text(pty, "Correlation id ");
	pty_press(pty, "enter");
	expect_text(pty, "Open this page in yours");
	g_autofree char *url = dashboard_read_page(pty);
	g_autofree char *again = browser_sign_in(url, VERB_ACCOUNT, NULL);
	browser_visit(again);
	expect_signed_in(pty);
	dashboard_quit(pty);
}

static void rows__stay__when_the_sign_in_was_revoked(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = open_dashboard(stage, 24, 80);
	g_autofree char *back = begin(pty);
	browser_visit(back);
	expect_signed_in(pty);
	tenant_tell(stage->tenant, "/revoke/tokens", "{}");
	dashboard_refresh(pty, "The sign-in was revoked (AADSTS50173).");
	expect_match(pty, "Contributor +Platform");
	g_autofree char *again = begin(pty);
	browser_visit(again);
	expect_signed_in(pty);
	dashboard_quit(pty);
}

/* Tells what it was started with; the last line says that all is there. */
static const char opener_script[] =
	"#!/bin/sh\n"
	"{ echo \"argument $1\"; env; ls -l /proc/self/fd; echo end; } >\"$0.said\"\n";

/* A browser is a program like any other: it gets the address, and nothing else that is the dashboard's. */
static void browser__is_given_the_address__and_nothing_else(void **state)
{
	Stage *stage = *state;
	g_autofree char *folder = stage_path(stage, "bin");
	g_autofree char *opener = g_build_filename(folder, "xdg-open", NULL);
	g_autofree char *said_path = g_strconcat(opener, ".said", NULL);
	g_autofree char *path = g_strdup_printf("PATH=%s:%s", folder, g_getenv("PATH"));
	const char *const environment[] = { path, "DISPLAY=:99", "PRIVATE_THING=hunter2", NULL };
	const StageRun run = { .environment = environment };
	g_autofree char *said = NULL;
	assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
	assert_true(g_file_set_contents_full(opener, opener_script, -1, G_FILE_SET_CONTENTS_NONE,
					     0700, NULL));
	g_autoptr(Pty) pty = stage_run(stage, &run);
	expect_text(pty, "You are not signed in. S signs in.");
	pty_press(pty, "S");
	expect_text(pty, "p paste address");
	g_autofree char *url = dashboard_read_page(pty);
	pty_press(pty, "o");
	for (int i = 0; i < 100 && (said == NULL || !g_str_has_suffix(said, "end\n")); i++) {
		g_clear_pointer(&said, g_free);
		pty_drain(pty, 50);
		g_file_get_contents(said_path, &said, NULL, NULL);
	}
	assert_non_null(said);
	g_autofree char *argument = g_strdup_printf("argument %s\n", url);
	assert_true(g_str_has_prefix(said, argument));
	assert_non_null(strstr(said, "DISPLAY=:99"));
	assert_null(strstr(said, "PRIVATE_THING"));
	/* Neither the journal nor a socket. */
	assert_null(strstr(said, ".db"));
	assert_null(strstr(said, "socket:"));
	pty_press(pty, "escape");
	expect_gone(pty, "─ Sign in ─");
	dashboard_quit(pty);
}

/* ---- a stronger sign-in ---- */

static void mark(Pty *pty, const char *words)
{
	pty_press(pty, "/");
	pty_type(pty, words);
	pty_press(pty, "enter");
	expect_text(pty, words);
	pty_press(pty, "* / escape");
	expect_gone(pty, words); /* before the next key: after Esc it would be another one */
}

static void step_up(Pty *pty)
{
	pty_press(pty, "s");
	expect_text(pty, "The service asks for a stronger sign-in.");
	expect_text(pty, "p paste address");
	g_autofree char *url = dashboard_read_page(pty);
	assert_non_null(strstr(url, "claims="));
	g_autofree char *back = browser_sign_in(url, VERB_ACCOUNT, NULL);
	browser_visit(back);
	expect_gone(pty, "─ Sign in ─");
}

/* Five roles, two contexts: two sign-ins, five activations, none twice. */
static void activation_of_five__takes_one_sign_in_for_each_context(void **state)
{
	Stage *stage = *state;
	static const char *const policies[] = {
		"{\"role\":\"Monitoring Contributor\",\"max\":\"PT8H\",\"context\":\"c1\"}",
		"{\"role\":\"Virtual Machine Contributor\",\"max\":\"PT8H\",\"context\":\"c1\"}",
		"{\"role\":\"Network Contributor\",\"max\":\"PT8H\",\"context\":\"c2\"}",
		"{\"role\":\"Key Vault Secrets Officer\",\"max\":\"PT8H\",\"context\":\"c2\"}",
	};
	static const char *const marked[] = { "monitoring c", "virtual m", "network c",
					      "key vault" };
	for (size_t i = 0; i < G_N_ELEMENTS(policies); i++)
		tenant_tell(stage->tenant, "/policy", policies[i]);
	g_autoptr(Pty) pty = open_dashboard(stage, 40, 120);
	g_autofree char *back = begin(pty);
	browser_visit(back);
	expect_signed_in(pty);
	for (size_t i = 0; i < G_N_ELEMENTS(marked); i++)
		mark(pty, marked[i]);
	expect_text(pty, "5 marked");
	/* What all of them ask for is known before anything is confirmed. */
	expect_came(dashboard_open_form(pty), pty, "the form", __FILE__, __LINE__);
	expect_match(pty, "then +sign-in with context");
	expect_gone(pty, "reading what it needs");
	pty_press(pty, "escape");
	expect_gone(pty, "─ Activate ─");
	const FormText text = { .duration = "1h", .reason = "five at once" };
	dashboard_fill(pty, &text);
	expect_text(pty, "─ Activate? ─");
	pty_press(pty, "enter");
	expect_text(pty, "s sign in and send again");
	step_up(pty);
	expect_text(pty, "Active until");
	pty_press(pty, "escape");
	expect_text(pty, "Sent again after a stronger sign-in.");
	step_up(pty);
	expect_text(pty, "Active until");
	pty_press(pty, "escape");
	expect_gone(pty, "s sign in and send again");
	pty_press(pty, "escape");
	expect_gone(pty, "─ Outcome ─");
	for (int i = 0; i < 100 && tenant_count_asked(stage->tenant, "five at once") < 5; i++)
		pty_drain(pty, 100);
	assert_int_equal(tenant_count_asked(stage->tenant, "five at once"), 5);
	/* None was sent to be refused, and none twice. */
	assert_int_equal(tenant_count(stage->tenant, "PUT", "roleAssignmentScheduleRequests"), 5);
	dashboard_quit(pty);
}

static void sign_out__takes_the_rows_away(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = open_dashboard(stage, 24, 80);
	g_autofree char *back = begin(pty);
	browser_visit(back);
	expect_signed_in(pty);
	pty_press(pty, ":");
	expect_text(pty, "─ Actions ─");
	pty_type(pty, "sign out");
	pty_press(pty, "enter");
	expect_text(pty, "─ Sign out? ─");
	pty_press(pty, "enter");
	expect_text(pty, "You are not signed in. S signs in.");
	expect_gone(pty, "Contributor");
	dashboard_quit(pty);
}

/* On a terminal the page is also a picture. */
static void login__draws_the_page__for_a_camera(void **state)
{
	Stage *stage = *state;
	static const char *const arguments[] = { "login", "--device", NULL };
	const StageRun run = { .rows = 40, .columns = 100, .arguments = arguments };
	g_autoptr(Pty) pty = stage_run(stage, &run);
	expect_text(pty, "type this code");
#ifdef HAVE_QRENCODE
	expect_text(pty, "█▀▀▀▀▀█"); /* two of its corners have it */
#endif
	pty_signal(pty, SIGINT);
	expect_exit(pty, 130);
}

/* What ends with the verb does not help the next one. */
static void login__says_that_it_is_not_kept__in_memory(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) login = { .stage = stage };
	g_auto(Verb) list = { .stage = stage };
	verb_login(&login, 1, false);
	assert_int_equal(login.code, 6);
	assert_non_null(strstr(login.output, "Signed in as you@contoso.com in tenant Contoso, for "
					     "this run only."));
	assert_non_null(strstr(login.errors, "not kept (token_store=memory)"));
	verb_run(&list, "myroles list active");
	assert_int_equal(list.code, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST_SIGNED_OUT(dashboard__shows_the_roles__after_the_browser_came_back),
		STAGE_TEST_SIGNED_OUT(dashboard__takes_the_address__that_is_pasted),
		STAGE_TEST_SIGNED_OUT(dashboard__takes_the_address__that_is_typed),
		STAGE_TEST_SIGNED_OUT(sign_in__is_given_up__by_esc_and_survives_a_resize),
		STAGE_TEST_SIGNED_OUT(sign_in__says_why_it_failed__and_can_be_tried_again),
		STAGE_TEST_SIGNED_OUT(rows__stay__when_the_sign_in_was_revoked),
		STAGE_TEST_SIGNED_OUT(browser__is_given_the_address__and_nothing_else),
		STAGE_TEST_SIGNED_OUT(activation_of_five__takes_one_sign_in_for_each_context),
		STAGE_TEST_SIGNED_OUT(login__draws_the_page__for_a_camera),
		STAGE_TEST_SIGNED_OUT(login__says_that_it_is_not_kept__in_memory),
		STAGE_TEST_SIGNED_OUT(sign_out__takes_the_rows_away),
	};
	return stage_run_tests(tests);
}
