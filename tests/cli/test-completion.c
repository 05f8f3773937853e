/*
 * Completion, in the shells themselves: what they put on the line, and what they say beside it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"

static void remember_lists(Stage *stage)
{
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles list eligible", 0);
	run_to(&result, "myroles list active", 0);
}

/* The words of a line, and what has to be among the answers ("!": must not). */
static const char *const cases[][2] = {
	{ "''", "activate\tActivate a role" },
	{ "''", "!__complete" },
	{ "act", "activate\t" },
	{ "ACT", "activate\t" },
	{ "act", "!list" },
	{ "--ac", "--account\t" },
	{ "activate --ac", "--access\t" },
	{ "activate --ac", "--account\t" },
	{ "activate --access ''", "owner\t" },
	{ "list ''", "eligible\t" },
	{ "list eligible ''", "!eligible" },
	{ "activate --role ''", "Contributor\tPlatform, mg" },
	{ "activate -r ''", "Reader\trg-payments, rg; " },
	{ "activate -rCon", "!Contributor" },
	{ "activate --role=con", "--role=Contributor\t" },
	{ "activate --role Contributor --scope ''", "Platform\tmanagement group, Contributor" },
	{ "activate --role Contributor --scope ''", "!rg-edge" },
	{ "activate --role ua", "uaa\tstands for User Access Administrator" },
	{ "activate --scope direct",
	  "directory\tdirectory, Global Administrator; directory, Privileged Role "
	  "Administrator; directory, Global Reader; and 1 more\n" },
	{ "activate --scope d", "dev\tstands for sub-dev" },
	{ "activate --role d", "!dev" },
	{ "deactivate --role ''", "Reader\trg-payments, rg" },
	{ "deactivate --role ''", "!DB-Admins" }, /* nobody but an administrator ends it */
	{ "has ''", "Reader\t" },
	{ "scopes Contributor ''", "Platform\t" },
	{ "demo list ''", "active\t" },
	{ "list active --columns role,sc", "role,scope_id\t" },
	{ "list active --columns=le", "--columns=left\t" },
	{ "list requests --sort -st", "-start\t" },
	{ "list eligible --sort -us", "-use\t" },
	{ "list active --sort us", "!use" },
	{ "history --columns ''", "ticket_system\t" },
	{ "list --columns ''", "!role" },
	{ "--account ''", "test\t" },
	{ "--tenant ''", "8f3c1f0a-5f0e-4a53-9d0e-6d1a4c0f7b21\tContoso" },
	{ "--config ''", ":files" },
	{ "activate -- --r", "!--role" },
	{ "exec -r rea", "Reader\t" },
	{ "exec -r Reader ''", ":files" },
	{ "exec -r Reader -- ''", ":files" },
	{ "exec -r Reader -- az --ro", ":files" },
	{ "exec -r Reader -- list ''", "!eligible" },
	{ "nonsense ''", "list\t" },
};

static void complete__tells__what_can_stand_there(void **state)
{
	Stage *stage = *state;
	remember_lists(stage);
	stage_write_config(stage,
			   "[alias]\nrole.uaa=User Access Administrator\nscope.dev=sub-dev\n");
	g_auto(Verb) result = { .stage = stage };
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const bool is_unwanted = *cases[i][1] == '!';
		g_autofree char *line =
			g_strconcat("myroles __complete zsh -- ", cases[i][0], NULL);
		run_to(&result, line, 0);
		assert_string_equal(result.errors, "");
		g_autofree char *lines = g_strconcat("\n", result.output, NULL);
		g_autofree char *wanted = g_strconcat("\n", cases[i][1] + is_unwanted, NULL);
		if ((strstr(lines, wanted) != NULL) == is_unwanted)
			fail_msg("%s: %s in\n%s", cases[i][0], cases[i][1], result.output);
	}
}

/* No configuration, no snapshot, a damaged one: a shell never hears of it. */
static void complete__is_silent__when_nothing_is_known(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	static const char *const lines[] = {
		"myroles __complete zsh -- activate --role ''",
		"myroles __complete zsh -- --config /nowhere activate --role ''",
		"myroles __complete bash -- 'myroles activate --role ' ''",
		"myroles __complete fish",
		"myroles __complete bash -- x",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		run_to(&result, lines[i], 0);
		assert_string_equal(result.errors, "");
	}
}

static void assert_line(const char *output, const char *expected)
{
	g_auto(GStrv) lines = g_strsplit(output, "\n", -1);
	if (!g_strv_contains((const char *const *)lines, expected))
		fail_msg("no line \"%s\" in:\n%s", expected, output);
}

static void bash__completes__by_the_installed_file(void **state)
{
	Stage *stage = *state;
	remember_lists(stage);
	g_autofree char *path = source_file("completions/myroles");
	g_autofree char *script = g_strdup_printf(
		". %s\n"
		"try() { COMP_LINE=$1; COMP_POINT=${#1}; COMP_WORDS=(\"${@:2}\");\n"
		"COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_TYPE=${kind:-9}; _myroles\n"
		"printf '<%%s>\\n' \"${COMPREPLY[@]}\"; }\n"
		"try 'myroles activate --role Key\\ V' myroles activate --role 'Key\\ V'\n"
		"try \"myroles activate --role 'Virt\" myroles activate --role \"'Virt\"\n"
		"try 'myroles activate --role=Ow' myroles activate --role = Ow\n"
		"kind=63 try 'myroles dem' myroles dem\n"
		"kind=63 try 'myroles de' myroles de\n"
		"complete -p myroles\n",
		path);
	const char *const argv[] = { "bash", "--norc", "-c", script, NULL };
	g_autofree char *output = run_program(stage, argv);
	if (output == NULL)
		skip();
	assert_line(output, "<Key\\ Vault\\ Secrets\\ Officer>");
	assert_line(output, "<Virtual Machine Contributor>");
	assert_line(output, "<Owner>");
	assert_line(output, "<demo>");
	assert_line(output, "<deactivate  (End an activation, or several, before its time; - reads "
			    "lines of JSON)>");
	assert_line(output, "complete -o nosort -F _myroles myroles");
}

static void zsh__completes__by_the_installed_file(void **state)
{
	Stage *stage = *state;
	remember_lists(stage);
	g_autofree char *path = source_file("completions/_myroles");
	g_autofree char *script =
		g_strdup_printf("zmodload zsh/zpty\n"
				"zpty z zsh -f -i\n"
				"zpty -w z 'autoload -Uz compinit; compinit -u -D; source %s; "
				"PS1=; unsetopt zle_bracketed_paste;"
				" show() { print -r -- \"BUF\"\"[$BUFFER]END\" }; zle -N show; "
				"bindkey \"^X\" show; print RE\"\"ADY'\n"
				"zpty -r z out '*READY*'\n"
				"for line in 'myroles dem' 'myroles activate --role key' 'myroles "
				"activate --role=Ow'"
				" 'myroles activate -r \"Key V'; do\n"
				"zpty -w -n z \"$line\"$'\\t\\x18'\n"
				"zpty -r z out '*BUF*END*'\n"
				"print -r -- ${${out##*BUF}%%%%END*}\n"
				"zpty -w -n z $'\\x15'\n"
				"done\n",
				path);
	const char *const argv[] = { "zsh", "-f", "-c", script, NULL };
	g_autofree char *output = run_program(stage, argv);
	if (output == NULL)
		skip();
	assert_line(output, "[myroles demo ]");
	assert_line(output, "[myroles activate --role Key\\ Vault\\ Secrets\\ Officer ]");
	assert_line(output, "[myroles activate --role=Owner ]");
	assert_line(output, "[myroles activate -r \"Key Vault Secrets Officer\" ]");
}

static void fish__completes__by_the_installed_file(void **state)
{
	Stage *stage = *state;
	remember_lists(stage);
	g_autofree char *path = source_file("completions/myroles.fish");
	g_autofree char *script = g_strdup_printf(
		"source %s; complete -C 'myroles activate --role Key'; complete -C 'myroles dem';"
		"complete -C 'myroles activate -r Contributor -s '; complete -C 'myroles --config "
		"/etc/host'",
		path);
	const char *const argv[] = { "fish", "--no-config", "-c", script, NULL };
	g_autofree char *output = run_program(stage, argv);
	if (output == NULL)
		skip();
	assert_line(output, "Key Vault Secrets Officer\tsub-prod, sub");
	assert_line(output, "Platform\tmanagement group, Contributor");
	assert_non_null(strstr(output, "demo\tOpen the dashboard"));
	assert_line(output, "/etc/hosts");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(complete__tells__what_can_stand_there),
		STAGE_TEST(complete__is_silent__when_nothing_is_known),
		STAGE_TEST(bash__completes__by_the_installed_file),
		STAGE_TEST(zsh__completes__by_the_installed_file),
		STAGE_TEST(fish__completes__by_the_installed_file),
	};
	return stage_run_tests(tests);
}
