/*
 * Nobody is there: no terminal, nothing on standard input or something that never comes, no sign-in. Each verb ends by itself, and with
 * a code that it documents.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"

#define BOUND "60" /* seconds, on a busy machine: a verb needs less than one */

/* How a verb is called by who sits nowhere. */
static const char *const lines[] = {
	"",
	"list active",
	"status",
	"has Reader",
	"scopes Reader",
	"show Reader sub-dev",
	"policy Reader sub-dev",
	"why Microsoft.Web/sites/write rg-payments",
	"open Reader sub-dev",
	"activate -r Owner -s rg-edge -m x -w",
	"activate -r Reader -s sub-dev -d 30m -w",
	"deactivate -r Reader -s rg-payments -w",
	"exec -r Owner -s rg-edge -m x -- true",
	"set day -w",
	"cancel 00000000-none",
	"wait 00000000-none",
	"brief 00000000-none",
	"approve 00000000-none -m ok",
	"deny 00000000-none -m no",
	"extend -r Owner -s rg-edge -m x -w",
	"renew -r Nobody -m x -w",
	"history",
	"evidence --key locked-key out.tar",
	"changes",
	"watch --once",
	"logout",
	"accounts --tenants",
	"config check",
	"doctor",
	"demo",
	"demo set morning",
	"completion bash",
	"help list",
};

/* `agent` waits for whoever started it, as long as that lives. `login` waits for a person at a page; whoever starts it is there. Its time is fifteen minutes (tests/unit/test-auth-sign-in.c). */
static const char *const waiting[] = { "login", "agent" };

typedef struct Case {
	const char *name;
	const char *input; /* as a shell redirects it */
	bool is_signed_out;
} Case;

/* The words of a set that a person would be asked for. */
#define SET "[set day]\nreason=On call {ticket}\nrole.1=Reader | at sub-dev\n"

/* Eight at a time, each in a session of its own: "%zu=%d" for each. The caller frees. */
static char *run_all(const Stage *stage, const Case *row)
{
	g_autoptr(GString) script = g_string_new(
		"mkfifo never; exec 9<>never\n"
		"ssh-keygen -q -t ed25519 -N secret -f locked-key >/dev/null 2>&1 </dev/null\n");
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		g_string_append_printf(script,
				       "(timeout " BOUND " setsid -w myroles %s %s >out.%zu 2>&1; "
				       "echo \"%zu=$?\") %s\n",
				       lines[i], row->input, i, i, i % 8 == 7 ? "; wait" : "&");
	g_string_append(script, "wait\nrm -f never locked-key*\n");
	const char *const argv[] = { "bash", "-c", script->str, NULL };
	return run_program(stage, argv);
}

static void play(Stage *stage, const Case *row)
{
	if (row->is_signed_out)
		stage_write_sign_in_config(stage, STAGE_CLIENT "token_store=memory\n" SET);
	else
		stage_write_config(stage, "portal=https://portal.example.com\n" SET);
	g_autofree char *told = run_all(stage, row);
	g_autofree char *all = g_strconcat("\n", told, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *begin = g_strdup_printf("\n%zu=", i);
		const char *found = strstr(all, begin);
		const int code =
			found != NULL ? (int)g_ascii_strtoll(found + strlen(begin), NULL, 10) : -1;
		g_autofree char *name = g_strdup_printf("out.%zu", i);
		g_autofree char *path = stage_path(stage, name);
		g_autofree char *said = NULL;
		g_file_get_contents(path, &said, NULL, NULL);
		if (code < 0 || code > 7)
			fail_msg("%s: `myroles %s` ended with %d: %s", row->name, lines[i], code,
				 said);
	}
}

static void every_verb__ends__without_anybody_there(void **state)
{
	static const Case cases[] = {
		{ "closed", "<&-", true },
		{ "null", "</dev/null", true },
		{ "never", "<&9", false },
	};
	Stage *stage = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		stage_reset(stage);
		play(stage, &cases[i]);
	}
}

static bool has_line(const char *verb)
{
	const size_t length = strlen(verb);
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		if (strncmp(lines[i], verb, length) == 0 && strchr(" ", lines[i][length]) != NULL)
			return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(waiting); i++) {
		if (strcmp(waiting[i], verb) == 0)
			return true;
	}
	return false;
}

static void every_verb__is_called_here(void **state)
{
	g_auto(Verb) help = { .stage = *state };
	run_to(&help, "myroles --help", 0);
	const char *list = strstr(help.output, "Verbs:\n");
	assert_non_null(list);
	g_auto(GStrv) rows = g_strsplit(strchr(list, '\n') + 1, "\n", -1);
	size_t count = 0;
	for (; g_str_has_prefix(rows[count], "  "); count++) {
		g_autofree char *verb = g_strndup(rows[count] + 2, strcspn(rows[count] + 2, " "));
		if (!has_line(verb))
			fail_msg("nothing calls %s without anybody there", verb);
	}
	assert_true(count > 20);
}

/* Nothing is taken for printed that went nowhere, and no file of ours takes the place of what was closed. */
static void output__fails__where_it_was_closed(void **state)
{
	Stage *stage = *state;
	static const char script[] =
		"myroles demo list active <&- >&- 2>err; echo \"=$?\"; cat err\n"
		"myroles history --check <&- 2>&-; echo \"=$?\"\n";
	const char *const argv[] = { "sh", "-c", script, NULL };
	g_autofree char *told = run_program(stage, argv);
	assert_true(g_str_has_prefix(told, "=1\n"));
	assert_non_null(strstr(told, "The output could not be written: Bad file descriptor."));
	assert_true(g_str_has_suffix(told, "=0\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(every_verb__ends__without_anybody_there),
		STAGE_TEST(every_verb__is_called_here),
		STAGE_TEST(output__fails__where_it_was_closed),
	};
	return stage_run_tests(tests);
}
