/* Accounts and tenants side by side, in the dashboard and by verbs; and tokens of another cloud. */
#include <string.h>

#include "tests/e2e/browser.h"
#include "tests/e2e/dashboard.h"
#include "tests/e2e/verb.h"

#define OMAR     "omar@fabrikam.com"
#define FABRIKAM "b6d3e7a1-2c64-4f0b-9a51-77c0de9f1a02"

/* ---- the dashboard ---- */

static void follow_page(Pty *pty, const char *who)
{
	expect_text(pty, "p paste address");
	g_autofree char *url = dashboard_read_page(pty);
	g_autofree char *back = browser_sign_in(url, who, NULL);
	browser_visit(back);
	expect_gone(pty, "─ Sign in ─");
}

static Pty *open_signed_in(Stage *stage, int rows, int columns)
{
	const StageRun run = { .rows = rows, .columns = columns };
	Pty *pty = stage_run(stage, &run);
	expect_text(pty, "You are not signed in. S signs in.");
	pty_press(pty, "S");
	follow_page(pty, VERB_ACCOUNT);
	expect_match(pty, "you@contoso.com +Contoso, test");
	expect_match(pty, "Contributor +Platform");
	return pty;
}

/* Changes over to the account that has these two lines in the list. */
static void change_to(Pty *pty, int down, const char *who, const char *where)
{
	g_autofree char *selected = g_strdup_printf("> %s ", who);
	pty_press(pty, "A");
	expect_text(pty, "─ Accounts ─");
	expect_text(pty, where);
	for (int i = 0; i < down; i++)
		pty_press(pty, "down");
	expect_text(pty, selected);
	pty_press(pty, "enter");
	expect_gone(pty, "─ Accounts ─");
}

static void guest__enters_another_tenant__without_a_page(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = open_signed_in(stage, 24, 80);
	change_to(pty, 1, VERB_ACCOUNT,
		  "Fabrikam, cloud test, account test, not signed in there yet");
	expect_text(pty, "Signed in as you@contoso.com in Fabrikam.");
	expect_match(pty, "you@contoso.com +Fabrikam, test");
	expect_match(pty, "Contributor +fabrikam-sh");
	assert_false(pty_has_text(pty, "Platform"));
	pty_press(pty, "A");
	expect_text(pty, "Fabrikam, cloud test, account test, in use");
	pty_press(pty, "enter");
	expect_text(pty, "This one is in use.");
	pty_press(pty, "escape");
	expect_gone(pty, "─ Accounts ─");
	dashboard_quit(pty);
}

static void activate_as(Pty *pty, const char *words, const char *row, const char *reason)
{
	const FormText text = { .duration = "1h", .reason = reason };
	dashboard_activate(pty, words, row, &text);
	expect_text(pty, "Active until ");
	dashboard_close(pty);
}

/* Two accounts in two tenants: each sees, activates and remembers its own. */
static void two_accounts__are_never_mixed(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = open_signed_in(stage, 40, 120);
	activate_as(pty, "monitoring platform", "Monitoring.*Platform", "as yara in contoso");
	pty_press(pty, "A");
	expect_text(pty, "n add");
	pty_press(pty, "n");
	follow_page(pty, OMAR);
	expect_match(pty, "omar@fabrikam.com +Fabrikam, test");
	expect_match(pty, "fabrikam-operators|User Administrator");
	assert_false(pty_has_text(pty, "Platform"));
	pty_press(pty, "4");
	expect_text(pty, "─ History");
	assert_false(pty_has_text(pty, "as yara in contoso"));
	pty_press(pty, "1");
	change_to(pty, 1, VERB_ACCOUNT, "Contoso, cloud test, account test");
	expect_match(pty, "you@contoso.com +Contoso, test");
	expect_match(pty, "Monitoring.*Platform");
	pty_press(pty, "4");
	expect_text(pty, "as yara in contoso");
	dashboard_quit(pty);
}

/* ---- verbs ---- */

static void run(Verb *verb, int code, const char *line)
{
	verb_run(verb, line);
	if (verb->code != code)
		fail_msg("%s: %d instead of %d: %s%s", line, verb->code, code, verb->output,
			 verb->errors);
}

static void expect_output(const Stage *stage, const char *line, const char *with,
			  const char *without)
{
	g_auto(Verb) verb = { .stage = stage };
	run(&verb, 0, line);
	if (strstr(verb.output, with) == NULL)
		fail_msg("%s: no “%s” in: %s", line, with, verb.output);
	if (without != NULL && strstr(verb.output, without) != NULL)
		fail_msg("%s: “%s” in: %s", line, without, verb.output);
}

static void verbs__use_the_tenant__that_is_named(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) verb = { .stage = stage };
	stage_needs_keyring(stage);
	verb_login(&verb, 1, false);
	run(&verb, 3, "myroles --tenant " FABRIKAM " list eligible");
	assert_non_null(strstr(verb.errors, "Nobody is signed in to the tenant " FABRIKAM));
	expect_output(stage, "myroles accounts --tenants", "Fabrikam\ttest\tguest", NULL);
	/* No page: what is kept lets a guest in. */
	run(&verb, 0, "myroles login --tenant " FABRIKAM);
	assert_null(strstr(verb.errors, "browser"));
	expect_output(stage, "myroles list eligible", "fabrikam-shop", "Platform");
	expect_output(stage, "myroles --tenant contoso list eligible", "Platform", "fabrikam-shop");
	expect_output(stage, "myroles --tenant Fabrikam list eligible --json", FABRIKAM,
		      "Platform");
	/* Of each tenant a refresh token, two for access, and whose they are. */
	assert_int_equal(keyring_count(stage->keyring), 8);
	run(&verb, 0, "myroles --tenant Fabrikam logout");
	assert_int_equal(keyring_count(stage->keyring), 4);
	expect_output(stage, "myroles accounts", "Contoso\ttest\tcurrent", "Fabrikam");
	verb_login_as(&verb, "myroles login --add", OMAR);
	assert_int_equal(verb.code, 0);
	expect_output(stage, "myroles accounts", OMAR, NULL);
	expect_output(stage, "myroles accounts", VERB_ACCOUNT, NULL);
	expect_output(stage, "myroles --user " VERB_ACCOUNT " list eligible", "Platform", NULL);
	expect_output(stage, "myroles --user " OMAR " list eligible --json", FABRIKAM, "Platform");
	run(&verb, 3, "myroles --user " OMAR " --tenant contoso list eligible");
	run(&verb, 2, "myroles --user " OMAR " login");
	run(&verb, 2, "myroles login --tenant ../common");
	assert_non_null(strstr(verb.errors, "neither the id of a tenant"));
}

/* ---- another cloud ---- */

/* A token as services give them out, but for this audience; nobody has signed it. */
static char *make_token(const char *audience)
{
	g_autofree char *claims =
		g_strdup_printf("{\"aud\":\"%s\",\"oid\":\"11111111-aaaa-4aaa-8aaa-111111111111\","
				"\"tid\":\"" FABRIKAM "\",\"exp\":1893456000}",
				audience);
	g_autofree char *middle = g_base64_encode((const guchar *)claims, strlen(claims));
	g_strdelimit(middle, "+", '-');
	g_strdelimit(middle, "/", '_');
	if (strchr(middle, '=') != NULL)
		*strchr(middle, '=') = '\0';
	return g_strdup_printf("eyJhbGciOiJub25lIn0.%s.c2lnbmF0dXJl", middle);
}

static void token__of_another_cloud__goes_nowhere(void **state)
{
	Stage *stage = *state;
	g_autofree char *arm = make_token("https://management.sovereign.example/");
	g_autofree char *graph = make_token("https://graph.sovereign.example");
	g_autofree char *json = g_strdup_printf("{\"arm\":\"%s\",\"graph\":\"%s\"}", arm, graph);
	g_autofree char *path = stage_path(stage, "gov-tokens.json");
	g_autofree char *keys = g_strdup_printf("token_source=file\ntoken_file=%s\n", path);
	g_auto(Verb) verb = { .stage = stage };
	assert_true(g_file_set_contents_full(path, json, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	stage_write_sign_in_config(stage, keys);
	verb_run(&verb, "myroles list eligible");
	assert_int_equal(verb.code, 3);
	assert_non_null(strstr(verb.errors,
			       "The token is for https://management.sovereign.example/, not for"));
	assert_non_null(strstr(verb.errors, "check cloud and token_source"));
	assert_int_equal(tenant_count(stage->tenant, "GET", "/"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST_SIGNED_OUT(guest__enters_another_tenant__without_a_page),
		STAGE_TEST_SIGNED_OUT(two_accounts__are_never_mixed),
		STAGE_TEST_KEYRING(verbs__use_the_tenant__that_is_named),
		STAGE_TEST_SIGNED_OUT(token__of_another_cloud__goes_nowhere),
	};
	return stage_run_tests(tests);
}
