/*
 * What the last run knew: told at once, marked as that, and never as the truth of now. And the snippets that live on it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "tests/cli/run.h"

#define SUB_DEV "/subscriptions/33333333-3333-4333-8333-333333333333"
#define RG_EDGE SUB_DEV "/resourceGroups/rg-edge"

/* Nobody answers any more; the snapshot and the account stay. */
static void cut_network(const Stage *stage)
{
	g_autofree char *path = stage_path(stage, "config/myroles/myroles.conf");
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	g_autoptr(GRegex) port = g_regex_new("127\\.0\\.0\\.1:[0-9]+", 0, 0, NULL);
	g_autofree char *cut = g_regex_replace_literal(port, text, -1, 0, "127.0.0.1:1", 0, NULL);
	g_file_set_contents(path, cut, -1, &error);
	assert_null(error);
}

/* Every command that answers from what was kept, before and after there is anything. */
static void kept__is_told__only_where_there_is_some(void **state)
{
	Stage *stage = *state;
	static const char *const lines[] = {
		"myroles status",
		"myroles status --json",
		"myroles list active --cached",
		"myroles list eligible --cached --json",
		"myroles has --cached Reader",
	};
	g_auto(Verb) result = { .stage = stage };
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		run_to(&result, lines[i], 7);
	run_to(&result, "myroles list active", 0);
	run_to(&result, "myroles list eligible", 0);
	cut_network(stage);
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		run_to(&result, lines[i], 0);
		assert_string_equal(result.errors, "");
	}
}

/* As a file whose other tables are damaged: who looks at them tells it and starts a new file. */
static void drop_all_but(const Stage *stage, const char *table)
{
	static const char *const tables[] = { "eligibility", "assignment", "request", "dormant",
					      "approval" };
	g_autofree char *path = stage_path(stage, "cache/myroles/snapshot.db");
	sqlite3 *database = NULL;
	assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
		g_autofree char *sql = g_strdup_printf("DROP TABLE %s", tables[i]);
		if (!g_str_equal(tables[i], table))
			assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
	}
	sqlite3_close(database);
}

/* A prompt waits for it, however many roles one may activate. */
static void kept__is_read_of_one_list__that_is_asked_for(void **state)
{
	Stage *stage = *state;
	static const char *const lines[] = {
		"myroles status",
		"myroles list active --cached",
		"myroles has --cached Reader",
		"myroles __complete zsh -- deactivate --role ''",
	};
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles list active", 0);
	drop_all_but(stage, "assignment");
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		run_to(&result, lines[i], 0);
		assert_string_equal(result.errors, "");
		assert_int_equal(strstr(lines[i], " has ") == NULL, *result.output != '\0');
	}
	run_to(&result, "myroles __complete zsh -- activate --role ''", 0);
	assert_string_equal(result.output, "");
}

static void list__prints_stale_rows__and_ends_with_7__without_a_network(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) fresh = { .stage = stage };
	g_auto(Verb) stale = { .stage = stage };
	run_to(&fresh, "myroles list active", 0);
	assert_null(strstr(fresh.output, "stale"));
	cut_network(stage);
	const gint64 began = g_get_monotonic_time();
	run_to(&stale, "myroles list active", 7);
	/* No pause for another try: those begin at half a second, and each workload would have three. */
	assert_true(g_get_monotonic_time() - began < 2500000);
	g_auto(GStrv) before = g_strsplit(fresh.output, "\n", -1);
	g_auto(GStrv) after = g_strsplit(stale.output, "\n", -1);
	assert_int_equal(g_strv_length(before), g_strv_length(after));
	for (size_t i = 0; *after[i] != '\0'; i++) {
		assert_non_null(strstr(after[i], "\tstale\t20"));
		const size_t same = strlen(before[i]) - 2; /* both end by the new columns */
		assert_memory_equal(before[i], after[i], same);
	}
	run_to(&stale, "myroles list active --json", 7);
	g_autoptr(cJSON) document = parse(&stale);
	assert_true(cJSON_IsTrue(member(document, "stale")));
	assert_non_null(text(document, "as_of"));
	assert_int_equal(cJSON_GetArraySize(member(document, "errors")), 3);
	const cJSON *item = NULL;
	cJSON_ArrayForEach(item, member(document, "items"))
		assert_true(cJSON_IsTrue(member(item, "stale")));
}

/* One service answers, the other does not: the rows of each say which. */
static void list__marks_stale_rows__beside_fresh_ones(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles list active", 0);
	tenant_tell(stage->tenant, "/faults",
		    "{\"host\":\"graph\",\"path\":\"*\",\"count\":-1,\"kind\":\"status\","
		    "\"status\":403,"
		    "\"code\":\"Authorization_RequestDenied\",\"message\":\"no\"}");
	run_to(&result, "myroles list active --json", 6);
	g_autoptr(cJSON) document = parse(&result);
	assert_true(cJSON_IsTrue(member(document, "stale")));
	const cJSON *item = NULL;
	cJSON_ArrayForEach(item, member(document, "items"))
	{
		const bool is_azure = g_str_equal(text(item, "workload"), "azure");
		assert_int_equal(cJSON_IsTrue(member(item, "stale")), !is_azure);
	}
}

/* What one has just activated is active, whatever the list of before says. */
static void status__tells_an_activation__of_a_moment_ago(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles list active", 0);
	run_to(&result, "myroles activate --role Reader --scope rg-edge --reason x --duration 30m",
	       0);
	cut_network(stage);
	run_to(&result, "myroles status", 0);
	assert_non_null(strstr(result.output, "Reader@rg-edge "));
	run_to(&result, "myroles status --format '{scope-id}' --separator ' '", 0);
	assert_non_null(strstr(result.output, RG_EDGE));
	assert_null(strstr(result.output, "DB-Admins"));
	run_to(&result, "myroles status --all --format '{scope}={left}'", 0);
	assert_non_null(strstr(result.output, "DB-Admins=permanent\n"));
	run_to(&result, "myroles has --cached Reader@" RG_EDGE, 0);
}

static void has__answers_by_its_exit_code__and_never_guesses(void **state)
{
	Stage *stage = *state;
	static const struct {
		const char *line;
		int code;
	} cases[] = {
		{ "myroles has Reader", 0 },
		{ "myroles has reader@RG-Payments", 0 },
		{ "myroles has DB-Admins --access member", 0 },
		{ "myroles has DB-Admins --access owner", 1 },
		{ "myroles has DB-Admins --access boss", 2 },
		{ "myroles has Owner", 1 },
		{ "myroles has Reader@" RG_EDGE, 1 },
		{ "myroles has 'Monitoring Contributor@" RG_EDGE "'", 0 }, /* held above */
		{ "myroles has 'Monitoring Contributor@rg-edge'", 7 }, /* a name tells no place */
		{ "myroles has", 2 },
		{ "myroles status --format '{rol}'", 2 },
	};
	g_auto(Verb) result = { .stage = stage };
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		run_to(&result, cases[i].line, cases[i].code);
		assert_string_equal(result.output, "");
		assert_int_equal(*result.errors != '\0', cases[i].code > 1);
	}
	cut_network(stage);
	run_to(&result, "myroles has Owner", 7);
	run_to(&result, "myroles has --cached Owner", 1);
	run_to(&result, "myroles has --cached Reader", 0);
}

/* ---- Snippets --------------------------------------------------------------------------------- */

static char *snippet(const char *name)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *path = g_build_filename(top != NULL ? top : ".", "snippets", name, NULL);
	return g_canonicalize_filename(path, NULL);
}

static void assert_tells_roles(const char *output)
{
	if (output == NULL)
		skip();
	if (strstr(output, "Reader@rg-payments 9:0") == NULL &&
	    strstr(output, "Reader@rg-payments 8:5") == NULL)
		fail_msg("no role in: %s", output);
}

static void prepare_snippet(Stage *stage)
{
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles list active", 0);
	cut_network(stage);
}

/* The roles of one service are known, those of the other are not: `status` prints them, and ends with 6. */
static void prepare_half(Stage *stage)
{
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/faults",
		    "{\"host\":\"graph\",\"path\":\"*\",\"count\":-1,\"kind\":\"status\","
		    "\"status\":403,\"code\":\"Authorization_RequestDenied\"}");
	run_to(&result, "myroles list active", 6);
	cut_network(stage);
	run_to(&result, "myroles status", 6);
}

static void snippet__shows_roles__in_bash(void **state)
{
	Stage *stage = *state;
	prepare_snippet(stage);
	g_autofree char *path = snippet("prompt.bash");
	g_autofree char *line =
		g_strdup_printf("PS1='> '; . %s; . %s; printf '%%s' \"${PS1@P}\"", path, path);
	const char *const argv[] = { "bash", "--norc", "-c", line, NULL };
	g_autofree char *output = run_program(stage, argv);
	assert_tells_roles(output);
	assert_true(g_str_has_suffix(output, "] > "));
}

static void snippet__shows_roles__in_zsh(void **state)
{
	Stage *stage = *state;
	prepare_snippet(stage);
	g_autofree char *path = snippet("prompt.zsh");
	g_autofree char *line =
		g_strdup_printf(". %s; . %s; _myroles_prompt; print -P -- $RPROMPT", path, path);
	const char *const argv[] = { "zsh", "-f", "-c", line, NULL };
	g_autofree char *output = run_program(stage, argv);
	assert_tells_roles(output);
}

/* The commands that stand in the files of programs that no test runs. Who hides what fails is told no failure. */
static void snippet__shows_roles__by_the_command_in_it(void **state)
{
	Stage *stage = *state;
	static const struct {
		const char *name, *pattern, *then;
	} snippets[] = {
		{ "starship.toml", "\ncommand = \"(.*)\"\n", "\ntest $? = 0 || echo FAILED" },
		{ "tmux.conf", "#\\((.*?)\\) %H", "" },
		{ "waybar.jsonc", "\"exec\": \"(.*)\",\n", "\ntest $? = 0 || echo FAILED" },
	};
	prepare_half(stage);
	for (size_t i = 0; i < G_N_ELEMENTS(snippets); i++) {
		g_autofree char *path = snippet(snippets[i].name);
		g_autofree char *written = NULL;
		assert_true(g_file_get_contents(path, &written, NULL, NULL));
		g_autoptr(GRegex) pattern = g_regex_new(snippets[i].pattern, 0, 0, NULL);
		g_autoptr(GMatchInfo) match = NULL;
		assert_true(g_regex_match(pattern, written, 0, &match));
		g_autofree char *command = g_match_info_fetch(match, 1);
		g_autofree char *line = g_strconcat(command, snippets[i].then, NULL);
		const char *const argv[] = { "sh", "-c", line, NULL };
		g_autofree char *output = run_program(stage, argv);
		assert_tells_roles(output);
		assert_null(strstr(output, "FAILED"));
	}
}

/*
 * As starship reads the file (TOML) and runs it (src/modules/custom.rs of its source): the command behind -c, or in versions
 * before on the shell's standard input; within half a second (command_timeout); what fails is not shown.
 */
#define LIKE_STARSHIP                                                                   \
	"import resource, subprocess, sys, tomllib\n"                                   \
	"module = tomllib.load(open(sys.argv[1], 'rb'))['custom']['myroles']\n"         \
	"known = {'description', 'command', 'when', 'format', 'style', 'shell'}\n"      \
	"assert not module.keys() - known, module.keys() - known\n"                     \
	"assert module['when'] is True and '$output' in module['format']\n"             \
	"shell, command = module['shell'], module['command']\n"                         \
	"for argv, text in (shell + ['-c', command], ''), (shell, command):\n"          \
	"    run = subprocess.run(argv, input=text.encode(), stdout=subprocess.PIPE)\n" \
	"    assert run.returncode == 0, run\n"                                         \
	"    print(run.stdout.decode().strip())\n"                                      \
	"used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"                         \
	"assert used.ru_utime + used.ru_stime < 1, used\n"

static void snippet__shows_roles__as_starship_runs_it(void **state)
{
	Stage *stage = *state;
	const char *const has_toml[] = { "python3", "-c", "import tomllib; print(1)", NULL };
	g_autofree char *can = run_program(stage, has_toml);
	if (g_strcmp0(can, "1\n") != 0) {
		g_clear_pointer(&can, g_free);
		skip();
	}
	prepare_half(stage);
	g_autofree char *path = snippet("starship.toml");
	const char *const argv[] = { "python3", "-c", LIKE_STARSHIP, path, NULL };
	g_autofree char *output = run_program(stage, argv);
	g_auto(GStrv) lines = g_strsplit(output, "\n", -1);
	assert_int_equal(g_strv_length(lines), 3);
	assert_tells_roles(lines[0]);
	assert_tells_roles(lines[1]);
}

/* Without a network, too: a clock that is hours off neither hides a role nor lengthens it. */
static void status__goes_by_the_clock_of_the_service__as_the_last_run_had_it(void **state)
{
	Stage *stage = *state;
	static const char *const shifts[] = { "-PT2H", "PT4H" };
	g_auto(Verb) result = { .stage = stage };
	for (size_t i = 0; i < G_N_ELEMENTS(shifts); i++) {
		g_autofree char *shift = g_strdup_printf("{\"advance\":\"%s\"}", shifts[i]);
		tenant_tell(stage->tenant, "/clock", shift);
		run_to(&result, "myroles activate -r Reader -s sub-dev -d 50m -m x -w", 0);
		run_to(&result, "myroles list active", 0);
		run_to(&result, "myroles status", 0);
		if (strstr(result.output, "Reader@sub-dev 49m") == NULL &&
		    strstr(result.output, "Reader@sub-dev 50m") == NULL)
			fail_msg("%s: %s", shifts[i], result.output);
		run_to(&result, "myroles has --cached Reader@" SUB_DEV, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(kept__is_told__only_where_there_is_some),
		STAGE_TEST(kept__is_read_of_one_list__that_is_asked_for),
		STAGE_TEST(list__prints_stale_rows__and_ends_with_7__without_a_network),
		STAGE_TEST(list__marks_stale_rows__beside_fresh_ones),
		STAGE_TEST(status__tells_an_activation__of_a_moment_ago),
		STAGE_TEST(status__goes_by_the_clock_of_the_service__as_the_last_run_had_it),
		STAGE_TEST(has__answers_by_its_exit_code__and_never_guesses),
		STAGE_TEST(snippet__shows_roles__in_bash),
		STAGE_TEST(snippet__shows_roles__in_zsh),
		STAGE_TEST(snippet__shows_roles__by_the_command_in_it),
		STAGE_TEST(snippet__shows_roles__as_starship_runs_it),
	};
	return stage_run_tests(tests);
}
