/*
 * Every example that help, manual and README show does what it says, on the built-in tenant: as it stands there, in a shell.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/examples.h"
#include "tests/cli/run.h"

/* What an example comes to. */
static const struct {
	const char *line;
	const char *before; /* NULL: nothing comes before it */
	int code;
	const char *shown; /* what it says; NULL: whatever */
} rows[] = {
	{ "myroles list eligible --columns role,scope,until --sort until", NULL, 0,
	  "Azure Kubernetes Service Cluster Admin Role\taks-payments" },
	{ "myroles list active | cut -f3", NULL, 0, "\nGlobal Reader\n" },
	{ "myroles list active --all-accounts", NULL, 0, "\tyou@contoso.com\t" },
	{ "myroles list active --at rg-payments", NULL, 0, "\tYara Osei\tReader\t" },
	{ "myroles status --format '{role}@{scope} {left}'", "myroles list active", 0,
	  "Reader@rg-payments 9:" },
	{ "myroles has Reader@rg-payments && echo yes", NULL, 0, "yes\n" },
	{ "myroles scopes Contributor sub-prod", NULL, 0, "resourcegroup\trg-payments\t/" },
	{ "myroles show Reader sub-dev", NULL, 0, "permits" },
	{ "myroles policy Contributor rg-payments", NULL, 0, "approval" },
	{ "myroles why Microsoft.KeyVault/vaults/secrets/getSecret/action rg-payments", NULL, 0,
	  "1\tKey Vault Secrets Officer\trg-payments\t" },
	{ "echo 'not allowed to perform action \"Microsoft.Web/sites/write\" over scope "
	  "\"/subscriptions/22222222-2222-4222-8222-222222222222\"' | myroles why -",
	  NULL, 0, "1\tContributor\tsub-prod\t" },
	{ "myroles open Reader sub-dev --print", NULL, 0, "https://portal" },
	{ "myroles activate -r Reader -s sub-dev -d 30m --wait", NULL, 0, "\tactive\t" },
	{ "myroles activate -r Contributor -s rg-payments -m 'deploy hotfix 4711' -t INC1 "
	  "--dry-run",
	  NULL, 0, "Nothing was sent" },
	{ "echo '{\"role\":\"Reader\",\"scope\":\"sub-dev\"}' | myroles activate - -d 30m", NULL, 0,
	  "\tReader\t" },
	{ "myroles deactivate -r Reader -s rg-payments --wait", NULL, 0, "\tended\t" },
	{ "myroles exec -r Reader -s rg-payments -- env", NULL, 0, "PATH=" },
	{ "myroles set", NULL, 0, "morning\t" },
	{ "myroles set morning --ticket INC4711 --rehearse", NULL, 0,
	  "Reader\trg-payments\tactive already" },
	{ "myroles cancel \"$(myroles list requests | head -n1 | cut -f1)\"",
	  "myroles activate -r Contributor -s rg-payments -m x -t INC1 -w", 0, "canceled" },
	{ "myroles wait --timeout 2m \"$(myroles activate -r Reader -s sub-dev -d 30m | cut -f1)\"",
	  NULL, 0, "\tactive\t" },
	{ "myroles approve \"$(myroles list approvals | head -n1 | cut -f1)\" -m 'as agreed'", NULL,
	  0, "\tapprove\t" },
	{ "myroles deny \"$(myroles list approvals | head -n1 | cut -f1)\" -m 'not today'", NULL, 0,
	  "\tdeny\t" },
	{ "myroles history --totals role --sort -times", NULL, 0, "Contributor\t" },
	{ "myroles history --csv --columns created,role,scope,reason", NULL, 0,
	  "created,role,scope,reason\r\n" },
	{ "f=$(mktemp) && myroles evidence --from today \"$f\" && myroles evidence verify \"$f\" "
	  "&& "
	  "rm \"$f\"",
	  NULL, 0, "whole, not signed" },
	{ "myroles changes --seen", NULL, 0, NULL },
	{ "myroles watch --once | cut -f3", NULL, 0, "Reader on rg-payments ends at " },
	{ "echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}' | myroles agent", NULL, 0,
	  "\"result\":{}" },
	{ "myroles accounts --columns account,tenant", NULL, 0,
	  "not signed in" }, /* its tokens are from a file */
	{ "myroles show \"$(myroles list approvals | head -n1 | cut -f1)\"", NULL, 0, "permits" },
	{ "myroles list approvals --brief --columns who,role,lately,narrower", NULL, 0,
	  "nothing decided here" },
	{ "myroles brief \"$(myroles list approvals | head -n1 | cut -f1)\"", NULL, 0, "covers" },
	{ "myroles extend -r Owner -s rg-edge -d 90d -m 'on call until February'", NULL, 5,
	  "\twaiting\t" },
	{ "myroles renew -r \"$(myroles list dormant --sort end | head -n1 | cut -f1)\" -m 'on "
	  "call again'",
	  NULL, 5, "\twaiting\t" },
	{ "myroles config check", NULL, 0, NULL },
	{ "myroles doctor --json", NULL, 0, "\"findings\":" },
	{ "myroles demo list active", NULL, 0, "\tReader\trg-payments\t" },
	{ "eval \"$(myroles completion bash)\"", NULL, 0, NULL },
	{ "myroles help activate", NULL, 0, "Exit codes:" },
	/* Of README and myroles(1). */
	{ "myroles activate --role Contributor --scope rg-payments --duration 1h30m "
	  "--reason 'deploy hotfix 4711' --ticket INC4711 --wait",
	  NULL, 5, "\twaiting\t" },
	{ "myroles list active --json | jq -r '.items[] | \"\\(.role.name) until \\(.end)\"'", NULL,
	  0, "Reader until 20" },
	{ "myroles status", "myroles list active", 0, "Reader@rg-payments 9:" },
	{ "myroles status --format '{role} {until}' --separator ', '", "myroles list active", 0,
	  "Reader " },
	{ "myroles list active --cached", "myroles list active", 0, "\tReader\t" },
	{ "myroles accounts --tenants", NULL, 0, "not signed in" },
};

/* Played where there is a browser, or a terminal: what is typed there, and where. */
static const char *const elsewhere[] = {
	"myroles login",                           /* tests/e2e/test-sign-in.c */
	"myroles login --device",                  /* the same */
	"myroles logout",                          /* tests/e2e/test-keyring.c */
	"myroles login --tenant fabrikam.com",     /* tests/e2e/test-accounts.c */
	"myroles --tenant Fabrikam list eligible", /* the same */
	"myroles demo",                            /* tests/cli/test-tour.c */
	"myroles exec -r Reader -s sub-dev -d 30m -- terraform plan", /* tests/cli/test-exec.c */
	/* tests/cli/test-evidence.c, with a key of its own */
	"myroles evidence --from 2026-11 --to 2026-11 --key ~/.ssh/id_ed25519 november.tar",
	"myroles evidence verify november.tar --signers allowed_signers",
	"./bootstrap && make demo",  /* .ci/run builds so */
	"./bootstrap && make check", /* the same */
};

static bool is_known(const char *line)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (strcmp(rows[i].line, line) == 0)
			return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(elsewhere); i++) {
		if (strcmp(elsewhere[i], line) == 0)
			return true;
	}
	return false;
}

/* ---- What is shown -------------------------------------------------------------------------------- */

static void examples__are_played__each_of_help(void **state)
{
	(void)state;
	for (const Example *example = examples; example->verb != NULL; example++) {
		if (!is_known(example->line))
			fail_msg("nothing plays `%s`", example->line);
	}
}

/* One blank between words, none at the ends, and no remark behind it. */
static char *plain_line(const char *line)
{
	g_autofree char *bare = g_strdup(line);
	char *remark = strstr(bare, "  # ");
	if (remark != NULL)
		*remark = '\0';
	g_auto(GStrv) words = g_strsplit_set(bare, " \t", -1);
	GString *out = g_string_new(NULL);
	for (char **word = words; *word != NULL; word++) {
		if (**word != '\0')
			g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", *word);
	}
	return g_string_free(out, FALSE);
}

/* The lines of a part of a file, with what `breaks` goes on with joined. */
static char **read_lines(const char *name, const char *from, const char *breaks)
{
	g_autofree char *path = source_file(name);
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	const char *begin = strstr(text, from);
	assert_non_null(begin);
	g_auto(GStrv) parts = g_strsplit(begin, breaks, -1);
	g_autofree char *whole = g_strjoinv(" ", parts);
	return g_strsplit(whole, "\n", -1);
}

/* Lines that are indented by four blanks hold commands, or a configuration. */
static void examples__are_played__each_of_readme(void **state)
{
	(void)state;
	g_auto(GStrv) lines = read_lines("README.md", "# ", " \\\n");
	guint found = 0;
	for (char **line = lines; *line != NULL; line++) {
		g_autofree char *plain = plain_line(*line);
		const bool is_command =
			g_str_has_prefix(plain, "myroles ") || g_str_has_prefix(plain, "./");
		if (!g_str_has_prefix(*line, "    ") || !is_command)
			continue;
		found++;
		if (!is_known(plain))
			fail_msg("nothing plays `%s`", plain);
	}
	assert_true(found > 8);
}

static void examples__are_played__each_of_the_manual(void **state)
{
	(void)state;
	g_auto(GStrv) lines = read_lines("man/myroles.1", ".SH EXAMPLES", "\\e\n");
	for (char **line = lines; *line != NULL; line++) {
		g_auto(GStrv) words = g_strsplit(*line, "\\-", -1);
		g_autofree char *unquoted = g_strjoinv("-", words);
		g_autofree char *plain = plain_line(unquoted);
		if (g_str_has_prefix(plain, "myroles ") && !is_known(plain))
			fail_msg("nothing plays `%s`", plain);
	}
}

/* ---- What it does ---------------------------------------------------------------------------------- */

#define CONFIG                                                                                     \
	"portal=https://portal.example.com\n[set morning]\nduration=1h\nreason=On call {ticket}\n" \
	"role.1=Reader | at rg-payments\nrole.2=Reader | at sub-dev\n"

static void play(Stage *stage, size_t row)
{
	g_autofree char *jq = g_find_program_in_path("jq");
	if (jq == NULL && strstr(rows[row].line, "| jq ") != NULL)
		return;
	const char *before = rows[row].before != NULL ? rows[row].before : "true";
	g_autofree char *script =
		g_strdup_printf("%s >/dev/null 2>&1 </dev/null\n{ %s\n} 2>err </dev/null\n"
				"echo \"=$?\"\ncat err",
				before, rows[row].line);
	const char *const argv[] = { "bash", "-c", script, NULL };
	g_autofree char *told = run_program(stage, argv);
	g_autofree char *code = g_strdup_printf("=%d\n", rows[row].code);
	if (strstr(told, code) == NULL)
		fail_msg("`%s` did not end with %d:\n%s", rows[row].line, rows[row].code, told);
	if (rows[row].shown != NULL && strstr(told, rows[row].shown) == NULL)
		fail_msg("`%s` does not print %s:\n%s", rows[row].line, rows[row].shown, told);
}

static void examples__do__what_they_say(void **state)
{
	Stage *stage = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		stage_reset(stage);
		stage_write_config(stage, CONFIG);
		play(stage, i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(examples__are_played__each_of_help),
		cmocka_unit_test(examples__are_played__each_of_readme),
		cmocka_unit_test(examples__are_played__each_of_the_manual),
		STAGE_TEST(examples__do__what_they_say),
	};
	return stage_run_tests(tests);
}
