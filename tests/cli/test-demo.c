/*
 * The demo: the dashboard and every verb on a tenant of its own, in the person's colors and keys.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "tests/cli/run.h"

static void demo__draws_a_picture__without_a_terminal(void **state)
{
	Stage *stage = *state;
	g_autofree char *path = stage_path(stage, "picture.svg");
	g_autofree char *line = g_strdup_printf("myroles demo --screenshot %s --size 80x24", path);
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, line, 0);
	g_autofree char *svg = NULL;
	assert_true(g_file_get_contents(path, &svg, NULL, NULL));
	assert_true(g_str_has_prefix(svg, "<svg") || g_str_has_prefix(svg, "<?xml"));
	assert_non_null(strstr(svg, "Contributor"));
}

/* A picture waits for all that a key asks the service for. */
static void demo__draws_a_picture__once_others_are_told(void **state)
{
	const Stage *stage = *state;
	g_autofree char *path = stage_path(stage, "others.txt");
	g_autofree char *line = g_strdup_printf(
		"myroles demo --screenshot %s --size 80x24 --keys 'shift-tab w'", path);
	g_auto(Verb) result = { .stage = *state };
	run_to(&result, line, 0);
	g_autofree char *screen = NULL;
	assert_true(g_file_get_contents(path, &screen, NULL, NULL));
	assert_non_null(strstr(screen, "Nguyễn Minh: Virtual Machine Contributor"));
}

/* From the History screen into a file, which is private and whole. */
static void demo__exports_what_is_shown__into_a_new_file(void **state)
{
	const Stage *stage = *state;
	g_autofree char *path = stage_path(stage, "out.csv");
	g_autofree char *picture = stage_path(stage, "picture.svg");
	g_autoptr(GString) keys = g_string_new("4 e");
	for (const char *at = path; *at != '\0'; at++)
		g_string_append_printf(keys, " %c", *at);
	g_autofree char *line = g_strdup_printf(
		"myroles demo --screenshot %s --size 80x24 --keys '%s enter'", picture, keys->str);
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, line, 0);
	g_autofree char *csv = NULL;
	struct stat info;
	assert_true(g_file_get_contents(path, &csv, NULL, NULL));
	assert_true(g_str_has_prefix(csv, "created,workload,"));
	assert_non_null(strstr(csv, "Contributor"));
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	/* Not over it, unless that is said. */
	assert_true(g_file_set_contents(path, "mine", -1, NULL));
	run_to(&result, line, 0);
	g_autofree char *kept = NULL;
	assert_true(g_file_get_contents(path, &kept, NULL, NULL));
	assert_string_equal(kept, "mine");
}

static void demo__runs_a_verb__on_its_own_tenant(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles demo list eligible --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(text(document, "account"), "you@contoso.com");
	assert_true(cJSON_GetArraySize(member(document, "items")) >= 12);
	run_to(&result,
	       "myroles demo activate --role Reader --scope rg-edge --reason tour --duration 30m "
	       "--wait",
	       0);
	assert_non_null(strstr(result.output, "active"));
	assert_int_equal(count_requests(stage), 0);
}

/* One key changes between who asks and who decides. */
/* It has no last run: what is told of one elsewhere is asked for. */
static void demo__asks__where_a_verb_tells_what_was_known(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles demo status", 0);
	assert_true(g_str_has_prefix(result.output, "Reader@rg-payments "));
	run_to(&result, "myroles demo has --cached Reader", 0);
	run_to(&result, "myroles demo status --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_true(cJSON_IsFalse(member(document, "stale")));
}

/* How many colors a picture names. */
static guint count_colors(const char *svg)
{
	g_autoptr(GHashTable) colors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (const char *at = svg; (at = strstr(at, "#")) != NULL; at++) {
		if (g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[6]))
			g_hash_table_add(colors, g_strndup(at, 7));
	}
	return g_hash_table_size(colors);
}

static void demo__draws_without_colors__where_that_is_wanted(void **state)
{
	Stage *stage = *state;
	g_autofree char *path = stage_path(stage, "colors.svg");
	static const struct {
		const char *option, *variable;
		bool has_colors;
	} cases[] = {
		{ "", NULL, true },
		{ "--no-color", NULL, false },
		{ "", "NO_COLOR=1", false },
		{ "", "NO_COLOR=", true },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *line = g_strdup_printf(
			"myroles demo --screenshot %s --size 80x24 %s", path, cases[i].option);
		g_auto(Verb) result = { .stage = stage, .variable = cases[i].variable };
		run_to(&result, line, 0);
		g_autofree char *svg = NULL;
		assert_true(g_file_get_contents(path, &svg, NULL, NULL));
		if ((count_colors(svg) > 3) != cases[i].has_colors)
			fail_msg("row %zu: %u colors", i, count_colors(svg));
	}
}

static void demo__has_two_people__and_a_key_between_them(void **state)
{
	Stage *stage = *state;
	g_autofree char *path = stage_path(stage, "people.svg");
	static const struct {
		const char *options, *person, *other;
	} cases[] = {
		{ "", "you@contoso.com", "sara@contoso.com" },
		{ "--keys P", "sara@contoso.com", "you@contoso.com" },
		{ "--keys 'P 3 P'", "you@contoso.com", "sara@contoso.com" },
		{ "--as approver", "sara@contoso.com", "you@contoso.com" },
		{ "--as approver --keys P", "you@contoso.com", "sara@contoso.com" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *line = g_strdup_printf(
			"myroles demo --screenshot %s --size 120x40 %s", path, cases[i].options);
		g_auto(Verb) result = { .stage = stage };
		run_to(&result, line, 0);
		g_autofree char *svg = NULL;
		assert_true(g_file_get_contents(path, &svg, NULL, NULL));
		assert_non_null(strstr(svg, cases[i].person));
		assert_null(strstr(svg, cases[i].other));
	}
}

/* The administrator's decision is there before the operator looks again. */
static void demo__has_an_administrator__who_decides_on_more_time(void **state)
{
	static const struct {
		const char *key, *told;
	} cases[] = {
		{ "", "You are the administrator" },
		{ "a P 1", "Owner on rg-edge: extended: eligible until" },
		{ "d P 2", "refused by an administrator" },
	};
	const Stage *stage = *state;
	g_autofree char *path = stage_path(stage, "administrator.txt");
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *line = g_strdup_printf(
			"myroles demo --screenshot %s --keys '/ o w n e r space e d g e enter "
			"E f o r space t h e space s h i f t enter esc P P %s'",
			path, cases[i].key);
		g_auto(Verb) result = { .stage = stage };
		run_to(&result, line, 0);
		g_autofree char *screen = NULL;
		assert_true(g_file_get_contents(path, &screen, NULL, NULL));
		assert_non_null(strstr(screen, cases[i].told));
	}
}

/* From the start; the key goes on to the operator, for whom that person decides. */
static void demo__begins__as_the_administrator(void **state)
{
	static const struct {
		const char *keys, *told;
	} cases[] = {
		{ "", "You are the administrator" },
		{ "--keys P", "you@contoso.com" },
		{ "--keys 'P P'", "sara@contoso.com" },
	};
	Stage *stage = *state;
	g_autofree char *path = stage_path(stage, "first.txt");
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *line = g_strdup_printf(
			"myroles demo --as=administrator --size 120x40 --screenshot %s %s", path,
			cases[i].keys);
		g_auto(Verb) result = { .stage = stage };
		run_to(&result, line, 0);
		g_autofree char *screen = NULL;
		assert_true(g_file_get_contents(path, &screen, NULL, NULL));
		assert_non_null(strstr(screen, cases[i].told));
		assert_true((strstr(screen, "You are the administrator") == NULL) == (i > 0));
	}
	g_auto(Verb) refused = { .stage = stage };
	run_to(&refused, "myroles demo --as=administrator list approvals", 2);
	assert_non_null(strstr(refused.errors, "decides in the dashboard"));
}

static void demo__runs_a_verb__as_the_approver(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles demo --as approver list approvals --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(text(document, "account"), "sara@contoso.com");
	assert_int_equal(cJSON_GetArraySize(member(document, "items")), 1);
	run_to(&result, "myroles demo --as nobody list approvals", 2);
	assert_non_null(strstr(result.errors, "--as is operator, approver or administrator"));
}

/* A verb's exit code is the demo's, its options are its own. */
static void demo__ends__as_its_verb_does(void **state)
{
	Stage *stage = *state;
	static const struct {
		const char *line;
		int code;
	} cases[] = {
		{ "myroles demo nonsense", 2 },
		{ "myroles demo list", 2 },
		{ "myroles demo list --bogus active", 2 },
		{ "myroles demo demo", 2 },
		{ "myroles demo --size 80x24 list active", 2 },
		{ "myroles demo activate --role Nobody --scope x --reason y", 2 },
		{ "myroles demo list --help", 0 },
	};
	g_auto(Verb) result = { .stage = stage };
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		run_to(&result, cases[i].line, cases[i].code);
}

/* What is asked for in one's own file, and what of it does not count. */
static void demo__takes_keys_and_theme__and_tells_the_rest(void **state)
{
	Stage *stage = *state;
	g_autofree char *path = stage_path(stage, "own.conf");
	g_autofree char *picture = stage_path(stage, "own.svg");
	g_autofree char *line = g_strdup_printf(
		"myroles --config %s demo --keys f9 --screenshot %s --size 80x24", path, picture);
	g_autoptr(GError) error = NULL;
	g_file_set_contents(path,
			    "[myroles]\nsnapshot=off\n[account work]\ntoken_source=az\n"
			    "[keys]\nhelp=f9\n[theme]\nbase=high-contrast\n"
			    "[set a]\nrole.1=Reader\n[alias]\nrole.r=Reader\n",
			    -1, &error);
	assert_null(error);
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, line, 0);
	assert_non_null(strstr(result.errors, "takes [keys], [theme], [alias] and views of"));
	assert_non_null(strstr(result.errors, "ignores its accounts, its sets, snapshot="));
	g_autofree char *svg = NULL;
	assert_true(g_file_get_contents(picture, &svg, NULL, NULL));
	assert_non_null(strstr(svg, "Activate the marked roles"));
	g_autofree char *alias =
		g_strdup_printf("myroles --config %s demo show r rg-payments", path);
	run_to(&result, alias, 0);
	run_to(&result, "myroles demo show r rg-payments", 2); /* whose words these are not */
	g_file_set_contents(path, "[theme]\nbogus=red\n", -1, &error);
	assert_null(error);
	run_to(&result, line, 2);
	assert_non_null(strstr(result.errors, "bogus"));
	g_file_set_contents(path, "[bogus]\n", -1, &error);
	assert_null(error);
	run_to(&result, "myroles --config /nowhere/x demo list active", 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(demo__draws_a_picture__without_a_terminal),
		STAGE_TEST(demo__draws_a_picture__once_others_are_told),
		STAGE_TEST(demo__exports_what_is_shown__into_a_new_file),
		STAGE_TEST(demo__runs_a_verb__on_its_own_tenant),
		STAGE_TEST(demo__asks__where_a_verb_tells_what_was_known),
		STAGE_TEST(demo__draws_without_colors__where_that_is_wanted),
		STAGE_TEST(demo__has_two_people__and_a_key_between_them),
		STAGE_TEST(demo__has_an_administrator__who_decides_on_more_time),
		STAGE_TEST(demo__begins__as_the_administrator),
		STAGE_TEST(demo__runs_a_verb__as_the_approver),
		STAGE_TEST(demo__ends__as_its_verb_does),
		STAGE_TEST(demo__takes_keys_and_theme__and_tells_the_rest),
	};
	return stage_run_tests(tests);
}
